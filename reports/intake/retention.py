"""How a report ends: first coarser, then gone. Which ones, the later stages say; what is done to them stands here."""

import calendar
import datetime

from django.db.models import F, QuerySet

from reports.geography import hexgrid
from reports.intake.models import Report

# After the publication of the map that counted it: nothing public needs the fine place or the day any more, and a
# fault in the map would have been seen.
COARSENS_AFTER = datetime.timedelta(days=30)
# Counted from the month it came in: a coarse report knows no day.
KEPT_MONTHS = 24
# Long enough to answer for a rejection and to see that a burst comes back; no count needs it.
REJECTED_KEPT = datetime.timedelta(days=90)
_AT_ONCE = 500  # rows of one statement: SQLite takes so many values


def coarsen_reports(reports: QuerySet[Report]) -> int:
    """Leaves of each report the res 10 cell and the month it came in, and takes its code away; how many changed."""
    keep, fill = hexgrid.masks_of_parent(hexgrid.PARTNER_RESOLUTION)
    fine = reports.filter(cell__range=hexgrid.range_of_resolution(hexgrid.REPORT_RESOLUTION))
    months = {day.replace(day=1) for day in fine.values_list("received_on", flat=True).distinct()}
    return sum(
        fine.filter(received_on__range=(month, last_of_month(month))).update(
            cell=F("cell").bitand(keep).bitor(fill), received_on=month, withdrawal_mark=None
        )
        for month in sorted(months)
    )


def erase_reports(reports: QuerySet[Report]) -> int:
    """Deletes reports and where they stood; how many. What was decided stays, under ids that lead nowhere."""
    _, deleted = reports.delete()
    return deleted.get(Report._meta.label, 0)


def freeze_codes(reports: QuerySet[Report], *, council: str) -> int:
    """Takes the marks of withdrawal codes from those of a council's reports whose numbers are published; how many."""
    # Found by their index first: a database of imports has hundreds of thousands of reports and hardly a mark. And of
    # this council alone: each of 361 councils would else go through the marks of the whole country.
    marked = list(Report.objects.filter(withdrawal_mark__isnull=False, council=council).values_list("pk", flat=True))
    parts = (marked[start : start + _AT_ONCE] for start in range(0, len(marked), _AT_ONCE))
    return sum(reports.filter(pk__in=part).update(withdrawal_mark=None) for part in parts)


def last_day_to_erase(today: datetime.date) -> datetime.date:
    """Reports that came in until this day have had their time."""
    month = today.year * 12 + today.month - 1 - KEPT_MONTHS
    return last_of_month(datetime.date(month // 12, month % 12 + 1, 1))


def last_of_month(day: datetime.date) -> datetime.date:
    """The last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
