"""The periods of control with the shapes of their areas: GeoJSON, GeoPackage and GeoParquet."""

import io
import json
from typing import Any

import pandas as pd
import pyogrio  # type: ignore[import-untyped]
import shapely
from geopandas.geodataframe import GeoDataFrame
from pyarrow import date32  # type: ignore[import-untyped]
from pyarrow import parquet as pq
from shapely.geometry import mapping

from geodata.model import DataSet
from geodata.safe import plain_text
from geodata.takeaway.about import about
from geodata.takeaway.rows import iso, rows

_CRS = "EPSG:4326"
_DAYS = ("start", "end", "start_earliest", "start_latest")
# The moment of making says nothing of the data, and would make other bytes each time.
_MOMENT = "1980-01-01T00:00:00.000Z"


def facts(data: DataSet) -> dict[str, str]:
    """Return what goes along with every file: what it is, of which version, under what licence."""
    licences = (f"{found.title} {found.address}".strip() for found in about(data).licences)
    return {
        "title": plain_text(data.title),
        "description": plain_text(data.description),
        "version": plain_text(data.version),
        "revision": data.revision,
        "licence": "; ".join(licences),
        "attribution": plain_text(data.settings.attribution),
        "periods": "[start, end): the day of a change belongs to the new state; no end: it lasts",
    }


def geojson(data: DataSet) -> bytes:
    """Return a FeatureCollection as RFC 7946 has it; what it is stands in ``metadata``."""
    shapes = _shapes(data)
    collection = {
        "type": "FeatureCollection",
        "metadata": facts(data),
        "bbox": list(shapely.total_bounds(list(shapes.values()))),
        "features": [_feature(row, shapes[row["area_id"]]) for row in rows(data)],
    }
    return json.dumps(
        collection, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def _feature(row: dict[str, Any], shape: Any) -> dict[str, Any]:  # noqa: ANN401 -- no types
    days = {name: iso(row[name]) for name in _DAYS}
    properties = {**row, **days, "sources": row["sources"].split()}
    return {
        "type": "Feature",
        "id": f"{row['area_id']}/{days['start']}",
        "properties": properties,
        "geometry": mapping(shape),
    }


def geopackage(data: DataSet) -> bytes:
    """Return a GeoPackage with one layer, ``control``."""
    file = io.BytesIO()
    known = facts(data)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _MOMENT})
    try:
        _frame(data).to_file(
            file,
            driver="GPKG",
            layer="control",
            engine="pyogrio",
            use_arrow=True,  # keeps a day a day
            promote_to_multi=True,
            dataset_metadata={key.upper(): value for key, value in known.items()},
            layer_options={"IDENTIFIER": known["title"], "DESCRIPTION": known["description"]},
        )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    return file.getvalue()


def geoparquet(data: DataSet) -> bytes:
    """Return GeoParquet; what it is stands in the metadata of the schema."""
    plain, file = io.BytesIO(), io.BytesIO()
    _frame(data).to_parquet(plain, index=False)
    # With threads, pyarrow now and then aborts when the process ends.
    table = pq.ParquetFile(plain).read(use_threads=False)
    pq.write_table(table.replace_schema_metadata({**table.schema.metadata, **facts(data)}), file)
    return file.getvalue()


def _frame(data: DataSet) -> GeoDataFrame:
    found = rows(data)
    shapes = _shapes(data)
    frame = GeoDataFrame(found, geometry=[shapes[row["area_id"]] for row in found], crs=_CRS)
    days = {name: pd.ArrowDtype(date32()) for name in _DAYS}  # a day, though none be given
    return frame.astype({**days, "area_km2": "float64", "held_km2": "float64"})


def _shapes(data: DataSet) -> dict[str, Any]:
    """Return the shapes by area, outer rings counter-clockwise as RFC 7946 wants them."""
    oriented = shapely.orient_polygons(data.shapes.geometry.to_numpy(), exterior_cw=False)
    return dict(zip(data.shapes.index, oriented, strict=True))
