"""What the page shows before a file is taken: the first rows of it, a map of them, and where reports end up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from reports.aggregation.cuts import Extent
from reports.cartography import density
from reports.cartography.projection import Sheet
from reports.cartography.svg import outline_paths, polygon_points
from reports.council_exports.questions import CountedRow
from reports.council_exports.table import SIZES, FigureTable
from reports.geography import areas, hexgrid, lengths

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIRST_ROWS = 20
MOST_HEXAGONS = 1_000  # drawn: the densest; more could not be told apart in a picture of this size
_WIDTH, _HEIGHT, _MARGIN = 400, 400, 0.06
# Of a hexagon by H3 resolution, as for the public map's colours; the finest no public map has.
_AREA_KM2 = {**density.AREA_KM2, 10: 0.0143}
# What the files say in English codes, in words.
WORDS: "dict[str, _StrPromise]" = {
    "all": pgettext_lazy("reasons or times", "any"),
    "place": pgettext_lazy("kind of reason", "the place itself"),
    "harassment": pgettext_lazy("kind of reason", "harassment"),
    "disorder": pgettext_lazy("kind of reason", "disorder"),
    "other": pgettext_lazy("kind of reason", "something else"),
    "morning": pgettext_lazy("time of day", "morning"),
    "afternoon": pgettext_lazy("time of day", "afternoon"),
    "evening": pgettext_lazy("time of day", "evening"),
    "night": pgettext_lazy("time of day", "night"),
    "any time": pgettext_lazy("time of day", "any time"),
    "not sure": pgettext_lazy("time of day", "not sure"),
}


@dataclass(frozen=True)
class FirstRow:
    """A row as it is read on the page."""

    number: int
    place: str
    size: str
    labelled: Sequence[tuple[str, str]]  # heading and value of the question's own columns on the page


@dataclass(frozen=True)
class SizeShare:
    """Part of the reports, by the size of the place they are told of."""

    label: str
    percent: int
    name: str  # for its colour
    start: float  # along a bar of a hundred
    width: float


@dataclass(frozen=True)
class MapOfRows:
    """Hexagons by density, and the numbers of the first rows."""

    width: int
    height: int
    outlines: Sequence[str]
    hexagons: Sequence[tuple[int, str]]  # class and points, the widest first
    discs: Sequence[tuple[int, float, float]]  # number and middle


@dataclass(frozen=True)
class Preview:
    """All that the template shows."""

    headings: Sequence[str]
    rows: Sequence[FirstRow]
    row_count: int
    report_count: int
    shares: Sequence[SizeShare]
    drawn: MapOfRows | None


def preview_of(table: FigureTable) -> Preview:
    """The preview of a table."""
    names = [column.name for column in table.columns]
    at_place = names.index("place_welsh" if get_language() == "cy" else "place")
    rows, headings = [], _headings()
    for number, (row, values) in enumerate(zip(table.rows[:FIRST_ROWS], table.values, strict=False), start=1):
        own = [
            (headings[name], _in_words(value)) for name, value in zip(names, values, strict=True) if name in headings
        ]
        rows.append(FirstRow(number, str(values[at_place]), _size(row), own))
    return Preview(
        headings=[headings[name] for name in names if name in headings],
        rows=rows,
        row_count=len(table.rows),
        report_count=sum(row.count for row in table.rows),
        shares=_shares(table),
        drawn=_drawn(table) if any(row.cell for row in table.rows) else None,
    )


def _headings() -> dict[str, str]:
    """Of the columns that the page shows beside place and size, in the order of every file."""
    return {
        "per_km2": _("per km²"),
        "group": _("Kind of reason"),
        "band": _("Time of day"),
        "count_quarter_before": _("Quarter before"),
        "count_year_before": _("Year before"),
        "count": _("Reports"),
    }


def _in_words(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return str(round(value))
    if not isinstance(value, str):
        return str(value)
    return _(" or ").join(str(WORDS[word]) for word in value.split(" or "))


def _size(row: CountedRow) -> str:
    if not row.cell:
        return "–"
    metres = SIZES[hexgrid.resolution_of(row.cell)]
    size = f"{metres} m" if metres < 1000 else f"{metres / 1000:g} km"
    return size if row.extent == Extent.CELL else _("rest of %(size)s") % {"size": size}


def _shares(table: FigureTable) -> list[SizeShare]:
    """By size, from fine to coarse, of the reports in the file; whole percents."""
    by_size = Counter[int]()
    for row in table.rows:
        by_size[hexgrid.resolution_of(row.cell) if row.cell else 0] += row.count
    total = sum(by_size.values())
    labels = {10: "130 m", 9: "350 m", 8: "900 m", 7: "2.4 km", 0: _("rest of %(place)s")}
    shares, start = [], 0.0
    for size, label in labels.items():
        if by_size[size]:
            width = 100 * by_size[size] / total
            words = label % {"place": table.council.local_name}
            shares.append(SizeShare(words, round(width), str(size), round(start, 2), round(width, 2)))
            start += width
    return shares


def _drawn(table: FigureTable) -> MapOfRows:
    numbers: dict[hexgrid.Cell, int] = {}
    for number, row in enumerate(table.rows[:FIRST_ROWS], start=1):
        if row.cell:
            numbers.setdefault(row.cell, number)
    counted: Counter[hexgrid.Cell] = Counter()
    for row in table.rows[:MOST_HEXAGONS]:
        counted[row.cell] += row.count
    counted.pop(0, None)
    sheet = _sheet_of(list(numbers or counted))  # the first rows are what is looked for
    hexagons = [
        (density.density_class(counted[cell], _AREA_KM2[hexgrid.resolution_of(cell)]), _points(cell, sheet))
        for cell in sorted(counted, key=hexgrid.resolution_of)
    ]
    middles = sheet.points([hexgrid.centre(cell) for cell in numbers])
    discs = [(number, *point) for number, point in zip(numbers.values(), np.round(middles, 1).tolist(), strict=True)]
    outlines = outline_paths([areas.outline(table.council)], sheet)
    return MapOfRows(_WIDTH, _HEIGHT, outlines, hexagons, discs[::-1])


def _points(cell: hexgrid.Cell, sheet: Sheet) -> str:
    return polygon_points(sheet.points(hexgrid.outline(cell)))


def _sheet_of(cells: Sequence[hexgrid.Cell]) -> Sheet:
    """The smallest window that holds the hexagons whole, with a margin."""
    corners = np.array([corner for cell in cells for corner in hexgrid.outline(cell)])
    (west, south), (east, north) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    longitude, latitude = (west + east) / 2, (south + north) / 2
    wide = (east - west) * lengths.squeeze_at(latitude) * (1 + 2 * _MARGIN)
    high = (north - south) * (1 + 2 * _MARGIN)
    return Sheet(longitude, latitude, min(_WIDTH / wide, _HEIGHT / high), _WIDTH, _HEIGHT)
