"""Pairs from languages with braces, read by regular expressions: doc comment -> declaration, name -> undocumented function."""
import re
from collections.abc import Iterator

from clean_text import describes, description
from pairs_python import Pair

LONGEST_CODE = 2400
MOST_LINES = 70
SHORTEST_CODE = 20
FEWEST_LINES = 3
KEYWORDS = frozenset('if for while switch return else catch do try new throw case default constructor require import function const let var this super typeof await yield in of'.split())

# A declaration's line; the first group that matched is its name.
_SCRIPT = re.compile(
    r'^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\s*\*?\s*([\w$]+)|class\s+([\w$]+)|interface\s+([\w$]+)'
    r'|type\s+([\w$]+)|enum\s+([\w$]+)|namespace\s+([\w$]+)|(?:const|let|var)\s+([\w$]+)'
    r'|(?:(?:public|private|protected|static|async|get|set|readonly|override|abstract)\s+)*\*?\s*\[?([\w$#.]+)\]?\s*(?:<[^>]*>)?\s*[(:=?])'
)
DECLARATION = {
    'js': _SCRIPT,
    'ts': _SCRIPT,
    'java': re.compile(
        r'^\s*(?:(?:public|private|protected|static|final|abstract|synchronized|native|default|strictfp|transient|volatile)\s+)*'
        r'(?:(?:class|interface|enum|@interface|record)\s+(\w+)|(?:<[^>]+>\s*)?[\w<>\[\],.? ]*?\b(\w+)\s*[(=;])'
    ),
    'rs': re.compile(
        r'^\s*(?:pub(?:\([^)]*\))?\s+)?(?:default\s+)?(?:const\s+)?(?:async\s+)?(?:unsafe\s+)?(?:extern\s+"C"\s+)?(?:fn\s+(\w+)|struct\s+(\w+)|enum\s+(\w+)'
        r'|trait\s+(\w+)|union\s+(\w+)|mod\s+(\w+)|type\s+(\w+)|static\s+(\w+)|const\s+(\w+)|macro_rules!\s*(\w+)|(\w+)\s*[:,({])'
    ),
    'go': re.compile(r'^(?:func\s+(?:\([^)]*\)\s*)?(\w+)|type\s+(\w+)|var\s+(\w+)|const\s+(\w+))'),
    'c': re.compile(
        r'^\s*(?:template\s*<[^;{]*>\s*)?(?:class|struct|enum(?:\s+class)?|union)\s+(?:\w+\s+)?(\w+)|^\s*[\w:<>,*&~ \t]+?\b(~?\w+)\s*\(|^\s*#define\s+(\w+)'
    ),
}
_FUNCTION_SCRIPT = re.compile(
    r'^[ \t]*(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:function\s*\*?\s*([\w$]+)\s*\(|(?:static\s+|async\s+|private\s+|public\s+|protected\s+)*([\w$]+)'
    r'\s*\([^;{}()\n]*\)\s*(?::\s*[\w<>\[\]|. ]+)?\s*\{|(?:const|let|var)\s+([\w$]+)\s*=\s*(?:async\s*)?(?:\([^()\n]*\)|[\w$]+)\s*=>\s*\{)',
    re.M,
)
FUNCTION = {
    'js': _FUNCTION_SCRIPT,
    'ts': _FUNCTION_SCRIPT,
    'go': re.compile(r'^func\s+(?:\([^)\n]*\)\s*)?(\w+)\s*\(', re.M),
    'rs': re.compile(r'^[ \t]*(?:pub(?:\([^)\n]*\))?\s+)?(?:async\s+)?(?:unsafe\s+)?fn\s+(\w+)', re.M),
    'java': re.compile(r'^[ \t]+(?:public|private|protected)[\w<>\[\],.? \t]*?\b(\w+)\s*\([^;{}]*\)\s*(?:throws [\w, .]+)?\{', re.M),
    'c': re.compile(r'^[A-Za-z_][\w:<>,*& \t]*?\b(\w+)\s*\([^;{}()]*\)\s*(?:const\s*)?\{', re.M),
}
BLOCK_COMMENT = re.compile(r'/\*\*(?!\*|/)(.*?)\*/[ \t]*\n?', re.S)
LINE_COMMENTS = {
    'go': re.compile(r'(?:^//[^\n]*\n)+', re.M),
    'rs': re.compile(r'(?:^[ \t]*///[^\n]*\n)+', re.M),
    'c': re.compile(r'(?:^[ \t]*//[/!]?[^\n]*\n)+', re.M),
}


