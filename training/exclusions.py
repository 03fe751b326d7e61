"""What must stay out of the corpus: the projects that public code benchmarks are made of, and files copied from them."""
import re
from pathlib import Path

# Project names that are also everyday words; a folder of that name says nothing.
COMMON_WORDS = frozenset('json fmt jq bat carbon three boa reflex conan gin hugo redis vue druid faker clap ignore grep immutable requests'.split())
# What registries put around a project's name.
WRAPPING = re.compile(r'^(python3?-|librust-|golang-(github|gopkg|golang|google|k8s)-|golang-|lib(?=.*-java$))|(-dev|-java|-src|\.js)$|(\.v\d+|-v\d+|-\d[\d.]*)(?=-dev$|$)')
# A file is a copy when this share of its telling lines stands in excluded files.
COPIED_SHARE = 0.4
FEWEST_LINES = 8
TELLING_CHARACTERS = 25


def excluded_projects(path: Path) -> frozenset[str]:
    """Names of excluded-projects.txt, lower case; lines that begin with # are comments."""
    lines = [line for line in path.read_text().lower().split('\n') if not line.startswith('#')]
    return frozenset(' '.join(lines).split())


def bare_names(package: str) -> list[str]:
    """What may be the project in a package's name: `golang-github-gin-gonic-gin-dev` -> gin-gonic-gin; `@babel/core` -> babel, core."""
    name = package.lower().removeprefix('@')
    if '/' in name:
        return name.split('/')
    previous = ''
    while name != previous:
        previous, name = name, WRAPPING.sub('', name)
    return [name]


def excluded_by_name(package: str, projects: frozenset[str]) -> str:
    """The excluded project that a package is, or belongs to (`tokio-util`, `@babel/types`, `gin-gonic-gin`); empty for none.

    Rather too much than too little: `redis`, the client, goes with `redis`, the server. A project's name in front counts,
    in the middle or at the end only as a whole last part of a Go path (`golang-github-<owner>-<project>-dev`).
    """
    is_go = package.startswith('golang-')
    for name in bare_names(package):
        for project in sorted(projects):
            plain = project.removesuffix('.js')
            if name == plain or name.startswith(plain + '-') or (is_go and name.endswith('-' + plain)):
                return project
    return ''


def excluded_by_folder(path: str, projects: frozenset[str]) -> bool:
    """Whether a file lies in a folder that is named as an excluded project, as vendored copies do."""
    folders = {part.lower() for part in path.split('/')[:-1]}
    return bool(folders & (projects - COMMON_WORDS))


def telling_lines(text: str) -> set[int]:
    """Hashes of the lines long enough to be somebody's own; white space does not count. Stable within one process only."""
    squeezed = (re.sub(r'\s+', '', line) for line in text.split('\n'))
    return {hash(line) for line in squeezed if len(line) >= TELLING_CHARACTERS}


def is_copy(text: str, excluded_lines: set[int]) -> bool:
    """Whether most of a file's telling lines stand in excluded files. Licence headers alone are too few to decide."""
    lines = telling_lines(text)
    return len(lines) >= FEWEST_LINES and len(lines & excluded_lines) >= COPIED_SHARE * len(lines)
