"""An extract as a file: CSV (RFC 4180) and GeoJSON (RFC 7946).

Lines of one slice, and lines of one hexagon, are alike in all columns but the count: what they share is made once, as
bytes, and all lines are put together in one pass (docs/benchmarks.md).
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from reports.council_exports.columns import (
    COLUMNS,
    COUNT,
    PLACE_COLUMNS,
    SLICE_COLUMNS,
    Value,
    place_values,
    slice_values,
)
from reports.council_exports.extract import Extract
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
_BETWEEN = "\x1e"  # ASCII's own separator of records


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
    parts = _csv_records([COLUMNS])
    of_slice = _csv_records(map(_guarded, _values_of_slices(extract)))
    of_place = [record + b"," for record in _csv_records(_values_of_places(extract))]
    count_text = _count_texts(extract)
    for before, (_slice, place_at, counts) in zip(of_slice, extract.by_slice(), strict=True):
        lines = [b"\r\n" + before + b","] * (3 * len(counts))
        lines[1::3] = _texts_at(of_place, place_at)
        lines[2::3] = _texts_at(count_text, counts)
        parts += lines
    return b"".join([*parts, b"\r\n"])


def geojson_file(extract: Extract) -> bytes:
    """A feature collection: a hexagon each, no geometry for the rest of an area, every property in every feature."""
    of_slice = [_members(SLICE_COLUMNS, values) for values in _values_of_slices(extract)]
    of_place = [f'{_members(PLACE_COLUMNS, values)},"{COUNT}":'.encode() for values in _values_of_places(extract)]
    shapes = [f'}},"geometry":{_geometry(cell)}}}'.encode() for _extent, cell in extract.places]
    count_text = _count_texts(extract)
    document = _json({"type": "FeatureCollection", "description": NOTICE, "attribution": ATTRIBUTION})
    parts = [f'{document[:-1]},"features":['.encode()]
    for before, (_slice, place_at, counts) in zip(of_slice, extract.by_slice(), strict=True):
        features = [f',{{"type":"Feature","properties":{{{before},'.encode()] * (4 * len(counts))
        features[1::4] = _texts_at(of_place, place_at)
        features[2::4] = _texts_at(count_text, counts)
        features[3::4] = _texts_at(shapes, place_at)
        parts += features
    if len(parts) > 1:
        parts[1] = parts[1].removeprefix(b",")
    return b"".join([*parts, b"]}"])


FORMATS = {
    "csv": Format("csv", _("CSV, for a spreadsheet"), "text/csv; charset=utf-8", csv_file),
    "geojson": Format("geojson", _("GeoJSON, for a map"), "application/geo+json", geojson_file),
}


def _values_of_slices(extract: Extract) -> list[tuple[Value, ...]]:
    return [slice_values(extract.council, in_slice) for in_slice in extract.slices]


def _values_of_places(extract: Extract) -> list[tuple[Value, ...]]:
    """Numbers and codes of our own: none can be a formula."""
    return [place_values(extract.council, place) for place in extract.places]


def _count_texts(extract: Extract) -> dict[int, bytes]:
    """The text of each different count; most are alike."""
    return {count: b"%d" % count for count in set(extract.counts)}


def _texts_at(texts: Any, at: Sequence[int]) -> Sequence[bytes]:
    """The text of each index or key, in one step of the interpreter: a third of the time of a loop."""
    return itemgetter(*at)(texts) if len(at) > 1 else [texts[one] for one in at]


def _csv_records(rows: Iterable[Iterable[Value]]) -> list[bytes]:
    """Each row as a record without the end of its line."""
    file = io.StringIO(newline="")
    # A terminator that no value holds, for a name may hold the end of a line.
    csv.writer(file, lineterminator=_BETWEEN).writerows(rows)
    return file.getvalue().encode().split(_BETWEEN.encode())[:-1]


def _guarded(row: Sequence[Value]) -> list[Value]:
    """Texts as they may stand in a spreadsheet."""
    return [f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value for value in row]


def _members(columns: Iterable[str], values: Sequence[Value]) -> str:
    """The inside of an object."""
    return _json(dict(zip(columns, values, strict=True)))[1:-1]


def _geometry(cell: hexgrid.Cell | None) -> str:
    """The hexagon, anticlockwise and closed as RFC 7946 wants it; none for the rest of an area."""
    if cell is None:
        return "null"
    corners = [[round(longitude, 6), round(latitude, 6)] for longitude, latitude in hexgrid.outline(cell)]
    return _json({"type": "Polygon", "coordinates": [[*corners, corners[0]]]})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
