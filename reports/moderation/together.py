"""Many places without a hint in one look: one preview, one act, one batch to undo."""

import datetime
import hashlib
import itertools
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.geography.place_names import names_of_places
from reports.moderation.alike import AlikeReports, gathered
from reports.moderation.arrivals import histories_of
from reports.moderation.bursts import BURST_LEAST
from reports.moderation.decisions import accept_reports
from reports.moderation.report_rows import report_row
from reports.moderation.signals_of_abuse import hints_of_burst
from reports.moderation.waiting import (
    GROUP_RESOLUTION,
    Cluster,
    WaitingReport,
    all_waiting,
    codes_of,
    with_sequences,
)
from reports.moderation.work_queue import WorkQueue
from reports.staff.forms import InPlainWords
from reports.staff.models import StaffUser

PLACES_TOGETHER = 20
REPORTS_A_PLACE = 20  # what one look takes in: a place of more has a page of its own


@dataclass(frozen=True)
class PlaceTogether:
    """One of the places, and what its reports say."""

    name: str
    in_words: str
    alike: list[AlikeReports]
    seen: dict[uuid.UUID, int]
    oldest: datetime.date
    councils: frozenset[str]
    is_ticked: bool

    @property
    def count(self) -> int:
        """How many reports."""
        return len(self.seen)


@dataclass(frozen=True)
class PlacesTogether:
    """What is looked at together."""

    places: list[PlaceTogether]

    @property
    def count(self) -> int:
        """How many reports."""
        return sum(place.count for place in self.places)

    @property
    def councils(self) -> frozenset[str]:
        """The codes of the councils they lie in."""
        return frozenset().union(*(place.councils for place in self.places))

    @property
    def digest(self) -> str:
        """What the form sends back: which reports were shown, and how each stood."""
        seen = sorted(pair for place in self.places for pair in place.seen.items())
        return hashlib.sha256("".join(f"{pk}.{sequence};" for pk, sequence in seen).encode()).hexdigest()


class TogetherForm(InPlainWords, forms.Form):
    """Which of the places that were shown are accepted."""

    digest = forms.CharField(max_length=64)

    def __init__(self, *args: Any, shown: Collection[str], ticked: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown, self.ticked = shown, ticked

    def clean(self) -> dict[str, object]:
        """Refuses to accept nothing."""
        if not set(self.ticked) & set(self.shown):
            raise forms.ValidationError(_("Select at least one place."))
        return super().clean() or {}


def places_together(
    work_queue: WorkQueue,
    councils: QuerySet[Area],
    *,
    of: Collection[str] | None = None,
    ticked: Collection[str] | None = None,
) -> PlacesTogether:
    """The first places of the queue that nothing hints at and nobody looks at; or `of` these, those that still are so.

    The queue reads no past of places with hardly any reports, nor of all in a large backlog: here each is read.
    """
    chosen = first_free_of_hints(work_queue, of)
    reports = _reports_of([cluster.cell for cluster in chosen], councils)
    many = [cluster.cell for cluster in chosen if cluster.count >= BURST_LEAST]
    histories = histories_of(many, councils) if many else {}
    places = []
    for cluster, in_words in zip(chosen, names_of_places([one.cell for one in chosen]), strict=True):
        here, name = reports[cluster.cell], hexgrid.name(cluster.cell)
        if cluster.cell in histories and hints_of_burst([one.report for one in here], histories[cluster.cell]):
            continue
        rows = [report_row(n, one.report, one.mark, (), is_ticked=True) for n, one in enumerate(here, start=1)]
        places.append(
            PlaceTogether(
                name,
                in_words,
                gathered(rows),
                {one.report.id: one.sequence for one in here},
                cluster.oldest,
                cluster.councils,
                is_ticked=ticked is None or name in ticked,
            )
        )
    return PlacesTogether(places)


def first_free_of_hints(work_queue: WorkQueue, of: Collection[str] | None = None) -> list[Cluster]:
    """The first places of the queue, or of some, that may be looked at together."""
    free = (
        cluster
        for cluster in work_queue.clusters
        if not cluster.is_hinted and cluster.count <= REPORTS_A_PLACE and work_queue.is_free(cluster.cell)
    )
    chosen = (cluster for cluster in free if of is None or hexgrid.name(cluster.cell) in of)
    return list(itertools.islice(chosen, PLACES_TOGETHER))


def accept_together(
    together: PlacesTogether, *, by: StaffUser, now: datetime.datetime, councils: QuerySet[Area]
) -> uuid.UUID:
    """Accepts the reports of the ticked places; gives the batch. Raises as `accept_reports`."""
    seen = {pk: sequence for place in together.places if place.is_ticked for pk, sequence in place.seen.items()}
    return accept_reports(seen, by=by, now=now, councils=codes_of(councils), seen=seen)


def _reports_of(cells: Iterable[hexgrid.Cell], councils: QuerySet[Area]) -> dict[hexgrid.Cell, list[WaitingReport]]:
    """The waiting reports of some places, the longest wait first."""
    found: dict[hexgrid.Cell, list[WaitingReport]] = {cell: [] for cell in cells}
    inside = Q(pk__in=())
    for cell in found:
        inside |= Q(cell__range=hexgrid.range_of_descendants(cell))
    for one in with_sequences(all_waiting(councils).filter(inside).order_by("received_on", "id")):
        found[hexgrid.parent(one.report.cell, GROUP_RESOLUTION)].append(one)
    return found
