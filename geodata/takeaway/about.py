"""What datapackage.json says about the data set as a whole: its name, licences and makers."""

import re
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from geodata.files import parse_json
from geodata.load import CAPS
from geodata.model import DataSet
from geodata.safe import plain_text, safe_address
from geodata.settings import PACKAGE


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence; ``address`` is "" where none is given."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class About:
    """``name`` is fit for a file name; ``year`` is of ``created``, else of the version, else ""."""

    name: str
    authors: tuple[str, ...]
    year: str
    licences: tuple[Licence, ...]


# Keyed weakly, as the timelines are; read once, so that a page never waits for the disk.
_ABOUT: WeakKeyDictionary[DataSet, About] = WeakKeyDictionary()


def about(data: DataSet) -> About:
    """Return what the package of a data set says of itself.

    >>> from geodata.load import load
    >>> about(load()).name
    'karabakh-district-control'
    """
    found = _ABOUT.get(data)
    if found is None:
        content = (data.folder / PACKAGE).read_bytes()
        found = _ABOUT[data] = _read(parse_json(PACKAGE, content, CAPS.json_depth), data)
    return found


def stem(data: DataSet) -> str:
    """Return what the names of all files of this version begin with.

    >>> from geodata.load import load
    >>> stem(load()).startswith("karabakh-district-control-")
    True
    """
    return re.sub(r"[^A-Za-z0-9]+", "-", about(data).name).strip("-") + f"-{_word(data.version)}"


def _word(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-.") or "0"


def _read(package: dict[str, Any], data: DataSet) -> About:
    created = re.match(r"\d{4}", _text(package, "created"))
    history = data.settings.history
    licences = _objects(package, "licenses")
    return About(
        name=package["name"],
        authors=tuple(_texts(package, "contributors", "title")),
        year=created[0] if created else str(history[0].date.year) if history else "",
        licences=tuple(
            Licence(
                _text(licence, "title") or _text(licence, "name"),
                safe_address(_text(licence, "path")),
            )
            for licence in licences
        ),
    )


def _objects(package: dict[str, Any], key: str) -> list[dict[str, Any]]:
    found = package.get(key)
    return [part for part in found if isinstance(part, dict)] if isinstance(found, list) else []


def _texts(package: dict[str, Any], key: str, part: str) -> list[str]:
    return [text for found in _objects(package, key) if (text := _text(found, part))]


def _text(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return plain_text(value) if isinstance(value, str) else ""
