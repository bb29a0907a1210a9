"""cut_quarters(): the only writer of what a council takes away of a quarter, made when it is frozen."""

from collections.abc import Iterable

import numpy as np

from reports.aggregation.columns import CELL_COUNT, packed, unpacked
from reports.aggregation.cuts import Extent, GroundCount, counts_by_class, pieces_of, profiles_of
from reports.aggregation.cuts import changes_of as told_of
from reports.aggregation.extracts import CHANGE, NO_FILE, PLACE, PROFILE, UNDER_MINIMUM
from reports.aggregation.models import FrozenBlock, QuarterCut


def cut_quarters(council: str, quarters: Iterable[str]) -> None:
    """Cuts a council's quarters from their frozen counts, in the caller's transaction; what is cut stays as it is.

    Each of its own counts alone. What changed is told beside what earlier quarters' files tell, never their counts.
    """
    frozen = FrozenBlock.objects.filter(council=council, quarter__in=list(quarters))
    cut = set(QuarterCut.objects.filter(council=council).values_list("quarter", flat=True))
    for quarter, counts in sorted(frozen.exclude(quarter__in=cut).values_list("quarter", "cell_counts")):
        QuarterCut.objects.create(council_id=council, quarter=quarter, **cut_of(council, quarter, bytes(counts)))


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
