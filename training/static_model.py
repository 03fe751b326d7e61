"""A static embedder in memory, from what training saved or from the folder that ships."""
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from onnx_file import read_constants
from tokenizer import Tokenizer

# What the shipped tokenizer cuts at, its [CLS] counted.
MOST_TOKENS = 511
# Multipliers of the hash over two neighbouring tokens; the same stand in kernels.c and in the exported graph.
HASH_FIRST, HASH_SECOND = 31, 17


@dataclass
class StaticModel:
    """A text's vector is the normalised sum over its tokens of sqrt(count) times a row."""

    vocabulary: list[str]
    # [vocabulary + neighbours, width], the rows of hashed neighbours behind those of the tokens.
    table: np.ndarray
    neighbours: int = 0

    def __post_init__(self) -> None:
        self.tokenizer = Tokenizer(self.vocabulary)
        self._key = hash(tuple(self.vocabulary))

    def _encoded(self, text: str) -> np.ndarray:
        key = self._key, text
        if key not in _known:
            _known[key] = np.array(self.tokenizer.encode(text, MOST_TOKENS), 'u2')
        return _known[key].astype('i8')

    def embed(self, texts: list[str]) -> np.ndarray:
        """[texts, width], each of length 1; zeros for a text without a token."""
        out = np.zeros((len(texts), self.table.shape[1]), 'f4')
        for at, text in enumerate(texts):
            ids = self._encoded(text)
            if self.neighbours > 0 and len(ids) > 1:
                pairs = (ids[:-1] * HASH_FIRST + ids[1:] * HASH_SECOND) % self.neighbours
                ids = np.concatenate([ids, len(self.vocabulary) + pairs])
            rows, counts = np.unique(ids, return_counts=True)
            if len(rows) > 0:
                out[at] = np.sqrt(counts, dtype='f4') @ self.table[rows]
        return out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-9)


# Several models of one vocabulary are measured on the same texts.
_known: dict[tuple[int, str], np.ndarray] = {}


def load_model(path: Path) -> StaticModel:
    """From `OUT.npz` of train_model.py, or from a model folder with onnx/model_quantized.onnx and tokenizer.json."""
    if path.suffix == '.npz':
        with np.load(path) as stored:
            return StaticModel(stored['vocabulary'].tolist(), stored['table'], int(stored['neighbours']))
    constants = read_constants(path / 'onnx/model_quantized.onnx')
    pieces = json.loads((path / 'tokenizer.json').read_text())['model']['vocab']
    vocabulary = sorted(pieces, key=pieces.__getitem__)
    table = constants['table'].astype('f4') * constants['scale'].reshape(-1, 1)
    return StaticModel(vocabulary, table, len(table) - len(vocabulary))
