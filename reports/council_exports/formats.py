"""An extract as a file: CSV (RFC 4180) and GeoJSON (RFC 7946)."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from reports.council_exports.columns import COLUMNS, Value
from reports.council_exports.extract import ExtractRow
from reports.geography import hexgrid

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NOTICE = (
    "Counts of accepted reports that a place felt unsafe. They are not crimes. People choose whether to report, "
    "and few reports does not mean that a place is safe. Counts under 5 are never shown."
)
ATTRIBUTION = (
    "Area names and codes: Office for National Statistics, Open Government Licence v3.0, or GeoNames, CC BY 4.0."
)

# A spreadsheet runs what begins like this as a formula: a name of a place must not become one.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Format:
    """A kind of file that an extract can be taken away in."""

    suffix: str
    label: "_StrPromise"
    media_type: str
    text: Callable[[Iterable[ExtractRow]], str]


def csv_text(rows: Iterable[ExtractRow]) -> str:
    """Comma-separated values with a header, lines ending in CRLF.

    No byte order mark: the format has none, and most readers would take it for part of the first column's name.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([column.name for column in COLUMNS])
    for row in rows:
        writer.writerow([_guarded(column.value(row)) for column in COLUMNS])
    return file.getvalue()


def geojson_text(rows: Iterable[ExtractRow]) -> str:
    """A feature collection: a hexagon each, no geometry for the rest of an area, every property in every feature."""
    document = {
        "type": "FeatureCollection",
        "description": NOTICE,
        "attribution": ATTRIBUTION,
        "features": [_feature(row) for row in rows],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


FORMATS = {
    "csv": Format("csv", _("CSV, for a spreadsheet"), "text/csv; charset=utf-8", csv_text),
    "geojson": Format("geojson", _("GeoJSON, for a map"), "application/geo+json", geojson_text),
}


def _guarded(value: Value) -> Value:
    """A text as it may stand in a spreadsheet; numbers stay numbers, a longitude's minus sign with them."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def _feature(row: ExtractRow) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": None if row.shown.cell is None else _polygon(row.shown.cell),
        "properties": {column.name: column.value(row) for column in COLUMNS},
    }


def _polygon(cell: hexgrid.Cell) -> dict[str, Any]:
    """The hexagon, anticlockwise and closed as RFC 7946 wants it."""
    corners = [[round(longitude, 6), round(latitude, 6)] for longitude, latitude in hexgrid.outline(cell)]
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
