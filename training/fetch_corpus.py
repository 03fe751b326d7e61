#!/usr/bin/env python3
"""Fetches every package of corpus/packages.tsv with the registries' own clients and unpacks it.

usage: fetch_corpus.py PACKAGES.tsv LAB [--only deb|npm|source]

A row is `registry, name, version, language, split`, tab-separated. The result lies under LAB/packages/<split>/<name>/,
as the registry ships it: a Debian package under usr/..., an npm package under package/..., a Debian source package
as its tree with debian/ in it. A package that is already there is left alone, so that the command can be repeated.
Nothing of a package is run: no maintainer script, no install script, no patch.
"""
import argparse
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

# Two cores unpack, the rest waits for the network.
FETCHES_AT_ONCE = 6
# Names of packages on one command line of apt-get.
DEBS_AT_ONCE = 40


@dataclass(frozen=True)
class Package:
    """One row of packages.tsv."""

    registry: str
    name: str
    version: str
    language: str
    split: str

    @property
    def folder(self) -> str:
        """Name of its folder; a scope's slash becomes an underscore."""
        return self.name.replace('@', '_').replace('/', '_')


def read_packages(path: Path) -> list[Package]:
    """Rows of packages.tsv; lines that begin with # are comments."""
    lines = [line.rstrip('\n') for line in path.open() if line.strip() and not line.startswith('#')]
    return [Package(*line.split('\t')) for line in lines]


def run(command: list[str], folder: Path) -> None:
    """Runs a command quietly; what it said is shown only when it failed."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=1800)
    if done.returncode != 0:
        raise RuntimeError(f'{" ".join(command[:4])}: {done.stderr.strip()[-400:]}')


def unpack_deb(archive: Path, target: Path) -> None:
    run(['dpkg-deb', '-x', str(archive), str(target)], archive.parent)


def fetch_debs(packages: list[Package], folder: Path, target: Path) -> None:
    """Downloads a handful of binary packages with one apt-get, exact versions only, and unpacks them."""
    own = folder / f'debs-{packages[0].folder}'
    own.mkdir(parents=True, exist_ok=True)
    run(['apt-get', 'download', *[f'{one.name}={one.version}' for one in packages]], own)
    for one in packages:
        archive = next(own.glob(f'{one.name}_*.deb'))
        unpack_into(target / one.split / one.folder, lambda place: unpack_deb(archive, place))
    shutil.rmtree(own)


def fetch_npm(one: Package, folder: Path, target: Path) -> None:
    own = folder / f'npm-{one.folder}'
    own.mkdir(parents=True, exist_ok=True)
    run(['npm', 'pack', '--silent', '--ignore-scripts', f'{one.name}@{one.version}'], own)
    archive = next(own.glob('*.tgz'))
    # Some archives have another top folder than package/; readers expect package/.
    unpack_into(
        target / one.split / one.folder,
        lambda place: (
            (place / 'package').mkdir(parents=True),
            run(['tar', '-xzf', str(archive), '-C', str(place / 'package'), '--strip-components=1', '--no-same-owner'], own),
        ),
    )
    shutil.rmtree(own)


def fetch_source(one: Package, folder: Path, target: Path, apt: list[str]) -> None:
    own = folder / f'source-{one.folder}'
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(parents=True)
    run(['apt-get', *apt, 'source', '--download-only', f'{one.name}={one.version}'], own)
    description = next(own.glob('*.dsc'))
    place = target / one.split / one.folder
    place.parent.mkdir(parents=True, exist_ok=True)
    run(['dpkg-source', '--no-check', '--skip-patches', '-x', str(description), str(own / 'tree')], own)
    (own / 'tree').rename(place)
    shutil.rmtree(own)


def unpack_into(place: Path, unpack) -> None:
    """Unpacks beside the place and moves it there when whole, so that a folder that is there is complete."""
    half = place.with_name(f'.{place.name}.half')
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    unpack(half)
    half.rename(place)


def apt_with_sources(folder: Path) -> list[str]:
    """Options for an apt-get that knows source packages, made from this machine's own lists and kept apart from them."""
    for name in ('lists/partial', 'parts'):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for listed in Path('/etc/apt/sources.list.d').glob('debian*.sources'):
        text = listed.read_text()
        (folder / 'parts' / listed.name).write_text('\n'.join('Types: deb deb-src' if line.startswith('Types:') else line for line in text.split('\n')))
    options = [f'-oDir::Etc::SourceList={folder}/none', f'-oDir::Etc::SourceParts={folder}/parts', f'-oDir::State::Lists={folder}/lists']
    run(['apt-get', *options, 'update'], folder)
    return options


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('packages', type=Path)
    parser.add_argument('lab', type=Path)
    parser.add_argument('--only', choices=['deb', 'npm', 'source'])
    options = parser.parse_args()
    target, work = options.lab / 'packages', options.lab / 'fetching'
    work.mkdir(parents=True, exist_ok=True)
    missing = [one for one in read_packages(options.packages) if not (target / one.split / one.folder).exists()]
    wanted = [one for one in missing if options.only in (None, one.registry)]
    debs = [one for one in wanted if one.registry == 'deb']
    sources = [one for one in wanted if one.registry == 'source']
    apt = apt_with_sources(work / 'apt') if sources else []
    tasks = [lambda few=debs[at : at + DEBS_AT_ONCE]: fetch_debs(few, work, target) for at in range(0, len(debs), DEBS_AT_ONCE)]
    tasks += [lambda one=one: fetch_npm(one, work, target) for one in wanted if one.registry == 'npm']
    tasks += [lambda one=one: fetch_source(one, work, target, apt) for one in sources]
    failures: list[str] = []

    def guarded(task) -> None:
        try:
            task()
        except (RuntimeError, OSError, StopIteration, subprocess.TimeoutExpired) as error:
            failures.append(str(error))

    with ThreadPoolExecutor(FETCHES_AT_ONCE) as pool:
        list(pool.map(guarded, tasks))
    print(f'{len(wanted)} packages wanted, {len(failures)} fetches failed')
    for failure in failures:
        print('  ' + failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == '__main__':
    sys.exit(main())
