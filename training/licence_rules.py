"""Reads what packages say about their licences: SPDX and Debian expressions, licence texts, debian/copyright."""
import re
from dataclasses import dataclass, field

PERMISSIVE = re.compile(
    r'^(mit|expat|mit[ -]?0|mit[ -](style|like)|x11|isc|0bsd|bsd([- ]?(0|1|2|3|4)([- ]?clauses?)?)?([- ](new|like|revised|style|derived|django-filter|\w+-style))*'
    r'|apache|apache[- ]?(software[- ]?)?(license[- ]?)?(version[- ]?)?v?2(\.0)?|asl[- ]?2(\.0)?|zlib|libpng|unlicense|cc0([- ]1(\.0)?)?|public[- ]?domain|pd'
    r'|psf([- ]2(\.0)?)?|python(-2\.0(\.1)?)?|bsl-1(\.0)?|boost(-1\.0)?|wtfpl(-2(\.0)?)?|ncsa|blueoak-1\.0\.0|hpnd|curl|unicode(-3\.0|-dfs-2016)?|go|icu|bsd3|bsd2)$'
)
RESTRICTIVE = re.compile(r'gpl|mpl|mozilla|epl|eclipse|cddl|cpl|eupl|cecill|sspl|busl|elastic|osl-|cc-by-(sa|nc|nd)|gfdl|fdl|qpl|ofl|commons.clause|proprietary|non-?free|no derivatives', re.I)
# A licence's own words, for packages that print the text and give no name. First match wins; copyleft is looked for before.
RESTRICTIVE_TEXT = re.compile(
    r'GNU\s+(Lesser\s+|Library\s+|Affero\s+)?General\s+Public|\b[AL]?GPL\b|Mozilla\s+Public|Eclipse\s+Public|Common\s+Development\s+and\s+Distribution'
    r'|Server\s+Side\s+Public|Business\s+Source|NonCommercial|non-commercial|ShareAlike|Free\s+Documentation',
    re.I,
)
PERMISSIVE_TEXTS = (
    ('Apache-2.0', re.compile(r'Apache\s+License,?\s+Version\s+2|apache\.org/licenses/LICENSE-2\.0|common-licenses/Apache-2\.0', re.I)),
    ('MIT', re.compile(r'Permission\s+is\s+hereby\s+granted,\s+free\s+of\s+charge', re.I)),
    ('BSD', re.compile(r'Redistribution\s+and\s+use\s+in\s+source\s+and\s+binary\s+forms', re.I)),
    ('ISC', re.compile(r'Permission\s+to\s+use,\s+copy,\s+modify,\s+and(/or)?\s+distribute\s+this', re.I)),
    ('PSF', re.compile(r'PYTHON\s+SOFTWARE\s+FOUNDATION\s+LICENSE', re.I)),
    ('public-domain', re.compile(r'placed\s+in\s+the\s+public\s+domain|released\s+(in)?to\s+the\s+public\s+domain', re.I)),
)


def is_permissive(expression: str) -> bool:
    """Whether a licence expression lets everybody use the work under permissive terms.

    Reads SPDX (`(MIT OR GPL-3.0)`, `Apache-2.0 WITH LLVM-exception`), Debian's form (`GPL-2+ or Artistic, and BSD-3-clause`,
    where a comma binds weaker) and the old slash of crates (`MIT/Apache-2.0`). What is not known is not permissive.
    """
    text = re.sub(r'\s+', ' ', expression.replace('/', ' or ')).strip().lower()
    return bool(text) and _any_or_all(text)


def _any_or_all(text: str) -> bool:
    text = _unwrapped(text)
    for separator, decide in ((', and ', all), (', or ', any), (' or ', any), (' | ', any), (' and ', all), (' & ', all)):
        parts = _split(text, separator)
        if len(parts) > 1:
            return decide(_any_or_all(part) for part in parts)
    name, _, exception = text.partition(' with ')
    if exception and not re.search(r'llvm|exception', exception):
        return False
    return bool(PERMISSIVE.match(name.strip(' ,.;'))) and not RESTRICTIVE.search(name)


def _split(text: str, separator: str) -> list[str]:
    """Splits outside brackets."""
    parts, depth, start, at = [], 0, 0, 0
    while at < len(text):
        depth += {'(': 1, ')': -1}.get(text[at], 0)
        if depth == 0 and text.startswith(separator, at):
            parts.append(text[start:at])
            at = start = at + len(separator)
        else:
            at += 1
    return [*parts, text[start:]]


def _unwrapped(text: str) -> str:
    text = text.strip()
    while text.startswith('(') and text.endswith(')') and _closes_at_end(text):
        text = text[1:-1].strip()
    return text


def _closes_at_end(text: str) -> bool:
    depth = 0
    for at, character in enumerate(text):
        depth += {'(': 1, ')': -1}.get(character, 0)
        if depth == 0:
            return at == len(text) - 1
    return False


def licence_of_text(text: str) -> str:
    """The name of the licence whose text this is; empty when none is known, or when copyleft is spoken of anywhere."""
    if RESTRICTIVE_TEXT.search(text):
        return ''
    return ' and '.join(name for name, words in PERMISSIVE_TEXTS if words.search(text))


@dataclass(frozen=True)
class Paragraph:
    """A `Files:` paragraph of debian/copyright."""

    globs: tuple[str, ...]
    licence: str
    text: str


@dataclass(frozen=True)
class DebianCopyright:
    """debian/copyright in its machine-readable form: files, and the texts of licences that are written apart."""

    paragraphs: tuple[Paragraph, ...]
    texts: dict[str, str] = field(default_factory=dict)

    def permits(self, paragraph: Paragraph) -> bool:
        """By name; a name of its own invention by its text."""
        if is_permissive(paragraph.licence):
            return True
        text = paragraph.text or self.texts.get(paragraph.licence.lower(), '')
        return not RESTRICTIVE.search(paragraph.licence) and licence_of_text(text) != ''


def read_debian_copyright(text: str) -> DebianCopyright | None:
    """Parses DEP-5; None when the file is free text. A later paragraph wins over an earlier one, as DEP-5 says."""
    paragraphs: list[Paragraph] = []
    texts: dict[str, str] = {}
    for block in re.split(r'\n[ \t]*\n', text.replace('\r', '')):
        fields: dict[str, str] = {}
        key = ''
        for line in block.split('\n'):
            match = re.match(r'^([A-Za-z-]+):\s*(.*)$', line)
            if match:
                key = match[1].lower()
                fields[key] = match[2]
            elif key:
                fields[key] += '\n' + line.strip()
        licence, _, body = fields.get('license', '').partition('\n')
        if 'files' in fields and 'license' in fields:
            paragraphs.append(Paragraph(tuple(fields['files'].split()), licence.strip(), body))
        elif licence:
            texts[licence.strip().lower()] = body
    return DebianCopyright(tuple(paragraphs), texts) if paragraphs else None


def glob_tails(glob: str) -> list[str]:
    """Regular expressions that a path may end with when the glob means it.

    A binary package puts files elsewhere than the source tree that debian/copyright speaks of, so leading folders of the
    glob may be missing; a tail needs a name in it, or it would mean everything.
    """
    parts = [part for part in glob.removeprefix('./').split('/') if part != '']
    tails = []
    for start in range(len(parts)):
        rest = parts[start:]
        if start > 0 and not re.search(r'[A-Za-z0-9]{3}', re.sub(r'\.\w+$|\*', '', '/'.join(rest))):
            break
        tails.append('(^|/)' + re.escape('/'.join(rest)).replace(r'\*', '.*').replace(r'\?', '.') + '$')
    return tails
