"""expire_reports(): reports become coarser and are erased once the maps that counted them are old enough."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from reports.aggregation.retained import erase_and_keep_counts
from reports.geography.models import Area
from reports.intake.overwriting import overwrite_log
from reports.intake.retention import COARSENS_AFTER, REJECTED_KEPT, last_day_to_erase
from reports.moderation.expiring import Span, coarsen_accepted, erase_rejected, erase_undecided
from reports.publication import due, quarters
from reports.publication.models import Release
from reports.staff.row_level_security import everything_seen


@dataclass(frozen=True)
class Expired:
    """How many reports were made coarser, and how many erased: by what they were."""

    coarsened: int
    accepted: int
    rejected: int
    undecided: int
    is_overwritten: bool  # nothing of them is left in the database's files


def expire_reports(*, now: datetime.datetime) -> Expired:
    """Does all that is due, in one transaction; a second run changes nothing.

    An accepted report stays as it is until a map has counted it, however old it grows.
    """
    today = timezone.localdate(now)
    until = last_day_to_erase(today)
    with transaction.atomic(), everything_seen():
        spans = list(_counted_spans(now - COARSENS_AFTER))
        accepted = sum(erase_and_keep_counts(replace(span, received_until=until)) for span in spans)
        coarsened = sum(coarsen_accepted(span) for span in spans)
        rejected = erase_rejected(today - REJECTED_KEPT)
        undecided = erase_undecided(until)
    return Expired(coarsened, accepted, rejected, undecided, overwrite_log())


def _counted_spans(published_until: datetime.datetime) -> Iterator[Span]:
    """For every map published until an instant the reports it counted, and those that moved after it."""
    last_quarter_end = quarters.last_day(quarters.latest_publishable(published_until))
    maps = Release.objects.exclude(map_from="").filter(published_at__lte=published_until).order_by("council", "quarter")
    for council, first, last in maps.values_list("council", "map_from", "quarter"):
        yield Span(council, quarters.first_day(first), quarters.last_day(last))
    for council in Area.objects.filter(kind=Area.Kind.COUNCIL).values_list("code", flat=True):
        yield Span(council, datetime.date.min, last_quarter_end, is_spent=True)
    for area in due.councils_drawn_elsewhere():  # no map will count what stands accepted there
        until = min(quarters.last_day(due.spent_until(area)), last_quarter_end)
        yield Span(area.code, datetime.date.min, until)
