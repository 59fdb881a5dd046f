"""Files -> DataSet. The only place that opens the files of a data set.

Nothing of a folder is trusted, as it may come from a stranger. Shapes are parsed as JSON and never
handed to GDAL, which would follow references to other files and hosts.
"""

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
from geopandas.geodataframe import GeoDataFrame

from geodata.caps import CAPS, Caps
from geodata.corrections import apply_corrections
from geodata.files import parse_json, parse_table, read_bytes, stands_in
from geodata.model import DataSet, Settings
from geodata.problems import DataSetError, Problem, shortened
from geodata.settings import NO_SETTINGS, PACKAGE, read_settings
from geodata.shapes import BACKGROUND, SHAPES, no_shapes, read_background, read_shapes
from geodata.tables import CORRECTIONS, TABLES, Table, check, records
from geodata.validate import validate

__all__ = ["CAPS", "DEFAULT", "Caps", "load"]

DEFAULT = Path(__file__).parent / "datasets" / "karabakh"

_T = TypeVar("_T")


def load(folder: Path = DEFAULT, caps: Caps = CAPS) -> DataSet:
    """Read and check a folder; DataSetError with every problem found."""
    if not os.path.isdir(folder):  # noqa: PTH112 -- a name too long raises in pathlib
        what, remedy = "there is no such folder", "name the folder of a data set, unpacked"
        raise DataSetError([Problem(str(folder), None, what, remedy)])
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
        raise DataSetError(shortened(problems))
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
        content = read_bytes(self.folder, name, int(self.caps.megabytes * 1_000_000))
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
        if not stands_in(self.folder, name):
            return None
        return read_background(self.json(name), self.caps.features, self.caps.vertices)

    def table(self, name: str) -> pd.DataFrame | None:
        return parse_table(name, self.content(name), self.caps.rows)

    def tables(self) -> dict[str, Any]:
        """Return the records of each table, by its name, corrections applied."""
        frames: dict[str, pd.DataFrame] = {}
        unusable = set()
        for table in TABLES:
            if table.optional and not stands_in(self.folder, table.file):
                continue
            frame = self.attempt(table.file, self.table, None)
            if frame is None:
                unusable.add(table.file)
            else:
                frames[table.file] = frame
        corrections = self.records(CORRECTIONS, frames)
        self.problems.extend(apply_corrections(corrections, frames, unusable))
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
        raw = self.folder / "raw"
        if raw.is_symlink():  # to the root of the machine, perhaps
            self.problems.append(Problem("raw", None, "it is a link", "put the folder there"))
            return {}
        paths = sorted(path for path in raw.rglob("*") if not os.path.isdir(path))  # noqa: PTH112
        return {name: self.attempt(name, self.digest, "") for name in map(self.inside, paths)}

    def inside(self, path: Path) -> str:
        return path.relative_to(self.folder).as_posix()

    def digest(self, name: str) -> str:
        self.content(name)
        return self.digests[name]

    def revision(self) -> str:
        read = "".join(f"{name} {digest}\n" for name, digest in sorted(self.digests.items()))
        return hashlib.sha256(read.encode(errors="surrogateescape")).hexdigest()[:16]
