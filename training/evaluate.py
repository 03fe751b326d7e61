#!/usr/bin/env python3
"""Measures models side by side; the first is what the others are compared with.

usage: evaluate.py LAB QUESTIONS.tsv MODEL [MODEL...] [--judged judged.jsonl]

A model is what train_model.py saved, or the folder that ships. Measured are: the first sentence of a documentation -> its
function, by language, on packages that never train; questions written by hand -> the file; and, with --judged (made by
test/retrieval/dumpJudgedTrees.ts), the product's own judged questions, as the engine embeds them. Each by meaning alone and beside BM25,
MRR@10, with paired intervals of 95 % of the difference to the first model.
"""
import argparse
import json
import re
from collections import defaultdict
from pathlib import Path

import numpy as np

from held_out import held_out_functions, held_out_repositories
from ranking_measures import BM25, difference, fused, ranks, reciprocal, terms
from static_model import StaticModel, load_model

# As the engine ranks files: the mean of the two best chunks, of the best 400.
BEST_CHUNKS, MOST_CHUNKS, BELOW_LAST = 2, 400, 0.25
Results = dict[str, dict[str, np.ndarray]]


def on_functions(model: StaticModel, lab: Path) -> Results:
    found: Results = defaultdict(dict)
    for language, one in held_out_functions(lab).items():
        scores = model.embed(one.questions) @ model.embed(one.texts).T
        by_words = one.by_words.copy()
        for ranking in (scores, by_words):
            ranking[one.quoting[:, 0], one.quoting[:, 1]] = -1e3
        found[f'functions {language}'] = {
            'words': reciprocal(ranks(by_words, one.gold)),
            'meaning': reciprocal(ranks(scores, one.gold)),
            'both': reciprocal(ranks(fused(by_words, np.maximum(scores, -1)), one.gold)),
        }
    return found


def on_questions(model: StaticModel, lab: Path, questions: Path) -> Results:
    rows: dict[str, list[float]] = defaultdict(list)
    for one in held_out_repositories(lab, questions).values():
        scores = model.embed(one.questions) @ model.embed(one.texts).T
        for name, ranking in (('words', one.by_words), ('meaning', scores), ('both', fused(one.by_words, scores))):
            rows[name] += [first_file(ranking[at], one.paths, gold) for at, gold in enumerate(one.gold)]
    return {'questions by hand': {name: reciprocal(np.array(found)) for name, found in rows.items()}}


def first_file(scores: np.ndarray, paths: list[str], gold: str) -> int:
    """The rank of the first file that answers, each file standing where its best window does; 99 beyond the fiftieth."""
    seen: set[str] = set()
    for at in np.argsort(-scores, kind='stable'):
        if paths[at] in seen:
            continue
        seen.add(paths[at])
        if re.search(gold, paths[at]):
            return len(seen)
        if len(seen) > 50:
            break
    return 99


def on_judged(model: StaticModel, judged: Path) -> Results:
    """MRR over files, as the engine's own ranking by meaning has them, among files that could be an answer."""
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for line in judged.open():
        tree = json.loads(line)
        paths, texts = [path for path, _ in tree['chunks']], [text for _, text in tree['chunks']]
        names = sorted(set(paths))
        owner = np.array([names.index(path) for path in paths]) if len(names) < 50 else np.searchsorted(names, paths)
        documents = model.embed(texts)
        bm25 = BM25([terms(path + '\n' + text) for path, text in tree['chunks']])
        for _, kind, text, gold in tree['questions']:
            near = by_file(documents @ model.embed([text])[0], owner, len(names))
            lexical = by_file(bm25.scores(terms(text)), owner, len(names))
            right = [at for at, name in enumerate(names) if name in set(gold)]
            for way, scores in (('words', lexical), ('meaning', near), ('both', fused(lexical[None], near[None], 0.6)[0])):
                for group in (f'judged {tree["tree"]}', f'judged kind {kind}', 'judged, all'):
                    found[group][way].append(first_rank(scores, right))
    return {group: {way: np.array(values) for way, values in ways.items()} for group, ways in sorted(found.items())}


def by_file(scores: np.ndarray, owner: np.ndarray, files: int) -> np.ndarray:
    best = np.argsort(-scores)[:MOST_CHUNKS]
    top, last = scores[best[0]], scores[best[-1]]
    floor = last - BELOW_LAST * (top - last)
    total, taken = np.full(files, BEST_CHUNKS * floor), np.zeros(files, int)
    for chunk in best:
        file = owner[chunk]
        if taken[file] < BEST_CHUNKS:
            taken[file] += 1
            total[file] += scores[chunk] - floor
    return total / BEST_CHUNKS


def first_rank(scores: np.ndarray, right: list[int]) -> float:
    """1 / rank of the first file that is right; 0 when none is there."""
    if not right:
        return 0.0
    best = scores[right].max()
    return 1 / ((scores > best).sum() + ((scores == best).sum() - 1) / 2 + 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('lab', type=Path)
    parser.add_argument('questions', type=Path)
    parser.add_argument('models', type=Path, nargs='+')
    parser.add_argument('--judged', type=Path)
    options = parser.parse_args()
    first: Results = {}
    for path in options.models:
        model = load_model(path)
        results = on_functions(model, options.lab) | on_questions(model, options.lab, options.questions)
        if options.judged:
            results |= on_judged(model, options.judged)
        languages = [one for name, one in results.items() if name.startswith('functions ')]
        results['functions, all'] = {way: np.concatenate([one[way] for one in languages]) for way in ('words', 'meaning', 'both')}
        first = first or results
        print(f'\n{path}\n{"":24} {"n":>5}  words  meaning  both   meaning against the first      both against the first')
        for name, one in results.items():
            gains = '' if first is results else '  '.join(difference(one[way], first[name][way]) for way in ('meaning', 'both'))
            print(f'{name:24} {len(one["words"]):5}  {one["words"].mean():.3f}  {one["meaning"].mean():.3f}    {one["both"].mean():.3f}  {gains}', flush=True)


if __name__ == '__main__':
    main()
