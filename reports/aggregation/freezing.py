"""freeze_counts(): the only writer of frozen counts, which are what a council takes away of a published quarter.

What is decided later about a report of the quarter, or comes into it later, changes the exact counts that analysts see.
It must not change an extract: two of them, subtracted, would tell of that one report.
"""

import datetime

from reports.aggregation.columns import CELL_COUNT, packed, unpacked
from reports.aggregation.counting import days_of_quarter, without_counts
from reports.aggregation.cutting import cut_quarters
from reports.aggregation.models import CountBlock, FrozenBlock
from reports.intake.closing import close_quarters


def freeze_counts(council: str, *, until: str, after: str = "", opened_on: datetime.date | None = None) -> None:
    """Keeps a council's counts of a quarter that is being published, in the caller's transaction, and closes it.

    So too of the quarters before it: they can no longer be published, and an extract of them would else go on changing.
    Not those up to `after`: they may have been published elsewhere. And not what another council published before it
    moved here: the same reports counted within two boundaries could be subtracted too. What is frozen stays as it is.
    """
    counted = CountBlock.objects.filter(council=council, quarter__gt=after, quarter__lte=until)
    blocks = {
        quarter: packed(without_counts(unpacked(cells, CELL_COUNT), unpacked(spent, CELL_COUNT))) if spent else cells
        for quarter, cells, spent in counted.values_list("quarter", "cell_counts", "spent_counts")
    }
    blocks.setdefault(until, b"")
    stand = set(FrozenBlock.objects.filter(council=council).values_list("quarter", flat=True))
    fresh = sorted(blocks.keys() - stand)
    FrozenBlock.objects.bulk_create(
        FrozenBlock(council_id=council, quarter=quarter, cell_counts=blocks[quarter])
        for quarter in fresh
        if quarter == until or blocks[quarter]
    )
    cut_quarters(council, fresh, opened_on=opened_on)
    close_quarters(council, map(days_of_quarter, fresh))


def freeze_nothing(council: str, quarter: str) -> None:
    """Closes a quarter whose counts as published are lost: its extracts hold nothing, since any counts could differ."""
    FrozenBlock.objects.get_or_create(council_id=council, quarter=quarter, defaults={"cell_counts": b""})
    cut_quarters(council, [quarter])
    close_quarters(council, [days_of_quarter(quarter)])
