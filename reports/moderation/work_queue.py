"""In which order a person meets the places: as the filter says, else the longest wait first; those put aside last."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.moderation.attention import Attention, attention_in
from reports.moderation.clusters import waiting_clusters
from reports.moderation.desk_filter import DeskFilter, Show, is_shown
from reports.moderation.waiting import Cluster
from reports.staff.models import StaffUser


@dataclass(frozen=True)
class WorkQueue:
    """Every place that waits, in order, with what colleagues do about them, and which of them the filter shows."""

    everything: Sequence[Cluster]
    attention: dict[hexgrid.Cell, Attention]
    filter: DeskFilter

    @cached_property
    def clusters(self) -> list[Cluster]:
        """Those the filter shows."""
        return self._of(self.filter.show)

    @property
    def waiting(self) -> int:
        """How many reports, whatever the filter."""
        return sum(cluster.count for cluster in self.everything)

    @property
    def shown(self) -> int:
        """How many reports at the places the filter shows."""
        return sum(cluster.count for cluster in self.clusters)

    @property
    def oldest(self) -> datetime.date | None:
        """The day of the longest wait, put aside or not, whatever the filter."""
        return min((cluster.oldest for cluster in self.everything), default=None)

    @property
    def counts(self) -> dict[Show, int]:
        """How many reports wait at the places of each choice, in the council and with the reason asked for."""
        return {show: sum(cluster.count for cluster in self._of(show)) for show in Show}

    def is_aside(self, cell: hexgrid.Cell) -> bool:
        """Whether a place is put aside."""
        return cell in self.attention and self.attention[cell].hold is not None

    def is_free(self, cell: hexgrid.Cell) -> bool:
        """Whether nobody looks at a place and, unless those are asked for, it is not put aside."""
        given = self.attention.get(cell)
        return given is None or (given.claim is None and self.filter.show == Show.ASIDE)

    def following(self, cell: hexgrid.Cell) -> str:
        """The name of the filter's next place that is free; empty when there is none."""
        place = self._place(cell)
        return self._first_free([*self.clusters[place + 1 :], *self.clusters[:place]])

    def preceding(self, cell: hexgrid.Cell) -> str:
        """The same the other way."""
        place = self._place(cell)
        return self._first_free([*self.clusters[:place][::-1], *self.clusters[place + 1 :][::-1]])

    @cached_property
    def _narrowed(self) -> list[Cluster]:
        ordered = self.filter.ordered(self.filter.narrowed(self.everything))
        return sorted(ordered, key=lambda cluster: self.is_aside(cluster.cell))

    def _of(self, show: Show) -> list[Cluster]:
        return [cluster for cluster in self._narrowed if is_shown(show, cluster, is_aside=self.is_aside(cluster.cell))]

    def _place(self, cell: hexgrid.Cell) -> int:
        return next(
            (number for number, cluster in enumerate(self.clusters) if cluster.cell == cell), len(self.clusters)
        )

    def _first_free(self, clusters: Sequence[Cluster]) -> str:
        return next((hexgrid.name(cluster.cell) for cluster in clusters if self.is_free(cluster.cell)), "")


def work_queue_for(
    person: StaffUser, councils: QuerySet[Area], *, now: datetime.datetime, asked: DeskFilter, with_hints: bool = False
) -> WorkQueue:
    """What waits for a person; which places have hints is worked out where it is asked for, or the filter needs it."""
    attention = attention_in(councils, but=person, now=now)
    clusters = waiting_clusters(councils, with_hints=with_hints or asked.needs_hints)
    return WorkQueue(clusters, attention, asked)
