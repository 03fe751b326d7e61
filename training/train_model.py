#!/usr/bin/env python3
"""Trains the table of a static embedder: a text is the weighted sum of its tokens' rows.

usage: train_model.py LAB OUT.npz [--steps 2600 ...]

Both sides of a pair go through the same table. Contrastive: in a batch of 1,024 pairs each question must find its own code
and each code its own question (symmetric InfoNCE, temperature 0.05). Batches are made of runs of 64 pairs of one project, so
that most of what a question must tell apart is of its own repository. The rows begin at random, scaled by rarity.
Options beyond that are experiments; training/README.md has what each was worth.
"""
import argparse
import ctypes
import time
from collections import Counter
from pathlib import Path

import numpy as np

from tokenizer import SPECIAL, Tokenizer, read_vocabulary

TEMPERATURE = 0.05
# How people begin and fill their questions. Added to some, so that such words come to weigh nothing.
PHRASES = (
    'how does|how do i|how is|where is|where are|what does|what is|which function|which file|show me the code that|find the function that|explain how|where do we'
    '|how can i|what happens when|why does|where is the|code to|implementation of|the code for|is there a|in this repo|work|handled|implemented|defined|when|get'
    '|please explain|tell me about|what are the|who calls|where does the'
).split('|')
QUESTION_SLOT, CODE_SLOT = 192, 640


class Field(ctypes.Structure):
    """Flat token ids and offsets, as kernels.c takes them."""

    _fields_ = [('tokens', ctypes.c_void_p), ('at', ctypes.c_void_p)]


def pointer(array: np.ndarray) -> ctypes.c_void_p:
    return array.ctypes.data_as(ctypes.c_void_p)


def field(tokens: np.ndarray, at: np.ndarray) -> Field:
    return Field(tokens.ctypes.data, at.ctypes.data)


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('lab', type=Path)
    parser.add_argument('out', type=Path)
    parser.add_argument('--width', type=int, default=384)
    parser.add_argument('--batch', type=int, default=1024)
    parser.add_argument('--steps', type=int, default=2600)
    parser.add_argument('--minutes', type=float, default=600, help='the end, and the falling of the rate with it, comes at the latest then')
    parser.add_argument('--run', type=int, default=64, help='pairs of one project in a row')
    parser.add_argument('--rate', type=float, default=2e-3)
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--without', default='', help='kinds of pairs to leave out, with commas between')
    parser.add_argument('--drop', type=float, default=0.1, help='share of tokens left out of each bag')
    parser.add_argument('--mix', type=float, default=0.0, help='share of codes that stand together with another of their file, as in a chunk')
    parser.add_argument('--words', type=float, default=0.0, help='weight of BM25 beside the model while training, in logits: the model learns what words miss')
    parser.add_argument('--neighbours', type=int, default=0, help='rows for hashed pairs of neighbouring tokens, for order')
    return parser.parse_args()


def rarity(data: dict[str, np.ndarray], rows: int) -> np.ndarray:
    """log(1 + pairs / pairs that have the token), questions counted twice; from every eighth pair, which is plenty."""
    seen, step = np.zeros(rows), 8
    for name, times in (('code', 1), ('short', 2)):
        at = data[name + '_at']
        for pair in range(0, len(at) - 1, step):
            seen[np.unique(data[name][at[pair] : at[pair + 1]])] += times * step
    return np.log(1 + len(data['kind']) / (1 + seen))


def neighbours_in_file(data: dict[str, np.ndarray]) -> np.ndarray:
    """For each pair the next of its project with the same path, going round; -1 for the only one."""
    at, path = data['path_at'], data['path']
    keys = np.array([hash((project, path[start:end].tobytes())) for project, start, end in zip(data['project'].tolist(), at[:-1].tolist(), at[1:].tolist())])
    order = np.argsort(keys, kind='stable')
    same = np.append(keys[order][1:] == keys[order][:-1], False)
    other = np.full(len(keys), -1, 'i4')
    other[order[:-1][same[:-1]]] = order[1:][same[:-1]]
    return other


