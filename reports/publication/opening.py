"""open_service(): where, and since when, the service takes reports. Nothing is published of what lies before.

The operator says it. A rule that looked for the first report would tell of that report: its council and its quarter.
"""

import datetime

from reports.geography.models import Area
from reports.publication.models import Opening


def open_service(area: Area, *, on: datetime.date) -> None:
    """Says that reports are taken in an area, and all within it, since a day; a day said before is replaced."""
    Opening.objects.update_or_create(area=area, defaults={"opened_on": on})


def opened_on(council: Area) -> datetime.date | None:
    """Since when reports are taken there, the earliest said of it, its force or its nation; None: nobody said it."""
    force = council.parent
    over = [council.pk, council.parent_id, force.parent_id if force else None]
    found = Opening.objects.filter(area__in=[code for code in over if code]).order_by("opened_on").first()
    return found.opened_on if found else None


def openings() -> list[Opening]:
    """All that was said, by day."""
    return list(Opening.objects.select_related("area").defer("area__boundary").order_by("opened_on", "area__name"))
