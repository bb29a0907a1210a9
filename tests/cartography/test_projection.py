"""Sheets are true to length and invertible; the tiles are those of the scheme every web map uses."""

import math

import numpy as np
import pytest

from reports.cartography import projection
from reports.geography import lengths

TOWN = (-2.58, 51.45)
NORTH = (-1.14, 60.15)
PLACES = [(TOWN, 12), (NORTH, 12), ((0.0, 0.0), 1), ((-179.9, 85.0), 3), ((1.75, 52.48), 16)]


def number_of(place: tuple[float, float], zoom: int) -> tuple[int, int]:
    """By the scheme's own formula: https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames."""
    latitude = math.radians(place[1])
    across = (place[0] + 180) / 360
    down = (1 - math.log(math.tan(latitude) + 1 / math.cos(latitude)) / math.pi) / 2
    return int(across * 2**zoom), int(down * 2**zoom)


@pytest.mark.parametrize("middle", [TOWN, NORTH])
def test_a_square_of_the_ground_is_a_square_of_the_sheet(middle: tuple[float, float]) -> None:
    sheet = projection.sheet_round(middle, 4_000, 800)
    corner = lengths.moved(middle, east=1_000, north=1_000)
    assert sheet.point(*middle) == (400, 400)
    assert sheet.point(*corner) == pytest.approx((600, 200), abs=0.5)
    assert lengths.metres_across(sheet.bounds) == pytest.approx(4_000, rel=1e-6)


def test_the_bounds_of_a_sheet_are_its_corners() -> None:
    bounds = (-2.7, 51.4, -2.5, 51.55)
    sheet = projection.sheet_of_bounds(bounds, 960)
    assert sheet.bounds == pytest.approx(bounds)
    assert np.allclose(sheet.points([(-2.7, 51.55), (-2.5, 51.4)]), [(0, 0), (960, sheet.height)])
    west, south, east, north = sheet.bounds_with(10)
    assert np.allclose(sheet.points([(west, north), (east, south)]), [(-10, -10), (970, sheet.height + 10)])
    across, up = sheet.degrees_per_unit
    assert sheet.point(-2.7 + across, 51.55 - 2 * up) == pytest.approx((1, 2))


def test_mercator_and_back() -> None:
    places = [TOWN, NORTH, (-8.0, 49.9), (1.7, 60.9)]
    assert np.allclose(projection.degrees_of(projection.mercator(places)), places, atol=1e-9)
    metres = [projection.metres_of(place) for place in places]
    assert np.allclose(projection.degrees_of_metres(np.array(metres)), places, atol=1e-9)
    assert projection.metres_of((180.0, 0.0)) == pytest.approx((math.pi * 6_378_137, 0.0), abs=1e-6)


@pytest.mark.parametrize(("place", "zoom"), PLACES)
def test_a_position_lies_in_the_tile_of_the_scheme(place: tuple[float, float], zoom: int) -> None:
    number = number_of(place, zoom)
    x, y = projection.tile_position(place, zoom)
    assert (math.floor(x), math.floor(y)) == number
    assert list(projection.tiles_of_bounds((*place, *place), zoom)) == [(zoom, *number)]


def test_the_tiles_of_bounds_are_all_that_touch_them_and_none_outside_the_world() -> None:
    assert list(projection.tiles_of_bounds((-180, -85, 180, 85), 1)) == [(1, 0, 0), (1, 0, 1), (1, 1, 0), (1, 1, 1)]
    west, south, east, north = -2.61, 51.44, -2.55, 51.47
    tiles = set(projection.tiles_of_bounds((west, south, east, north), 14))
    sampled = {
        (14, *map(math.floor, projection.tile_position((longitude, latitude), 14)))
        for longitude in np.linspace(west, east, 40)
        for latitude in np.linspace(south, north, 40)
    }
    assert tiles == sampled


def test_mercator_has_greenwich_and_the_equator_in_the_middle() -> None:
    assert projection.mercator([(0, 0)]).tolist() == [[0.5, 0.5]]


def test_mercator_ends_in_the_corners_of_its_square() -> None:
    corners = projection.mercator([(-180, 85.0511287798066), (180, -85.0511287798066)])
    assert np.allclose(corners, [[0, 0], [1, 1]], atol=1e-12)