def epoch(project: np.ndarray, usable: np.ndarray, run: int, chance: np.random.Generator) -> np.ndarray:
    """A fresh order of the pairs: runs of one project, the runs shuffled."""
    shuffled = chance.permutation(usable)
    grouped = shuffled[np.argsort(project[shuffled], kind='stable')]
    runs = grouped[: len(grouped) // run * run].reshape(-1, run)
    return runs[chance.permutation(len(runs))].reshape(-1)


def normalised(sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    lengths = np.sqrt((sums * sums).sum(1, keepdims=True)) + 1e-6
    return sums / lengths, lengths


def through_norm(gradient: np.ndarray, unit: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray((gradient - unit * (gradient * unit).sum(1, keepdims=True)) / lengths, 'f4')


class Bags:
    """One side of a batch, in the slots of kernels.c."""

    def __init__(self, batch: int, slot: int) -> None:
        self.slot = slot
        self.ids = np.zeros((batch, slot), 'i4')
        self.weights = np.zeros((batch, slot), 'f4')
        self.length = np.zeros(batch, 'i4')

    def arguments(self) -> tuple[ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]:
        return pointer(self.ids), pointer(self.weights), pointer(self.length)


def main() -> None:
    options = parse()
    print(vars(options), flush=True)
    kernels = ctypes.CDLL(str(options.lab / 'kernels.so'))
    kernels.softmax_rows.restype = ctypes.c_double
    chance = np.random.default_rng(options.seed)
    vocabulary = read_vocabulary(options.lab / 'vocabulary.txt')
    rows, width, batch = len(vocabulary) + options.neighbours, options.width, options.batch
    with np.load(options.lab / 'encoded.npz') as stored:
        data = {name: stored[name] for name in stored.files}
    print(Counter(zip(data['kind'].tolist(), data['language'].tolist())).most_common(50), flush=True)
    rare = np.append(rarity(data, len(vocabulary)), np.full(options.neighbours, 8.0))
    table = (chance.standard_normal((rows, width)) / np.sqrt(width) * (rare / rare.mean())[:, None]).astype('f4')
    table[: len(SPECIAL)] *= 0.01
    table[len(vocabulary) :] *= 0.1
    gradient, first, second = np.zeros_like(table), np.zeros_like(table), np.zeros_like(table)
    touched = np.zeros(rows, 'u1')
    other = neighbours_in_file(data) if options.mix > 0 else np.full(len(data['kind']), -1, 'i4')
    usable = np.flatnonzero(~np.isin(data['kind'], options.without.split(',')))
    tokenizer = Tokenizer(vocabulary)
    phrases = [tokenizer.encode(text) for text in PHRASES]
    phrase_ids, phrase_at = np.array(sum(phrases, []), 'u2'), np.cumsum([0, *[len(ids) for ids in phrases]]).astype('i8')
    is_name = (data['kind'] == 'nm').astype('u1')
    chances = np.array([options.drop, 0.4, 0.3, 0.3, 0.5, options.mix], 'f4')
    question, code = Bags(batch, QUESTION_SLOT), Bags(batch, CODE_SLOT)
    rarity32 = np.concatenate([rare[: len(vocabulary)], np.zeros(options.neighbours)]).astype('f4')
    units = [np.empty((batch, width), 'f4') for _ in range(2)]
    shared = np.zeros((batch, batch), 'f4')
    losses: list[float] = []
    began, step, share = time.time(), 0, 0.0
    while share < 1:
        order = epoch(data['project'], usable, options.run, chance)
        for start in range(0, len(order) - batch + 1, batch):
            share = max(step / options.steps, (time.time() - began) / 60 / options.minutes)
            if share >= 1:
                break
            items = np.ascontiguousarray(order[start : start + batch], 'i8')
            kernels.draw(
                pointer(items), batch, ctypes.c_uint64(options.seed * 1_000_003 + step), *[field(data[name], data[name + '_at']) for name in ('short', 'long', 'path', 'code')],
                pointer(is_name), pointer(other), field(phrase_ids, phrase_at), len(phrases), len(vocabulary), options.neighbours, pointer(chances),
                question.slot, *question.arguments(), code.slot, *code.arguments(),
            )  # fmt: skip
            for bags, unit in zip((question, code), units):
                kernels.sum_rows(pointer(table), *bags.arguments(), bags.slot, batch, width, pointer(unit))
            (asked, asked_length), (told, told_length) = normalised(units[0]), normalised(units[1])
            scores = (asked / TEMPERATURE) @ told.T
            if options.words > 0:
                kernels.shared_words(
                    pointer(question.ids), pointer(question.length), question.slot, *code.arguments(), code.slot, pointer(rarity32), rows, batch, pointer(shared)
                )
                scores += options.words * shared
            # Doubles of a question or of a code are no wrong answers.
            same = (data['asked'][items][:, None] == data['asked'][items]) | (data['answered'][items][:, None] == data['answered'][items])
            np.fill_diagonal(same, False)
            scores[same] = -1e4
            by_question, by_code = np.ascontiguousarray(scores, 'f4'), np.ascontiguousarray(scores.T, 'f4')
            losses.append((kernels.softmax_rows(pointer(by_question), batch) + kernels.softmax_rows(pointer(by_code), batch)) / (2 * batch))
            pull = by_question + by_code.T
            pull[np.arange(batch), np.arange(batch)] -= 2
            pull *= 1 / (2 * batch * TEMPERATURE)
            gradients = through_norm(pull @ told, asked, asked_length), through_norm(pull.T @ asked, told, told_length)
            rate = options.rate * min(1.0, (step + 1) / 50) * max(0.03, 1 - share)
            step += 1
            for bags, slope in zip((question, code), gradients):
                kernels.spread(pointer(slope), *bags.arguments(), bags.slot, batch, width, pointer(gradient), pointer(touched))
            kernels.adam(
                pointer(table), pointer(gradient), pointer(first), pointer(second), pointer(touched), rows, width, ctypes.c_float(rate), ctypes.c_float(step)
            )
            if step % 100 == 0:
                seconds = time.time() - began
                print(f'step {step} loss {np.mean(losses[-100:]):.4f} {seconds:.0f} s, {seconds / step * 1000:.0f} ms a step', flush=True)
    np.savez(options.out, table=table, vocabulary=np.array(vocabulary), neighbours=options.neighbours)
    print(f'saved {options.out} after {time.time() - began:.0f} s')


if __name__ == '__main__':
    main()
