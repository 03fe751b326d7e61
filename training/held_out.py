"""The questions that models are measured on: documentation of packages that never train, and questions written by hand."""
import json
import os
import pickle
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clean_text import first_sentence
from encode_pairs import path_in_project, squeezed
from ranking_measures import BM25, terms
from tokenizer import words

LANGUAGES = {'py': 'python', 'js': 'js/ts', 'ts': 'js/ts', 'go': 'go', 'rs': 'rust', 'java': 'java', 'c': 'c++'}
MOST_QUESTIONS, MOST_CANDIDATES, FEWEST_CANDIDATES = 500, 6000, 400
WINDOW, OVERLAP = 40, 10
LONGEST_FILE = 1_500_000
SOURCES = {'.py', '.js', '.ts', '.go', '.rs', '.java', '.mjs'}
NO_SOURCE = re.compile(
    r'_test\.go$|(^|/)(tests?|testdata|testutil|_?examples?|benches|benchmarks|fixtures|integration|docs?|dist|umd|build|scripts|node_modules|browser|es|client-dist'
    r'|cjs|vendored_packages|templates|guide)/|\.d\.ts$|\.min\.|/test_|Test\.java$|\.pb\.go$|^mocha\.js|/mocha\.js$'
)
# Published as built code only; their compiled files are the source that there is.
BUILT_ONLY = {'socket.io': re.compile(r'^package/dist/(?!.*/esm).*(?<!\.d)\.(js|ts)$'), '_nestjs_core': re.compile(r'(?<!\.d)\.(js|ts)$')}


@dataclass
class Functions:
    """Functions of one language, and for each question the one it documents."""

    texts: list[str]
    questions: list[str]
    gold: np.ndarray
    by_words: np.ndarray
    # [question, candidate]: candidates that hold the question word for word, as the class around a method does.
    quoting: np.ndarray


@dataclass
class Repository:
    """Windows of the files of one package, with questions and a pattern of the files that answer each."""

    paths: list[str]
    texts: list[str]
    questions: list[str]
    gold: list[str]
    by_words: np.ndarray


def held_out_functions(lab: Path) -> dict[str, Functions]:
    """By language; kept in LAB, since BM25 takes its time."""
    return _kept(lab / 'held-out-functions.pickle', lambda: _functions(lab / 'pairs/test.jsonl'))


def held_out_repositories(lab: Path, questions: Path) -> dict[str, Repository]:
    return _kept(lab / 'held-out-repositories.pickle', lambda: _repositories(lab / 'packages/test', questions))


def _kept(path: Path, make):
    if not path.exists():
        path.write_bytes(pickle.dumps(make()))
    return pickle.loads(path.read_bytes())


def _functions(pairs: Path) -> dict[str, Functions]:
    chance, seen = random.Random(7), set()
    by_language: dict[str, list[dict[str, str]]] = defaultdict(list)
    with pairs.open() as lines:
        for line in lines:
            record = json.loads(line)
            if record['k'] not in ('doc', 'nm') or len(record['c']) < 60 or record['c'].count('\n') < 2 or squeezed(record['c']) in seen:
                continue
            seen.add(squeezed(record['c']))
            by_language[LANGUAGES[record['l']]].append(record)
    return {language: _sample(records, chance) for language, records in by_language.items() if len(records) >= FEWEST_CANDIDATES}


