"""What a reader may take away: the record in the formats of other programs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from geodata.model import DataSet
from geodata.tables import TABLES
from geodata.takeaway.about import About, Licence, about, stem
from geodata.takeaway.bundle import ChangedError, package_zip
from geodata.takeaway.shapes import geojson, geopackage, geoparquet
from geodata.takeaway.tables import control_csv, guarded, table_csv, unguarded

__all__ = [
    "FORMS",
    "MAIN",
    "About",
    "ChangedError",
    "Form",
    "Licence",
    "about",
    "file_name",
    "guarded",
    "make",
    "offered",
    "unguarded",
]


@dataclass(frozen=True, slots=True)
class Form:
    """One file to take away: its type, what its name on the reader's disk ends with, its maker."""

    media_type: str
    ending: str
    make: Callable[[DataSet], bytes]


_CSV = "text/csv; charset=utf-8; header=present"

MAIN = {
    "control.csv": Form(_CSV, ".csv", control_csv),
    "control.geojson": Form("application/geo+json", ".geojson", geojson),
    "control.gpkg": Form("application/geopackage+sqlite3", ".gpkg", geopackage),
    "control.parquet": Form("application/vnd.apache.parquet", ".parquet", geoparquet),
    "datapackage.zip": Form("application/zip", ".zip", package_zip),
}
_TABLES = {
    table.file: Form(_CSV, f"-{table.file}", partial(table_csv, name=table.name))
    for table in TABLES
    if table.file not in MAIN
}
FORMS = MAIN | _TABLES


def offered(data: DataSet) -> tuple[str, ...]:
    """Return the names of what can be taken: every format, and each table that has rows."""
    tables = (name for name in _TABLES if getattr(data, name.removesuffix(".csv")))
    return (*MAIN, *tables)


def make(data: DataSet, name: str) -> bytes:
    """Return a file, the same bytes each time; KeyError if there is none."""
    return FORMS[name].make(data)


def file_name(data: DataSet, name: str) -> str:
    """Return what the file is called on the reader's disk.

    >>> from geodata.load import load
    >>> file_name(load(), "control.gpkg").endswith(".gpkg")
    True
    """
    return stem(data) + FORMS[name].ending
