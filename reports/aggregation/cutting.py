"""cut_quarters(): the only writer of what a council takes away of a quarter, made when it is frozen."""

import datetime
from collections.abc import Iterable, Mapping

import numpy as np

from reports.aggregation.columns import CELL_COUNT, packed, unpacked
from reports.aggregation.counting import days_of_quarter
from reports.aggregation.cuts import Extent, GroundCount, counts_by_class, pieces_of, profiles_of
from reports.aggregation.cuts import changes_of as told_of
from reports.aggregation.extracts import CHANGE, NO_FILE, PLACE, PROFILE, UNDER_MINIMUM, CutFacts
from reports.aggregation.models import FrozenBlock, QuarterCut
from reports.geography.models import Area
from reports.geography.wards import wards_of_cells


def cut_quarters(council: str, quarters: Iterable[str], *, opened_on: datetime.date | None = None) -> None:
    """Cuts a council's quarters from their frozen counts, in the caller's transaction; what is cut stays as it is.

    Each of its own counts alone. What changed is told beside what earlier quarters' files tell, never their counts.
    Months before the day on which the service opened there are missing.
    """
    frozen = FrozenBlock.objects.filter(council=council, quarter__in=list(quarters))
    stand = set(QuarterCut.objects.filter(council=council).values_list("quarter", flat=True))
    for quarter, counts in sorted(frozen.exclude(quarter__in=stand).values_list("quarter", "cell_counts")):
        cut = cut_of(council, quarter, bytes(counts))
        facts = CutFacts(_wards_in(council, cut), _missing_in(quarter, opened_on)).as_text()
        QuarterCut.objects.create(council_id=council, quarter=quarter, facts=facts, **cut)


def cut_of(council: str, quarter: str, counts: bytes) -> dict[str, bytes]:
    """The columns of a cut of some counts, by name."""
    pieces = pieces_of(counts_by_class(unpacked(counts, CELL_COUNT)))
    places = [(it.extent, it.cell, it.count) for it in pieces]
    profiles = [(it.extent, it.cell, it.groups, it.times, it.count) for it in profiles_of(pieces)]
    return {
        "places": packed(np.array(places, dtype=PLACE)),
        "changes": packed(_compared(council, quarter, told_of(pieces))),
        "profiles": packed(np.array(profiles, dtype=PROFILE)),
    }


def _wards_in(council: str, cut: Mapping[str, bytes]) -> dict[int, tuple[str, str, str]]:
    """The ward of every hexagon that is told of."""
    kinds = {"places": PLACE, "changes": CHANGE, "profiles": PROFILE}
    cells = {int(cell) for name, kind in kinds.items() for cell in unpacked(cut[name], kind)["cell"] if cell}
    wards = wards_of_cells(sorted(cells), Area.objects.get(code=council))
    return {cell: (ward.code, ward.name, ward.name_cy) for cell, ward in wards.items()}


def _missing_in(quarter: str, opened_on: datetime.date | None) -> tuple[tuple[str, bool], ...]:
    """The months in which reports were not taken from the first day on."""
    first, last = days_of_quarter(quarter)
    if opened_on is None or opened_on <= first:
        return ()
    months = [first.replace(month=first.month + later) for later in range(3)]
    return tuple(
        (f"{month:%Y-%m}", opened_on > last or (month.year, month.month) < (opened_on.year, opened_on.month))
        for month in months
        if month < opened_on
    )


def _compared(council: str, quarter: str, told: list[GroundCount]) -> np.ndarray:
    """What is told now of each hexagon beside what was, of the quarter before and of the same a year before."""
    before, year_before = (_told_in(council, earlier) for earlier in (_earlier(quarter, 1), _earlier(quarter, 4)))
    rows = []
    for it in told:
        # A rest is not the same ground twice: what is told by itself beside it differs.
        is_same_ground = it.extent == Extent.CELL
        then = [_count_then(found, it.cell) if is_same_ground else NO_FILE for found in (before, year_before)]
        rows.append((it.extent, it.cell, it.count, *then))
    return np.array(rows, dtype=CHANGE)


def _count_then(told: dict[int, int] | None, cell: int) -> int:
    return NO_FILE if told is None else told.get(cell, UNDER_MINIMUM)


def _told_in(council: str, quarter: str) -> dict[int, int] | None:
    """The hexagons of an earlier quarter's cut; None where there is no such cut."""
    block = QuarterCut.objects.filter(council=council, quarter=quarter).values_list("changes", flat=True).first()
    if block is None:
        return None
    return {int(row["cell"]): int(row["count"]) for row in unpacked(block, CHANGE) if row["cell"]}


def _earlier(quarter: str, by: int) -> str:
    number = int(quarter[:4]) * 4 + int(quarter[-1]) - 1 - by
    return f"{number // 4}-Q{number % 4 + 1}"