def brace_pairs(source: str, language: str) -> Iterator[Pair]:
    """`language` is one of js, ts, java, rs, go, c."""
    documented: set[int] = set()
    for comment, end in _comments(source, language):
        found = _declaration(language, source, end)
        if not found:
            continue
        name, start = found
        summary = re.search(r'@(?:description|desc|summary)\s+([^@]+)', comment)
        text = description(comment) or (description(summary[1]) if summary else '')
        if not describes(text):
            continue
        code = body_from(source, start)
        documented.add(start)
        if len(code) > SHORTEST_CODE:
            yield ('doc', name, text, code)
    for match in FUNCTION[language].finditer(source):
        name = next((group for group in match.groups() if group), '')
        if len(name) < 4 or name in KEYWORDS or match.start() in documented:
            continue
        code = body_from(source, match.start())
        if code.count('\n') >= FEWEST_LINES:
            yield ('nm', name, '', code)


def _comments(source: str, language: str) -> Iterator[tuple[str, int]]:
    """Doc comments without their marks, and where each ends."""
    if language in ('js', 'ts', 'java', 'c'):
        for match in BLOCK_COMMENT.finditer(source):
            yield re.sub(r'^[ \t]*\*+ ?', '', match[1], flags=re.M), match.end()
    if language in LINE_COMMENTS:
        for match in LINE_COMMENTS[language].finditer(source):
            # A blank line after it: a remark of its own, not documentation.
            if not (language == 'go' and source[match.end() : match.end() + 1] == '\n'):
                yield re.sub(r'^[ \t]*//[/!]? ?', '', match[0], flags=re.M), match.end()


def _declaration(language: str, source: str, at: int) -> tuple[str, int] | None:
    """The name of the declaration that begins here, and where; attributes, annotations and blank lines are passed over."""
    for passed in range(8):
        end = source.find('\n', at)
        line = source[at : end if end >= 0 else len(source)]
        text = line.strip()
        is_annotation = text.startswith('@') and not text.startswith('@interface') and ('(' not in text or text.endswith(')'))
        if text == '' and passed > 0 and language == 'go':
            return None
        if text == '' or is_annotation or text.startswith(('#[', '#!')) or (text.startswith('//') and language in ('js', 'ts')):
            if end < 0:
                return None
            at = end + 1
            continue
        match = DECLARATION[language].match(line)
        name = next((group for group in match.groups() if group), None) if match else None
        return (name, at) if name and name not in KEYWORDS else None
    return None


def body_from(source: str, start: int) -> str:
    """The declaration that begins here: to its closing brace, its semicolon, or where it plainly ends."""
    depth = brackets = lines = 0
    has_body = False
    end = min(len(source), start + LONGEST_CODE)
    for mark in _MARK.finditer(source, start, end):
        at, character = mark.start(), mark[0]
        if character == '{':
            depth += 1
            has_body = True
        elif character == '}':
            depth -= 1
            if depth <= 0:
                return source[start : at + 1] if depth == 0 else source[start:at]
        elif character == '(':
            brackets += 1
        elif character == ')':
            brackets -= 1
        elif character == ';' and depth == 0 and brackets <= 0:
            return source[start : at + 1]
        elif character == '\n':
            lines += 1
            if lines > MOST_LINES:
                return source[start:at]
            if depth == 0 and brackets <= 0 and (source[at + 1 : at + 2] == '\n' or (source[at - 1] == ',' and not has_body)):
                return source[start:at]
        elif character == '/**' and depth == 0:
            return source[start:at]
    return source[start:end]


_MARK = re.compile(r'[{}();\n]|/\*\*')
