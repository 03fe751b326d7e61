#!/usr/bin/env python3
"""Reads the licence of every package of the corpus from the package itself, and writes what may be used.

usage: verify_licences.py PACKAGES.tsv LAB LICENCES.tsv

Debian: debian/copyright, machine-readable where it is; npm: package.json and the LICENSE file beside it. A package is kept
when its own licence is permissive; single files under other terms are named by glob and left out by extract_pairs.py, which
also reads each file's header. What cannot be read is not kept.
"""
import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from fetch_corpus import Package, read_packages
from licence_rules import RESTRICTIVE_TEXT, is_permissive, licence_of_text, read_debian_copyright


@dataclass(frozen=True)
class Verdict:
    """What was read of one package's licence, and where."""

    is_kept: bool
    licence: str
    evidence: str
    # Globs of files in it that are under other terms.
    without: tuple[str, ...] = ()


def verdict_on(package: Package, root: Path) -> Verdict:
    if not root.exists():
        return Verdict(False, '', 'not fetched')
    return npm_verdict(root / 'package') if package.registry == 'npm' else debian_verdict(root, package)


def npm_verdict(root: Path) -> Verdict:
    described = json.loads((root / 'package.json').read_text(errors='replace'))
    stated = described.get('license') or ' AND '.join(one.get('type', '') for one in described.get('licenses', []) if isinstance(one, dict))
    licence = stated.get('type', '') if isinstance(stated, dict) else str(stated)
    if not is_permissive(licence):
        return Verdict(False, licence, 'package.json')
    beside = [path for path in root.iterdir() if path.is_file() and path.name.lower().startswith(('licen', 'copying'))]
    # A choice of licences comes with the text of each, so only a single one can be contradicted by its file.
    if ' or ' not in licence.lower():
        for path in beside:
            head = path.read_text(errors='replace')[:1500]
            if RESTRICTIVE_TEXT.search(head) and not licence_of_text(head):
                return Verdict(False, licence, f'package.json, but {path.name} names a copyleft licence')
    return Verdict(True, licence, 'package.json and ' + beside[0].name if beside else 'package.json')


def debian_verdict(root: Path, package: Package) -> Verdict:
    stated = [root / 'debian/copyright'] if package.registry == 'source' else [root / f'usr/share/doc/{package.name}/copyright', *sorted(root.glob('usr/share/doc/*/copyright'))]
    path = next((one for one in stated if one.is_file()), None)
    if path is None:
        return Verdict(False, '', 'no debian/copyright')
    text = path.read_text(errors='replace')
    parsed = read_debian_copyright(text)
    if parsed is None:
        licence = licence_of_text(text)
        return Verdict(licence != '', licence or 'unknown', 'debian/copyright, by its words')
    own = [one for one in parsed.paragraphs if not all(glob.startswith('debian/') for glob in one.globs)]
    main = next((one for one in own if '*' in one.globs), None)
    evidence = 'debian/copyright, machine-readable'
    if main is None:
        if not own:
            return Verdict(False, '', evidence + ', no paragraph for files')
        # The first paragraph speaks of the project itself, the others of what it took from elsewhere.
        main, evidence = own[0], evidence + ', first paragraph'
    without = tuple(glob for one in own if one is not main and not parsed.permits(one) for glob in one.globs)
    return Verdict(parsed.permits(main), main.licence, evidence, without)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('packages', type=Path)
    parser.add_argument('lab', type=Path)
    parser.add_argument('licences', type=Path)
    options = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    with options.licences.open('w') as out:
        out.write('# Written by verify_licences.py: registry, package, version, language, split, verdict, licence, evidence, files left out.\n')
        for package in read_packages(options.packages):
            verdict = verdict_on(package, options.lab / 'packages' / package.split / package.folder)
            word = 'measures' if package.split == 'test' else 'kept' if verdict.is_kept else 'dropped'
            counts[package.registry, word] += 1
            fields = [package.registry, package.name, package.version, package.language, package.split, word, verdict.licence, verdict.evidence, ' '.join(verdict.without)]
            out.write('\t'.join(' '.join(field.split()) for field in fields) + '\n')
    print(dict(counts))
    return 0


if __name__ == '__main__':
    sys.exit(main())
