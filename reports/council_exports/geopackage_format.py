"""An extract as a GeoPackage of one layer, of a version that GDAL 3.6 and QGIS 3.22 know."""

import io
from collections.abc import Sequence

import numpy as np
import shapely
from pyogrio import raw

from reports.council_exports.columns import FileColumn, Value
from reports.council_exports.table import ATTRIBUTION, FOR_WORK, NOTICE, FigureTable
from reports.geography import hexgrid
from reports.publication.geopackage import written_on

VERSION = "1.2"
_KINDS: dict[type, type] = {str: object, int: np.int64, float: np.float64}


def geopackage_file(table: FigureTable) -> bytes:
    """Hexagons in WGS 84, with the same columns as every other format; the same bytes for everybody."""
    values = list(zip(*table.values, strict=True)) or [()] * len(table.columns)
    written = io.BytesIO()
    with written_on(f"{table.first_day_after}T00:00:00.000Z"):
        raw.write(
            written,
            geometry=np.array([_wkb(row.cell) for row in table.rows], dtype=object),
            field_data=[_filled(column, of_column) for column, of_column in zip(table.columns, values, strict=True)],
            field_mask=[np.array([value is None for value in of_column], dtype=bool) for of_column in values],
            fields=np.array([column.name for column in table.columns], dtype=object),
            layer=table.question.code.replace("-", "_"),
            driver="GPKG",
            geometry_type="Polygon",
            crs="EPSG:4326",
            dataset_options={"VERSION": VERSION},
            layer_options={"IDENTIFIER": table.title, "DESCRIPTION": f"{NOTICE} {FOR_WORK} {ATTRIBUTION}"},
        )
    return written.getvalue()


def _filled(column: FileColumn, values: Sequence[Value]) -> np.ndarray:
    """Values as an array of one type; where there is none, the mask says so."""
    blank = "" if column.kind is str else 0
    return np.array([blank if value is None else value for value in values], dtype=_KINDS[column.kind])


def _wkb(cell: hexgrid.Cell) -> bytes | None:
    return shapely.to_wkb(shapely.Polygon(hexgrid.outline(cell))) if cell else None
