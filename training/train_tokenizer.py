#!/usr/bin/env python3
"""Learns the vocabulary from the training pairs of all languages.

usage: train_tokenizer.py LAB [--size 32768] [--share 0.25]

Byte-pair merges over word counts, written as WordPiece (pieces after the first begin with ##) to LAB/vocabulary.txt.
Every language weighs as much as its square root, or Python and JavaScript alone would decide which words are whole.
"""
import argparse
import heapq
import json
import random
import string
from collections import Counter, defaultdict
from pathlib import Path

from tokenizer import SPECIAL, words

# Words of a description are typed by people in questions; a word of code is counted a few times per snippet at most.
WEIGHT_OF_PROSE = 3
MOST_PER_SNIPPET = 4
MOST_WORDS = 160_000
LONGEST_WORD = 24
FEWEST_SEEN = 3
LONGEST_NUMBER = 4


def count_words(path: Path, share: float) -> Counter[str]:
    """Weighted counts of words over a random share of the pairs."""
    chance = random.Random(0)
    by_language: dict[str, Counter[str]] = defaultdict(Counter)
    with path.open() as lines:
        for line in lines:
            if chance.random() >= share:
                continue
            record = json.loads(line)
            counts = by_language[record['l']]
            for word, count in Counter(words(record['d'])).items():
                counts[word] += WEIGHT_OF_PROSE * count
            for word, count in Counter(words(record['c'] + ' ' + record['n'])).items():
                counts[word] += min(count, MOST_PER_SNIPPET)
    totals = {language: sum(counts.values()) for language, counts in by_language.items()}
    largest = max(totals.values())
    merged: Counter[str] = Counter()
    for language, counts in by_language.items():
        factor = (largest / totals[language]) ** 0.5
        print(f'{language}: {totals[language]} words, each counted {factor:.2f} times')
        for word, count in counts.items():
            merged[word] += round(count * factor)
    return merged


def learn(counts: Counter[str], size: int) -> list[str]:
    """Byte-pair encoding: the most frequent neighbours become one piece, until there are `size` pieces."""
    letters = string.ascii_lowercase + string.digits
    vocabulary = [*SPECIAL, *letters, *['##' + letter for letter in letters]]
    known = set(vocabulary)
    kept = [(word, count) for word, count in counts.most_common(MOST_WORDS) if is_kept(word, count)]
    cut = [[word[0], *['##' + letter for letter in word[1:]]] for word, _ in kept]
    pairs: Counter[tuple[str, str]] = Counter()
    places: dict[tuple[str, str], set[int]] = defaultdict(set)
    for index, pieces in enumerate(cut):
        for pair in zip(pieces, pieces[1:]):
            pairs[pair] += kept[index][1]
            places[pair].add(index)
    heap = [(-count, pair) for pair, count in pairs.items()]
    heapq.heapify(heap)
    while len(vocabulary) < size and heap:
        count, pair = heapq.heappop(heap)
        current = pairs.get(pair, 0)
        if current <= 0:
            continue
        if -count != current:
            heapq.heappush(heap, (-current, pair))
            continue
        merged = pair[0] + pair[1][2:]
        if merged not in known:
            known.add(merged)
            vocabulary.append(merged)
        changed: set[tuple[str, str]] = set()
        for index in places.pop(pair):
            for neighbours in zip(cut[index], cut[index][1:]):
                pairs[neighbours] -= kept[index][1]
            cut[index] = merge(cut[index], pair, merged)
            for neighbours in zip(cut[index], cut[index][1:]):
                pairs[neighbours] += kept[index][1]
                places[neighbours].add(index)
                changed.add(neighbours)
        pairs.pop(pair, None)
        for neighbours in changed:
            heapq.heappush(heap, (-pairs[neighbours], neighbours))
    return vocabulary


def is_kept(word: str, count: int) -> bool:
    return count >= FEWEST_SEEN and len(word) <= LONGEST_WORD and word.isascii() and not (word.isdigit() and len(word) > LONGEST_NUMBER)


def merge(pieces: list[str], pair: tuple[str, str], merged: str) -> list[str]:
    joined, at = [], 0
    while at < len(pieces):
        if at + 1 < len(pieces) and (pieces[at], pieces[at + 1]) == pair:
            joined.append(merged)
            at += 2
        else:
            joined.append(pieces[at])
            at += 1
    return joined


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('lab', type=Path)
    parser.add_argument('--size', type=int, default=32768)
    parser.add_argument('--share', type=float, default=0.25)
    options = parser.parse_args()
    vocabulary = learn(count_words(options.lab / 'pairs/train.jsonl', options.share), options.size)
    (options.lab / 'vocabulary.txt').write_text('\n'.join(vocabulary) + '\n')
    print(f'{len(vocabulary)} pieces, the last {" ".join(vocabulary[-12:])}')


if __name__ == '__main__':
    main()
