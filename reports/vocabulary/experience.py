"""What a report may say of when a place feels unsafe and what happened; the numbers are stored and never change."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class TimeOfDay(models.IntegerChoices):
    """Part of the day the place felt unsafe."""

    MORNING = 1, "06-12"
    AFTERNOON = 2, "12-18"
    EVENING = 3, "18-24"
    NIGHT = 4, "00-06"
    ANY = 5, "any"
    NOT_SURE = 6, "not-sure"


class DayKind(models.IntegerChoices):
    """Weekday or weekend."""

    WEEKDAY = 1, "weekday"
    WEEKEND = 2, "weekend"
    BOTH = 3, "both"
    NOT_SURE = 4, "not-sure"


class Frequency(models.IntegerChoices):
    """How often the place felt unsafe."""

    ONCE = 1, "once"
    SOMETIMES = 2, "sometimes"
    ALWAYS = 3, "always"
    NOT_SURE = 4, "not-sure"


class Incident(models.IntegerChoices):
    """Whether something happened, and whether it was reported."""

    UNANSWERED = 0, "unanswered"
    NONE = 1, "no"
    REPORTED = 2, "yes-reported"
    NOT_REPORTED = 3, "yes-not-reported"
    NOT_SURE = 4, "not-sure"


REAL_TIMES = 4  # the first four are parts of the day; any time and not sure are no part of it

TIMES_OF_DAY: "dict[TimeOfDay, _StrPromise]" = {
    TimeOfDay.MORNING: _("Morning, 6am to midday"),
    TimeOfDay.AFTERNOON: _("Afternoon, midday to 6pm"),
    TimeOfDay.EVENING: _("Evening, 6pm to midnight"),
    TimeOfDay.NIGHT: _("Night, midnight to 6am"),
    TimeOfDay.ANY: _("Any time of day"),
    TimeOfDay.NOT_SURE: _("Not sure"),
}
DAY_KINDS: "dict[DayKind, _StrPromise]" = {
    DayKind.NOT_SURE: _("Not sure"),
    DayKind.WEEKDAY: _("Monday to Friday"),
    DayKind.WEEKEND: _("Saturday or Sunday"),
    DayKind.BOTH: _("Both"),
}
FREQUENCIES: "dict[Frequency, _StrPromise]" = {
    Frequency.NOT_SURE: _("Not sure"),
    Frequency.ONCE: _("Once"),
    Frequency.SOMETIMES: _("Sometimes"),
    Frequency.ALWAYS: _("Always"),
}
INCIDENTS: "dict[Incident, _StrPromise]" = {
    Incident.NONE: pgettext_lazy("did something happen", "No"),  # Welsh has another no for each question
    Incident.REPORTED: _("Yes, and it was reported"),
    Incident.NOT_REPORTED: _("Yes, and it was not reported"),
    Incident.NOT_SURE: _("Not sure"),
}
