"""Quarters, their closing days and their one instant of publication."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.publication import quarters


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (datetime.date(2026, 1, 1), "2026-Q1"),
        (datetime.date(2026, 3, 31), "2026-Q1"),
        (datetime.date(2026, 4, 1), "2026-Q2"),
        (datetime.date(2026, 9, 30), "2026-Q3"),
        (datetime.date(2026, 12, 31), "2026-Q4"),
    ],
)
def test_a_day_belongs_to_its_calendar_quarter(day: datetime.date, quarter: str) -> None:
    """The first and the last days."""
    assert quarters.quarter_of(day) == quarter


@pytest.mark.parametrize(
    ("quarter", "closes", "instant"),
    [
        ("2026-Q3", datetime.date(2026, 10, 14), datetime.datetime(2026, 10, 20, 8, 30, tzinfo=datetime.UTC)),
        ("2026-Q4", datetime.date(2027, 1, 14), datetime.datetime(2027, 1, 19, 9, 30, tzinfo=datetime.UTC)),
        # Closes on a Tuesday: published on the next one, not on the same day.
        ("2024-Q4", datetime.date(2025, 1, 14), datetime.datetime(2025, 1, 21, 9, 30, tzinfo=datetime.UTC)),
    ],
)
def test_a_quarter_is_published_on_the_first_tuesday_after_it_has_closed(
    quarter: str, closes: datetime.date, instant: datetime.datetime
) -> None:
    """09:30 in London, summer and winter."""
    assert quarters.closes_on(quarter) == closes
    assert quarters.publication_instant(quarter) == instant


@pytest.mark.parametrize("text", ["2026-Q5", "2026-Q0", "26-Q1", "2026Q1", "2026-q1", "2026-Q1 ", "", "３026-Q1"])
def test_a_text_that_is_no_quarter_is_refused(text: str) -> None:
    """Loudly."""
    with pytest.raises(quarters.NotAQuarter):
        quarters.first_day(text)


@given(st.dates(datetime.date(1980, 1, 1), datetime.date(2200, 1, 1)))
def test_a_day_lies_between_the_ends_of_its_quarter(day: datetime.date) -> None:
    """And the quarters before and after are neighbours."""
    quarter = quarters.quarter_of(day)
    assert quarters.first_day(quarter) <= day <= quarters.last_day(quarter)
    assert quarters.preceding(quarters.following(quarter)) == quarter
    assert quarters.first_day(quarters.following(quarter)) == quarters.last_day(quarter) + datetime.timedelta(days=1)


def test_the_latest_publishable_quarter_changes_at_the_instant() -> None:
    """Not a minute before."""
    instant = quarters.publication_instant("2026-Q3")
    assert quarters.latest_publishable(instant) == "2026-Q3"
    assert quarters.latest_publishable(instant - datetime.timedelta(minutes=1)) == "2026-Q2"
