"""Deciding a trusted bulk import as a whole: what an operator vouches for needs no person per report."""

import datetime
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from reports.intake.closing import closed_quarters
from reports.intake.models import Report, Source
from reports.moderation.decisions import accept_reports
from reports.moderation.models import ReportStatus, State

READ_AT_ONCE = 50_000  # each reading sorts what still waits: few readings
DECIDED_AT_ONCE = 5_000  # half a second of the only writer: a person's report does not wait longer


@dataclass(frozen=True)
class Accepted:
    """So many imported reports were accepted under one batch."""

    batch: uuid.UUID
    count: int
    late: int = 0  # of a month whose quarter is published: they count in the next


def waiting_imports(council: str | None = None) -> QuerySet[Report]:
    """Imported reports that nobody has decided, of one council or of all."""
    decided = ReportStatus.objects.filter(report=OuterRef("pk")).exclude(state=State.WAITING)
    found = Report.objects.filter(~Exists(decided), source=Source.IMPORT)
    return found.filter(council=council) if council else found


def accept_imports(*, by_month: bool, council: str | None, now: datetime.datetime) -> Iterator[Accepted]:
    """Accepts every waiting import, 5,000 to a transaction, all under one batch; tells of each transaction.

    By month, a report counts from the first day of the month it was received in, so that history falls into its own
    quarters, as far as these are not published; else from the day of `now`. Stopped half way, what was told of stands,
    and a second call goes on.
    """
    batch = uuid.uuid4()
    after = uuid.UUID(int=0)
    while rows := _rows_after(after, council):
        for start in range(0, len(rows), DECIDED_AT_ONCE):
            some = rows[start : start + DECIDED_AT_ONCE]
            days = {report_id: received_on.replace(day=1) for report_id, _, received_on in some} if by_month else None
            closed = closed_quarters(council for _, council, _ in some)
            late = sum(closed.holds(council, days[report_id]) for report_id, council, _ in some) if days else 0
            accept_reports([report_id for report_id, _, _ in some], by=None, now=now, accepted_on=days, batch=batch)
            yield Accepted(batch, len(some), late)
        after = rows[-1][0]


def _rows_after(after: uuid.UUID, council: str | None) -> list[tuple[uuid.UUID, str, datetime.date]]:
    """The next reports' ids, councils and days of arrival, by id: memory stays the same for any import."""
    rows = waiting_imports(council).filter(id__gt=after).order_by("id").values_list("id", "council", "received_on")
    return list(rows[:READ_AT_ONCE])
