"""Counts a council may take away: no number in an extract tells of fewer than five reports. Pure.

The rule, for the counts of one slice (one council, quarter, group and band; a report is in exactly one slice):

1. A res 10 cell with `MINIMUM` reports or more is shown as it is.
2. Smaller cells gather in the remainder of their res 9 parent. A remainder of `MINIMUM` or more is shown; a smaller
   one gathers in the remainder of its res 8 parent, and that in the remainder of the council. What is still too
   small there is left out.
3. A remainder whose every non-empty member holds exactly `MINIMUM - 1` is shown as one fewer.

Why nothing smaller can be found out. Shown numbers count separate reports, and no total that contains them is ever
shown (not of a cell, a council, a group or a quarter), so there is nothing to subtract from. What is left is knowing
the rule and reasoning backwards from a remainder R over n >= 2 non-empty members, each of 1 to 4. For every member a
there is another set of counts with the same extract, in which a differs:
  - all members hold 4: R is shown as 4n - 1, as it would be had a held 3;
  - a holds 4 and some b fewer: move one report from a to b;
  - a holds 1 to 3: move one report to a from another member b; if this makes all members 4 (a held 3, b held 1),
    move one from a to b instead.
Without step 3, a remainder of 8 over two cells would say that each holds 4. A member that is itself a remainder of 1
to 4 can change by one only by changing one of its cells, and its cells may exchange reports among themselves, so
the same holds for each of them. A left-out remainder of 1 to 4 could have been one smaller.
The test plays this reasoning on every possible set of counts of a small council.

Two extracts of the same quarter at different times could still be subtracted: only published quarters are
exported, from counts that were frozen when they were published.
"""

import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.geography import hexgrid

MINIMUM = 5  # fewer than five reports at a place could be one person's account of an evening
REMAINDER_RESOLUTIONS = (9, 8)


class Extent(enum.Enum):
    """What a shown number covers."""

    CELL = "cell"
    REST_OF_CELL = "rest-of-cell"  # the cell without what is shown inside it
    REST_OF_AREA = "rest-of-area"  # the council without what is shown inside it


@dataclass(frozen=True)
class Unsuppressed:
    """One number an extract may hold; `cell` is None for the rest of the area."""

    extent: Extent
    cell: hexgrid.Cell | None
    count: int


def shown_counts(counts: Mapping[hexgrid.Cell, int]) -> list[Unsuppressed]:
    """What may be shown of one slice's res 10 counts: cells, then remainders from fine to coarse, each by index."""
    shown = [Unsuppressed(Extent.CELL, cell, count) for cell, count in sorted(counts.items()) if count >= MINIMUM]
    small = {cell: count for cell, count in counts.items() if 0 < count < MINIMUM}
    for resolution in REMAINDER_RESOLUTIONS:
        members = _by_parent(small, resolution)
        small = {}
        for cell, gathered in sorted(members.items()):
            if sum(gathered) >= MINIMUM:
                shown.append(Unsuppressed(Extent.REST_OF_CELL, cell, shown_remainder(gathered)))
            else:
                small[cell] = sum(gathered)
    if sum(small.values()) >= MINIMUM:
        shown.append(Unsuppressed(Extent.REST_OF_AREA, None, shown_remainder(small.values())))
    return shown


def shown_remainder(members: Iterable[int]) -> int:
    """The sum of a remainder's non-empty members, or one fewer when the sum would give every member away."""
    members = list(members)
    if all(member == MINIMUM - 1 for member in members):
        return sum(members) - 1
    return sum(members)


def _by_parent(counts: Mapping[hexgrid.Cell, int], resolution: int) -> dict[hexgrid.Cell, list[int]]:
    """The counts gathered under each cell's ancestor."""
    gathered: dict[hexgrid.Cell, list[int]] = defaultdict(list)
    for cell, count in counts.items():
        gathered[hexgrid.parent(cell, resolution)].append(count)
    return gathered
