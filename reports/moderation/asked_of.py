"""Which second opinions a person is asked for: what colleagues propose where the person moderates."""

import datetime
import uuid
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.utils import timezone

from reports.geography import hexgrid
from reports.geography.place_names import names_of_places
from reports.moderation.models import Proposal, RejectionReason, ReportStatus, State
from reports.moderation.waiting import GROUP_RESOLUTION, codes_of
from reports.staff.models import Membership, StaffUser
from reports.staff.permissions import councils_inside, memberships_of


@dataclass(frozen=True)
class OpinionAsked:
    """A colleague's proposal that the person may agree to, as far as its reports still stand as they stood then."""

    batch: uuid.UUID
    who: str
    reason: RejectionReason
    proposed_on: datetime.date
    count: int
    first: datetime.date  # the days its reports arrived on
    last: datetime.date
    cell: hexgrid.Cell
    in_words: str

    @property
    def name(self) -> str:
        """The place as text, for addresses."""
        return hexgrid.name(self.cell)

    @property
    def reason_in_words(self) -> str:
        """The reason, translated."""
        return str(self.reason.label)


def asked_of(person: StaffUser) -> list[OpinionAsked]:
    """What waits for the person's opinion, the longest first; nothing of their own, and nothing that became void."""
    # A manager only looks on: nobody asks one.
    own = memberships_of(person, Membership.Role.MODERATOR, on=timezone.localdate())
    councils = councils_inside(own)
    status = ReportStatus.objects.filter(report=OuterRef("report"))
    as_it_stood = Q(Exists(status.filter(state=State.WAITING, sequence=OuterRef("sequence")))) | (
        Q(sequence=0) & ~Exists(status)
    )
    elsewhere = Proposal.objects.exclude(report__council__in=codes_of(councils)).values("batch")
    rows = (
        Proposal.objects.filter(as_it_stood, report__council__in=codes_of(councils))
        .exclude(by=person)
        .exclude(batch__in=elsewhere)
        .values_list("batch", "by__username", "reason", "proposed_on")
        .annotate(
            count=Count("pk"),
            first=Min("report__received_on"),
            last=Max("report__received_on"),
            cell=Min("report__cell"),
        )
        .order_by("proposed_on", "batch")
    )
    found = [
        (batch, who, reason, proposed_on, count, first, last, hexgrid.parent(cell, GROUP_RESOLUTION))
        for batch, who, reason, proposed_on, count, first, last, cell in rows
    ]
    names = names_of_places([row[-1] for row in found]) if found else []
    return [
        OpinionAsked(batch, who, RejectionReason(reason), proposed_on, count, first, last, cell, name)
        for (batch, who, reason, proposed_on, count, first, last, cell), name in zip(found, names, strict=True)
    ]
