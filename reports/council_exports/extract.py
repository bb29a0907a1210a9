"""A council's extract: counts by place, quarter, group and part of the day, small numbers suppressed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pyproj import Transformer

from reports.aggregation import counts
from reports.council_exports.suppression import Extent, Shown, shown_counts
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.reasons import Group

# Part of the day by its stored number. The reports' own table, where these names are born, is out of reach here.
BAND_CODES = {1: "06-12", 2: "12-18", 3: "18-24", 4: "00-06", 5: "any", 6: "not-sure"}

Slice = tuple[str, str, str]  # quarter, group, band in their codes: a report is in exactly one
Place = tuple[Extent, hexgrid.Cell | None]  # what a count covers


@dataclass(frozen=True)
class ExtractRow:
    """One line of an extract."""

    council: Area
    quarter: str
    group: str
    band: str
    shown: Shown

    @property
    def months(self) -> tuple[str, str]:
        """The first and last month of the quarter, as 2026-07."""
        year, quarter = self.quarter.split("-Q")
        last = int(quarter) * 3
        return f"{year}-{last - 2:02}", f"{year}-{last:02}"

    @property
    def extent(self) -> str:
        """What the count covers."""
        return self.shown.extent.value

    @property
    def count(self) -> int:
        """Reports: five or more."""
        return self.shown.count

    @property
    def cell_name(self) -> str | None:
        """The hexagon's H3 text."""
        return None if self.shown.cell is None else hexgrid.name(self.shown.cell)

    @property
    def resolution(self) -> int | None:
        """The hexagon's resolution."""
        return None if self.shown.cell is None else hexgrid.resolution_of(self.shown.cell)

    @property
    def longitude(self) -> float | None:
        """Of the hexagon's centre, degrees."""
        return None if self.shown.cell is None else round(hexgrid.centre(self.shown.cell)[0], 6)

    @property
    def latitude(self) -> float | None:
        """Of the hexagon's centre, degrees."""
        return None if self.shown.cell is None else round(hexgrid.centre(self.shown.cell)[1], 6)

    @property
    def easting(self) -> int | None:
        """Of the hexagon's centre, metres of the British National Grid; None outside Great Britain."""
        return self._national_grid()[0]

    @property
    def northing(self) -> int | None:
        """Of the hexagon's centre, metres of the British National Grid; None outside Great Britain."""
        return self._national_grid()[1]

    def _national_grid(self) -> tuple[int, int] | tuple[None, None]:
        # The British grid runs on into Northern Ireland without being valid there.
        if self.shown.cell is None or self.council.nation == "N":
            return None, None
        return _national_grid_of(self.shown.cell)


@dataclass(frozen=True)
class Extract:
    """All lines by columns: each slice and each place once, and for each line their indices and its count.

    A council's lines share few slices and few places: what is written of them is made once, not for each line.
    """

    council: Area
    slices: Sequence[Slice]
    places: Sequence[Place]
    slice_at: Sequence[int]
    place_at: Sequence[int]
    counts: Sequence[int]

    def rows(self) -> list[ExtractRow]:
        """The lines one by one."""
        return [
            self.row(self.slices[in_slice], self.places[at_place], count)
            for in_slice, at_place, count in zip(self.slice_at, self.place_at, self.counts, strict=True)
        ]

    def row(self, in_slice: Slice, at_place: Place, count: int) -> ExtractRow:
        """One line of this council."""
        return ExtractRow(self.council, *in_slice, Shown(*at_place, count))


def extract_of(council: Area, quarters: Iterable[str]) -> Extract:
    """What a council may take away of some closed quarters, by quarter, group, band and place; one query.

    Each quarter is suppressed by itself: what is shown of it is the same whichever quarters are asked for with it.
    """
    slices = sorted(_slices(council, quarters).items())
    shown = {
        (quarter, Group(group).name.lower(), BAND_CODES[band]): shown_counts(by_cell)
        for (quarter, group, band), by_cell in slices
    }
    return extract_from(council, shown)


def extract_from(council: Area, shown: Mapping[Slice, Iterable[Shown]]) -> Extract:
    """What is shown of each slice, by columns, in the order given."""
    places: dict[Place, int] = {}
    slice_at, place_at, counts_shown = [], [], []
    for number, numbers in enumerate(shown.values()):
        for one in numbers:
            slice_at.append(number)
            place_at.append(places.setdefault((one.extent, one.cell), len(places)))
            counts_shown.append(one.count)
    return Extract(council, list(shown), list(places), slice_at, place_at, counts_shown)


def _slices(council: Area, quarters: Iterable[str]) -> dict[tuple[str, int, int], dict[hexgrid.Cell, int]]:
    """Exact res 10 counts of each slice, by quarter and the numbers of group and band."""
    rows = counts.export_rows([council.code], list(quarters))
    months = rows.month.astype(int)
    slices: dict[tuple[str, int, int], dict[hexgrid.Cell, int]] = defaultdict(lambda: defaultdict(int))
    columns = (months, rows.group, rows.band, rows.cell, rows.count)
    for month, group, band, cell, count in zip(*(column.tolist() for column in columns), strict=True):
        slices[_quarter_of_month(month), group, band][cell] += count
    return slices


def _quarter_of_month(month: int) -> str:
    """The quarter of a month counted from January 1970."""
    return f"{1970 + month // 12}-Q{month % 12 // 3 + 1}"


@cache
def _to_national_grid() -> Transformer:
    return Transformer.from_crs("EPSG:4326", "EPSG:27700", always_xy=True)


@lru_cache(maxsize=100_000)
def _national_grid_of(cell: hexgrid.Cell) -> tuple[int, int]:
    easting, northing = _to_national_grid().transform(*hexgrid.centre(cell))
    return round(easting), round(northing)
