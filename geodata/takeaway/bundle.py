"""The data set as one zip: its own files, to be unpacked, checked and replayed anywhere.

raw/ goes along: the check wants every file that sources.csv registers, and packed it is small. Each
of its files keeps its own licence, which the README names.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from weakref import WeakKeyDictionary

from geodata.model import DataSet
from geodata.safe import plain_text
from geodata.settings import PACKAGE
from geodata.shapes import BACKGROUND, SHAPES
from geodata.tables import TABLES
from geodata.takeaway.about import about

README = "README.md"
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that a zip knows; the true one would change the bytes
_READABLE = 0o100644 << 16

# Keyed weakly, as the timelines are.
_KEPT: WeakKeyDictionary[DataSet, dict[str, bytes]] = WeakKeyDictionary()


class ChangedError(Exception):
    """The folder is no longer what was read."""


def keep(data: DataSet) -> None:
    """Keep the files as they are, so that what happens to the folder later does no harm."""
    about(data)
    with suppress(ChangedError):
        _KEPT[data] = _files(data)


def is_changed(data: DataSet) -> bool:
    """Whether the folder is no longer what was read."""
    try:
        _files(data)
    except ChangedError:
        return True
    return False


def package_zip(data: DataSet) -> bytes:
    """Return the files of the data set and a README; the same bytes for the same files.

    Raises
    ------
    ChangedError
        If the files are not kept and the folder is not as it was when the data set was read.
    """
    files = _KEPT.get(data) or _files(data)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, content in {README: _readme(data).encode(), **files}.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # what it was packed on would change the bytes too
            entry.external_attr = _READABLE
            target.writestr(entry, content, compresslevel=9)
    return packed.getvalue()


def _files(data: DataSet) -> dict[str, bytes]:
    names = [PACKAGE, *(table.file for table in TABLES), SHAPES, BACKGROUND, *sorted(data.raw)]
    paths = {name: data.folder / name for name in names}
    try:
        found = {name: path.read_bytes() for name, path in paths.items() if path.is_file()}
    except OSError as error:
        raise ChangedError(f"{data.folder}: {error.strerror}") from error
    if _revision(found) != data.revision:  # some files are optional; this tells if one is gone
        raise ChangedError(f"{data.folder} has changed since it was read")
    return found


def _revision(files: dict[str, bytes]) -> str:
    """Return the revision as geodata.load computes it."""
    digests = ((name, hashlib.sha256(content).hexdigest()) for name, content in files.items())
    read = "".join(f"{name} {digest}\n" for name, digest in sorted(digests))
    return hashlib.sha256(read.encode()).hexdigest()[:16]


def _readme(data: DataSet) -> str:
    return "\n".join(_readme_lines(data)) + "\n"


def _readme_lines(data: DataSet) -> Iterator[str]:
    yield f"# {plain_text(data.title)}"
    yield ""
    yield plain_text(data.description)
    yield ""
    yield f"Version {plain_text(data.version)}, revision {data.revision}."
    yield ""
    yield "## Reading it"
    yield f"`{PACKAGE}` describes every table and its columns (Frictionless Data Package)."
    yield "Tables are CSV in UTF-8. Periods are half-open, [start, end): the day of a change"
    yield "belongs to the new state. `python -m geodata check FOLDER` of District control replay"
    yield "checks the unpacked folder, and the program replays it."
    yield ""
    yield "## Licences"
    yield from (f"- {found.title} {found.address}".rstrip() for found in about(data).licences)
    yield ""
    yield f"To be shown with what is made from it: {plain_text(data.settings.attribution)}"
    if data.raw:
        yield ""
        yield "## raw/"
        yield "The untouched inputs of the shapes, each under its own licence:"
        yield ""
        yield from _raw_lines(data)


def _raw_lines(data: DataSet) -> Iterator[str]:
    for source in data.sources:
        if source.kind == "raw":
            licence = plain_text(source.licence) or "licence: see the producer"
            yield f"- `{source.file}`: {plain_text(source.producer)}, {licence}"
