#!/usr/bin/env python3
"""Extracts pairs of words and code from the packages that licences.tsv keeps.

usage: extract_pairs.py LICENCES.tsv EXCLUDED.txt LAB [--trees FOLDER...]

Writes LAB/pairs/train.jsonl and LAB/pairs/test.jsonl, one record a line: k kind, l language, p package, f path, n name,
d description, c code; and LAB/pairs/packages.tsv with what was read and left out of each package. Kinds:
doc (documentation -> definition), nm (name -> undocumented function), cm (comment -> the lines after it), ts (test title ->
test), md (heading -> section), er (message -> the function that says it), ch (changelog entry -> the function it names).

Left out of training are files under other terms (by glob of debian/copyright, by their header), files in folders named as an
excluded project, and files most of whose lines stand in a package under test or below one of the folders given by --trees.
"""
import argparse
import gzip
import hashlib
import json
import os
import random
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from clean_text import ascii_share
from exclusions import excluded_by_folder, excluded_by_name, excluded_projects, is_copy, telling_lines
from licence_rules import RESTRICTIVE_TEXT, PERMISSIVE_TEXTS, glob_tails
from pairs_braces import LONGEST_CODE, brace_pairs
from pairs_prose import change_pairs, comment_pairs, markdown_pairs, message_pairs, test_pairs
from pairs_python import Pair, python_pairs

LANGUAGES = {
    '.py': 'py', '.js': 'js', '.mjs': 'js', '.cjs': 'js', '.jsx': 'js', '.ts': 'ts', '.tsx': 'ts', '.mts': 'ts', '.go': 'go', '.rs': 'rs',
    '.java': 'java', '.c': 'c', '.cc': 'c', '.cpp': 'c', '.h': 'c', '.hpp': 'c', '.md': 'md',
}  # fmt: skip
# Copies of other projects, generated code, built copies of the same code, and texts that describe no code.
PASSED_OVER = re.compile(
    r'(^|/)(node_modules|vendor|third_party|thirdparty|_vendor|locale|locales|i18n|migrations|zz_generated|testdata|fixtures|min|umd|dist-es5|esm5|es5|cjs|commonjs|fesm5)(/|$)'
    r'|\.min\.|\.pb\.go$|_pb2\.py$|\.generated\.|zz_generated|bindata|\.bundle\.|LICENSE|CHANGELOG|HISTORY',
    re.I,
)
CHANGELOG = re.compile(r'(^|/)(changelog|changes|history|news|release[-_]?notes)(\.(md|rst|txt|gz|md\.gz|rst\.gz))?$', re.I)
# Pairs of each kind that one package may give, so that no large one becomes the corpus.
MOST_PAIRS = {'doc': 9000, 'cm': 5000, 'nm': 5000, 'ts': 3000, 'md': 800, 'er': 2500, 'ch': 1500}
MOST_FILES = 3000
MOST_CHARACTERS = 700_000
SECONDS_FOR_A_FILE = 20
HEADER = 3000


@dataclass(frozen=True)
class Source:
    """One package to read."""

    name: str
    root: Path
    is_test: bool
    without: tuple[str, ...]


@dataclass(frozen=True)
class Fence:
    """What keeps files out of training."""

    projects: frozenset[str]
    lines: set[int]


class TooSlow(Exception):
    """A file on which a regular expression would not end."""


def _give_up(*_: object) -> None:
    raise TooSlow


def read_licences(path: Path, lab: Path) -> Iterator[Source]:
    for line in path.open():
        if line.startswith('#'):
            continue
        _, name, _, _, split, verdict, _, _, without = line.rstrip('\n').split('\t')
        if verdict in ('kept', 'measures'):
            folder = name.replace('@', '_').replace('/', '_')
            yield Source(name, lab / 'packages' / split / folder, split == 'test', tuple(without.split()))


def files_of(root: Path) -> list[tuple[str, str]]:
    """Paths below a root with their languages; one of several builds of the same script."""
    found: list[tuple[str, str]] = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith('.'))
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name), root)
            language = LANGUAGES.get(os.path.splitext(name)[1])
            if language and not PASSED_OVER.search(path) and not os.path.islink(os.path.join(folder, name)):
                found.append((path, language))
    typed = {path[:-3] for path, _ in found if path.endswith('.ts') and not path.endswith('.d.ts')}
    return [(path, language) for path, language in found if not ((path.endswith('.d.ts') and path[:-5] in typed) or (path.endswith('.js') and path[:-3] in typed))]


def read_text(path: Path) -> str:
    """Empty for what is no text, too long or minified."""
    try:
        text = path.read_text(encoding='utf-8').replace('\r\n', '\n')
    except (OSError, UnicodeDecodeError):
        return ''
    lines = text.count('\n')
    is_bundle = path.suffix in ('.js', '.mjs', '.ts') and lines > len(text) / 200
    if len(text) > MOST_CHARACTERS and not path.name.endswith('.d.ts'):
        text = text[:3_000_000] if is_bundle else ''
    return text if lines >= len(text) / 300 else ''


def has_other_terms(text: str) -> bool:
    """Whether a file's header puts it under copyleft, and under nothing permissive beside."""
    head = text[:HEADER]
    return bool(RESTRICTIVE_TEXT.search(head)) and not any(words.search(head) for _, words in PERMISSIVE_TEXTS)


