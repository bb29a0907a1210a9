"""An extract as a file: CSV (RFC 4180) and GeoJSON (RFC 7946).

Rows of one slice, and rows of one hexagon, are alike in all columns but the count: what they share is written once and
put together, many times faster than each row by itself (docs/benchmarks.md).
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from reports.council_exports.columns import COLUMNS, COUNT, PLACE_COLUMNS, SLICE_COLUMNS, Column, Value
from reports.council_exports.extract import ExtractRow
from reports.council_exports.suppression import Extent
from reports.geography import hexgrid

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NOTICE = gettext_noop(  # English in every file; a page says it in its own language
    "Counts of accepted reports that a place felt unsafe. They are not crimes. People choose whether to report, "
    "and few reports does not mean that a place is safe. Counts under 5 are never shown."
)
ATTRIBUTION = (
    "Area names and codes: Office for National Statistics, Open Government Licence v3.0, or GeoNames, CC BY 4.0."
)

# A spreadsheet runs what begins like this as a formula: a name of a place must not become one.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


Place = TypeVar("Place")


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
    parts = _in_parts(rows, lambda row: _csv_fields(SLICE_COLUMNS, row), lambda row: _csv_fields(PLACE_COLUMNS, row))
    lines = [f"{of_slice},{of_place},{count}" for of_slice, of_place, count in parts]
    return "\r\n".join([_csv_line(column.name for column in COLUMNS), *lines, ""])


def geojson_text(rows: Iterable[ExtractRow]) -> str:
    """A feature collection: a hexagon each, no geometry for the rest of an area, every property in every feature."""
    parts = _in_parts(rows, lambda row: _properties(SLICE_COLUMNS, row), _place_json)
    features = ",".join(
        [
            f'{{"type":"Feature","geometry":{geometry},"properties":{{{of_slice},{of_place},"{COUNT.name}":{count}}}}}'
            for of_slice, (geometry, of_place), count in parts
        ]
    )
    document = _json({"type": "FeatureCollection", "description": NOTICE, "attribution": ATTRIBUTION})
    return f'{document[:-1]},"features":[{features}]}}'


FORMATS = {
    "csv": Format("csv", _("CSV, for a spreadsheet"), "text/csv; charset=utf-8", csv_text),
    "geojson": Format("geojson", _("GeoJSON, for a map"), "application/geo+json", geojson_text),
}


def _in_parts(
    rows: Iterable[ExtractRow], of_slice: Callable[[ExtractRow], str], of_place: Callable[[ExtractRow], Place]
) -> Iterator[tuple[str, Place, int]]:
    """Each row as the text of its slice, that of its place, and its count; what rows share is made once."""
    slices: dict[tuple[str, str, str, str], str] = {}
    places: dict[tuple[str, hexgrid.Cell | None, bool], Place] = {}
    for row in rows:
        code, shown = row.council.code, row.shown
        in_slice = (code, row.quarter, row.group, row.band)
        at_place = (code, shown.cell, shown.extent is Extent.CELL)
        if in_slice not in slices:
            slices[in_slice] = of_slice(row)
        if at_place not in places:
            places[at_place] = of_place(row)
        yield slices[in_slice], places[at_place], shown.count


def _guarded(value: Value) -> Value:
    """A text as it may stand in a spreadsheet; numbers stay numbers, a longitude's minus sign with them."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def _csv_fields(columns: Sequence[Column], row: ExtractRow) -> str:
    return _csv_line(_guarded(column.value(row)) for column in columns)


def _csv_line(values: Iterable[Value]) -> str:
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator="").writerow(values)
    return file.getvalue()


def _place_json(row: ExtractRow) -> tuple[str, str]:
    """The geometry, none for the rest of an area, and the properties of the place."""
    geometry = None if row.shown.cell is None else _polygon(row.shown.cell)
    return _json(geometry), _properties(PLACE_COLUMNS, row)


def _properties(columns: Sequence[Column], row: ExtractRow) -> str:
    """The inside of an object."""
    return _json({column.name: column.value(row) for column in columns})[1:-1]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _polygon(cell: hexgrid.Cell) -> dict[str, Any]:
    """The hexagon, anticlockwise and closed as RFC 7946 wants it."""
    corners = [[round(longitude, 6), round(latitude, 6)] for longitude, latitude in hexgrid.outline(cell)]
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
