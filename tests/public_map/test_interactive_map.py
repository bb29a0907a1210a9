"""What the moving map reads beside the releases' files."""

import datetime
import json
import re
from typing import Any

import pytest
from django.test import Client

from reports.cartography import density
from reports.geography import hexgrid
from reports.public_map import interactive_map as ground_of_map
from reports.public_map import overview
from reports.publication.withdrawing import withdraw_cell
from tests.factories import BORDERSHIRE, EASTBY, IN_WESTBY, NOW, WESTBY, make_person, make_street
from tests.public_map.releases import EARLIER, QUARTER, WESTBY_CELL, make_place, make_release
from tests.responses.wordings import draft, published

pytestmark = pytest.mark.usefixtures("country")


def ground(client: Client, query: str = "") -> dict[str, Any]:
    """The answer as Python has it."""
    answer = client.get(f"/map/ground.json{query}")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_it_names_every_council_with_its_total_its_box_and_the_map_of_each_period(client: Client) -> None:
    make_release()
    make_release(EASTBY, total=7)
    make_release(EASTBY, EARLIER)
    assert ground(client)["period"] == QUARTER
    assert ground(client)["councils"] == [
        {
            "code": EASTBY,
            "council": "Eastby",
            "total": "fewer than 30 reports",
            "responses": [],
            "bounds": [-2.4, 51.3, -2.1, 51.6],
            "files": {QUARTER: f"/releases/{EASTBY}-{QUARTER}/map.json"},
        },
        {
            "code": WESTBY,
            "council": "Westby",
            "total": "about 120 reports",
            "responses": [],
            "bounds": [-2.7, 51.3, -2.4, 51.6],
            "files": {QUARTER: f"/releases/{WESTBY}-{QUARTER}/map.json"},
        },
    ]


def test_a_period_without_a_map_of_its_own_has_the_one_before(client: Client) -> None:
    make_release(quarter=EARLIER)
    make_release(map_from="")
    assert set(ground(client)["councils"][0]["files"].values()) == {f"/releases/{WESTBY}-{EARLIER}/map.json"}


def test_after_a_withdrawal_it_names_the_new_folder_at_once(client: Client) -> None:
    release = make_release()
    ground(client)
    withdraw_cell(release, cell=WESTBY_CELL, by=make_person("manager"), now=NOW)
    assert ground(client)["councils"][0]["files"] == {QUARTER: f"/releases/{WESTBY}-{QUARTER}.1/map.json"}


def test_the_slider_has_the_newest_periods_and_the_chosen_one(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground_of_map, "PERIODS_SHOWN", 1)
    for quarter in ("2026-Q1", EARLIER, QUARTER):
        make_release(quarter=quarter)
    controls = ground(client, "?period=2026-Q1")["controls"]
    assert re.findall(r'data-period="([^"]*)"', controls) == ["2026-Q1", QUARTER]
    assert 'min="0" max="1" step="1" value="0" aria-valuetext="January to March 2026"' in controls
    assert "disabled" in ground(client, f"?period={QUARTER}")["controls"]


def test_a_council_or_a_police_area_has_the_files_of_all_its_periods(client: Client) -> None:
    make_release()
    make_release(quarter=EARLIER)
    for area in (WESTBY, BORDERSHIRE):
        (council,) = ground(client, f"?area={area}")["councils"]
        assert council["files"] == {
            EARLIER: f"/releases/{WESTBY}-{EARLIER}/map.json",
            QUARTER: f"/releases/{WESTBY}-{QUARTER}/map.json",
        }


def test_a_country_has_its_councils_outlines_and_the_colours_of_their_totals(client: Client) -> None:
    make_release(total=123)
    make_release(EASTBY, total=7)
    found = ground(client)
    assert found["colours"] == {WESTBY: 2, EASTBY: overview.FEW}
    assert found["outlines"] == []
    drawn = found["overview"]
    assert drawn["rings"] == {
        WESTBY: [[25650, -1200, 150, 0, 0, -150, -150, 0]],
        EASTBY: [[25650, -1050, 150, 0, 0, -150, -150, 0]],
    }
    assert (drawn["units"], drawn["address"]) == (500, "/map")
    assert (drawn["day"], drawn["night"]) == (list(overview.LIGHT), list(overview.DARK))


