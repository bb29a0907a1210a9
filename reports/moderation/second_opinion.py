"""One person alone does not reject a whole burst: what looks organised to one may be a street that has had enough.

The only writer of Proposal.
"""

import datetime
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.models import Report, Source
from reports.moderation.arrivals import histories_of
from reports.moderation.bursts import BURST_LEAST, Burst, bursts_in
from reports.moderation.decisions import AlreadyDecided, OutsideTheAreas, reject_reports
from reports.moderation.models import Decision, Proposal, RejectionReason, ReportStatus, State
from reports.moderation.waiting import GROUP_RESOLUTION, SOURCE_AFTERWARDS, codes_of
from reports.staff.models import StaffUser


class OwnProposal(Exception):
    """The second opinion must be another person's."""


class NoSuchProposal(LookupError):
    """Nothing is proposed under this batch in the person's councils."""


@dataclass(frozen=True)
class Proposed:
    """What one person proposes to reject, as the desk shows it."""

    batch: uuid.UUID
    by: StaffUser
    reason: RejectionReason
    proposed_on: datetime.date
    count: int


def needs_second_opinion(report_ids: Iterable[uuid.UUID], *, by: StaffUser, councils: QuerySet[Area]) -> bool:
    """Whether rejecting these would make it five or more of one burst that this person rejected.

    Those rejected before count too: else a burst could be rejected in bites.
    """
    groups: dict[int, list[Report]] = defaultdict(list)
    of_people = Report.objects.alias(sent_by=SOURCE_AFTERWARDS).filter(sent_by=Source.JOURNEY)
    for report in of_people.filter(pk__in=list(report_ids)):
        groups[hexgrid.parent(report.cell, GROUP_RESOLUTION)].append(report)
    histories = histories_of(list(groups), councils) if groups else {}
    return any(
        _is_too_much(burst, cell, reports, by)
        for cell, reports in groups.items()
        for burst in bursts_in(histories[cell])
    )


def propose_rejection(
    seen: Mapping[uuid.UUID, int],
    *,
    reason: RejectionReason,
    by: StaffUser,
    now: datetime.datetime,
    councils: Iterable[str],
) -> uuid.UUID:
    """Notes that a person would reject these; they wait on.

    Raises OutsideTheAreas, and AlreadyDecided when one moved since it was seen.
    """
    batch = uuid.uuid4()
    with transaction.atomic():
        locked = Report.objects.select_for_update().filter(pk__in=list(seen), council__in=councils).order_by("id")
        ids = set(locked.values_list("pk", flat=True))
        if outside := seen.keys() - ids:
            raise OutsideTheAreas(outside)
        at = {status.report_id: status for status in ReportStatus.objects.filter(report__in=ids)}
        moved = [
            report_id
            for report_id, sequence in seen.items()
            if (at[report_id].sequence if report_id in at else 0) != sequence
            or (report_id in at and at[report_id].state != State.WAITING)
        ]
        if moved:
            raise AlreadyDecided(moved)
        Proposal.objects.filter(report__in=ids).delete()
        Proposal.objects.bulk_create(
            Proposal(
                report_id=report_id,
                sequence=seen[report_id],
                reason=reason,
                by=by,
                proposed_on=timezone.localdate(now),
                batch=batch,
            )
            for report_id in sorted(ids)
        )
    return batch


def agree_to_proposal(
    batch: uuid.UUID, *, by: StaffUser, now: datetime.datetime, councils: QuerySet[Area]
) -> uuid.UUID:
    """Rejects what a colleague proposed; gives the batch of the rejection.

    Raises OwnProposal, NoSuchProposal and what `reject_reports` raises; reports decided since are in AlreadyDecided.
    """
    with transaction.atomic():
        proposals = _proposals(batch, councils)
        if any(proposal.by_id == by.pk for proposal in proposals):
            raise OwnProposal
        rejected = reject_reports(
            [proposal.report_id for proposal in proposals],
            reason=RejectionReason(proposals[0].reason),
            by=by,
            now=now,
            councils=codes_of(councils),
            seen={proposal.report_id: proposal.sequence for proposal in proposals},
        )
        Proposal.objects.filter(batch=batch).delete()
    return rejected


def drop_proposal(batch: uuid.UUID, *, councils: QuerySet[Area]) -> None:
    """Takes a proposal away, one's own or a colleague's: its reports wait as before. Raises NoSuchProposal."""
    with transaction.atomic():
        _proposals(batch, councils)
        Proposal.objects.filter(batch=batch).delete()


def proposals_about(report_ids: Iterable[uuid.UUID]) -> list[Proposed]:
    """What is proposed about some waiting reports, each with how many it is about in all; one query."""
    about = Proposal.objects.filter(report__in=list(report_ids)).values("batch")
    rows = list(Proposal.objects.filter(batch__in=about).select_related("by").order_by("batch"))
    sizes = Counter(row.batch for row in rows)
    firsts = {row.batch: row for row in reversed(rows)}
    return [
        Proposed(row.batch, row.by, RejectionReason(row.reason), row.proposed_on, sizes[row.batch])
        for row in firsts.values()
    ]


def _proposals(batch: uuid.UUID, councils: QuerySet[Area]) -> list[Proposal]:
    """The rows of a proposal that lies wholly in the councils; raises NoSuchProposal."""
    found = list(Proposal.objects.filter(batch=batch, report__council__in=codes_of(councils)).select_for_update())
    if not found or len(found) != Proposal.objects.filter(batch=batch).count():
        raise NoSuchProposal(batch)
    return found


def _is_too_much(burst: Burst, cell: hexgrid.Cell, reports: list[Report], by: StaffUser) -> bool:
    """Whether these and what the person rejected of the burst before make five."""
    now = sum(burst.first <= report.received_on <= burst.last for report in reports)
    if not now or now >= BURST_LEAST:
        return now >= BURST_LEAST
    own = Decision.objects.filter(by=by, state=State.REJECTED).values("report")
    before = Report.objects.filter(
        pk__in=own,
        source=Source.JOURNEY,
        cell__range=hexgrid.range_of_descendants(cell),
        received_on__range=(burst.first, burst.last),
    )
    rejected = ReportStatus.objects.filter(report__in=before, state=State.REJECTED)
    return now + rejected.count() >= BURST_LEAST
