"""What another copy of this database may have accepted and published: no public figure here counts it again."""

import datetime

from django.db.models import Exists, OuterRef, QuerySet

from reports.intake.models import Report, Source
from reports.intake.shuffling import shuffle_intake
from reports.moderation.models import ReportStatus, Spent, State

_AT_ONCE = 500  # rows of one statement: SQLite takes so many values


def shuffle_before_spending(*, now: datetime.datetime) -> None:
    """Brings in what waits in the queue of a backup: it may have been shuffled, accepted and drawn elsewhere since.

    All that came in before a quarter that is drawn has waited long enough to be due.
    """
    shuffle_intake(now=now)


def spend_what_may_be_drawn(council: str, *, until: datetime.date) -> int:
    """Notes as spent what releases of another copy, up to a day, may have counted and the ones here do not; how many.

    After a restore a report waits again that was accepted since, and published: accepted here, it would be drawn twice.
    It may have been accepted here already, for a later day, before anybody said that this is a copy. So all that had
    come in until that day is spent, but for what stands accepted until then: no draw to come counts that. In the
    caller's transaction.
    """
    return _spent(_counted_later(council, until))


def spend_what_came_again(council: str, *, until: datetime.date) -> int:
    """Notes as spent what was imported since, of months up to that day: a file that was lost is imported again."""
    return _spent(_counted_later(council, until).filter(source=Source.IMPORT))


def _counted_later(council: str, until: datetime.date) -> QuerySet[Report]:
    """What came in until a day, does not stand accepted until then, and is not spent."""
    stands = ReportStatus.objects.filter(report=OuterRef("pk"), state=State.ACCEPTED, accepted_on__lte=until)
    spent = Spent.objects.filter(report=OuterRef("pk"))
    return Report.objects.filter(~Exists(stands), ~Exists(spent), council=council, received_on__lte=until)


def _spent(reports: QuerySet[Report]) -> int:
    ids = list(reports.order_by("pk").values_list("pk", flat=True))
    Spent.objects.bulk_create([Spent(report_id=pk) for pk in ids], batch_size=_AT_ONCE, ignore_conflicts=True)
    return len(ids)