def test_one_council_alone_is_no_overview(client: Client) -> None:
    make_release()
    found = ground(client)
    assert (found["overview"], found["colours"]) == (None, None)


def test_the_scale_of_density_is_the_one_of_every_picture(client: Client) -> None:
    make_release()
    scale = ground(client)["scale"]
    assert scale["limits"] == list(density.LIMITS)
    assert scale["areas"] == {str(resolution): area for resolution, area in density.AREA_KM2.items()}
    assert scale["opacity"] == density.FILL_OPACITY
    assert (scale["day"]["fill"], scale["day"]["text"]) == (list(density.LIGHT), list(density.TEXT_ON_LIGHT))
    assert (scale["night"]["fill"], scale["night"]["text"]) == (list(density.DARK), list(density.TEXT_ON_DARK))


def test_each_map_says_which_months_it_covers(client: Client) -> None:
    make_release(quarter=EARLIER, map_from="2026-Q1")
    make_release()
    assert ground(client)["covers"] == {
        "2026-Q1 2026-Q2": "January to June 2026",
        "2026-Q3": "July to September 2026",
    }
    welsh = json.loads(client.get("/cy/map/ground.json").content)["covers"]
    assert welsh["2026-Q3"] == "Gorffennaf i Fedi 2026"


def test_it_tells_what_a_council_did_and_where(client: Client) -> None:
    make_release()
    published(text_en="New lamps.", place="Westby Market", done_in=datetime.date(2026, 9, 1))
    published(text_en="A plan.", place="", done_in=datetime.date(2026, 8, 1))
    draft(text_en="Not told.", place="Elsewhere")
    (council,) = ground(client)["councils"]
    (stated,) = council["responses"]
    assert (stated["place"], stated["month"]) == ("Westby Market", "September 2026")
    assert set(stated) == {"kind", "place", "month"}


def test_it_has_outlines_names_and_bounds(client: Client) -> None:
    make_release()
    make_place("Westby Town", IN_WESTBY, 9_000)
    found = ground(client, f"?area={WESTBY}")
    west, south, east, north = found["bounds"]  # round the one hexagon
    assert -2.7 < west < IN_WESTBY[0] < east < -2.4
    assert 51.3 < south < IN_WESTBY[1] < north < 51.6
    assert found["units"] == 10_000
    assert found["outlines"] == [[513000, -24000, 3000, 0, 0, -3000, -3000, 0, 0, 3000]]
    assert found["overview"] is None
    assert found["names"] == [["Westby Town", *IN_WESTBY]]


def test_a_hexagon_is_named_by_its_street_as_the_maps_file_has_it(client: Client) -> None:
    make_release(leaves={WESTBY_CELL: 12})
    assert ground(client, f"?area={WESTBY}")["places"] == {}  # no street is known: the card names a town
    for name, east in (("Stokes Croft", 0.0), ("Jamaica Street", 0.02)):
        longitude, latitude = hexgrid.centre(WESTBY_CELL)
        make_street(name, (longitude + east, latitude))
    ground_of_map._ground.cache_clear()
    columns = client.get(f"/releases/{WESTBY}-{QUARTER}/map.json").json()["hexagons"]
    key = f"8 {columns['longitude'][0]} {columns['latitude'][0]}"
    assert ground(client, f"?area={WESTBY}")["places"] == {key: "near Stokes Croft, Westby"}


def test_no_tiles_of_a_third_party_are_named(client: Client) -> None:
    make_release()
    assert "http" not in client.get("/map/ground.json").content.decode()
    assert set(ground(client)) == {
        "bounds",
        "overview",
        "outlines",
        "units",
        "colours",
        "names",
        "places",
        "scale",
        "chance",
        "words",
        "period",
        "councils",
        "covers",
        "report",
        "wrong",
        "basemap",
        "raster",
        "controls",
    }


@pytest.mark.parametrize("query", ["?area=E99999999", "?period=2020-Q1", f"?area={EASTBY}"])
def test_what_is_not_published_is_not_found(client: Client, query: str) -> None:
    make_release()
    assert client.get(f"/map/ground.json{query}").status_code == 404


def test_before_anything_is_published_it_is_not_found(client: Client) -> None:
    assert client.get("/map/ground.json").status_code == 404
