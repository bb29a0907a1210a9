"""Where it was, by search and map without script; and the help that fits the place and the reasons."""

from typing import Any

import pytest
from django.test import Client

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.models import IncomingReport
from tests import factories
from tests.intake.walking import Reporter, make_places

pytestmark = pytest.mark.usefixtures("fixed_clock")


def test_a_search_with_two_answers_is_a_list_to_choose_from(reporter: Reporter) -> None:
    reporter.start().press("find", q="newton")
    assert "Newton, Westby" in reporter.text
    assert "Newton, Eastby" in reporter.text
    reporter.press("-2.22000,51.44000,3")
    assert "Press the map where the place is" in reporter.text
    reporter.press("in").press("here")
    assert reporter.title == "Why"
    reporter.press("next", one=["layout"]).press("next", one="6").press("skip").press("skip").press("send")
    report = IncomingReport.objects.get()
    assert (report.council_id, report.cell) == (factories.EASTBY, hexgrid.cell_at(-2.22, 51.44))


def test_a_view_too_wide_to_mean_a_place_is_not_chosen(reporter: Reporter) -> None:
    reporter.start().press("map").press("here")
    assert (reporter.response.status_code, reporter.title) == (200, "Where")
    assert "Press “Closer” first" in reporter.text


def test_the_map_moves_by_press_pan_and_list(reporter: Reporter) -> None:
    reporter.start().press("find", q="Westby Cross")
    where = {"s": "where", "a": reporter.sealed}
    pressed = reporter.send(where | {"m.x": "300", "m.y": "20"}).text
    assert "about 700 metres north-east of Westby Cross station, in Westby" in pressed
    reporter.press("s").press("s").press("w").press("w").press("out").press("in")
    assert "south-west of Westby Cross station" in reporter.text
    reporter.press("-2.55000,51.45000,2")
    assert "close to Westby Cross station, in Westby" in reporter.text


def test_the_picture_pressed_by_keyboard_is_no_choice(reporter: Reporter) -> None:
    reporter.start().press("find", q="Westby Cross")
    reporter.send({"s": "where", "a": reporter.sealed, "m.x": "0", "m.y": "0"})
    assert "use the buttons below it" in reporter.text
    assert "close to Westby Cross station" in reporter.text


def test_nothing_found_says_what_to_try(reporter: Reporter) -> None:
    reporter.start().press("find", q="Atlantis")
    assert (reporter.response.status_code, "No place was found." in reporter.text) == (200, True)
    assert "Atlantis" not in reporter.page


def test_the_routes_fit_the_reasons(reporter: Reporter) -> None:
    reporter.start().press("find", q="Newton, Westby").press("in").press("here")
    reporter.press("next", two=["followed"]).press("next", one="3").press("skip").press("skip").press("send")
    followed = reporter.text
    lamp = Reporter(reporter.client).start().press("find", q="Newton, Westby").press("in").press("here")
    lamp.press("next", one=["badly-lit"], three=["transport"])
    lamp.press("next", one="badly-lit").press("next", one="3").press("skip").press("skip").press("send")
    names = ("Emergency", "National Stalking Helpline", "British Transport Police", "The council")
    assert [name in followed for name in names] == [True, True, False, False]
    assert [name in lamp.text for name in names] == [True, False, True, True]


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
    assert "Police, when it can wait" in page


def test_the_routes_are_chosen_for_the_nation_of_the_place_and_the_language_of_the_page(
    client: Client, country: dict[str, Area], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_places()
    asked = []

    def note(**choice: Any) -> list[Any]:
        asked.append(choice)
        return []

    monkeypatch.setattr("reports.intake.journey.choose_routes", note)
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
        {"nation": "E", "needs": frozenset({"council"}), "language": "en", "at_railway": True},
        {"nation": "W", "needs": frozenset({"stalking"}), "language": "cy", "at_railway": True},
    ]
