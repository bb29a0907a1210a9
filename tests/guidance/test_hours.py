"""Open or closed, by the clock in the UK, in summer and in winter."""

import datetime
from dataclasses import dataclass

import pytest

from reports.guidance.hours import Hours, OpeningHours, hours_of_table, is_open, opening
from reports.vocabulary.uk_time import LONDON

HELPLINE = hours_of_table(
    [
        {"days": ["mon", "tue", "thu", "fri"], "from": "09:30", "to": "16:00"},
        {"days": ["wed"], "from": "13:00", "to": "16:00"},
    ]
)
EVENINGS = hours_of_table([{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "18:00", "to": "24:00"}])


@dataclass(frozen=True)
class Line:
    """Something with hours."""

    hours: Hours


def utc(text: str) -> datetime.datetime:
    """An instant in UTC."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


def uk(text: str) -> datetime.datetime:
    """An instant by the clock in the UK."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # 20 November 2026 is a Friday, in winter: UTC is the clock on the wall.
        ("2026-11-20 09:29", False),
        ("2026-11-20 09:30", True),
        ("2026-11-20 15:59", True),
        ("2026-11-20 16:00", False),
        ("2026-11-18 12:59", False),  # a Wednesday
        ("2026-11-18 13:00", True),
        ("2026-11-21 12:00", False),  # a Saturday
        # 15 July 2026 is a Wednesday, 16 July a Thursday, in summer: the wall is an hour ahead of UTC.
        ("2026-07-16 08:29", False),
        ("2026-07-16 08:30", True),
        ("2026-07-16 14:59", True),
        ("2026-07-16 15:00", False),
        ("2026-07-15 11:59", False),
        ("2026-07-15 12:00", True),
    ],
)
def test_open_follows_the_clock_on_the_wall(now: str, expected: bool) -> None:
    """BST and GMT."""
    assert is_open(Line(HELPLINE), utc(now)) is expected


@pytest.mark.parametrize(
    ("hours", "now", "expected"),
    [
        ("always", "2026-12-25 03:00", OpeningHours("always")),
        (None, "2026-11-20 12:00", OpeningHours("unknown")),
        (HELPLINE, "2026-11-20 12:00", OpeningHours("open", until=uk("2026-11-20 16:00"))),
        (HELPLINE, "2026-11-20 08:00", OpeningHours("closed", opens=uk("2026-11-20 09:30"))),
        (HELPLINE, "2026-11-20 16:00", OpeningHours("closed", opens=uk("2026-11-23 09:30"))),
        (HELPLINE, "2026-11-17 20:00", OpeningHours("closed", opens=uk("2026-11-18 13:00"))),
        (EVENINGS, "2026-11-20 23:59", OpeningHours("open", until=uk("2026-11-21 00:00"))),
        (EVENINGS, "2026-11-21 00:00", OpeningHours("closed", opens=uk("2026-11-21 18:00"))),
        # The clocks go back in the night to Sunday 25 October 2026: opening stays at the same time on the wall.
        (HELPLINE, "2026-10-24 12:00", OpeningHours("closed", opens=uk("2026-10-26 09:30"))),
    ],
)
def test_an_opening_says_until_when_or_from_when(hours: Hours, now: str, expected: OpeningHours) -> None:
    """Whole results."""
    assert opening(hours, uk(now)) == expected


def test_a_line_open_on_one_day_a_week_opens_again_a_week_later() -> None:
    """The search for the next opening goes round the whole week."""
    sundays = hours_of_table([{"days": ["sun"], "from": "10:00", "to": "12:00"}])
    assert opening(sundays, uk("2026-11-22 12:00")) == OpeningHours("closed", opens=uk("2026-11-29 10:00"))


@pytest.mark.parametrize(
    ("hours", "fault"),
    [
        ("24/7", 'not "always"'),
        ([], 'not "always"'),
        ([{"days": ["mon"], "from": "09:00"}], "a span that is not"),
        ([{"days": ["mon"], "from": "09:00", "to": "10:00", "note": "x"}], "a span that is not"),
        ([{"days": ["Monday"], "from": "09:00", "to": "10:00"}], "has days"),
        ([{"days": [], "from": "09:00", "to": "10:00"}], "has days"),
        ([{"days": ["mon"], "from": "9:00", "to": "10:00"}], "has the time '9:00'"),
        ([{"days": ["mon"], "from": "09:00", "to": "25:00"}], "has the time '25:00'"),
        ([{"days": ["mon"], "from": "22:00", "to": "02:00"}], "before it opens"),
        (
            [{"days": ["mon"], "from": "09:00", "to": "12:00"}, {"days": ["mon"], "from": "11:00", "to": "13:00"}],
            "opens twice at once on mon",
        ),
    ],
)
def test_hours_that_make_no_sense_are_refused(hours: object, fault: str) -> None:
    """Each with its reason."""
    with pytest.raises(ValueError, match=fault):
        hours_of_table(hours)
