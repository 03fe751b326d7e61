"""Pairs from Python: docstring -> definition without it, name -> undocumented function."""
import ast
from collections.abc import Iterator

from clean_text import describes, description

LONGEST_CLASS = 1500
FEWEST_LINES = 3
# (kind, name, description, code); see extract_pairs.py for the kinds.
Pair = tuple[str, str, str, str]


def python_pairs(source: str) -> Iterator[Pair]:
    """Nothing for a file that Python 3 cannot parse."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    yield from _walk(tree, source.split('\n'), '')


def _walk(node: ast.AST, lines: list[str], owner: str) -> Iterator[Pair]:
    for child in getattr(node, 'body', []):
        if isinstance(child, (ast.If, ast.Try)):
            yield from _walk(child, lines, owner)
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        docstring = ast.get_docstring(child)
        code = _code(child, lines, has_docstring=docstring is not None)
        name = f'{owner}.{child.name}' if owner else child.name
        head = description(docstring) if docstring else ''
        is_class = isinstance(child, ast.ClassDef)
        if head and len(child.body) > 1 and describes(head):
            yield ('doc', name, head, code[:LONGEST_CLASS] if is_class else code)
        elif not is_class and not child.name.startswith('__') and code.count('\n') >= FEWEST_LINES:
            yield ('nm', name, '', code)
        if is_class:
            yield from _walk(child, lines, child.name)


def _code(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, lines: list[str], has_docstring: bool) -> str:
    """The definition's lines, its docstring taken out."""
    first, last = node.lineno - 1, node.end_lineno or node.lineno
    kept = lines[first:last]
    if has_docstring:
        stated = node.body[0]
        kept = kept[: stated.lineno - 1 - first] + kept[(stated.end_lineno or stated.lineno) - first :]
    return '\n'.join(kept)
