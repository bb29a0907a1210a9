"""Which reports have had their time, by what was decided about them; what happens to them is intake's."""

import datetime
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from reports.intake.models import Report, Source
from reports.intake.retention import coarsen_reports, erase_reports, freeze_codes
from reports.moderation.models import Decision, ReportStatus, Spent, State


@dataclass(frozen=True)
class Span:
    """Accepted reports of one council whose days of acceptance lie between two, both included."""

    council: str
    first: datetime.date
    last: datetime.date
    received_until: datetime.date = datetime.date.max  # only those that came in until this day
    is_spent: bool = False  # only those that another council published before they moved here


def coarsen_accepted(span: Span) -> int:
    """Makes the reports of a span coarser; how many were not yet."""
    return coarsen_reports(_reports_of(span))


def erase_accepted(span: Span) -> int:
    """Erases the reports of a span; how many. Their counts must have been kept before, in the same transaction."""
    return erase_reports(_reports_of(span))


def freeze_accepted(span: Span) -> int:
    """From now on no code deletes a report of the span; how many could be deleted until now."""
    return freeze_codes(_reports_of(span), council=span.council)


def erase_rejected(decided_until: datetime.date) -> int:
    """Erases what was rejected until a day and stands so; how many."""
    latest = Decision.objects.filter(
        report=OuterRef("report"), sequence=OuterRef("sequence"), decided_on__lte=decided_until
    )
    rejected = ReportStatus.objects.filter(Exists(latest), state=State.REJECTED)
    return erase_reports(Report.objects.filter(pk__in=rejected.values("report")))


def erase_undecided(received_until: datetime.date) -> int:
    """Erases people's reports that waited until their time was over; how many.

    Not imports: their days are those of long ago, and an operator vouches for them.
    """
    decided = ReportStatus.objects.filter(~Q(state=State.WAITING), report=OuterRef("pk"))
    waiting = Report.objects.filter(~Exists(decided), source=Source.JOURNEY, received_on__lte=received_until)
    return erase_reports(waiting)


def _reports_of(span: Span) -> QuerySet[Report]:
    accepted = ReportStatus.objects.filter(state=State.ACCEPTED, accepted_on__range=(span.first, span.last))
    found = Report.objects.filter(
        pk__in=accepted.values("report"), council=span.council, received_on__lte=span.received_until
    )
    return found.filter(Exists(Spent.objects.filter(report=OuterRef("pk")))) if span.is_spent else found
