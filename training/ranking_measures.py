"""BM25, the fusion of two rankings, and what is measured of them."""
import re
from collections import Counter, defaultdict

import numpy as np

from tokenizer import words

STOP_WORDS = frozenset(
    'a an the of to in is are be for and or on with this that it as by from at which if not will can was has have do does how where what when why'.split()
)
ENDINGS = ('ations', 'ation', 'izing', 'ized', 'izes', 'ings', 'ing', 'ies', 'ers', 'er', 'ed', 'es', 's', 'e')
_IDENTIFIER = re.compile(r'[A-Za-z_$][\w$]*')
_HUMP = re.compile(r'[a-z0-9][A-Z]')
RESAMPLES = 4000


def stem(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ('y' if ending == 'ies' else '')
    return word


def terms(text: str) -> list[str]:
    """Stems of the words, and names with humps or underscores as a whole besides."""
    found = [stem(word) for word in words(text) if word not in STOP_WORDS]
    return found + [name.lower() for name in _IDENTIFIER.findall(text) if '_' in name.strip('_') or _HUMP.search(name)]


class BM25:
    """Okapi BM25 with k1 1.2 and b 0.75 over lists of terms."""

    def __init__(self, documents: list[list[str]], k1: float = 1.2, b: float = 0.75) -> None:
        self.size = len(documents)
        holders: dict[str, list[tuple[int, int]]] = defaultdict(list)
        lengths = np.array([len(document) for document in documents], 'f4')
        for number, document in enumerate(documents):
            for term, count in Counter(document).items():
                holders[term].append((number, count))
        self.weights: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        for term, held in holders.items():
            at, count = np.array([one[0] for one in held], 'i4'), np.array([one[1] for one in held], 'f4')
            rare = np.log(1 + (self.size - len(held) + 0.5) / (len(held) + 0.5))
            self.weights[term] = at, rare * count * (k1 + 1) / (count + k1 * (1 - b + b * lengths[at] / lengths.mean()))

    def scores(self, question: list[str]) -> np.ndarray:
        total = np.zeros(self.size, 'f4')
        for term in set(question):
            if term in self.weights:
                at, weight = self.weights[term]
                total[at] += weight
        return total


def fused(by_words: np.ndarray, by_meaning: np.ndarray, share_of_words: float = 0.35) -> np.ndarray:
    """Sum of both, scaled per question: the best by words is 1, and by meaning, from the mean up, as well."""
    lexical = np.maximum(by_words, 0)
    lexical = lexical / (lexical.max(1, keepdims=True) + 1e-6)
    near = by_meaning - by_meaning.mean(1, keepdims=True)
    return share_of_words * lexical + (1 - share_of_words) * near / near.max(1, keepdims=True)


def ranks(scores: np.ndarray, gold: np.ndarray) -> np.ndarray:
    """The rank of each question's one right answer, 1 the best; its expectation under ties."""
    own = scores[np.arange(len(gold)), gold][:, None]
    return (scores > own).sum(1) + ((scores == own).sum(1) - 1) / 2 + 1


def reciprocal(found: np.ndarray) -> np.ndarray:
    """1 / rank within the first ten, otherwise 0; its mean is MRR@10."""
    found = np.asarray(found, float)
    return np.where(found <= 10, 1 / found, 0)


def difference(new: np.ndarray, old: np.ndarray) -> str:
    """Mean difference over the same questions with a 95 % interval from resampling them."""
    chance = np.random.default_rng(0)
    gain = new - old
    means = gain[chance.integers(0, len(gain), (RESAMPLES, len(gain)))].mean(1)
    return f'{gain.mean():+.3f} [{np.percentile(means, 2.5):+.3f}, {np.percentile(means, 97.5):+.3f}]'