def pairs_of(text: str, path: str, language: str) -> list[Pair]:
    """All pairs of a file; what was found until then of a file that takes too long."""
    found: list[Pair] = []
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(SECONDS_FOR_A_FILE)
    try:
        if language == 'md':
            found.extend(markdown_pairs(text))
        else:
            for pair in python_pairs(text) if language == 'py' else brace_pairs(text, language):
                found.append(pair)
                found.extend(message_pairs(pair[1], pair[3]))
            if not path.endswith('.d.ts'):
                found.extend(comment_pairs(text, language))
            if language in ('js', 'ts'):
                found.extend(test_pairs(text))
    except (TooSlow, RecursionError):
        pass
    finally:
        signal.alarm(0)
    return found


def changelogs_of(root: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith('.') and name not in ('node_modules', 'debian'))
        for name in sorted(names):
            path = Path(folder, name)
            if CHANGELOG.search(name) and path.is_file():
                try:
                    yield gzip.open(path, 'rt', errors='replace').read() if name.endswith('.gz') else path.read_text(errors='replace')
                except OSError:
                    continue


def read_package(source: Source, fence: Fence) -> tuple[list[dict[str, str]], Counter[str]]:
    """Its records, and how many files were read or kept out, by reason."""
    chance = random.Random(source.name)
    counts: Counter[str] = Counter()
    tails = [re.compile(tail) for glob in source.without for tail in glob_tails(glob)]
    files = files_of(source.root)
    if len(files) > MOST_FILES:
        chance.shuffle(files)
        files = files[:MOST_FILES]
    by_kind: dict[str, list[dict[str, str]]] = {}
    codes: dict[str, list[tuple[str, str, str]]] = {}
    seen: set[bytes] = set()

    def add(pair: Pair, path: str, language: str) -> None:
        kind, name, text, code = pair
        squeezed = re.sub(r'\s+', '', code)[:300]
        key = hashlib.md5(f'{kind}{text[:120]}|{squeezed}'.encode(errors='replace')).digest()[:8]
        if key in seen or ascii_share(code) < 0.95:
            return
        seen.add(key)
        by_kind.setdefault(kind, []).append({'k': kind, 'l': language, 'p': source.name, 'f': path, 'n': name, 'd': text, 'c': code[:LONGEST_CODE]})

    for path, language in files:
        text = read_text(source.root / path)
        if text == '':
            counts['unreadable'] += 1
            continue
        if not source.is_test:
            reason = why_not(text, path, tails, fence)
            if reason:
                counts[reason] += 1
                continue
        counts['read'] += 1
        for pair in pairs_of(text, path, language):
            add(pair, path, language)
            if pair[0] in ('doc', 'nm'):
                codes.setdefault(pair[1].split('.')[-1], []).append((pair[3], path, language))
    if not source.is_test:
        single = {name: places[0] for name, places in codes.items() if len(places) == 1}
        for changelog in changelogs_of(source.root):
            for pair in change_pairs(changelog, {name: code for name, (code, _, _) in single.items()}):
                add(pair, *single[pair[1]][1:])
    records: list[dict[str, str]] = []
    for kind, found in by_kind.items():
        records += chance.sample(found, MOST_PAIRS[kind]) if len(found) > MOST_PAIRS[kind] and not source.is_test else found
    return records, counts


def why_not(text: str, path: str, tails: list[re.Pattern[str]], fence: Fence) -> str:
    """Why a file must not be trained on; empty when it may."""
    if any(tail.search(path) for tail in tails) or has_other_terms(text):
        return 'other terms'
    if excluded_by_folder(path, fence.projects):
        return 'excluded project'
    return 'copy' if is_copy(text, fence.lines) else ''


def lines_below(roots: list[Path]) -> set[int]:
    """The telling lines of everything that the model is measured on."""
    lines: set[int] = set()
    for root in roots:
        for path, _ in files_of(root):
            lines |= telling_lines(read_text(root / path))
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('licences', type=Path)
    parser.add_argument('excluded', type=Path)
    parser.add_argument('lab', type=Path)
    parser.add_argument('--trees', type=Path, nargs='*', default=[])
    options = parser.parse_args()
    projects = excluded_projects(options.excluded)
    sources = list(read_licences(options.licences, options.lab))
    forbidden = [one.name for one in sources if not one.is_test and excluded_by_name(one.name, projects)]
    if forbidden:
        sys.exit(f'excluded projects are in the corpus: {" ".join(forbidden)}')
    fence = Fence(projects, lines_below([*[one.root for one in sources if one.is_test], *options.trees]))
    print(f'{len(sources)} packages, {len(fence.lines)} lines to keep out', flush=True)
    out = options.lab / 'pairs'
    out.mkdir(exist_ok=True)
    totals: Counter[tuple[str, str, str]] = Counter()
    with (out / 'train.jsonl').open('w') as train, (out / 'test.jsonl').open('w') as test, (out / 'packages.tsv').open('w') as report:
        with ProcessPoolExecutor(2) as pool:
            for source, (records, counts) in zip(sources, pool.map(partial(read_package, fence=fence), sources), strict=True):
                for record in records:
                    (test if source.is_test else train).write(json.dumps(record) + '\n')
                    totals['test' if source.is_test else 'train', record['k'], record['l']] += 1
                report.write('\t'.join([source.name, str(len(records)), *[f'{reason} {count}' for reason, count in sorted(counts.items())]]) + '\n')
                report.flush()
    for key, count in sorted(totals.items()):
        print(*key, count)
    return 0


if __name__ == '__main__':
    sys.exit(main())
