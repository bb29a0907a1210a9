"""A release's hexagons as a GeoPackage, made by GDAL: the same features as leaves.geojson.

Its date is the release's, so one library always writes the same bytes.
"""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import numpy as np
import pyogrio
import shapely
from pyogrio import raw

MEDIA_TYPE = "application/geopackage+sqlite3"
_COLUMNS = {
    "release": object,
    "quarter": object,
    "council_code": object,
    "council": object,
    "cell": object,
    "resolution": np.int32,
    "about": np.int32,
    "hot": np.bool_,
}
_one_date_at_a_time = Lock()  # GDAL's clock is one for the whole process


@contextmanager
def written_on(date: str) -> Iterator[None]:
    """Lets GDAL write a date into its files, such as 2026-10-20T08:30:00.000Z; one file at a time."""
    with _one_date_at_a_time:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": date})
        try:
            yield
        finally:
            pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def geopackage_of(geojson: bytes, *, date: str) -> bytes:
    """The features of a release's leaves.geojson as a GeoPackage of one layer; date as 2026-10-20T08:30:00.000Z."""
    features = json.loads(geojson)["features"]
    rows = [feature["properties"] | {"cell": feature["id"]} for feature in features]
    rings = [feature["geometry"]["coordinates"][0] for feature in features]
    corners = np.array([corner for ring in rings for corner in ring], dtype=float).reshape(-1, 2)
    belongs_to = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    polygons = shapely.polygons(shapely.linearrings(corners, indices=belongs_to))
    written = io.BytesIO()
    with written_on(date):
        raw.write(
            written,
            geometry=np.asarray(shapely.to_wkb(polygons), dtype=object),
            field_data=[np.array([row[name] for row in rows], dtype=kind) for name, kind in _COLUMNS.items()],
            fields=np.array(list(_COLUMNS), dtype=object),
            layer="leaves",
            driver="GPKG",
            geometry_type="Polygon",
            crs="EPSG:4326",
        )
    return written.getvalue()
