"""An extract as a file: CSV (RFC 4180) and GeoJSON (RFC 7946).

Lines of one slice, and lines of one hexagon, are alike in all columns but the count: what they share is made once, as
bytes, and all lines are put together in one pass (docs/benchmarks.md).
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from reports.council_exports.columns import COLUMNS, COUNT, PLACE_COLUMNS, SLICE_COLUMNS, Column, Value
from reports.council_exports.extract import Extract, ExtractRow
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


@dataclass(frozen=True)
class Format:
    """A kind of file that an extract can be taken away in."""

    suffix: str
    label: "_StrPromise"
    media_type: str
    file: Callable[[Extract], bytes]


def csv_file(extract: Extract) -> bytes:
    """Comma-separated values with a header, lines ending in CRLF, in UTF-8.

    No byte order mark: the format has none, and most readers would take it for part of the first column's name.
    """
    header = _csv_line(column.name for column in COLUMNS)
    of_slice = [f"{_csv_fields(SLICE_COLUMNS, row)},".encode() for row in _row_of_each_slice(extract)]
    of_place = [f"{_csv_fields(PLACE_COLUMNS, row)},".encode() for row in _row_of_each_place(extract)]
    lines = zip(
        map(of_slice.__getitem__, extract.slice_at),
        map(of_place.__getitem__, extract.place_at),
        _texts(extract.counts, end="\r\n"),
        strict=True,
    )
    return b"".join([f"{header}\r\n".encode(), *chain.from_iterable(lines)])


def geojson_file(extract: Extract) -> bytes:
    """A feature collection: a hexagon each, no geometry for the rest of an area, every property in every feature."""
    of_slice = [
        f'{{"type":"Feature","properties":{{{_properties(SLICE_COLUMNS, row)},'.encode()
        for row in _row_of_each_slice(extract)
    ]
    of_place = [f'{_properties(PLACE_COLUMNS, row)},"{COUNT.name}":'.encode() for row in _row_of_each_place(extract)]
    shapes = [f'"geometry":{_geometry(row)}}}'.encode() for row in _row_of_each_place(extract)]
    features = zip(
        map(of_slice.__getitem__, extract.slice_at),
        map(of_place.__getitem__, extract.place_at),
        _texts(extract.counts, end="},"),
        map(shapes.__getitem__, extract.place_at),
        strict=True,
    )
    document = _json({"type": "FeatureCollection", "description": NOTICE, "attribution": ATTRIBUTION})
    inside = b",".join(map(b"".join, features))
    return f'{document[:-1]},"features":['.encode() + inside + b"]}"


FORMATS = {
    "csv": Format("csv", _("CSV, for a spreadsheet"), "text/csv; charset=utf-8", csv_file),
    "geojson": Format("geojson", _("GeoJSON, for a map"), "application/geo+json", geojson_file),
}


def _row_of_each_slice(extract: Extract) -> Iterator[ExtractRow]:
    """Rows of which only the slice's columns are read."""
    return (extract.row(in_slice, (Extent.REST_OF_AREA, None), 0) for in_slice in extract.slices)


def _row_of_each_place(extract: Extract) -> Iterator[ExtractRow]:
    """Rows of which only the place's columns are read."""
    return (extract.row(("1970-Q1", "", ""), at_place, 0) for at_place in extract.places)


def _texts(counts: Sequence[int], *, end: str) -> Iterator[bytes]:
    """Each count as text; most are alike."""
    text = {count: f"{count}{end}".encode() for count in set(counts)}
    return map(text.__getitem__, counts)


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


def _geometry(row: ExtractRow) -> str:
    """The hexagon; none for the rest of an area."""
    return _json(None if row.shown.cell is None else _polygon(row.shown.cell))


def _properties(columns: Sequence[Column], row: ExtractRow) -> str:
    """The inside of an object."""
    return _json({column.name: column.value(row) for column in columns})[1:-1]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _polygon(cell: hexgrid.Cell) -> dict[str, Any]:
    """The hexagon, anticlockwise and closed as RFC 7946 wants it."""
    corners = [[round(longitude, 6), round(latitude, 6)] for longitude, latitude in hexgrid.outline(cell)]
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}
