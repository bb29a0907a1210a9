"""Hours and languages in words."""

import datetime

import pytest

from reports.guidance.routes import Route, all_routes
from reports.guidance.wording import days_in_words, hours_in_words, languages_in_words, open_now_in_words, time_in_words
from reports.vocabulary.uk_time import LONDON

ROUTES: dict[str, Route] = {route.id: route for route in all_routes()}


def at(text: str) -> datetime.datetime:
    """An instant by the clock in the UK."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "midnight"),
        (1, "12:01am"),
        (570, "9:30am"),
        (720, "midday"),
        (725, "12:05pm"),
        (960, "4pm"),
        (1440, "midnight"),
    ],
)
def test_a_time_is_said_as_people_say_it(minutes: int, words: str) -> None:
    """Twelve hours; noon and midnight by name."""
    assert time_in_words(minutes) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((0, 1, 2, 3, 4, 5, 6), "Every day"),
        ((0, 1, 2, 3), "Monday to Thursday"),
        ((0, 1, 3, 4), "Monday, Tuesday, Thursday and Friday"),
        ((5, 6), "Saturday and Sunday"),
        ((2,), "Wednesday"),
    ],
)
def test_days_are_said_shortly(days: tuple[int, ...], words: str) -> None:
    """A run of three or more as first to last."""
    assert days_in_words(days) == words


def test_the_hours_of_the_stalking_helpline_in_words() -> None:
    """A line for each span."""
    assert hours_in_words(ROUTES["national-stalking-helpline"].hours) == [
        "Monday, Tuesday, Thursday and Friday: 9:30am to 4pm",
        "Wednesday: 1pm to 4pm",
    ]
    assert hours_in_words("always") == ["24 hours a day, every day"]
    assert hours_in_words(None) == []


@pytest.mark.parametrize(
    ("route", "now", "words"),
    [
        ("emergency", "2026-12-25 03:00", "Open now, 24 hours a day"),
        ("victim-support", "2026-11-20 03:00", "Should be open now, 24 hours a day"),
        ("revenge-porn-helpline", "2026-11-20 12:00", "Open now, until 4pm"),
        ("revenge-porn-helpline", "2026-11-20 08:00", "Closed now. Opens today at 10am"),
        ("revenge-porn-helpline", "2026-11-19 18:00", "Closed now. Opens tomorrow at 10am"),
        ("revenge-porn-helpline", "2026-11-20 16:00", "Closed now. Opens on Monday at 10am"),
        ("national-stalking-helpline", "2026-11-20 12:00", "Should be open now, until 4pm"),
        ("rape-crisis-scotland", "2026-11-20 23:00", "Should be open now, until midnight"),
        ("paladin", "2026-11-20 12:00", ""),
        ("crimestoppers", "2026-11-20 12:00", ""),
    ],
)
def test_open_now_is_said_only_where_the_hours_are_known(route: str, now: str, words: str) -> None:
    """Old hours say «should be»; unknown hours say nothing."""
    assert open_now_in_words(ROUTES[route], at(now)) == words


@pytest.mark.parametrize(
    ("route", "words"),
    [
        ("live-fear-free", "Welsh and English, and interpreters"),
        ("scotland-domestic-abuse", "Interpreters available"),
        ("stop-it-now", "English and Welsh"),
        ("paladin", ""),
    ],
)
def test_languages_are_said_only_where_known(route: str, words: str) -> None:
    """In the order of the file."""
    assert languages_in_words(ROUTES[route]) == words
