"""The published hexagons as a picture has them: paths by class of density, and the number in each wide enough."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reports.cartography.density import class_of_hexagon
from reports.cartography.frame import Frame
from reports.cartography.hexagon_paths import are_too_small, box_round, hexagon_paths, highest_at_each_spot
from reports.geography import hexgrid, lengths
from reports.geography.lengths import Bounds
from reports.public_map import words
from reports.public_map.selection import Choice

FITTED_FROM = 7  # resolution: a coarser hexagon is so wide that the picture would show little else
SMALLEST_VIEW = 6_000  # metres across: one hexagon alone is seen with its surroundings
FEW_BEYOND = 0.03  # of the reports, at each side: they are drawn, and seen where the window has room

# Where hexagons are too small to see, size tells the classes apart as well as colour.
MARK_RADIUS = (3, 3, 4, 4, 5, 6, 7)


@dataclass(frozen=True)
class Hexagon:
    """One published hexagon."""

    cell: int
    band: int
    density: int  # its class
    is_hot: bool
    number: str  # what stands in it


@dataclass(frozen=True)
class ClassPath:
    """All hexagons of one class and figure, those that an earlier map shows too by themselves."""

    density: int
    band: int
    is_hot: bool
    path: str


def hexagons_of(choice: Choice) -> list[Hexagon]:
    """The hexagons of the maps of a choice, the lowest first."""
    found = [
        Hexagon(
            leaf.cell,
            leaf.band,
            class_of_hexagon(leaf.band, leaf.resolution, len(figures.covers)),
            leaf.is_hot,
            words.band_in_hexagon(leaf.band, is_sum=figures.added is not None),
        )
        for figures in choice.figures
        for leaf in figures.leaves
    ]
    found.sort(key=lambda hexagon: (hexagon.density, hexagon.band))
    # One on a border is a leaf of two councils: the higher figure is the one that is seen.
    return sorted({hexagon.cell: hexagon for hexagon in found}.values(), key=lambda it: (it.density, it.band))


def fitted_box(hexagons: Sequence[Hexagon]) -> Bounds | None:
    """The box of degrees a map opens at: round the hexagons but the widest, and never too near; none without any."""
    fine = [it for it in hexagons if hexgrid.resolution_of(it.cell) >= FITTED_FROM] or list(hexagons)
    if not fine:
        return None
    west, south, east, north = box_round(_inner(fine))
    east_metres, north_metres = lengths.metres_per_degree((south + north) / 2)
    wide, tall = SMALLEST_VIEW / east_metres, SMALLEST_VIEW / north_metres
    across, up = max(0.0, wide - (east - west)) / 2, max(0.0, tall - (north - south)) / 2
    return float(west - across), float(south - up), float(east + across), float(north + up)


def _inner(hexagons: Sequence[Hexagon]) -> list[int]:
    """The cells without those so far out that few reports lie beyond them: they would make all others small."""
    middles, weights = hexgrid.centres([it.cell for it in hexagons]), np.array([it.band for it in hexagons])
    kept = np.ones(len(hexagons), dtype=bool)
    for axis in (0, 1):
        order = np.argsort(middles[:, axis], kind="stable")
        below = np.cumsum(weights[order])
        few = weights.sum() * FEW_BEYOND
        kept[order[(below <= few) | (below[-1] - below + weights[order] <= few)]] = False
    return [it.cell for it, is_kept in zip(hexagons, kept, strict=True) if is_kept]


def class_paths(hexagons: Sequence[Hexagon], frame: Frame) -> tuple[ClassPath, ...]:
    """The hexagons as paths, lowest class first; where they are too small to see, as marks."""
    by_cell = {it.cell: it for it in hexagons}
    cells = list(by_cell)
    if are_too_small(cells, frame):
        cells = highest_at_each_spot(cells, frame)
    alike: dict[tuple[int, int, bool], list[int]] = defaultdict(list)
    for cell in cells:
        alike[by_cell[cell].density, by_cell[cell].band, by_cell[cell].is_hot].append(cell)
    return tuple(
        ClassPath(*key, hexagon_paths(of_key, frame, small_radius=MARK_RADIUS[key[0]]))
        for key, of_key in sorted(alike.items())
    )