def _sample(records: list[dict[str, str]], chance: random.Random) -> Functions:
    by_project: dict[str, list[dict[str, str]]] = defaultdict(list)
    for record in records:
        by_project[record['p']].append(record)
    pool: list[dict[str, str]] = []
    for found in by_project.values():
        chance.shuffle(found)
        # No one project may be most of the language.
        pool += found[: max(500, MOST_CANDIDATES // len(by_project) * 2)]
    chance.shuffle(pool)
    pool = pool[:MOST_CANDIDATES]
    texts = [path_in_project(record['f']) + '\n' + record['c'] for record in pool]
    sentences = [first_sentence(record['d']) for record in pool]
    times = Counter(sentence.lower() for sentence in sentences)
    asked = [
        (at, sentence)
        for at, (record, sentence) in enumerate(zip(pool, sentences))
        if record['k'] == 'doc' and len(words(sentence)) >= 4 and times[sentence.lower()] == 1
    ]
    chance.shuffle(asked)
    asked = asked[:MOST_QUESTIONS]
    questions, gold = [sentence for _, sentence in asked], np.array([at for at, _ in asked])
    bm25 = BM25([terms(text) for text in texts])
    by_words = np.stack([bm25.scores(terms(question)) for question in questions])
    return Functions(texts, questions, gold, by_words, _quoting(texts, questions, gold))


def _quoting(texts: list[str], questions: list[str], gold: np.ndarray) -> np.ndarray:
    plain = [re.sub(r'[^a-z0-9]', '', text.lower()) for text in texts]
    ends = np.cumsum([0, *[len(text) + 1 for text in plain]])
    everything = '\x00'.join(plain)
    found: list[tuple[int, int]] = []
    for number, question in enumerate(questions):
        sought = re.sub(r'[^a-z0-9]', '', question.lower())[:60]
        at = everything.find(sought)
        while at >= 0:
            candidate = int(np.searchsorted(ends, at, side='right') - 1)
            if candidate != gold[number]:
                found.append((number, candidate))
            at = everything.find(sought, int(ends[candidate + 1]))
    return np.array(found, 'i4').reshape(-1, 2)


def _repositories(packages: Path, questions: Path) -> dict[str, Repository]:
    asked: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for line in questions.read_text().rstrip('\n').split('\n'):
        project, question, gold = line.split('\t')
        asked[project].append((question, gold))
    found: dict[str, Repository] = {}
    for project, pairs in asked.items():
        root = _root(packages, project)
        if root is None:
            print(f'{project}: not among the packages under test, {len(pairs)} questions left out')
            continue
        paths, texts = [], []
        for path in _sources(root, project):
            text = (root / path).read_text(errors='replace')
            for window in _windows(_without_notice(text)) if len(text) <= LONGEST_FILE else []:
                paths.append(path)
                texts.append(path_in_project(path) + '\n' + window)
        answered = [(question, gold) for question, gold in pairs if any(re.search(gold, path) for path in set(paths))]
        if answered:
            bm25 = BM25([terms(text) for text in texts])
            by_words = np.stack([bm25.scores(terms(question)) for question, _ in answered])
            found[project] = Repository(paths, texts, [one for one, _ in answered], [gold for _, gold in answered], by_words)
    return found


def _root(packages: Path, project: str) -> Path | None:
    patterns = (f'python3-{project}', f'golang-*-{project}-dev', f'librust-{project}-dev', project, f'golang-*{project}*')
    return next((root for pattern in patterns for root in sorted(packages.glob(pattern))), None)


def _sources(root: Path, project: str) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name), root)
            plain = path.replace('usr/share/', '').replace('package/', '')
            wanted = BUILT_ONLY[project].search(path) if project in BUILT_ONLY else not NO_SOURCE.search(plain)
            if wanted and os.path.splitext(name)[1] in SOURCES and os.path.isfile(os.path.join(folder, name)):
                yield path


def _without_notice(text: str) -> str:
    first = re.match(r'^\s*(/\*.*?\*/|(?:(?://|#)[^\n]*\n)+)', text, re.S)
    return text[first.end() :] if first and re.search('copyright|licen', first[0], re.I) else text


def _windows(text: str) -> Iterator[str]:
    lines = text.split('\n')
    for start in range(0, max(1, len(lines) - OVERLAP), WINDOW - OVERLAP):
        window = '\n'.join(lines[start : start + WINDOW])
        if len(window.strip()) > 40:
            yield window
