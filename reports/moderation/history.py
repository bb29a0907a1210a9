"""What people decided lately, batch by batch, and what can still be taken back."""

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.geography.place_names import names_of_places
from reports.moderation.models import Decision, Proposal, RejectionReason, ReportStatus, State
from reports.moderation.waiting import GROUP_RESOLUTION, codes_of

BATCHES_SHOWN = 20


class NoSuchBatch(LookupError):
    """Nobody decided anything under this batch in the person's councils."""


@dataclass
class Batch:
    """Decisions made together, as far as their reports are still there."""

    id: uuid.UUID
    state: State
    reason: str
    who: str
    decided_on: datetime.date
    count: int = 0
    decided_since: int = 0  # about so many of its reports something was decided since
    is_proposal: bool = False  # somebody else must agree before anything is decided
    places: int = 0  # in how many places of the desk its reports lie
    where: str = ""  # the one place, or the councils they lie in

    @property
    def reason_in_words(self) -> str:
        """The reason of a rejection, translated; empty for others."""
        return str(RejectionReason(self.reason).label) if self.reason else ""

    @property
    def can_be_undone(self) -> bool:
        """Whether the reports can be brought back to waiting."""
        return self.is_latest and not self.is_proposal and self.state != State.WAITING

    @property
    def can_be_redone(self) -> bool:
        """Whether what was decided before the reports were brought back to waiting can be put back."""
        return self.is_latest and not self.is_proposal and self.state == State.WAITING

    @property
    def is_latest(self) -> bool:
        """Whether nothing was decided about any of its reports since."""
        return not self.decided_since


@dataclass(frozen=True)
class HistoryPage:
    """Some batches, the newest first, and the one after which older ones follow; None when none do."""

    batches: list[Batch]
    older_than: uuid.UUID | None


def latest_batches(councils: QuerySet[Area], *, older_than: uuid.UUID | None = None) -> HistoryPage:
    """The latest batches that people decided in the councils, newest first, each with its true number.

    As many queries for twenty as for one, and one more for older ones. Raises NoSuchBatch when there is none to be
    older than.
    """
    made = _decisions(councils).filter(by__isnull=False)
    # The first decision of each batch. Every other one finds an earlier beside it, through the index of batches.
    earlier = made.filter(batch=OuterRef("batch"), id__lt=OuterRef("id"))
    firsts = made.filter(~Exists(earlier)).order_by("-id")
    if older_than:
        end = made.filter(batch=older_than).order_by("id").values_list("id", flat=True).first()
        if end is None:
            raise NoSuchBatch(older_than)
        firsts = firsts.filter(id__lt=end)
    rows = list(firsts.values_list("batch", "state", "reason", "by__username", "decided_on")[: BATCHES_SHOWN + 1])
    batches = [
        Batch(batch, State(state), reason, who, decided_on)
        for batch, state, reason, who, decided_on in rows[:BATCHES_SHOWN]
    ]
    sizes = _sizes(made, [batch.id for batch in batches])
    for batch in batches:
        batch.count, batch.decided_since = sizes[batch.id]
    _say_where(made, batches)
    return HistoryPage(batches, batches[-1].id if len(rows) > BATCHES_SHOWN else None)


def batch_of(batch_id: uuid.UUID, councils: QuerySet[Area]) -> Batch | None:
    """One batch as far as it lies in the councils, a person's, a command's or proposed; None when none of it does."""
    made = _decisions(councils).filter(batch=batch_id)
    first = made.order_by("id").values_list("state", "reason", "by__username", "decided_on").first()
    if first is None:
        return _proposed(batch_id, councils)
    count, decided_since = _sizes(made, [batch_id])[batch_id]
    state, reason, who, decided_on = first
    return Batch(batch_id, State(state), reason, who or "", decided_on, count, decided_since)


def _decisions(councils: QuerySet[Area]) -> QuerySet[Decision]:
    # An expression, so that the database begins at the newest decisions and not at all reports of the councils.
    made = Decision.objects.alias(held_by=Coalesce("report__council_id", Value("")))
    return made.filter(held_by__in=codes_of(councils))


def _sizes(made: QuerySet[Decision], batches: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[int, int]]:
    """Of each batch how many reports it decided, and about how many of them something was decided since."""
    stands = ReportStatus.objects.filter(report=OuterRef("report"), sequence=OuterRef("sequence"))
    counted = made.filter(batch__in=batches).order_by().values_list("batch")
    rows = counted.annotate(count=Count("pk"), since=Count("pk", filter=~Q(Exists(stands))))
    return {batch: (count, since) for batch, count, since in rows}


def _say_where(made: QuerySet[Decision], batches: Collection[Batch]) -> None:
    """The place of each batch by its name; of one of several places, how many and in which councils."""
    keep, fill = hexgrid.masks_of_parent(GROUP_RESOLUTION)
    place = F("report__cell").bitand(keep).bitor(fill)
    about = made.filter(batch__in=[batch.id for batch in batches]).order_by()
    rows = about.values_list("batch").annotate(places=Count(place, distinct=True), first=Min(place))
    where = {batch_id: (places, first) for batch_id, places, first in rows}
    of_one = [first for places, first in where.values() if places == 1]
    names = dict(zip(of_one, names_of_places(of_one), strict=True))
    held: dict[uuid.UUID, set[str]] = {}
    for batch_id, council in about.values_list("batch", "report__council").distinct():
        held.setdefault(batch_id, set()).add(council)
    codes = {code for some in held.values() for code in some}
    councils = {area.code: area.local_name for area in Area.objects.filter(code__in=codes).defer("boundary")}
    for batch in batches:
        batch.places, first = where[batch.id]
        in_councils = ", ".join(sorted(councils[code] for code in held[batch.id]))
        batch.where = str(names[first]) if batch.places == 1 else in_councils


def _proposed(batch_id: uuid.UUID, councils: QuerySet[Area]) -> Batch | None:
    rows = Proposal.objects.filter(batch=batch_id, report__council__in=codes_of(councils))
    first = rows.values_list("reason", "by__username", "proposed_on").first()
    if first is None:
        return None
    return Batch(batch_id, State.REJECTED, *first, count=rows.count(), is_proposal=True)
