"""Made-up cities: hexagons in rows, as a lattice lists them, and counts whose truth is known."""

import numpy as np
from numpy.typing import NDArray

from reports.spatial_statistics.lattice import NOWHERE, Lattice

Beside = dict[int, list[int]]


def beside_of(width: int, height: int) -> Beside:
    """The neighbours of each hexagon of a rectangle in axial coordinates."""
    steps = ((1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1))
    return {
        row * width + column: [
            (row + down) * width + column + right
            for right, down in steps
            if 0 <= row + down < height and 0 <= column + right < width
        ]
        for row in range(height)
        for column in range(width)
    }


def whole_lattice(beside: Beside) -> Lattice:
    """Every hexagon listed."""
    neighbours = np.full((len(beside), 6), NOWHERE, dtype=np.int64)
    for number, around in beside.items():
        neighbours[number, : len(around)] = around
    return Lattice(neighbours, np.array([len(beside[number]) for number in beside]), len(beside))


def listed_lattice(beside: Beside, counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], Lattice]:
    """The hexagons that have a count or a neighbour with one, and the lattice of those alone."""
    kept = sorted({n for number in np.flatnonzero(counts).tolist() for n in (number, *beside[number])})
    position = {number: at for at, number in enumerate(kept)}
    neighbours = np.full((len(kept), 6), NOWHERE, dtype=np.int64)
    for at, number in enumerate(kept):
        for side, other in enumerate(beside[number]):
            neighbours[at, side] = position.get(other, NOWHERE)
    degree = np.array([len(beside[number]) for number in kept], dtype=np.int64)
    return np.array(kept, dtype=np.int64), Lattice(neighbours, degree, len(beside))


def uneven_levels(source: np.random.Generator, places: int, mean: float) -> NDArray[np.float64]:
    """Levels as uneven as a city's: a few places hold much of what there is."""
    return source.gamma(0.5, mean / 0.5, places)
