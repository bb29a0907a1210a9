"""What the interactive map is given: the picture's own hexagons, and a ground from this server alone."""

import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from reports.analyst import interactive_map
from reports.geography import hexgrid
from reports.geography.models import Area
from tests import factories
from tests.analyst.conftest import ELSEWHERE_IN_WESTBY
from tests.analyst.test_views import ADDRESS, signed_in
from tests.deployment import ROOT
from tests.factories import IN_EASTBY, IN_WESTBY


def attributes_of(page: str, mark: str) -> dict[str, str]:
    """The attributes of the one element that has an attribute."""
    (tag,) = re.findall(rf"<[a-z]+ [^>]*\b{mark}[ =>][^>]*>", page)
    return {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}


def test_the_hexagons_are_those_of_the_picture_with_their_counts(client: Client, counted: dict[str, Area]) -> None:
    response = signed_in(client).get(ADDRESS)
    given = json.loads(attributes_of(response.content.decode(), "data-staff-map")["data-hexagons"])
    cells = [hexgrid.parent(hexgrid.cell_at(*at), 8) for at in (IN_WESTBY, IN_EASTBY, ELSEWHERE_IN_WESTBY)]
    assert given == [
        [number, count, [[round(latitude, 4), round(longitude, 4)] for longitude, latitude in hexgrid.outline(cell)]]
        for number, count, cell in zip((2, 0, 0), (20, 7, 4), cells, strict=True)
    ]


def test_it_opens_where_the_picture_does(client: Client, counted: dict[str, Area]) -> None:
    response = signed_in(client).get(ADDRESS)
    (south, west), (north, east) = json.loads(attributes_of(response.content.decode(), "data-staff-map")["data-bounds"])
    longitude, latitude = hexgrid.centre(hexgrid.parent(hexgrid.cell_at(*IN_WESTBY), 8))
    assert west < longitude < east
    assert south < latitude < north
    assert east - west < 0.05


def test_the_map_is_set_up_by_the_settings(client: Client, counted: dict[str, Area]) -> None:
    page = signed_in(client).get(ADDRESS).content.decode()
    element = attributes_of(page, "data-leaflet")
    assert (element["id"], element["class"]) == ("hotspots-map", "app-leaflet")
    assert json.loads(element["data-leaflet"]) == {
        "srid": None,
        "extent": [[48.0, -14.0], [62.0, 8.0]],
        "fitextent": False,
        "center": None,
        "zoom": None,
        "precision": 6,
        "minzoom": 5,
        "maxzoom": 17,
        "layers": [],
        "overlays": [],
        "attributionprefix": "Leaflet",
        "scale": "both",
        "minimap": False,
        "resetview": False,
        "tilesextent": [],
    }


def test_its_ground_is_this_servers_own(
    client: Client, counted: dict[str, Area], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = SimpleNamespace(
        archives=[SimpleNamespace(max_zoom=7), SimpleNamespace(max_zoom=14)], attribution="A & <B>", streets=None
    )
    for in_use, ground in (
        (kept, {"url": "/tiles/base/{z}/{x}/{y}.mvt", "maxZoom": 14, "attribution": "A &amp; &lt;B&gt;"}),
        (SimpleNamespace(archives=[], attribution="", streets=None), None),
    ):
        monkeypatch.setattr(interactive_map.archive, "basemaps_in_use", lambda in_use=in_use: in_use)
        page = signed_in(client, area=factories.WESTBY).get(ADDRESS).content.decode()
        assert json.loads(attributes_of(page, "data-staff-map")["data-ground"]) == ground


@pytest.mark.parametrize(
    ("address", "tiles"),
    [
        ("", []),
        (
            "https://maps.example/{z}/{x}/{y}.png",
            [["Places", "/tiles/raster/{z}/{x}/{y}", {"attribution": "A &amp; &lt;B&gt;", "maxNativeZoom": 16}]],
        ),
    ],
)
def test_a_service_of_maps_is_asked_by_this_server_alone(address: str, tiles: list[Any], tmp_path: Path) -> None:
    told = {"RASTER_URL": address, "RASTER_ATTRIBUTION": "A & <B>"} if address else {}
    environment = {name: value for name, value in os.environ.items() if name not in {"RASTER_URL", "SITE_NAME"}}
    script = "import json; from streetsafe.settings import LEAFLET_CONFIG; print(json.dumps(LEAFLET_CONFIG['TILES']))"
    ended = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=environment | told | {"STREETSAFE_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ended.stdout) == tiles
