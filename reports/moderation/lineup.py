"""In which order a person meets the groups: the longest wait first, those put aside last."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.moderation.attention import Attention, attention_in
from reports.moderation.waiting import Heap, waiting_heaps
from reports.staff.models import StaffUser


@dataclass(frozen=True)
class Lineup:
    """Every group that waits, in order, with what colleagues do about them."""

    heaps: Sequence[Heap]
    attention: dict[hexgrid.Cell, Attention]

    @property
    def waiting(self) -> int:
        """How many reports."""
        return sum(heap.count for heap in self.heaps)

    @property
    def oldest(self) -> datetime.date | None:
        """The day of the longest wait, put aside or not."""
        return min((heap.oldest for heap in self.heaps), default=None)

    def following(self, cell: hexgrid.Cell) -> str:
        """The name of the next group that nobody looks at nor put aside; empty when there is none."""
        place = self._place(cell)
        return self._first_free([*self.heaps[place + 1 :], *self.heaps[:place]])

    def preceding(self, cell: hexgrid.Cell) -> str:
        """The same the other way."""
        place = self._place(cell)
        return self._first_free([*self.heaps[:place][::-1], *self.heaps[place + 1 :][::-1]])

    def _place(self, cell: hexgrid.Cell) -> int:
        return next((number for number, heap in enumerate(self.heaps) if heap.cell == cell), len(self.heaps))

    def _first_free(self, heaps: Sequence[Heap]) -> str:
        return next((hexgrid.name(heap.cell) for heap in heaps if heap.cell not in self.attention), "")


def lineup_for(person: StaffUser, councils: QuerySet[Area], *, now: datetime.datetime) -> Lineup:
    """What waits for a person; three queries."""
    attention = attention_in(councils, but=person, now=now)
    heaps = waiting_heaps(councils)
    aside = {cell for cell, given in attention.items() if given.hold}
    return Lineup(sorted(heaps, key=lambda heap: heap.cell in aside), attention)
