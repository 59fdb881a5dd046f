"""Files -> DataSet. The only place that opens the files of a data set.

Nothing of a folder is trusted, as it may come from a stranger. Shapes are parsed as JSON and never
handed to GDAL as a path, which would follow references to other files and hosts.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import pandas as pd
from geopandas.geodataframe import GeoDataFrame

from geodata.corrections import apply_corrections
from geodata.files import parse_json, parse_table
from geodata.model import DataSet, Settings
from geodata.problems import DataSetError, Problem
from geodata.settings import NO_SETTINGS, PACKAGE, read_settings
from geodata.shapes import BACKGROUND, SHAPES, no_shapes, read_background, read_shapes
from geodata.tables import CORRECTIONS, TABLES, Table, check, records
from geodata.validate import validate

DEFAULT = Path(__file__).parent / "datasets" / "karabakh"

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """The most that is read: bytes of a file, then what one GeoJSON file may hold."""

    file_bytes: int = 20 * 2**20
    features: int = 5_000
    vertices: int = 500_000
    json_depth: int = 64


CAPS = Caps()


def load(folder: Path = DEFAULT, caps: Caps = CAPS) -> DataSet:
    """Read and check a folder; DataSetError with every problem found."""
    reading = _Reading(folder, caps)
    nothing: tuple[dict[str, Any], Settings] = ({}, NO_SETTINGS)
    package, settings = reading.attempt(PACKAGE, reading.package, nothing)
    data = DataSet(
        folder=folder,
        version=package.get("version", ""),
        title=package.get("title", ""),
        description=package.get("description", ""),
        settings=settings,
        shapes=reading.attempt(SHAPES, reading.shapes, no_shapes()),
        background=reading.attempt(BACKGROUND, reading.background, None),
        **reading.tables(),
        raw=reading.raw_digests(),
        revision=reading.revision(),
    )
    # A rule that needs a file which cannot be used would only report consequences: it is left out.
    unusable = {problem.file for problem in reading.problems}
    problems = (*reading.problems, *validate(data, unusable))
    if problems:
        raise DataSetError(problems)
    return data


class _Reading:
    """One pass over a folder: what was read, and what was wrong."""

    def __init__(self, folder: Path, caps: Caps) -> None:
        self.folder = folder
        self.caps = caps
        self.problems: list[Problem] = []
        self.digests: dict[str, str] = {}

    def attempt(self, name: str, read: Callable[[str], _T], default: _T) -> _T:
        """Return what ``read`` makes of the file, or ``default`` if it is not fit for use."""
        try:
            return read(name)
        except DataSetError as error:
            self.problems.extend(error.problems)
            return default

    def content(self, name: str) -> bytes:
        path = self.folder / name
        if not path.is_file():
            _refuse(name, "the file is missing", "add it to the folder")
        try:
            with path.open("rb") as file:
                content = file.read(self.caps.file_bytes + 1)
        except OSError as error:
            _refuse(name, f"it cannot be read: {error.strerror}", "let it be read")
        if len(content) > self.caps.file_bytes:
            _refuse(name, f"it is larger than {self.caps.file_bytes} bytes", "leave out the rest")
        self.digests[name] = hashlib.sha256(content).hexdigest()
        return content

    def json(self, name: str) -> Any:  # noqa: ANN401 -- JSON is any
        return parse_json(name, self.content(name), self.caps.json_depth)

    def package(self, name: str) -> tuple[dict[str, Any], Settings]:
        package = self.json(name)
        return package, read_settings(package)

    def shapes(self, name: str) -> GeoDataFrame:
        return read_shapes(self.json(name), self.caps.features, self.caps.vertices)

    def background(self, name: str) -> dict[str, Any] | None:
        if not (self.folder / name).exists():
            return None
        return read_background(self.json(name), self.caps.features, self.caps.vertices)

    def tables(self) -> dict[str, Any]:
        """Return the records of each table, by its name, corrections applied."""
        frames = {}
        for table in TABLES:
            if table.optional and not (self.folder / table.file).exists():
                continue
            frame = self.attempt(
                table.file, lambda name: parse_table(name, self.content(name)), None
            )
            if frame is not None:
                frames[table.file] = frame
        corrections = self.records(CORRECTIONS, frames)
        self.problems.extend(apply_corrections(corrections, frames))
        found = {
            table.name: self.records(table, frames) for table in TABLES if table is not CORRECTIONS
        }
        return {**found, CORRECTIONS.name: corrections}

    def records(self, table: Table, frames: Mapping[str, pd.DataFrame]) -> tuple[Any, ...]:
        if table.file not in frames:
            return ()
        problems = list(check(table, frames[table.file]))
        self.problems.extend(problems)
        return () if problems else records(table, frames[table.file])

    def raw_digests(self) -> dict[str, str]:
        """Return the SHA-256 of each file in raw/, by its path in the folder."""
        paths = (path for path in sorted((self.folder / "raw").rglob("*")) if path.is_file())
        names = [path.relative_to(self.folder).as_posix() for path in paths]
        found = {name: self.attempt(name, self.digest, "") for name in names}
        self.digests.update(found)
        return found

    def digest(self, name: str) -> str:
        try:
            with (self.folder / name).open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            _refuse(name, f"it cannot be read: {error.strerror}", "let it be read")

    def revision(self) -> str:
        read = "".join(f"{name} {digest}\n" for name, digest in sorted(self.digests.items()))
        return hashlib.sha256(read.encode(errors="surrogateescape")).hexdigest()[:16]


def _refuse(name: str, what: str, remedy: str) -> NoReturn:
    raise DataSetError([Problem(name, None, what, remedy)])
