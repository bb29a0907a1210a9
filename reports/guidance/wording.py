"""A route's hours and languages in words, in the language of the page."""

import datetime

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from reports.guidance.hours import ALWAYS, MIDNIGHT, Hours, opening
from reports.guidance.routes import Route
from reports.vocabulary.uk_time import LONDON

EVENING = 18
DAY_NAMES = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)


def time_in_words(minutes: int) -> str:
    """4pm, 9:30am, noon, midnight, from minutes after midnight."""
    hour, minute = divmod(minutes % MIDNIGHT, 60)
    if minute == 0 and hour in {0, 12}:
        return _("midday") if hour else _("midnight")
    clock = f"{(hour - 1) % 12 + 1}" + (f":{minute:02}" if minute else "")
    if hour < 12:
        return _("%(time)sam") % {"time": clock}
    # Welsh tells the afternoon from the evening.
    return (pgettext("afternoon", "%(time)spm") if hour < EVENING else _("%(time)spm")) % {"time": clock}


def days_in_words(days: tuple[int, ...]) -> str:
    """«Every day», «Monday to Friday», or the days by name."""
    if len(days) == 7:
        return _("Every day")
    names = [str(DAY_NAMES[day]) for day in days]
    if len(days) > 2 and list(days) == list(range(days[0], days[-1] + 1)):
        return _("%(first)s to %(last)s") % {"first": names[0], "last": names[-1]}
    if len(names) == 1:
        return names[0]
    return _("%(days)s and %(last)s") % {"days": ", ".join(names[:-1]), "last": names[-1]}


def hours_in_words(hours: Hours) -> list[str]:
    """A line for each span of the week; empty where the hours are not known."""
    if hours is None:
        return []
    if hours == ALWAYS:
        return [_("24 hours a day, every day")]
    return [
        _("%(days)s: %(opens)s to %(closes)s")
        % {
            "days": capfirst(days_in_words(span.days)),
            "opens": time_in_words(span.opens),
            "closes": time_in_words(span.closes),
        }
        for span in hours
    ]


def open_now_in_words(route: Route, now: datetime.datetime) -> str:
    """Whether someone answers at an instant; empty where the hours are not known.

    «Should be» and «we think» where the hours are from an older page or were not checked lately: a line that is
    said to be closed is not called.
    """
    state = opening(route.hours, now)
    is_sure = not route.hours_as_of and not route.is_stale(on=now.astimezone(LONDON).date())
    if state.state == "unknown":
        return ""
    if state.state == "always":
        return _("Open now, 24 hours a day") if is_sure else _("Should be open now, 24 hours a day")
    if state.until:
        until = {"time": _clock(state.until)}
        return (_("Open now, until %(time)s") if is_sure else _("Should be open now, until %(time)s")) % until
    assert state.opens
    opens = {"when": _when(state.opens, now)}
    if is_sure:
        return _("Closed now. Opens %(when)s") % opens
    return _("We think it is closed now. It should open %(when)s") % opens


def check_in_words(route: Route, now: datetime.datetime) -> str:
    """That the details of a route were not compared with its own page lately, or ever; empty where they were."""
    if not route.is_stale(on=now.astimezone(LONDON).date()):
        return ""
    if not route.last_checked:
        return _("We have not checked these details with the service itself.")
    day = {"day": date_format(route.last_checked, "j F Y")}
    return _("We last checked these details on %(day)s. They may have changed.") % day


def languages_in_words(route: Route) -> str:
    """«Welsh and English», with interpreters where there are; empty where not known."""
    names = {
        (): "",
        ("en",): _("English"),
        ("cy",): _("Welsh"),
        ("en", "cy"): _("English and Welsh"),
        ("cy", "en"): _("Welsh and English"),
    }
    spoken = names[tuple(dict.fromkeys(route.languages))]
    if not route.interpreters:
        return spoken
    return _("%(languages)s, and interpreters") % {"languages": spoken} if spoken else _("Interpreters available")


def _clock(moment: datetime.datetime) -> str:
    return time_in_words(moment.hour * 60 + moment.minute)


def _when(opens: datetime.datetime, now: datetime.datetime) -> str:
    ahead = (opens.date() - now.astimezone(LONDON).date()).days
    if ahead == 0:
        day = _("today")
    elif ahead == 1:
        day = _("tomorrow")
    else:
        day = _("on %(day)s") % {"day": DAY_NAMES[opens.weekday()]}
    return _("%(day)s at %(time)s") % {"day": day, "time": _clock(opens)}
