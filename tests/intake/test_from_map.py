"""A report begun at a hexagon of the public map: its place leads to the first question's map, and to no address."""

import datetime

import pytest
from django.test import Client

from reports.geography.map_positions import TOWN_ZOOM
from reports.intake import from_map, place_map
from tests.factories import IN_WESTBY, NOW
from tests.intake.walking import ADDRESS, Reporter

pytestmark = pytest.mark.usefixtures("fixed_clock")
AT = f"{IN_WESTBY[0]},{IN_WESTBY[1]}"


def begun_at(reporter: Reporter, place: str) -> Reporter:
    """The opening page as it answers the map's form."""
    return reporter.send({"s": "map", "at": place})


def test_it_begins_at_the_text_on_safety_and_leads_to_the_map_of_that_place(reporter: Reporter) -> None:
    begun_at(reporter, AT)
    assert reporter.heading == "Tell us about a place that feels unsafe"
    assert "Call 999" in reporter.text
    assert AT.partition(",")[0] not in reporter.page  # it travels sealed
    reporter.send({"s": "start", "h": reporter.hidden("h")})
    assert reporter.heading == "Where is the place?"
    assert "The centre of the map is close to Westby Cross station, in Westby." in reporter.text


def test_a_page_with_a_script_of_its_own_key_goes_on_with_it(reporter: Reporter) -> None:
    begun_at(reporter, AT)
    reporter.key = "0123456789abcdef"
    reporter.send({"s": "start", "h": reporter.hidden("h")})
    assert "close to Westby Cross station" in reporter.text
    reporter.press("in").press("here")
    assert reporter.heading == "What makes it feel unsafe?"


@pytest.mark.parametrize("place", ["", "a,b", "0,0", "nan,nan", "-2.5", "-2.5,51.4,9", "2.35,48.86"])
def test_what_is_no_place_here_begins_as_any_report_does(reporter: Reporter, place: str) -> None:
    begun_at(reporter, place)
    assert (reporter.response.status_code, reporter.heading) == (200, "Tell us about a place that feels unsafe")
    assert 'name="h"' not in reporter.page
    assert "The centre of the map" not in reporter.start().text


def test_left_open_too_long_or_made_up_it_is_no_place_and_no_fault() -> None:
    encrypted = from_map.handed_on(AT, now=NOW)
    assert from_map.view_handed_on(encrypted, now=NOW) == place_map.view_at(*IN_WESTBY, TOWN_ZOOM)
    assert from_map.view_handed_on(encrypted, now=NOW + datetime.timedelta(minutes=21)) is None
    assert from_map.view_handed_on("gAAAA", now=NOW) is None
    assert from_map.view_handed_on("é", now=NOW) is None


def test_it_is_not_taken_by_get_nor_from_another_site(client: Client) -> None:
    assert 'name="h"' not in client.get(f"{ADDRESS}?s=map&at={AT}").content.decode()
    refused = client.post(ADDRESS, {"s": "map", "at": AT}, headers={"sec-fetch-site": "cross-site"})
    assert refused.status_code == 403
