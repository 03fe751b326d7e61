"""Prose as it is used for pairs: markup taken out, cut to what describes, and judged for being a description at all."""
import re

LONGEST_DESCRIPTION = 600
# Where a doc comment stops describing and begins to list parameters, examples and the like.
END_OF_DESCRIPTION = re.compile(
    r'^\s*(Parameters|Args|Arguments|Returns?|Raises|Examples?|Notes?|See Also|References|Yields|Attributes|Usage|Keyword'
    r'|#\s+(Examples?|Panics|Errors|Safety|Arguments|Returns)|:param|:return|:rtype|:type|:raise|>>>|\.\. |@\w+|\[\w+\]:|```|----|====)',
    re.I,
)
# What begins with these says something about the file or to a tool, not about the code.
NO_DESCRIPTION = re.compile(
    r'copyright|licen[sc]ed?\b|auto-?generated|do not edit|todo\b|fixme|eslint-|prettier-|istanbul|@ts-|noinspection|pylint|noqa|type: ignore'
    r'|coding[:=]|deprecated:?$|^see (https?|the)|nolint|go:build|\+build|spdx|all rights reserved|^internal use|clang-format|NOLINT|pragma|region$',
    re.I,
)


def ascii_share(text: str) -> float:
    if text.isascii():
        return 1.0
    return sum(character < '\x7f' for character in text) / max(1, len(text))


def without_markup(text: str) -> str:
    """Javadoc, HTML, reStructuredText and Markdown marks out, their words kept; addresses out."""
    text = re.sub(r'\{@(?:link|code|linkplain|literal|see)\s+([^}]*)\}', r'\1', text)
    text = re.sub(r'</?[a-zA-Z][^>\n]{0,60}>', ' ', text)
    text = re.sub(r':[a-z:]+:`~?([^`<]*)(?:<[^>]*>)?`', r'\1', text)
    text = re.sub(r'\[([^\]]*)\]\([^)]*\)', r'\1', text)
    return re.sub(r'https?://\S+', ' ', text.replace('`', '').replace('**', ''))


def description(comment: str) -> str:
    """The describing head of a doc comment."""
    lines = []
    for line in without_markup(comment).splitlines():
        if END_OF_DESCRIPTION.match(line):
            break
        lines.append(line.strip())
    text = re.sub(r'[ \t]+', ' ', '\n'.join(lines)).strip()
    return re.sub(r'\n{2,}', '\n\n', text)[:LONGEST_DESCRIPTION]


def describes(text: str, fewest_words: int = 3) -> bool:
    return len(re.findall(r'[A-Za-z]{2,}', text)) >= fewest_words and ascii_share(text) > 0.9 and not NO_DESCRIPTION.search(text[:300])


def first_sentence(text: str) -> str:
    paragraph = text.split('\n\n')[0]
    match = re.match(r'(.{15,}?[.!?])(\s|$)', paragraph, re.S)
    return (match[1] if match else paragraph).replace('\n', ' ')
