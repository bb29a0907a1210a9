"""How many reports a day brought, and how many a month took back: for the night's figures alone, never for a page."""

import datetime

from django.db import transaction

from reports.intake.models import IncomingReport, Report, Source, TakenBack
from reports.staff.row_level_security import everything_seen


def received_on(day: datetime.date) -> int:
    """The reports of the journey that came on a day, shuffled or not."""
    with transaction.atomic(), everything_seen():
        waiting = IncomingReport.objects.filter(received_on=day).count()
        return waiting + Report.objects.filter(received_on=day, source=Source.JOURNEY).count()


def deleted_in_month(month: datetime.date) -> int:
    """The reports that were deleted by their words in a month, named by its first day."""
    return TakenBack.objects.filter(month=month).count()
