"""The three questions that figures answer: the words, columns and rows of each."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from reports.aggregation import extracts
from reports.aggregation.cuts import ALL_GROUPS, ALL_TIMES, Extent
from reports.council_exports import columns
from reports.council_exports.columns import FileColumn, Value
from reports.geography import hexgrid

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

EXTENTS = {Extent.CELL: "cell", Extent.REST_OF_CELL: "rest-of-cell", Extent.REST_OF_AREA: "rest-of-area"}
GROUPS = ("place", "harassment", "disorder", "other")
# Words, for a spreadsheet takes 06-12 for a day of the year.
TIMES = ("morning", "afternoon", "evening", "night", "any time", "not sure")


@dataclass(frozen=True)
class CountedRow:
    """Some ground, how many reports, and the values of the question's own columns."""

    extent: Extent
    cell: hexgrid.Cell  # 0: the council's area
    count: int
    values: tuple[Value, ...]


@dataclass(frozen=True)
class FigureQuestion:
    """One fixed cut."""

    code: str
    title: "_StrPromise"
    about: "_StrPromise"
    own_columns: Sequence[FileColumn]  # the last is the count
    rows: Callable[[str, str], Iterator[CountedRow]]  # of a council's code and a quarter

    @property
    def all_columns(self) -> tuple[FileColumn, ...]:
        """Those of a whole row, in order."""
        of_file = (*columns.OF_FILE, columns.MISSING_MONTHS)
        return (*of_file, *columns.OF_PLACE, *columns.OF_WARD, *self.own_columns)

    @property
    def first_columns(self) -> tuple[FileColumn, ...]:
        """Those of a row of a quarter that was cut before wards and missing months were noted."""
        return (*columns.OF_FILE, *columns.OF_PLACE, *self.own_columns)


def _where(council: str, quarter: str) -> Iterator[CountedRow]:
    for extent, cell, count in extracts.places_cut(council, quarter).tolist():
        is_whole = extent == Extent.CELL
        yield CountedRow(Extent(extent), cell, count, (round(_per_km2(count, cell), 1) if is_whole else None, count))


def _changes(council: str, quarter: str) -> Iterator[CountedRow]:
    earlier = _quarters_before(quarter)
    for extent, cell, count, *then in extracts.changes_cut(council, quarter).tolist():
        told = [name for name, number in zip(earlier, then, strict=True) if number != extracts.NO_FILE]
        yield CountedRow(Extent(extent), cell, count, (*map(_or_empty, then), " and ".join(told) or None, count))


def _profiles(council: str, quarter: str) -> Iterator[CountedRow]:
    for extent, cell, groups, times, count in extracts.profiles_cut(council, quarter).tolist():
        named = "all" if groups == ALL_GROUPS else _named(groups, GROUPS)
        at = "all" if times == ALL_TIMES else _named(times, TIMES)
        yield CountedRow(Extent(extent), cell, count, (named, at, count))


QUESTIONS = {
    one.code: one
    for one in (
        FigureQuestion(
            "where",
            _("Where are the places?"),
            _("One count for each place. The smallest places."),
            (columns.PER_KM2, columns.COUNT),
            _where,
        ),
        FigureQuestion(
            "why-and-when",
            _("Why and when?"),
            _("Kinds of reason by time of day. Larger places."),
            (columns.GROUP, columns.BAND, columns.NEARLY_COUNT),
            _profiles,
        ),
        FigureQuestion(
            "changes",
            _("What changed?"),
            _("Each place beside the quarter before and the year before. Larger places."),
            (columns.BEFORE, columns.YEAR_BEFORE, columns.COMPARED_WITH, columns.NEARLY_COUNT),
            _changes,
        ),
    )
}


def rows_of(question: FigureQuestion, council: str, quarter: str) -> list[CountedRow]:
    """A question's rows, the densest hexagon first: they are of several sizes. Raises QuarterCut.DoesNotExist."""
    rows = list(question.rows(council, quarter))
    of_ground: Counter[tuple[Extent, hexgrid.Cell]] = Counter()
    for row in rows:
        of_ground[row.extent, row.cell] += row.count
    return sorted(rows, key=lambda row: (not row.cell, -_per_km2(of_ground[row.extent, row.cell], row.cell), row.cell))


def _per_km2(count: int, cell: hexgrid.Cell) -> float:
    """How dense a hexagon is, a rest of it at least; nought for the area's."""
    return count / hexgrid.area_km2(cell) if cell else 0.0


def _named(bits: int, names: Sequence[str]) -> str:
    return " or ".join(name for at, name in enumerate(names) if bits >> at & 1)


def _or_empty(number: int) -> int | None:
    return number if number >= 0 else None


def _quarters_before(quarter: str) -> tuple[str, str]:
    """The quarter before, and the same one of the year before."""
    year, number = int(quarter[:4]), int(quarter[-1])
    before = f"{year}-Q{number - 1}" if number > 1 else f"{year - 1}-Q4"
    return before, f"{year - 1}-Q{number}"
