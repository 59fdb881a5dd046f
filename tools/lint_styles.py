"""Check the style sheets: what a browser would pass over in silence is told with file and line.

Told are what cannot be parsed, a property that a rule sets twice, an empty rule, and a custom
property that is used and never given a value, or given one and never used. JavaScript and markup
may give a value or use one, too.

Usage: ``python tools/lint_styles.py FOLDER...``; every ``.css`` in the folders is checked, and
``.js`` and ``.py`` in them are read for custom properties.
"""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import tinycss2
from tinycss2 import ast

SET = re.compile(r"(?<![\w-])(?<!var\()(--[a-z][\w-]*)\s*[\"']?\s*[:,]")
USED = re.compile(r"var\(\s*(--[a-z][\w-]*)")
NEEDED = re.compile(USED.pattern + r"\s*\)")  # what has something to fall back on may be missing
END = "\nend-of-sheet{}"  # a rule of its own, unless what is before it was not closed
HOLDS_RULES = {"media", "supports", "container", "layer", "scope", "starting-style", "keyframes"}


class Fault(NamedTuple):
    """What is wrong, and where."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


def faults(folders: Iterable[Path]) -> list[Fault]:
    """Return everything that is wrong with the style sheets in the folders, in order."""
    folders = list(folders)
    sheets = {path: path.read_text(encoding="utf-8") for path in _files(folders, ".css")}
    found = [fault for path, text in sheets.items() for fault in _sheet_faults(path, text)]
    others = [path.read_text(encoding="utf-8") for path in _files(folders, ".js", ".py")]
    return sorted([*found, *_custom_faults(sheets, others)])


def _files(folders: Iterable[Path], *suffixes: str) -> list[Path]:
    found = (path for folder in folders for path in folder.rglob("*"))
    return sorted(path for path in found if path.suffix in suffixes)


def _parsed(parse: Callable[..., list[ast.Node]], text: str | list[ast.Node]) -> list[ast.Node]:
    return parse(text, skip_comments=True, skip_whitespace=True)


def _sheet_faults(path: Path, text: str) -> Iterator[Fault]:
    *nodes, last = _parsed(tinycss2.parse_stylesheet, text + END)
    if tinycss2.serialize([last]).strip() != END.strip():
        yield Fault(path, last.source_line, "a brace too few, or too many, before the end")
        return
    for line, told in _rule_faults(nodes):
        yield Fault(path, line, told)


def _rule_faults(nodes: list[ast.Node]) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if isinstance(node, ast.ParseError):
            yield node.source_line, f"cannot be parsed: {node.message}"
        elif isinstance(node, ast.AtRule) and node.lower_at_keyword in HOLDS_RULES and node.content:
            yield from _rule_faults(_parsed(tinycss2.parse_rule_list, node.content))
        elif isinstance(node, ast.QualifiedRule | ast.AtRule) and node.content is not None:
            yield from _block_faults(node)


def _block_faults(rule: ast.QualifiedRule | ast.AtRule) -> Iterator[tuple[int, str]]:
    nodes = _parsed(tinycss2.parse_blocks_contents, rule.content)
    if not nodes:
        yield rule.source_line, "a rule that says nothing"
    seen = set()
    for node in nodes:
        if isinstance(node, ast.Declaration):
            if node.lower_name in seen:
                yield node.source_line, f"{node.name} is set twice"
            seen.add(node.lower_name)
        else:
            yield from _rule_faults([node])


def _custom_faults(sheets: dict[Path, str], others: list[str]) -> Iterator[Fault]:
    texts = [*sheets.values(), *others]
    known = {name for text in texts for name in SET.findall(text)}
    used = {name for text in texts for name in USED.findall(text)}
    for path, text in sheets.items():
        for number, line in enumerate(text.splitlines(), start=1):
            for name in NEEDED.findall(line):
                if name not in known:
                    yield Fault(path, number, f"{name} is never given a value")
            for name in SET.findall(line):
                if name not in used:
                    yield Fault(path, number, f"{name} is never used")


if __name__ == "__main__":
    told = faults(map(Path, sys.argv[1:]))
    print(*told, sep="\n", end="\n" if told else "")
    sys.exit(bool(told))
