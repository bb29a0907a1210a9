"""What people decided lately, batch by batch, and what can still be taken back."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from reports.geography.models import Area
from reports.moderation.models import Decision, Proposal, RejectionReason, State
from reports.moderation.waiting import codes_of

DECISIONS_READ = 3_000
BATCHES_SHOWN = 50


@dataclass
class Batch:
    """Decisions made together."""

    id: uuid.UUID
    state: State
    reason: str
    who: str
    decided_on: datetime.date
    count: int = 0
    is_proposal: bool = False  # somebody else must agree before anything is decided
    is_latest: bool = True  # nothing was decided about any of its reports since

    @property
    def reason_in_words(self) -> str:
        """The reason of a rejection, translated; empty for others."""
        return str(RejectionReason(self.reason).label) if self.reason else ""

    @property
    def can_be_undone(self) -> bool:
        """Whether the reports can be brought back to waiting."""
        return self.is_latest and not self.is_proposal and self.state != State.WAITING


def latest_batches(councils: QuerySet[Area]) -> list[Batch]:
    """The latest batches that people decided in the councils, newest first; one query."""
    rows = (
        Decision.objects.annotate(held_by=Coalesce("report__council_id", Value("")))
        .filter(by__isnull=False, held_by__in=codes_of(councils))
        .order_by("-id")
        .values_list("batch", "state", "reason", "by__username", "decided_on", "report")[:DECISIONS_READ]
    )
    batches: dict[uuid.UUID, Batch] = {}
    decided_since: set[uuid.UUID] = set()
    for batch_id, state, reason, who, decided_on, report_id in rows:
        batch = batches.setdefault(batch_id, Batch(batch_id, State(state), reason, who, decided_on))
        batch.count += 1
        batch.is_latest &= report_id not in decided_since
        decided_since.add(report_id)
    return list(batches.values())[:BATCHES_SHOWN]


def batch_of(batch_id: uuid.UUID, councils: QuerySet[Area]) -> Batch | None:
    """One batch as far as it lies in the councils, decided or proposed; None when none of it does."""
    rows = Decision.objects.filter(batch=batch_id, by__isnull=False, report__council__in=codes_of(councils))
    first = rows.values_list("state", "reason", "by__username", "decided_on").first()
    if first is None:
        return _proposed(batch_id, councils)
    state, reason, who, decided_on = first
    return Batch(batch_id, State(state), reason, who, decided_on, count=rows.count())


def _proposed(batch_id: uuid.UUID, councils: QuerySet[Area]) -> Batch | None:
    rows = Proposal.objects.filter(batch=batch_id, report__council__in=codes_of(councils))
    first = rows.values_list("reason", "by__username", "proposed_on").first()
    if first is None:
        return None
    return Batch(batch_id, State.REJECTED, *first, count=rows.count(), is_proposal=True)
