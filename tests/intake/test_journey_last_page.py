"""The last page of the report: whose numbers stand there, by what was told and where the place is."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reports.geography.models import Area
from tests import factories
from tests.intake.walking import Reporter, make_places

pytestmark = pytest.mark.usefixtures("fixed_clock")


def test_the_routes_fit_the_reasons(reporter: Reporter) -> None:
    reporter.start().press("find", q="Newton, Westby").press("in").press("here")
    reporter.press("next", two=["followed"]).press("next", one="3").press("skip").press("skip").press("send")
    followed = reporter.text
    light = Reporter(reporter.client).start().press("find", q="Newton, Westby").press("in").press("here")
    light.press("next", one=["badly-lit"], three=["transport"])
    light.press("next", one="badly-lit").press("next", one="3").press("skip").press("skip").press("send")
    names = ("Emergency", "National Stalking Helpline", "British Transport Police", "The council")
    assert [name in followed for name in names] == [True, True, False, False]
    assert [name in light.text for name in names] == [True, False, True, True]


BTP = ("British Transport Police", "61016", "0800 40 50 40")


def followed_at(reporter: Reporter, query: str) -> str:
    """The last page of somebody who was followed there, and said nothing of trains."""
    reporter.start().press("find", q=query).press("in").press("here").press("next", two=["followed"])
    return reporter.press("next", one="3").press("skip").press("skip").press("send").text


@pytest.mark.parametrize("query", ["Westby Cross", "Llan Halt", "Westby Cross station"])
def test_a_place_at_a_station_has_the_railways_police(reporter: Reporter, query: str) -> None:
    page = followed_at(reporter, query)
    assert [words for words in ("National Stalking Helpline", *BTP) if words not in page] == []
    assert page.index("National Stalking Helpline") < page.index("British Transport Police")  # nobody spoke of trains


def test_a_place_away_from_stations_does_not(reporter: Reporter) -> None:
    page = followed_at(reporter, "Newton, Westby")
    assert [words for words in BTP if words in page] == []


def test_a_station_in_northern_ireland_has_its_own_police_alone(client: Client, country: dict[str, Area]) -> None:
    """British Transport Police do not serve there; 101 leads to those who do."""
    make_places()
    Area.objects.filter(code=factories.WESTBY).update(code="N09000901")
    page = followed_at(Reporter(client), "Westby Cross")
    assert [words for words in BTP if words in page] == []
    assert "Police (non-emergency)" in page


def test_the_routes_are_chosen_for_the_nation_of_the_place_and_the_language_of_the_page(
    client: Client, country: dict[str, Area], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_places()
    asked = []

    def note(**choice: Any) -> list[Any]:
        asked.append(choice)
        return []

    monkeypatch.setattr("reports.intake.pages.choose_routes", note)
    Reporter(client).to_check().press("send")
    wales = (
        Reporter(client, "/cy/report")
        .start()
        .press("find", q="Llan Halt")
        .press("here")
        .press("next", two=["followed"])
    )
    wales.press("next", one="3").press("skip").press("skip").press("send")
    assert asked == [
        {"nation": "E", "needs": frozenset({"council"}), "language": "en", "at_railway": True, "now": timezone.now()},
        {"nation": "W", "needs": frozenset({"stalking"}), "language": "cy", "at_railway": True, "now": timezone.now()},
    ]


@pytest.mark.parametrize(
    ("now", "names", "said"),
    [
        (
            datetime.datetime(2026, 11, 21, 3, tzinfo=datetime.UTC),
            ["Emergency", "Victim Support", "Paladin", "National Stalking Helpline"],
            "We think it is closed now. It should open on Monday at 9:30am",
        ),
        (
            datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC),
            ["Emergency", "National Stalking Helpline", "Paladin"],
            "Should be open now, until 4pm",
        ),
    ],
)
def test_at_night_no_closed_line_comes_first(
    reporter: Reporter, monkeypatch: pytest.MonkeyPatch, now: datetime.datetime, names: list[str], said: str
) -> None:
    """Saturday at three, Friday at midday: who answers then comes right after 999."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    page = followed_at(reporter, "Newton, Westby").split("Who can help")[1].split("Police (non-emergency)")[0]
    every = ("Emergency", "National Stalking Helpline", "Paladin", "Victim Support")
    assert sorted((name for name in every if name in page), key=page.index) == names
    assert said in page
