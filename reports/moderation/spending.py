"""What another copy of this database may have accepted and published: no public figure here counts it again."""

import datetime

from django.db.models import Exists, OuterRef

from reports.intake.mixing import mix_intake
from reports.intake.models import Report
from reports.moderation.models import Spent, Standing, State

_AT_ONCE = 500  # rows of one statement: SQLite takes so many values


def mix_before_spending(*, now: datetime.datetime) -> None:
    """Brings in what waits in the queue of a backup: it may have been mixed, accepted and drawn elsewhere since.

    All that came in before a quarter that is drawn has waited long enough to be due.
    """
    mix_intake(now=now)


def spend_what_may_be_drawn(council: str, *, until: datetime.date) -> int:
    """Notes as spent what releases of another copy, up to a day, may have counted and the ones here do not; how many.

    After a restore a report waits again that was accepted since, and published: accepted here, it would be drawn twice.
    It may have been accepted here already, for a later day, before anybody said that this is a copy. So all that had
    come in until that day is spent, but for what stands accepted until then: no draw to come counts that. In the
    caller's transaction.
    """
    stands = Standing.objects.filter(report=OuterRef("pk"), state=State.ACCEPTED, accepted_on__lte=until)
    found = Report.objects.filter(
        ~Exists(stands), ~Exists(Spent.objects.filter(report=OuterRef("pk"))), council=council, received_on__lte=until
    )
    ids = list(found.order_by("pk").values_list("pk", flat=True))
    Spent.objects.bulk_create([Spent(report_id=pk) for pk in ids], batch_size=_AT_ONCE, ignore_conflicts=True)
    return len(ids)
