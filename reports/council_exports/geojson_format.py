"""An extract as GeoJSON (RFC 7946): a hexagon each, and what the columns mean."""

import json
from typing import Any

from reports.council_exports.columns import LANGUAGES
from reports.council_exports.table import ATTRIBUTION, FOR_WORK, NOTICE, FigureTable
from reports.geography import hexgrid


def geojson_file(table: FigureTable) -> bytes:
    """A feature collection: no geometry for the rest of an area, every property in every feature."""
    names = [column.name for column in table.columns]
    document = {
        "type": "FeatureCollection",
        "description": f"{NOTICE} {FOR_WORK}",
        "attribution": ATTRIBUTION,
        "columns": {column.name: dict(zip(LANGUAGES, column.meanings(), strict=True)) for column in table.columns},
        "features": [
            {
                "type": "Feature",
                "properties": dict(zip(names, values, strict=True)),
                "geometry": _geometry(row.cell),
            }
            for row, values in zip(table.rows, table.values, strict=True)
        ],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _geometry(cell: hexgrid.Cell) -> dict[str, Any] | None:
    """The hexagon, anticlockwise and closed; none for the rest of an area."""
    if not cell:
        return None
    corners = [[round(longitude, 6), round(latitude, 6)] for longitude, latitude in hexgrid.outline(cell)]
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
