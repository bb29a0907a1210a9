"""When a route is answered, in UK time: spans of the week as data, and whether one is running now."""

import datetime
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from reports.vocabulary.uk_time import LONDON

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MIDNIGHT = 24 * 60
ALWAYS: Literal["always"] = "always"


@dataclass(frozen=True)
class OpeningSpan:
    """Days of the week (0 is Monday) on which it opens and closes at these minutes after midnight."""

    days: tuple[int, ...]
    opens: int
    closes: int


Spans = tuple[OpeningSpan, ...]
Hours = Spans | Literal["always"] | None  # None: not known


class HasHours(Protocol):
    """Anything with hours, such as a route."""

    @property
    def hours(self) -> Hours:
        """Its hours."""


@dataclass(frozen=True)
class OpeningHours:
    """How a route stands at one moment; the times are UK wall-clock times."""

    state: Literal["always", "open", "closed", "unknown"]
    until: datetime.datetime | None = None  # open: when it closes
    opens: datetime.datetime | None = None  # closed: when it next opens


def hours_of_table(value: object) -> Hours:
    """Hours from a routes file: "always", or a list of { days, from, to }; raises ValueError."""
    if value == ALWAYS:
        return ALWAYS
    if not isinstance(value, list) or not value:
        raise ValueError(f'is {value!r}, not "always" or a list of days and times')
    spans = tuple(_span(table) for table in value)
    taken: list[tuple[int, int, int]] = sorted((day, span.opens, span.closes) for span in spans for day in span.days)
    for earlier, later in itertools.pairwise(taken):
        if earlier[0] == later[0] and later[1] < earlier[2]:
            raise ValueError(f"opens twice at once on {DAYS[later[0]]}")
    return spans


def _span(table: object) -> OpeningSpan:
    if not isinstance(table, dict) or set(table) != {"days", "from", "to"}:
        raise ValueError("has a span that is not { days, from, to }")
    days: Sequence[object] = table["days"] if isinstance(table["days"], list) else ()
    if not days or any(day not in DAYS for day in days):
        raise ValueError(f"has days {table['days']!r}; write a list of {', '.join(DAYS)}")
    opens, closes = _minutes(table["from"]), _minutes(table["to"])
    if opens >= closes:
        raise ValueError(f"closes at {table['to']}, before it opens; write a span for each side of midnight")
    return OpeningSpan(tuple(DAYS.index(str(day)) for day in days), opens, closes)


def _minutes(text: object) -> int:
    if not isinstance(text, str) or not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d|24:00", text):
        raise ValueError(f"has the time {text!r}; write it like 09:30")
    return int(text[:2]) * 60 + int(text[3:])


def is_open(route: HasHours, now: datetime.datetime) -> bool | None:
    """Whether someone answers now; None when the hours are not known. Bank holidays are not looked up."""
    return {"always": True, "open": True, "closed": False, "unknown": None}[opening(route.hours, now).state]


def opening(hours: Hours, now: datetime.datetime) -> OpeningHours:
    """How hours stand at an instant with a time zone, as on an ordinary week's clock in the UK."""
    if hours is None:
        return OpeningHours("unknown")
    if hours == ALWAYS:
        return OpeningHours("always")
    local = now.astimezone(LONDON)
    minute = local.hour * 60 + local.minute
    for span in hours:
        if local.weekday() in span.days and span.opens <= minute < span.closes:
            return OpeningHours("open", until=_at(local, 0, span.closes))
    return OpeningHours("closed", opens=_next(hours, local, minute))


def next_change(all_hours: Iterable[Hours], now: datetime.datetime) -> datetime.datetime:
    """The next instant at which any of these hours may be said in other words: one opens or closes, or a day begins."""
    local = now.astimezone(LONDON)
    spans = [span for hours in all_hours if hours not in (None, ALWAYS) for span in hours]
    minutes = {0, *(minute for span in spans for minute in (span.opens, span.closes))}
    to_come = (_at(local, ahead, minute) for ahead in (0, 1) for minute in minutes)
    return min(instant for instant in to_come if instant.timestamp() > now.timestamp())


def _next(hours: Spans, local: datetime.datetime, minute: int) -> datetime.datetime:
    """The next opening: within eight days, since a week repeats."""
    return min(
        _at(local, ahead, span.opens)
        for ahead in range(8)
        for span in hours
        if (local.weekday() + ahead) % 7 in span.days and (ahead, span.opens) > (0, minute)
    )


def _at(local: datetime.datetime, days_ahead: int, minutes: int) -> datetime.datetime:
    """A wall-clock time some days on: built from the date, so that a change of the clocks does not shift it."""
    day = local.date() + datetime.timedelta(days=days_ahead + minutes // MIDNIGHT)
    return datetime.datetime.combine(day, datetime.time(minutes % MIDNIGHT // 60, minutes % 60), LONDON)
