"""Opens a page without a browser and reads what it says, element by element."""

import html
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from geodata.model import DataSet
from geodata.tables import TABLES
from ui import assets, downloads
from ui.data import dataset

PAGES = Path(__file__).parents[1] / "pages"
NUMBER = re.compile(r"\d+(?:[,.]\d+)*")
VOID = {"br", "img", "input", "meta", "link", "hr"}


def forget() -> None:
    """Have everything that the pages keep between runs made anew."""
    for module in (assets, downloads):
        for kept in vars(module).values():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()


@contextmanager
def served(folder: Path | None = None) -> Iterator[DataSet]:
    """Let the pages show the data set of a folder, or ours."""
    with patch.dict(os.environ, {"REPLAY_DATASET": str(folder or "")}):
        forget()
        yield dataset()
    forget()


def opened(name: str, **params: str) -> AppTest:
    page = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=60)
    for key, value in params.items():
        page.query_params[key] = value
    page.run()
    assert list(page.exception) == []
    return page


def content(page: AppTest) -> str:
    """Return the markup of the page itself, without navigation, styles, scripts and footer."""
    apart = ("<style", "<script", "<header", "<footer")
    bodies = (element.proto.body for element in page.get("html"))
    return "\n".join(body for body in bodies if not body.startswith(apart))


def words(markup: str) -> str:
    """Return what markup says, in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


class _Finder(HTMLParser):
    def __init__(self, tag: str, wanted: dict[str, str]) -> None:
        super().__init__(convert_charrefs=False)
        self.tag, self.wanted = tag, wanted
        self.open: list[tuple[int, list[str]]] = []
        self.depth = 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        here = tag == self.tag and all(
            value in (has.get(key) or "").split() for key, value in self.wanted.items()
        )
        self._add(self.get_starttag_text() or "")
        if tag in VOID:
            return
        self.depth += 1
        if here:
            self.open.append((self.depth, []))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == self.depth:
            self.found.append("".join(self.open.pop()[1]))
        self.depth -= 1
        self._add(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._add(data)

    def handle_entityref(self, name: str) -> None:
        self._add(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._add(f"&#{name};")

    def _add(self, text: str) -> None:
        for _depth, parts in self.open:
            parts.append(text)


def elements(markup: str, tag: str, **wanted: str) -> list[str]:
    """Return the inside of each element that has these attributes (``class_`` is one of them)."""
    finder = _Finder(tag, {key.rstrip("_"): value for key, value in wanted.items()})
    finder.feed(markup)
    finder.close()
    return finder.found


def rows(table: str) -> list[list[str]]:
    """Return the words of each cell of a table's body."""
    [body] = elements(table, "tbody")
    return [[words(cell) for cell in elements(row, "td")] for row in elements(body, "tr")]


def cited(markup: str) -> list[str]:
    return [words(mark) for mark in re.findall(r'class="cite"[^>]*>([^<]*)<', markup)]


def numbers(text: str) -> set[str]:
    return {found.replace(",", "") for found in NUMBER.findall(text)}


def recorded(data: DataSet) -> set[str]:
    """Return every number that the files of the data set hold, in figures, dates and texts."""
    found: set[str] = set()
    for path in [data.folder / "datapackage.json", *(data.folder / t.file for t in TABLES)]:
        if path.exists():
            text = path.read_text(encoding="utf-8")
            found |= (
                numbers(text) | plain(re.split(r"[^\d.]+", text)) | plain(re.findall(r"\d+", text))
            )
    return found


def plain(tokens: Iterable[str]) -> set[str]:
    """Return numbers without zeros in front, as dates are shown."""
    return {token.lstrip("0") or "0" for token in tokens if token}
