"""In which order a person meets the groups: the longest wait first, those put aside last."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.moderation.attention import Attention, attention_in
from reports.moderation.waiting import Cluster, waiting_clusters
from reports.staff.models import StaffUser


@dataclass(frozen=True)
class WorkQueue:
    """Every group that waits, in order, with what colleagues do about them."""

    clusters: Sequence[Cluster]
    attention: dict[hexgrid.Cell, Attention]

    @property
    def waiting(self) -> int:
        """How many reports."""
        return sum(cluster.count for cluster in self.clusters)

    @property
    def oldest(self) -> datetime.date | None:
        """The day of the longest wait, put aside or not."""
        return min((cluster.oldest for cluster in self.clusters), default=None)

    def following(self, cell: hexgrid.Cell) -> str:
        """The name of the next group that nobody looks at nor put aside; empty when there is none."""
        place = self._place(cell)
        return self._first_free([*self.clusters[place + 1 :], *self.clusters[:place]])

    def preceding(self, cell: hexgrid.Cell) -> str:
        """The same the other way."""
        place = self._place(cell)
        return self._first_free([*self.clusters[:place][::-1], *self.clusters[place + 1 :][::-1]])

    def _place(self, cell: hexgrid.Cell) -> int:
        return next(
            (number for number, cluster in enumerate(self.clusters) if cluster.cell == cell), len(self.clusters)
        )

    def _first_free(self, clusters: Sequence[Cluster]) -> str:
        return next((hexgrid.name(cluster.cell) for cluster in clusters if cluster.cell not in self.attention), "")


def work_queue_for(person: StaffUser, councils: QuerySet[Area], *, now: datetime.datetime) -> WorkQueue:
    """What waits for a person; three queries."""
    attention = attention_in(councils, but=person, now=now)
    clusters = waiting_clusters(councils)
    aside = {cell for cell, given in attention.items() if given.hold}
    return WorkQueue(sorted(clusters, key=lambda cluster: cluster.cell in aside), attention)
