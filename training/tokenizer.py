"""The model's tokenizer, the same as tokenizer.json describes: camelCase split, lower case, runs of letters or of digits, WordPiece."""
import re
from pathlib import Path

SPECIAL = ('[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]')
UNKNOWN = 1
LONGEST_WORD = 100
_HUMP = re.compile(r'(?<=[a-z0-9])(?=[A-Z])')
_ACRONYM = re.compile(r'(?<=[A-Z])(?=[A-Z][a-z])')
_RUN = re.compile(r'[a-z]+|[0-9]+|[^\W\d_a-z]+')


def words(text: str) -> list[str]:
    """`HTTPServer.readAll2` -> http server read all 2."""
    return _RUN.findall(_ACRONYM.sub(' ', _HUMP.sub(' ', text)).lower())


def read_vocabulary(path: Path) -> list[str]:
    return path.read_text().rstrip('\n').split('\n')


class Tokenizer:
    """Greedy longest match of pieces, as WordPiece does; a word that has no pieces is one unknown token."""

    def __init__(self, vocabulary: list[str]) -> None:
        self.ids = {piece: number for number, piece in enumerate(vocabulary)}
        self._known: dict[str, tuple[int, ...]] = {}

    def encode(self, text: str, most: int = 10**9) -> list[int]:
        """Token ids without special tokens, at most so many."""
        ids: list[int] = []
        for word in words(text):
            ids.extend(self._pieces(word))
            if len(ids) >= most:
                return ids[:most]
        return ids

    def _pieces(self, word: str) -> tuple[int, ...]:
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._cut(word)
        return known

    def _cut(self, word: str) -> tuple[int, ...]:
        if len(word) > LONGEST_WORD:
            return (UNKNOWN,)
        pieces, start = [], 0
        while start < len(word):
            prefix = '##' if start else ''
            found = next((end for end in range(len(word), start, -1) if prefix + word[start:end] in self.ids), None)
            if found is None:
                return (UNKNOWN,)
            pieces.append(self.ids[prefix + word[start:found]])
            start = found
        return tuple(pieces)
