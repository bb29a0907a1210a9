"""Whether a place is at a station or on a railway: by the stations loaded, and by the street map."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from reports.basemap import railway
from reports.basemap.writer import Part
from reports.geography import hexgrid
from reports.geography.models import Area, Place
from reports.geography.place_writing import NewPlace, replace_places
from tests import factories
from tests.basemap.archives import column, make_basemap

pytestmark = pytest.mark.django_db

STATION = factories.IN_WESTBY
METRE_NORTH = 1 / 111_195
METRE_EAST = METRE_NORTH / math.cos(math.radians(STATION[1]))


def cell_from(position: tuple[float, float], *, east: float = 0, north: float = 0) -> int:
    """The cell some metres away."""
    return hexgrid.cell_at(position[0] + east * METRE_EAST, position[1] + north * METRE_NORTH)


@pytest.fixture(autouse=True)
def ground(country: dict[str, Area]) -> None:
    """The made-up country, with no place and no map in it."""


@pytest.mark.parametrize(
    ("east", "north", "is_there"),
    [
        (0, 0, True),
        (185, 0, True),
        (-200, 150, True),
        (0, -260, True),
        (0, 360, False),
        (-360, 0, False),
        (270, 270, False),
    ],
)
def test_a_cell_is_at_a_station_when_it_is_near_its_point(east: float, north: float, is_there: bool) -> None:
    """Bristol Temple Meads' bus stops are 185 m from its point, the ends of its platforms 250."""
    replace_places(Place.Kind.STATION, [NewPlace("Westby Temple Meads", "E", *STATION)])
    assert railway.is_at_railway(cell_from(STATION, east=east, north=north)) is is_there


def test_a_town_is_no_station() -> None:
    replace_places(Place.Kind.SETTLEMENT, [NewPlace("Westby", "E", *STATION, 90_000)])
    assert not railway.is_at_railway(cell_from(STATION))


def test_without_stations_and_without_a_map_no_place_is_at_one() -> None:
    assert not railway.is_at_railway(cell_from(STATION))


LINE = [(-2.60, 51.46), (-2.50, 51.46)]
ON_LINE, HALT = (-2.57, 51.46), (-2.52, 51.44)


@pytest.fixture
def lay(tmp_path: Path, settings: Any) -> Callable[..., None]:
    """Puts a street map in use, with a line of some class and a named place of some class."""

    def lay(layer: str, line: str, place: str, key: str = "class") -> None:
        parts = [
            Part(layer, 8, 14, np.array([shapely.LineString(LINE)]), {key: column(line)}),
            Part("pois", 14, 14, shapely.points([HALT]), {"name": column("Halt"), "class": column(place)}),
        ]
        settings.BASEMAP_FILE = str(make_basemap(tmp_path / f"{layer}-{line}-{place}.pmtiles", parts))

    return lay


@pytest.mark.parametrize(
    ("position", "north", "is_there"),
    [(ON_LINE, 0, True), (ON_LINE, 130, False), (HALT, 200, True), (HALT, -260, True), (HALT, 380, False)],
)
def test_the_street_map_tells_where_no_station_is_loaded(
    lay: Callable[..., None], position: tuple[float, float], north: float, is_there: bool
) -> None:
    """A station of the map as one of the list; a track only when the patch lies on it."""
    lay("railways", "rail", "halt")
    assert railway.is_at_railway(cell_from(position, north=north)) is is_there


@pytest.mark.parametrize(("layer", "key"), [("railways", "railway"), ("transport", "highway")])
def test_others_archives_tell_in_their_own_words(lay: Callable[..., None], layer: str, key: str) -> None:
    lay(layer, "rail", "pub", key)
    assert (railway.is_at_railway(cell_from(ON_LINE)), railway.is_at_railway(cell_from(HALT))) == (True, False)


@pytest.mark.parametrize("line", ["tram", "subway", "light_rail", "abandoned"])
def test_trams_and_undergrounds_are_not_taken_for_railways(lay: Callable[..., None], line: str) -> None:
    """No source of ours says whose police are there."""
    lay("railways", line, "tram_stop")
    assert not railway.is_at_railway(cell_from(ON_LINE))
    assert not railway.is_at_railway(cell_from(HALT))


def test_a_broken_tile_takes_no_page_from_anybody(
    lay: Callable[..., None], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lay("railways", "rail", "station")
    assert railway.is_at_railway(cell_from(ON_LINE))
    monkeypatch.setattr("reports.basemap.archive.Basemap.tile", lambda *_tile: b"not gzip")
    assert not railway.is_at_railway(cell_from(ON_LINE))
    assert "could not be read" in caplog.text
