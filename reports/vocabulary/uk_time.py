"""UK time: the zone of opening hours, of publication, and of the day on which something is received."""

import datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def day_in_london(now: datetime.datetime) -> datetime.date:
    """The day it is in London at that instant."""
    return now.astimezone(LONDON).date()
