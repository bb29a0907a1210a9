"""Lengths in metres, against geopy's geodesic, from one end of the country to the other."""

import math
import re
from pathlib import Path

import pytest
import shapely
from geopy.distance import geodesic

from reports.geography import lengths
from reports.geography.lengths import Position

PENZANCE, BRISTOL, ABERDEEN, LERWICK = (-5.537, 50.118), (-2.588, 51.4545), (-2.094, 57.149), (-1.145, 60.155)
TOWNS = pytest.mark.parametrize(
    "town", [PENZANCE, BRISTOL, ABERDEEN, LERWICK], ids=["Penzance", "Bristol", "Aberdeen", "Lerwick"]
)
DIRECTIONS = pytest.mark.parametrize("bearing", range(0, 360, 45), ids=lambda bearing: f"towards {bearing}°")
DISTANCES = pytest.mark.parametrize("metres", [150, 3_000, 30_000])
WITHIN_1_PER_CENT = 0.01


def truly(town: Position, metres: float, bearing: float) -> Position:
    """Where one is after so many metres, by geopy."""
    found = geodesic(meters=metres).destination((town[1], town[0]), bearing)
    return found.longitude, found.latitude


@TOWNS
@DIRECTIONS
@DISTANCES
def test_between_two_positions(town: Position, bearing: float, metres: float) -> None:
    assert lengths.metres_between(town, truly(town, metres, bearing)) == pytest.approx(metres, rel=1e-6)


@TOWNS
@DIRECTIONS
@DISTANCES
def test_from_outside_a_shape_to_its_edge(town: Position, bearing: float, metres: float) -> None:
    """The shape is a long wall across the way, so that a wrong nearest point would show."""
    foot = truly(town, metres, bearing)
    left, right = truly(foot, 400, bearing - 90), truly(foot, 400, bearing + 90)
    behind = [truly(end, 800, bearing) for end in (right, left)]
    wall = shapely.Polygon([left, right, *behind])
    assert lengths.metres_to(wall, town) == pytest.approx(metres, rel=WITHIN_1_PER_CENT)
    inside = truly(foot, 400, bearing)
    assert lengths.metres_to(wall, inside) == 0


@TOWNS
def test_a_degree_is_as_long_as_it_is_there(town: Position) -> None:
    east, north = lengths.metres_per_degree(town[1])
    longitude, latitude = town
    assert east == pytest.approx(geodesic((latitude, longitude), (latitude, longitude + 0.01)).m * 100, rel=1e-5)
    assert north == pytest.approx(geodesic((latitude - 0.005, longitude), (latitude + 0.005, longitude)).m * 100, 1e-5)
    assert lengths.squeeze_at(latitude) == pytest.approx(east / north)


@TOWNS
@DIRECTIONS
@DISTANCES
def test_a_move_leads_so_far_and_a_box_holds_all_of_that(town: Position, bearing: float, metres: float) -> None:
    east, north = metres * math.sin(math.radians(bearing)), metres * math.cos(math.radians(bearing))
    moved = lengths.moved(town, east=east, north=north)
    assert geodesic((town[1], town[0]), (moved[1], moved[0])).m == pytest.approx(metres, rel=WITHIN_1_PER_CENT)
    box = shapely.box(*lengths.box_round(town, metres))
    there = shapely.Point(truly(town, metres, bearing))
    assert box.contains(there)
    further = shapely.Point(truly(town, metres * 1.5, bearing))  # beyond the corners too
    assert not box.contains(further)


@TOWNS
def test_a_view_is_so_wide(town: Position) -> None:
    west, east = truly(town, 500, 270)[0], truly(town, 500, 90)[0]
    south, north = truly(town, 1_000, 180)[1], truly(town, 1_000, 0)[1]
    bounds = (west, south, east, north)
    assert lengths.metres_across(bounds) == pytest.approx(1_000, rel=WITHIN_1_PER_CENT)


def test_no_other_module_says_how_long_a_degree_is() -> None:
    """Eight did, with three values, and one took a degree of longitude for one of latitude."""
    known = re.compile(r"\b111[._]?[0-9]{1,3}\b|PER_DEGREE\b|math\.cos\(math\.radians\(.*lat")
    folder = Path(lengths.__file__).parents[1]
    found = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.py")
        if path.name != "lengths.py" and known.search(path.read_text())
    }
    assert found == set()
    assert known.search("north = 3_000 / 111_195.0")
    assert known.search("math.cos(math.radians(latitude))")
