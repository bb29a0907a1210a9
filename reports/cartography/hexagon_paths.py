"""Hexagons as SVG paths: a hexagon is its centre's step from the one before, and a shape all of its size share."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from reports.cartography.compact_svg import repeated_shape
from reports.cartography.frame import Frame
from reports.geography import hexgrid
from reports.geography.lengths import Bounds

SPOT = 9  # units: marks nearer than this are one spot
SMALLEST_HEXAGON = 5.0  # units from centre to corner; below it, patterns cannot be told apart and size tells instead


def hexagon_paths(cells: Sequence[int], frame: Frame, *, small_radius: int) -> str:
    """One path for all cells of a class, of any resolutions; where too small to see, a mark of `small_radius`."""
    paths = []
    for resolution in sorted({hexgrid.resolution_of(cell) for cell in cells}):
        alike = [cell for cell in cells if hexgrid.resolution_of(cell) == resolution]
        corners = _corners(alike[len(alike) // 2], frame)
        if np.hypot(*corners.T).max() < SMALLEST_HEXAGON:
            corners = _mark(small_radius)
        middles = frame.pixels(hexgrid.centres(alike))
        seen = (middles >= 0).all(axis=1) & (middles <= (frame.width, frame.height)).all(axis=1)
        paths.append(repeated_shape(middles[seen], np.rint(corners).astype(np.int64)))
    return "".join(paths)


def width_of(cell: int, frame: Frame) -> float:
    """How wide a cell is drawn, in units: from flat side to flat side."""
    return float(np.hypot(*_corners(cell, frame).T).mean() * 3**0.5)


def box_round(cells: Iterable[int]) -> Bounds:
    """The box that holds cells whole; at least one cell."""
    corners = np.array([corner for cell in cells for corner in hexgrid.outline(cell)])
    (west, south), (east, north) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return west, south, east, north


def are_too_small(cells: Iterable[int], frame: Frame) -> bool:
    """Whether any of the cells is drawn as a mark, because its own shape could not be seen."""
    finest: dict[int, int] = {hexgrid.resolution_of(cell): cell for cell in cells}
    return bool(finest) and bool(np.hypot(*_corners(finest[max(finest)], frame).T).max() < SMALLEST_HEXAGON)


def _corners(cell: int, frame: Frame) -> NDArray[np.float64]:
    """A cell's corners in units from its centre, shape (n, 2)."""
    return frame.exact(hexgrid.outline(cell)) - frame.exact([hexgrid.centre(cell)])


def _mark(radius: int) -> NDArray[np.float64]:
    angles = np.radians(np.arange(30, 390, 60))
    return radius * np.column_stack((np.cos(angles), np.sin(angles)))


def highest_at_each_spot(cells: Sequence[int], frame: Frame) -> list[int]:
    """The cells, lowest first, without those whose mark would hide under that of one after it."""
    spots = (frame.pixels(hexgrid.centres(cells)) // SPOT).tolist()
    return list({(x, y): cell for (x, y), cell in zip(spots, cells, strict=True)}.values())
