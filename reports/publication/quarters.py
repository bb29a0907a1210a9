"""Quarters: which one a day belongs to, when it closes, and the one instant at which it is published."""

import datetime
import re

from reports.vocabulary.uk_time import LONDON

GRACE = datetime.timedelta(days=14)  # for the last decisions of the quarter, and for a second look at them
PUBLICATION_TIME = datetime.time(9, 30, tzinfo=LONDON)
_TUESDAY = 1
_NAME = re.compile(r"([12]\d{3})-Q([1-4])", re.ASCII)


class NotAQuarter(ValueError):
    """A text that is no quarter: write 2026-Q3."""


def quarter_of(day: datetime.date) -> str:
    """The quarter that holds a day, as 2026-Q3."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def first_day(quarter: str) -> datetime.date:
    """The day a quarter begins; raises NotAQuarter."""
    found = _NAME.fullmatch(quarter)
    if not found:
        raise NotAQuarter(quarter)
    return datetime.date(int(found[1]), int(found[2]) * 3 - 2, 1)


def last_day(quarter: str) -> datetime.date:
    """The day a quarter ends; raises NotAQuarter."""
    return first_day(following(quarter)) - datetime.timedelta(days=1)


def following(quarter: str) -> str:
    """The next quarter; raises NotAQuarter."""
    return quarter_of(first_day(quarter) + datetime.timedelta(days=93))


def preceding(quarter: str) -> str:
    """The quarter before; raises NotAQuarter."""
    return quarter_of(first_day(quarter) - datetime.timedelta(days=1))


def from_to(first: str, last: str) -> tuple[str, ...]:
    """Every quarter from one to another, both included; raises NotAQuarter."""
    found = [first]
    while found[-1] < last:
        found.append(following(found[-1]))
    return tuple(found)


def pairs_since(day: datetime.date) -> tuple[tuple[str, str], ...]:
    """The three quarters after the one that holds a day, each behind the same quarter of the year before.

    Three, and not that of the day itself: a fourth would be compared with the quarter in which the day lies.
    """
    after = from_to(following(quarter_of(day)), following(following(following(quarter_of(day)))))
    return tuple((f"{int(quarter[:4]) - 1}{quarter[4:]}", quarter) for quarter in after)


def closes_on(quarter: str) -> datetime.date:
    """The day on which a quarter's input is final: its last day and the days of grace; raises NotAQuarter."""
    return last_day(quarter) + GRACE


def publication_instant(quarter: str) -> datetime.datetime:
    """The first Tuesday after the quarter has closed, 09:30 in London, as UTC; raises NotAQuarter.

    Fixed in advance, so that the hour of a publication tells nothing.
    """
    day = closes_on(quarter) + datetime.timedelta(days=1)
    day += datetime.timedelta(days=(_TUESDAY - day.weekday()) % 7)
    return datetime.datetime.combine(day, PUBLICATION_TIME).astimezone(datetime.UTC)


def latest_publishable(now: datetime.datetime) -> str:
    """The newest quarter whose instant has come."""
    quarter = quarter_of(now.date())
    while publication_instant(quarter) > now:
        quarter = preceding(quarter)
    return quarter
