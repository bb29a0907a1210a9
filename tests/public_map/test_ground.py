"""What the moving map reads beside the releases' files."""

import json
from typing import Any

import pytest
from django.test import Client

from reports.geography import hexgrid
from tests.factories import EASTBY, IN_WESTBY, WESTBY
from tests.public_map.releases import QUARTER, WESTBY_CELL, make_place, make_release

pytestmark = pytest.mark.usefixtures("country")


def ground(client: Client, query: str = "") -> dict[str, Any]:
    """The answer as Python has it."""
    answer = client.get(f"/map/ground.json{query}")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_it_names_every_release_with_its_file_total_and_box(client: Client) -> None:
    make_release()
    make_release(EASTBY, total=7)
    assert ground(client)["releases"] == [
        {
            "url": f"/releases/{EASTBY}-{QUARTER}/map.json",
            "council": "Eastby",
            "total": "fewer than 30 reports",
            "bounds": [-2.4, 51.3, -2.1, 51.6],
        },
        {
            "url": f"/releases/{WESTBY}-{QUARTER}/map.json",
            "council": "Westby",
            "total": "about 120 reports",
            "bounds": [-2.7, 51.3, -2.4, 51.6],
        },
    ]


def test_it_has_outlines_names_and_bounds(client: Client) -> None:
    make_release()
    make_place("Westby Town", IN_WESTBY, 9_000)
    found = ground(client, f"?area={WESTBY}")
    assert found["bounds"] == [-2.7, 51.3, -2.4, 51.6]
    assert found["outlines"] == [[[51.3, -2.4], [51.6, -2.4], [51.6, -2.7], [51.3, -2.7], [51.3, -2.4]]]
    assert found["names"] == [["Westby Town", *IN_WESTBY]]


def test_wider_areas_with_a_figure_of_their_own_have_corners_and_a_band(client: Client) -> None:
    parent = hexgrid.parent(WESTBY_CELL, 7)
    make_release(leaves=dict.fromkeys(hexgrid.children(parent), 5))
    corners = [[round(latitude, 4), round(longitude, 4)] for longitude, latitude in hexgrid.outline(parent)]
    assert ground(client)["remainders"] == [{"corners": corners, "band": 20, "council": "Westby"}]


def test_no_tiles_of_a_third_party_are_named(client: Client) -> None:
    make_release()
    assert "http" not in client.get("/map/ground.json").content.decode()
    assert ground(client)["config"]["TILES"] == []


@pytest.mark.parametrize("query", ["?area=E99999999", "?period=2020-Q1", f"?area={EASTBY}"])
def test_what_is_not_published_is_not_found(client: Client, query: str) -> None:
    make_release()
    assert client.get(f"/map/ground.json{query}").status_code == 404


def test_before_anything_is_published_it_is_not_found(client: Client) -> None:
    assert client.get("/map/ground.json").status_code == 404
