"""A place's page tells when in the week, how often and what happened; what was deleted is said, never shown as 0."""

import datetime

import pytest
from django.test import Client

from reports.aggregation.rebuilding import rebuild_counts
from reports.aggregation.retained import erase_and_keep_counts
from reports.geography.models import Area
from reports.intake.models import Source
from reports.moderation.expiring import Span
from tests.analyst.conftest import words_of
from tests.analyst.test_place_page import address
from tests.analyst.test_views import signed_in
from tests.factories import IN_WESTBY, TODAY, WESTBY, make_accepted_report

SPRING, SUMMER = datetime.date(2026, 5, 4), datetime.date(2026, 8, 3)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the made-up country."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)


@pytest.fixture
def answered(country: dict[str, Area]) -> None:
    """26 reports of a place, of spring and summer, most of weekend nights; 60 of weekday evenings elsewhere."""
    for number in range(26):
        is_of_spring = number < 4
        make_accepted_report(
            accepted_on=SPRING if is_of_spring else SUMMER,
            received_on=SPRING if is_of_spring else datetime.date(2026, 7, 1),
            band=4 if number < 20 else 6,
            day_kind=2 if number < 18 else 4 if number == 18 else 1,
            frequency=3 if number < 15 else 4,
            incident=3 if number < 6 else 0,
            source=Source.IMPORT if number in (8, 9) else Source.JOURNEY,
        )
    for _number in range(60):
        make_accepted_report(at=(-2.52, 51.42), accepted_on=SUMMER, frequency=2, incident=1)
    rebuild_counts()


@pytest.mark.usefixtures("answered")
def test_a_place_tells_when_in_the_week_how_often_and_what_happened(client: Client) -> None:
    page = signed_in(client, area=WESTBY).get(address(IN_WESTBY))
    given = page.context["given"]
    assert [(label, [(cell.count, cell.stands_out) for cell in cells]) for label, cells in given.week] == [
        ("Morning, 6am to midday", [(0, False)] * 3),
        ("Afternoon, midday to 6pm", [(0, False)] * 3),
        ("Evening, 6pm to midnight", [(0, False)] * 3),
        ("Night, midnight to 6am", [(1, False), (18, True), (0, False)]),
    ]
    assert [(row.label, row.count, row.stands_out) for row in given.often] == [
        ("Once", 0, False),
        ("Sometimes", 0, False),
        ("Always", 15, True),
    ]
    assert [(row.label, row.count, row.stands_out) for row in given.happened] == [
        ("No", 0, False),
        ("Yes, and it was reported", 0, False),
        ("Yes, and it was not reported", 6, True),
    ]
    words = words_of(page)
    for sentence in (
        "Monday to Friday Saturday or Sunday Both",
        "7 reports gave no time or no day.",
        "They came in from May 2026 to July 2026. 2 were imported: only their month is known.",
        "11 reports were not sure how often.",
        "20 reports did not say.",
    ):
        assert sentence in words
    assert "not counted before" not in words


@pytest.mark.usefixtures("answered")
def test_what_was_deleted_is_told_and_is_not_0(client: Client) -> None:
    erase_and_keep_counts(Span(WESTBY, datetime.date(2026, 4, 1), datetime.date(2026, 6, 30)))
    rebuild_counts()
    page = signed_in(client, area=WESTBY).get(address(IN_WESTBY))
    assert "26 reports in the period." in words_of(page)
    assert [cell.count for cell in page.context["given"].week[3][1]] == [1, 14, 0]
    assert (
        "Days of the week, how often and what happened are not counted before July 2026. "
        "4 reports of this place were deleted, and these answers with them."
    ) in words_of(page)


@pytest.mark.usefixtures("answered")
def test_where_nearly_all_was_deleted_there_is_no_table(client: Client) -> None:
    erase_and_keep_counts(Span(WESTBY, datetime.date(2026, 4, 1), datetime.date(2026, 9, 30)))
    rebuild_counts()
    page = signed_in(client, area=WESTBY).get(address(IN_WESTBY))
    words = words_of(page)
    assert "26 reports in the period." in words
    assert "Too few are counted with their day of the week." in words
    assert "26 reports of this place were deleted" in words
    assert page.context["given"].week == []
    assert "How often" not in words
