"""A council's extract: counts by place, quarter, group and part of the day, small numbers suppressed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports.aggregation import counts
from reports.council_exports.suppression import Extent, Unsuppressed, shown_counts
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.vocabulary.reasons import Group

# Part of the day by its stored number. The reports' own table, where these names are born, is out of reach here.
BAND_CODES = {1: "06-12", 2: "12-18", 3: "18-24", 4: "00-06", 5: "any", 6: "not-sure"}

Slice = tuple[str, str, str]  # quarter, group, band in their codes: a report is in exactly one
ExtractPlace = tuple[Extent, hexgrid.Cell | None]  # what a count covers; no cell: the rest of the area


@dataclass(frozen=True)
class Extract:
    """All lines by columns: each slice and each place once, and for each line its place and its count.

    A council's lines share few slices and few places: what is written of them is made once, not for each line.
    """

    council: Area
    slices: Sequence[Slice]
    lengths: Sequence[int]  # how many lines each slice has; they follow each other in the slices' order
    places: Sequence[ExtractPlace]
    place_at: Sequence[int]  # of each line, an index into places
    counts: Sequence[int]  # of each line: reports, five or more

    def __len__(self) -> int:
        return len(self.counts)

    def by_slice(self) -> Iterator[tuple[Slice, Sequence[int], Sequence[int]]]:
        """Each slice with the places and counts of its lines."""
        start = 0
        for in_slice, length in zip(self.slices, self.lengths, strict=True):
            yield in_slice, self.place_at[start : start + length], self.counts[start : start + length]
            start += length


def extract_of(council: Area, quarters: Iterable[str]) -> Extract:
    """What a council may take away of some published quarters, by quarter, group, band and place; one query.

    Each quarter is suppressed by itself: what is shown of it is the same whichever quarters are asked for with it.
    """
    shown = {
        (quarter, Group(group).name.lower(), BAND_CODES[band]): shown_counts(by_cell)
        for (quarter, group, band), by_cell in sorted(_exact_counts(council, quarters).items())
    }
    return extract_from(council, shown)


def extract_from(council: Area, shown: Mapping[Slice, Sequence[Unsuppressed]]) -> Extract:
    """What is shown of each slice, by columns, in the order given."""
    lines = [line for numbers in shown.values() for line in numbers]
    places: dict[ExtractPlace, int] = {}
    place_at = [places.setdefault((line.extent, line.cell), len(places)) for line in lines]
    lengths = [len(numbers) for numbers in shown.values()]
    return Extract(council, list(shown), lengths, list(places), place_at, [line.count for line in lines])


def _exact_counts(council: Area, quarters: Iterable[str]) -> dict[tuple[str, int, int], dict[hexgrid.Cell, int]]:
    """Res 10 counts of each slice, by quarter and the numbers of group and band."""
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
