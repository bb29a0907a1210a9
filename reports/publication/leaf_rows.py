"""A hexagon as the files of a release have it: whoever else hands them out makes the row or the feature here too."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from reports.geography import hexgrid
from reports.publication import open_formats
from reports.publication.contents import Leaf
from reports.publication.models import Release

_DECIMALS = 6

Row = tuple[str | int | float, ...]


def leaf_row(release: Release, leaf: Leaf) -> Row:
    """The values of `open_formats.COLUMNS`."""
    longitude, latitude = _rounded(hexgrid.centre(leaf.cell))
    hot = "true" if leaf.is_hot else "false"
    place = (hexgrid.name(leaf.cell), leaf.resolution, leaf.band, hot, longitude, latitude)
    return (release.id, release.quarter, release.council_id, release.council_name, *place)


def csv_bytes(rows: Iterable[Row]) -> bytes:
    """Rows as a table with its heading."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.name for column in open_formats.COLUMNS)
    writer.writerows(rows)
    return text.getvalue().encode()


def leaf_feature(release: Release, leaf: Leaf) -> dict[str, Any]:
    """A GeoJSON feature, its id the cell's H3 index."""
    ring = [_rounded(corner) for corner in hexgrid.outline(leaf.cell)]
    return {
        "type": "Feature",
        "id": hexgrid.name(leaf.cell),
        "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        "properties": {
            "release": release.id,
            "quarter": release.quarter,
            "council_code": release.council_id,
            "council": release.council_name,
            "resolution": leaf.resolution,
            "about": leaf.band,
            "hot": leaf.is_hot,
        },
    }


def _rounded(position: tuple[float, float]) -> tuple[float, float]:
    return round(position[0], _DECIMALS), round(position[1], _DECIMALS)
