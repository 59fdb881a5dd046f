"""Opens a page without a browser and reads what it says, element by element."""

import html
import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from geodata.model import DataSet
from geodata.tables import TABLES
from ui import assets, downloads
from ui.data import dataset

ROOT = Path(__file__).parents[1]
HOSTILE = "{{7*7}} <script>alert(1)</script> ${x}"
SHOWN = "{{7*7}} &lt;script&gt;alert(1)&lt;/script&gt; ${x}"  # how it has to come out
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
    """Return a page, the replay where it has no name, as it is when opened at an address."""
    path = ROOT / "pages" / f"{name}.py" if name else ROOT / "app.py"
    page = AppTest.from_file(str(path), default_timeout=60)
    for key, value in params.items():
        page.query_params[key] = value
    return run(page)


def run(page: AppTest) -> AppTest:
    page.run()
    assert list(page.exception) == []
    return page


def address(page: AppTest) -> dict[str, str]:
    """Return the address bar's parameters, each with its one value."""
    found = dict(page.query_params)
    assert all(isinstance(value, str) for value in found.values())
    return found


def _bodies(page: AppTest, *apart: str) -> list[str]:
    bodies = (element.proto.body for element in page.get("html"))
    return [body for body in bodies if not body.startswith(apart)]


def content(page: AppTest) -> str:
    """Return the markup of the page itself, without navigation, styles, scripts and footer."""
    return "\n".join(_bodies(page, "<style", "<script", "<header", "<footer"))


def markup(page: AppTest) -> str:
    """Return everything that the page shows as markup; what only another day shows is left out."""
    bodies = _bodies(page, "<style", "<script src=", "<div data-replay-view")
    return "\n".join(_shown_on_the_day(body) for body in bodies)


def told(page: AppTest, name: str) -> dict[str, Any]:
    """Return the view that the page writes for the maps of this name."""
    [found] = re.findall(rf'data-{name}-view="([^"]*)"', "".join(_bodies(page)))
    view: dict[str, Any] = json.loads(html.unescape(found))
    return view


def sent(page: AppTest) -> dict[str, Any]:
    """Return the arguments of the page's component."""
    [component] = page.get("component_instance")
    found: dict[str, Any] = json.loads(component.proto.json_args)
    return found


class _Shown(HTMLParser):
    """Copies markup without the elements that are hidden."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.depth or "hidden" in dict(attrs):
            self.depth += tag not in VOID
        else:
            self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        if self.depth:
            self.depth -= 1
        else:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def _shown_on_the_day(markup: str) -> str:
    """Return markup without what is hidden on the day of the page."""
    parser = _Shown()
    parser.feed(markup)
    parser.close()
    return "".join(parser.parts)


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
