"""map.json: columns that give every hexagon's corners again, close enough to draw them."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.publication.contents import Contents, Leaf, Remainder
from reports.publication.map_file import MAP_UNITS, map_columns, shape_of
from reports.publication.models import Release
from tests.factories import WESTBY

HIGHLAND = (-4.7, 57.5)  # the largest council: 300 km from end to end


def corners_of(shape: dict[str, list[float]], cell: int) -> NDArray[np.float64]:
    """A cell's corners in degrees, as the script works them out."""
    middle = hexgrid.centre(cell)
    east, north = np.subtract(middle, shape["at"])
    offsets = np.array(shape["corners"]) + np.array(shape["east"]) * east + np.array(shape["north"]) * north
    return middle + offsets.reshape(-1, 2) / MAP_UNITS


def metres(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """The largest distance between corners, on the ground."""
    apart = (one - other) * 111_200 * np.array([math.cos(math.radians(HIGHLAND[1])), 1])
    return float(np.hypot(*apart.T).max())


@pytest.mark.parametrize(("resolution", "steps", "edge"), [(8, 60, 531), (7, 45, 1_406), (6, 17, 3_725)])
def test_one_shape_draws_the_largest_council(resolution: int, steps: int, edge: int) -> None:
    cells = hexgrid.neighbours(hexgrid.cell_at(*HIGHLAND, resolution), steps)
    shape = shape_of(cells)
    some = cells[:: len(cells) // 200]
    worst = max(metres(corners_of(shape, cell), np.array(hexgrid.outline(cell))) for cell in some)
    assert worst < edge / 100
    unchanged = shape | {"east": [0.0] * 12, "north": [0.0] * 12}
    assert metres(corners_of(unchanged, cells[-1]), np.array(hexgrid.outline(cells[-1]))) > edge / 100


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_hexagons_are_drawn_as_they_are(count: int) -> None:
    cells = hexgrid.neighbours(hexgrid.cell_at(*HIGHLAND, 8))[:count]
    shape = shape_of(cells)
    assert all(metres(corners_of(shape, cell), np.array(hexgrid.outline(cell))) < 1.5 for cell in cells)


def test_the_columns_hold_each_figure_once(country: dict[str, Area]) -> None:
    middle = hexgrid.cell_at(*HIGHLAND, 8)
    cells = sorted(hexgrid.neighbours(middle)[:3])
    wide = hexgrid.parent(middle, 7)
    published = Contents(
        total=None,
        map_quarters=("2026-Q3",),
        leaves=tuple(Leaf(cell, 8, 10, is_hot=cell == middle) for cell in cells),
        remainders=(Remainder(wide, 7, 20), Remainder(None, 0, 40)),
        mix=(),
        leaves_in_partition=9,
        withdrawn=0,
    )
    release = Release(id=f"{WESTBY}-2026-Q3", council=country[WESTBY], quarter="2026-Q3")
    columns = map_columns(release, published)
    assert columns["hexagons"]["resolution"] == [8, 8, 8]
    assert columns["hexagons"]["about"] == [10, 10, 10]
    assert columns["hexagons"]["hot"] == [int(cell == middle) for cell in cells]
    centres = np.rint(hexgrid.centres(cells) * MAP_UNITS)
    assert np.cumsum(columns["hexagons"]["longitude"]).tolist() == centres[:, 0].tolist()
    assert np.cumsum(columns["hexagons"]["latitude"]).tolist() == centres[:, 1].tolist()
    assert columns["wider"]["about"] == [20]  # the rest of the council has no shape
    assert set(columns["shapes"]) == {"7", "8"}
