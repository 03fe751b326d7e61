"""Pairs in which people say in passing what code does: comments, test titles, messages, headings, changelogs."""
import re
from collections.abc import Iterator

from clean_text import ascii_share, describes, description, without_markup, NO_DESCRIPTION
from pairs_braces import body_from
from pairs_python import Pair

LONGEST_COMMENT = 400
LONGEST_SNIPPET = 1200
LONGEST_SECTION = 1500
# A comment that looks like this is code that was commented out.
LOOKS_LIKE_CODE = re.compile(r'[;{}=<>\[\]]|\w\(|\)\.|->|=>|::|^\s*(if|for|return|import|from|const|let|var)\b.*[:({]$')
TEST_TITLE = re.compile(r'\b(?:it|test|specify)\(\s*([\'"`])((?:(?!\1)[^\\\n]|\\.){12,160})\1\s*,')
# The text of an error or a log line: a string of several words given to a call.
MESSAGE = re.compile(
    r'(?:raise\s+\w[\w.]*|throw\s+new\s+\w[\w.]*|(?:errors?|fmt|log|logger|logging|LOG|console|warnings|status|tracing)[.:]+\w+!?|panic!?|bail!|anyhow!|fail|ensure!|expect)'
    r'\(\s*[frbu]?(["\'`])((?:(?!\1)[^\\\n]|\\.){16,200})\1'
)
PLACEHOLDER = re.compile(r'%[-+#0-9.]*[a-zA-Z]|\$?\{[^}]*\}|\\[ntr"\']')
CHANGE = re.compile(r'^(?P<indent>[ \t]*)[-*+•]\s+(?P<text>\S.*(?:\n(?!\s*[-*+•]\s|\s*\n|#|\S).+){0,4})', re.M)
IDENTIFIER = re.compile(r'[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*')


def comment_pairs(source: str, language: str) -> Iterator[Pair]:
    """A comment inside code -> the lines that follow it, to the end of their block."""
    comment = re.compile(r'^\s+' + ('#' if language == 'py' else '//') + r'(?![/!:])\s*(.*)$')
    lines = source.split('\n')
    at = 0
    while at < len(lines):
        match = comment.match(lines[at])
        if not match:
            at += 1
            continue
        indent = len(lines[at]) - len(lines[at].lstrip())
        parts = [match[1]]
        at += 1
        while at < len(lines) and (further := comment.match(lines[at])):
            parts.append(further[1])
            at += 1
        text = ' '.join(part.strip() for part in parts).strip()
        if len(text) > LONGEST_COMMENT or not describes(text, 4) or LOOKS_LIKE_CODE.search(text):
            continue
        code = _block_after(lines, at, indent, comment)
        if len(re.findall(r'[A-Za-z]{2,}', code)) >= 5:
            yield ('cm', '', without_markup(text), code[:LONGEST_SNIPPET])


def _block_after(lines: list[str], at: int, indent: int, comment: re.Pattern[str]) -> str:
    taken: list[str] = []
    for line in lines[at:]:
        if len(taken) >= 10:
            break
        if not line.strip():
            if len(taken) >= 2:
                break
            continue
        if len(line) - len(line.lstrip()) < indent or (taken and comment.match(line)):
            break
        taken.append(line)
    return '\n'.join(taken)


def test_pairs(source: str) -> Iterator[Pair]:
    """The title of a JavaScript test -> its body."""
    for match in TEST_TITLE.finditer(source):
        if describes(match[2]):
            code = body_from(source, match.end())
            if code.count('\n') >= 2:
                yield ('ts', '', match[2], code)


def message_pairs(name: str, code: str) -> Iterator[Pair]:
    """What a function tells people when something happens -> the function without those words. Issues quote such messages."""
    for match in MESSAGE.finditer(code):
        text = re.sub(r'\s+', ' ', PLACEHOLDER.sub(' ', match[2])).strip()
        if describes(text, 4) and not LOOKS_LIKE_CODE.search(text):
            yield ('er', name, text, code[: match.start(2)] + code[match.end(2) :])


def markdown_pairs(source: str) -> Iterator[Pair]:
    """Headings, with those above them, -> their section; the sentence before a block of code -> the block."""
    source = re.sub(r'<!--.*?-->', '', source, flags=re.S)
    parts = re.split(r'^(#{1,4})\s+(.*)$', source, flags=re.M)
    above: dict[int, str] = {}
    for at in range(1, len(parts) - 2, 3):
        level, heading, body = len(parts[at]), without_markup(parts[at + 1]).strip(), parts[at + 2].strip()
        above = {depth: text for depth, text in above.items() if depth < level} | {level: heading}
        title = ' '.join(above[depth] for depth in sorted(above) if depth > 1) or heading
        if len(re.findall(r'[A-Za-z]{2,}', title)) >= 2 and len(body) > 80 and ascii_share(body) > 0.9 and not NO_DESCRIPTION.search(heading):
            yield ('md', '', title[:200], body[:LONGEST_SECTION])
        for match in re.finditer(r'([^\n]{20,300}):?\n+```\w*\n(.{40,1200}?)```', body, re.S):
            text = description(match[1])
            if describes(text, 4):
                yield ('md', '', text, match[2])


def change_pairs(changelog: str, functions: dict[str, str]) -> Iterator[Pair]:
    """An entry of a changelog that names a function of its package -> that function. Entries read as commit messages and issues do.

    `functions` maps the last part of a name to the code of the only definition of that name. The name is given, so that
    whoever makes queries of it can take it out.
    """
    for match in CHANGE.finditer(changelog):
        text = re.sub(r'\s+', ' ', match['text'])
        text = without_markup(re.sub(r'\(?\[?#\d+\]?\)?|\([0-9a-f]{7,40}\)|\bby @\S+|@\w[\w-]+|\[\]\s*(\([^)]*\))?:?', ' ', text)).strip()
        if not 25 <= len(text) <= LONGEST_COMMENT or not describes(text, 5):
            continue
        named = {word.split('.')[-1]: word for word in IDENTIFIER.findall(match['text']) if _is_identifier(word)}
        found = [last for last in named if last in functions]
        # An entry that names many is about none of them.
        if 1 <= len(found) <= 2:
            for last in found:
                yield ('ch', last, text, functions[last])


def _is_identifier(word: str) -> bool:
    return len(word) >= 4 and bool(re.search(r'[a-z0-9][A-Z]|_|\.[a-z]', word))
