#!/usr/bin/env python3
"""Turns the training pairs into arrays of token ids.

usage: encode_pairs.py LAB

Reads LAB/pairs/*.jsonl and LAB/vocabulary.txt, writes LAB/encoded.npz. Each field of a pair is one flat array of ids with
offsets (`short`, `short_at`): short - the first sentence, long - the whole description, path - the last folders and the file,
code. Also kind, language, project (a number; `projects` has the names), and hashes by which a batch knows doubles.
What stands in the packages under test word for word is left out here, and code that another package has already given.
"""
import argparse
import json
import random
import re
import zlib
from array import array
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

import numpy as np

from clean_text import first_sentence
from tokenizer import Tokenizer, read_vocabulary

LONGEST_QUESTION = 64
LONGEST_CODE = 220
LONGEST_NAME = 16
# Of the pairs of each kind, the share that is taken: names and comments are many, and say less than documentation.
SHARES = {'doc': 1.0, 'nm': 0.5, 'cm': 0.5, 'ts': 1.0, 'md': 1.0, 'er': 0.6, 'ch': 1.0}
# A sentence this long that a package under test has too is no coincidence.
TELLING_WORDS = 6
FIELDS = ('short', 'long', 'path', 'code')
# Where packages are installed says nothing of them.
INSTALLED_AT = re.compile(r'^(usr/(lib/python3/dist-packages|lib/python3\.?\d*|share/gocode/src|share/cargo/registry|src|lib|share)/|package/|[^/]*-\d[^/]*/)+')

_tokenizer: Tokenizer
_held_out: set[int]


def _start(vocabulary: list[str], sentences: set[int]) -> None:
    global _tokenizer, _held_out
    _tokenizer, _held_out = Tokenizer(vocabulary), sentences


def path_in_project(path: str) -> str:
    return INSTALLED_AT.sub('', path)


def squeezed(text: str) -> int:
    """A hash that white space does not change, for telling copies."""
    return zlib.crc32(re.sub(r'\s+', '', text)[:400].encode(errors='replace'))


def questions_of(record: dict[str, str]) -> tuple[str, str]:
    """The short and the long form of what somebody would ask for this code; the long one may be empty."""
    name = record['n'].split('.')[-1]
    if record['k'] == 'nm':
        return record['n'], ''
    if record['k'] == 'ch':
        return record['d'].replace(name, ' '), record['d']
    short = first_sentence(record['d'])
    return short, record['d'] if record['d'] != short else ''


def encode(lines: list[str]) -> list[tuple[str, str, str, int, int, int, tuple[bytes, ...]]]:
    """One tuple a usable pair: kind, language, project, hash of the question, of the code, of the squeezed code, fields."""
    done = []
    for line in lines:
        record = json.loads(line)
        # Its sentence stands in a package under test.
        if squeezed(first_sentence(record['d'])) in _held_out:
            continue
        short, long = questions_of(record)
        code = record['c'].replace(record['n'].split('.')[-1], ' ') if record['k'] == 'nm' else record['c']
        stem = re.sub(r'\.\w+$', '', ' '.join(path_in_project(record['f']).split('/')[-3:]))
        fields = [
            _tokenizer.encode(short, LONGEST_QUESTION),
            _tokenizer.encode(long, LONGEST_QUESTION) if long else [],
            _tokenizer.encode(stem, LONGEST_NAME),
            _tokenizer.encode(code, LONGEST_CODE),
        ]
        if len(fields[0]) < 2 or len(fields[3]) < 6:
            continue
        arrays = tuple(array('H', field).tobytes() for field in fields)
        done.append((record['k'], record['l'], record['p'], zlib.crc32(arrays[0]), zlib.crc32(arrays[3][:240]), squeezed(record['c']), arrays))
    return done


def held_out(path: Path) -> tuple[set[int], set[int]]:
    """Hashes of the code and of the telling sentences of the packages under test."""
    codes, sentences = set(), set()
    with path.open() as lines:
        for line in lines:
            record = json.loads(line)
            codes.add(squeezed(record['c']))
            sentence = first_sentence(record['d'])
            if len(sentence.split()) >= TELLING_WORDS:
                sentences.add(squeezed(sentence))
    return codes, sentences


def is_taken(line: str, chance: random.Random) -> bool:
    """Decided on the text of the line, whose first field is the kind: reading it as JSON is what takes time."""
    kind = line[7 : line.index('"', 7)]
    return SHARES[kind] >= 1 or chance.random() < SHARES[kind]


def batches(path: Path) -> Iterator[list[str]]:
    """Lines by the thousand, of each kind its share."""
    chance = random.Random(5)
    with path.open() as lines:
        taken = (line for line in lines if is_taken(line, chance))
        while few := list(islice(taken, 1000)):
            yield few


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('lab', type=Path)
    options = parser.parse_args()
    codes, sentences = held_out(options.lab / 'pairs/test.jsonl')
    kinds, languages, projects, asked, answered = [], [], [], [], []
    numbers: dict[str, int] = {}
    values = {name: array('H') for name in FIELDS}
    offsets = {name: [0] for name in FIELDS}
    dropped: Counter[str] = Counter()
    seen: set[tuple[str, int, int]] = set()
    with ProcessPoolExecutor(2, initializer=_start, initargs=(read_vocabulary(options.lab / 'vocabulary.txt'), sentences)) as pool:
        for done in pool.map(encode, batches(options.lab / 'pairs/train.jsonl')):
            for kind, language, project, question, answer, copy, arrays in done:
                if copy in codes:
                    dropped['code of a package under test'] += 1
                    continue
                if (kind, question, copy) in seen:
                    dropped['double'] += 1
                    continue
                seen.add((kind, question, copy))
                kinds.append(kind)
                languages.append(language)
                projects.append(numbers.setdefault(project, len(numbers)))
                asked.append(question)
                answered.append(answer)
                for name, value in zip(FIELDS, arrays, strict=True):
                    values[name].frombytes(value)
                    offsets[name].append(len(values[name]))
    arrays = {name: np.array(values[name], 'u2') for name in FIELDS} | {f'{name}_at': np.array(offsets[name], 'i8') for name in FIELDS}
    np.savez(
        options.lab / 'encoded.npz', kind=np.array(kinds), language=np.array(languages), project=np.array(projects, 'i4'),
        projects=np.array(list(numbers)), asked=np.array(asked, 'u4'), answered=np.array(answered, 'u4'), **arrays,
    )  # fmt: skip
    print(f'{len(kinds)} pairs of {len(numbers)} projects; left out: {dict(dropped)}')
    print(dict(Counter(zip(kinds, languages)).most_common()))


if __name__ == '__main__':
    main()
