"""Collect every string a reader sees into geodata/locale/messages.pot.

The strings marked ``_("…")`` in the code and the English texts of the default data set, sorted,
with the files they stand in but no line numbers: an edit that changes no string changes nothing.
``--check`` writes nothing and fails where the file is not what it should be.
"""

import argparse
import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

ROOT = Path(__file__).parents[1]
TEMPLATE = Path("geodata/locale/messages.pot")
CODE = ("app.py", "serve.py", "pages/**/*.py", "ui/**/*.py", "geodata/**/*.py")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}

DATA = Path("geodata/datasets/karabakh")
COLUMNS = {
    "areas.csv": ("name", "note"),
    "claims.csv": ("note",),
    "control.csv": ("note",),
    "corrections.csv": ("reason",),
    "events.csv": ("title", "text", "place"),
    "population.csv": ("note",),
    "positions.csv": ("party", "topic", "text"),
    "provisions.csv": ("text",),
    "sources.csv": ("used_for", "note"),
    "topics.csv": ("title", "note"),
    "tour.csv": ("title", "text", "question", "answer"),
}

# Written here, because Babel's own header has today's date and Babel's version.
HEADER = """\
# Every string of the replay and of its data set, in English. Made by `make messages`.
msgid ""
msgstr ""
"Project-Id-Version: district-control-replay\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def template() -> str:
    """Return the whole template, the same for the same sources on every machine."""
    catalog = Catalog(charset="utf-8")
    for message, file in sorted({*_marked(), *_texts()}, key=str):
        catalog.add(message, locations=[(file, 0)])
    for entry in catalog:
        entry.flags.discard("python-format")  # "87% of" is prose: no string here uses %
    content = io.BytesIO()
    write_po(content, catalog, width=0, omit_header=True, sort_output=True, include_lineno=False)
    return HEADER + content.getvalue().decode().rstrip("\n") + "\n"


def _marked() -> Iterator[tuple[str | tuple[str, ...], str]]:
    """Yield each string marked in the code, a pair where it has a plural, and its file."""
    for path in sorted({path for pattern in CODE for path in ROOT.glob(pattern)}):
        with path.open("rb") as file:
            for _line, message, _comments, _context in extract("python", file, KEYWORDS):
                if message:
                    yield message, path.relative_to(ROOT).as_posix()


def _texts() -> Iterator[tuple[str, str]]:
    """Yield each English text of the data set, and its file."""
    for name, found in (
        ("datapackage.json", _package_texts()),
        ("background.geojson", _country_names()),
        ("names.csv", _cells("names.csv", ("name",), lang="en", use="display")),
        ("claims.csv", _cells("claims.csv", ("value",), about="statement")),
        *((name, _cells(name, columns)) for name, columns in COLUMNS.items()),
    ):
        yield from ((text, (DATA / name).as_posix()) for text in found if text)


def _cells(name: str, columns: tuple[str, ...], **wanted: str) -> Iterator[str]:
    with (ROOT / DATA / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if all(row[key] == value for key, value in wanted.items()):
                yield from (row[column] for column in columns)


def _package_texts() -> Iterator[str]:
    package = json.loads((ROOT / DATA / "datapackage.json").read_text(encoding="utf-8"))
    replay = package["replay"]
    yield from (package["title"], package["description"], replay.get("population_label", ""))
    for controller in replay["controllers"]:
        yield from (controller["label"], controller["short"])
    yield from (item["title"] for item in (*replay["chapters"], *replay["lines"]))
    yield from (item["changes"] for item in replay.get("history", ()))


def _country_names() -> Iterator[str]:
    background = json.loads((ROOT / DATA / "background.geojson").read_text(encoding="utf-8"))
    for feature in background["features"]:
        if feature["properties"]["kind"] == "country":
            yield feature["properties"]["name"]


def main(arguments: list[str] | None = None) -> int:
    """Write the template, or check it; return the exit code."""
    parser = argparse.ArgumentParser(prog="tools/messages.py", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, only compare")
    check = parser.parse_args(arguments).check
    path, wanted = ROOT / TEMPLATE, template()
    if check:
        if path.is_file() and path.read_text(encoding="utf-8") == wanted:
            return 0
        print(f"{TEMPLATE} is out of date: run `make messages` and commit it", file=sys.stderr)
        return 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(wanted, encoding="utf-8", newline="\n")
    print(f"{TEMPLATE}: {wanted.count('msgid ') - 1} strings")
    return 0


if __name__ == "__main__":
    sys.exit(main())
