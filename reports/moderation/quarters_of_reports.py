"""The day that picks an accepted report's quarter: never one that is published, and never a second one."""

import datetime
import uuid
from collections.abc import Iterable, Mapping

from reports.intake.closing import closed_quarters
from reports.moderation.models import Decision


def days_of_acceptance(
    wanted: Mapping[uuid.UUID, datetime.date], councils: Mapping[uuid.UUID, str], *, decided_before: Iterable[uuid.UUID]
) -> dict[uuid.UUID, datetime.date]:
    """The day each report counts from; `wanted` unless a rule below says another, `councils` where each lies.

    A report that stood accepted past the end of its quarter and was reopened keeps its first day: in two quarters it
    would be published twice. Any other that would fall into a quarter that is published counts in the next: two
    extracts of the quarter, or two of its files, could be subtracted.
    """
    closed = closed_quarters(councils.values())
    days = {report_id: closed.open_day(councils[report_id], day) for report_id, day in wanted.items()}
    return days | _days_kept(decided_before)


def reports_of_published_quarters(councils: Mapping[uuid.UUID, str]) -> frozenset[uuid.UUID]:
    """Of waiting reports, `councils` where each lies, those that go back to a published quarter if accepted.

    Nothing published changes, whatever is decided about them.
    """
    closed = closed_quarters(councils.values())
    kept = _days_kept(councils) if closed.by_council else {}
    return frozenset(report_id for report_id, day in kept.items() if closed.holds(councils[report_id], day))


def _days_kept(report_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, datetime.date]:
    """The day each report must keep if accepted again: it was accepted before, past the end of that day's quarter."""
    rows = (
        Decision.objects.filter(report_id__in=list(report_ids))
        .order_by("report_id", "sequence")
        .values_list("report_id", "accepted_on", "decided_on")
    )
    accepted: dict[uuid.UUID, datetime.date] = {}
    kept: dict[uuid.UUID, datetime.date] = {}
    for report_id, accepted_on, decided_on in rows:
        if accepted_on is not None:
            accepted[report_id] = accepted_on
        elif (first := accepted.pop(report_id, None)) and _quarter(decided_on) > _quarter(first):
            kept.setdefault(report_id, first)
    return kept


def _quarter(day: datetime.date) -> tuple[int, int]:
    """The calendar quarter of a day, to compare by."""
    return day.year, (day.month - 1) // 3
