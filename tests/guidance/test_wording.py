"""Hours and languages in words."""

import datetime

import pytest
from django.utils import translation

from reports.guidance.routes import Route, all_routes
from reports.guidance.wording import (
    check_in_words,
    days_in_words,
    hours_in_words,
    languages_in_words,
    open_now_in_words,
    time_in_words,
)
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
        ("rape-crisis-scotland", "2026-11-20 17:00", "Should be open now, until midnight"),
        ("rape-crisis-scotland", "2026-11-20 16:59", "We think it is closed now. It should open today at 5pm"),
        ("paladin", "2026-11-20 12:00", ""),
        ("crimestoppers", "2026-11-20 12:00", ""),
        # not confirmed lately: closed is softened as open is
        ("national-stalking-helpline", "2026-11-20 03:00", "We think it is closed now. It should open today at 9:30am"),
        ("karma-nirvana", "2026-11-21 03:00", "We think it is closed now. It should open on Monday at 9am"),
        ("childline", "2026-11-21 03:00", "Should be open now, 24 hours a day"),
        # checked on 20 November 2026: half a year later nobody knows for sure
        ("revenge-porn-helpline", "2027-05-19 12:00", "Open now, until 4pm"),
        ("revenge-porn-helpline", "2027-05-20 12:00", "Should be open now, until 4pm"),
        ("revenge-porn-helpline", "2027-05-20 08:00", "We think it is closed now. It should open today at 10am"),
        ("emergency", "2027-05-20 12:00", "Should be open now, 24 hours a day"),
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
        ("childline", "English and Welsh"),
        ("paladin", ""),
    ],
)
def test_languages_are_said_only_where_known(route: str, words: str) -> None:
    """In the order of the file."""
    assert languages_in_words(ROUTES[route]) == words


@pytest.mark.parametrize(
    ("route", "now", "words"),
    [
        ("galop", "2026-11-27 12:00", ""),
        ("galop", "2027-05-26 12:00", ""),
        ("galop", "2027-05-27 12:00", "We last checked these details on 27 November 2026. They may have changed."),
        ("paladin", "2026-11-27 12:00", "We have not checked these details with the service itself."),
    ],
)
def test_an_old_check_is_said(route: str, now: str, words: str) -> None:
    """From the 181st day; and always where nobody compared it with its own page."""
    assert check_in_words(ROUTES[route], at(now)) == words


@pytest.mark.parametrize(
    ("route", "lines"),
    [
        (
            "national-stalking-helpline",
            ["Dydd Llun, dydd Mawrth, dydd Iau a dydd Gwener: 9:30yb i 4yp", "Dydd Mercher: 1yp i 4yp"],
        ),
        ("karma-nirvana", ["Dydd Llun i ddydd Gwener: 9yb i 5yp"]),
        ("stop-it-now", ["Dydd Llun i ddydd Iau: 9yb i 9yh", "Dydd Gwener: 9yb i 5yp"]),
        ("rape-crisis-scotland", ["Bob dydd: 5yp i hanner nos"]),
    ],
)
def test_hours_in_welsh(route: str, lines: list[str]) -> None:
    """Days with their «dydd», and the afternoon told from the evening."""
    with translation.override("cy"):
        assert hours_in_words(ROUTES[route].hours) == lines


def test_languages_and_days_to_come_in_welsh() -> None:
    with translation.override("cy"):
        assert languages_in_words(ROUTES["childline"]) == "Saesneg a Chymraeg"
        assert languages_in_words(ROUTES["live-fear-free"]) == "Cymraeg a Saesneg, a dehonglwyr"
        closed = open_now_in_words(ROUTES["revenge-porn-helpline"], at("2026-11-20 16:00"))
    assert closed == "Ar gau nawr. Yn agor ddydd Llun am 10yb"
