"""map.json, which the moving map draws from: by columns, each hexagon a step from the one before, its shape shared.

On the curved earth a shape is not quite the same everywhere: how it changes eastwards and northwards is told with it,
and then it is off by less than the hundredth part of an edge in the largest council.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reports.geography import hexgrid
from reports.publication.contents import Contents, Leaf, Remainder
from reports.publication.models import Release

MAP_UNITS = 100_000  # hundred-thousandths of a degree, about a metre
_DECIMALS = 6
_NO_SLOPE = 1e-9  # square degrees: hexagons all in one place have no change to tell


def map_columns(release: Release, published: Contents) -> dict[str, Any]:
    """What map.json says of a release; ready for JSON."""
    wider = [rest for rest in published.remainders if rest.cell is not None]
    drawn: tuple[Leaf | Remainder, ...] = (*published.leaves, *wider)
    return {
        "release": release.id,
        "council": release.council_id,
        "quarter": release.quarter,
        "map_quarters": published.map_quarters,
        "units": MAP_UNITS,
        "shapes": {
            str(resolution): shape_of([it.cell or 0 for it in drawn if it.resolution == resolution])
            for resolution in sorted({it.resolution for it in drawn})
        },
        "hexagons": _columns(published.leaves) | {"hot": [int(leaf.is_hot) for leaf in published.leaves]},
        "wider": _columns(wider),
    }


def shape_of(cells: Sequence[int]) -> dict[str, list[float]]:
    """How the corners stand round the middle of cells of one resolution, by least squares.

    `corners` is where they stand at the place `at` (degrees), as x and y in map units, anticlockwise; `east` and
    `north` are what to add for each degree that way.
    """
    # Sums are exactly rounded: every machine must write the same bytes, and a library's own order of adding is free.
    middles = hexgrid.centres(cells)
    corners = np.array([np.ravel(hexgrid.outline(cell)) for cell in cells])
    offsets = (corners - np.tile(middles, corners.shape[1] // 2)) * MAP_UNITS
    at, mean = _mean(middles), _mean(offsets)
    x, y = (middles - at).T
    xx, xy, yy = _sum(x * x) + _NO_SLOPE, _sum(x * y), _sum(y * y) + _NO_SLOPE
    by_x = np.array([_sum(x * column) for column in (offsets - mean).T])
    by_y = np.array([_sum(y * column) for column in (offsets - mean).T])
    spread = xx * yy - xy * xy
    return {
        "at": np.round(at, _DECIMALS).tolist(),
        "corners": np.round(mean, 1).tolist(),
        "east": np.round((by_x * yy - by_y * xy) / spread, 1).tolist(),
        "north": np.round((by_y * xx - by_x * xy) / spread, 1).tolist(),
    }


def _columns(figures: Sequence[Leaf | Remainder]) -> dict[str, list[int]]:
    """One array for each attribute; positions as steps from the one before, the first from 0."""
    middles = np.rint(hexgrid.centres([it.cell or 0 for it in figures]).reshape(-1, 2) * MAP_UNITS).astype(np.int64)
    east, north = np.diff(middles, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).T
    return {
        "resolution": [it.resolution for it in figures],
        "about": [it.band for it in figures],
        "longitude": east.tolist(),
        "latitude": north.tolist(),
    }


def _mean(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([_sum(column) / len(columns) for column in columns.T])


def _sum(values: NDArray[np.float64]) -> float:
    return math.fsum(values.tolist())
