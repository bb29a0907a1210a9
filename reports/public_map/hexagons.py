"""The published hexagons as a picture has them: paths by class of density, and the number in each wide enough."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from reports.cartography.density import class_of_hexagon
from reports.geography import hexgrid, lengths
from reports.public_map import drawing
from reports.public_map.figures import figures_of
from reports.publication import released
from reports.publication.models import Release

FITTED_FROM = 7  # resolution: a coarser hexagon is so wide that the picture would show little else
SMALLEST_VIEW = 6_000  # metres across: one hexagon alone is seen with its surroundings
FEW_BEYOND = 0.03  # of the reports, at each side: they are drawn, and seen where the window has room

# Pixels the picture has at the least on a phone and on a desk. By them is decided where a number can be read.
PHONE, DESK = (375, 430), (860, 780)
LEGIBLE = 24  # pixels: the narrowest hexagon with a number in it
ROOMY = 40  # pixels on a desk: from here on letters need grow no further
LARGEST_LETTER = 30  # units, 13 pixels on a phone

# Where hexagons are too small to see, size tells the classes apart as well as colour.
MARK_RADIUS = (3, 3, 4, 4, 5, 6, 7)


@dataclass(frozen=True)
class Hexagon:
    """One published hexagon."""

    cell: int
    band: int
    density: int  # its class
    is_hot: bool


@dataclass(frozen=True)
class ClassPath:
    """All hexagons of one class and figure, those that an earlier map shows too by themselves."""

    density: int
    band: int
    is_hot: bool
    path: str


@dataclass(frozen=True)
class Number:
    """A figure in its hexagon."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Numbers:
    """The figures in hexagons of one class and size."""

    density: int
    letter: int  # units
    is_for_phones: bool
    is_roomy: bool
    each: tuple[Number, ...]


def hexagons_of(releases: Iterable[Release]) -> list[Hexagon]:
    """The hexagons of all these releases' maps, the lowest first."""
    found = [
        Hexagon(leaf.cell, leaf.band, class_of_hexagon(leaf.band, leaf.resolution, quarters), leaf.is_hot)
        for release in releases
        for quarters in [quarters_covered(release)]
        for leaf in figures_of(release).leaves
    ]
    found.sort(key=lambda hexagon: (hexagon.density, hexagon.band))
    # One on a border is a leaf of two councils: the higher figure is the one that is seen.
    return sorted({hexagon.cell: hexagon for hexagon in found}.values(), key=lambda it: (it.density, it.band))


def quarters_covered(release: Release) -> int:
    """How many quarters the council's map that stands in a period covers; 1 where there is none."""
    map_release = figures_of(release).map_release
    period = released.map_of(map_release) if map_release else None
    return len(period.quarters) if period else 1


def fitted_box(hexagons: Sequence[Hexagon]) -> drawing.Bounds | None:
    """The box of degrees a map opens at: round the hexagons but the widest, and never too near; none without any."""
    fine = [it for it in hexagons if hexgrid.resolution_of(it.cell) >= FITTED_FROM] or list(hexagons)
    if not fine:
        return None
    west, south, east, north = drawing.box_round(_inner(fine))
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


def class_paths(hexagons: Sequence[Hexagon], frame: drawing.Frame) -> tuple[ClassPath, ...]:
    """The hexagons as paths, lowest class first; where they are too small to see, as marks."""
    by_cell = {it.cell: it for it in hexagons}
    cells = list(by_cell)
    if drawing.are_too_small(cells, frame):
        cells = drawing.highest_at_each_spot(cells, frame)
    alike: dict[tuple[int, int, bool], list[int]] = defaultdict(list)
    for cell in cells:
        alike[by_cell[cell].density, by_cell[cell].band, by_cell[cell].is_hot].append(cell)
    return tuple(
        ClassPath(*key, drawing.hexagon_paths(of_key, frame, small_radius=MARK_RADIUS[key[0]]))
        for key, of_key in sorted(alike.items())
    )


def numbers_in(hexagons: Sequence[Hexagon], frame: drawing.Frame, view: tuple[int, int]) -> tuple[Numbers, ...]:
    """The figures of the hexagons that are wide enough; `view` is what of the frame is sure to be seen, in units."""
    on_phone, on_desk = (min(wide / view[0], high / view[1]) for wide, high in (PHONE, DESK))
    alike: dict[tuple[int, int], list[Hexagon]] = defaultdict(list)
    for it in hexagons:
        alike[hexgrid.resolution_of(it.cell), it.density].append(it)
    numbers = []
    for (_resolution, density), of_size in sorted(alike.items()):
        width = drawing.width_of(of_size[0].cell, frame)
        if width * on_desk < LEGIBLE:
            continue
        letter = round(min(width * 0.42, LARGEST_LETTER))
        middles = frame.pixels(hexgrid.centres([it.cell for it in of_size])).tolist()
        each = tuple(
            Number(x, y + round(letter * 0.36), in_hexagon(it.band))
            for (x, y), it in sorted(zip(middles, of_size, strict=True), key=lambda pair: pair[0])
            if frame.holds(x, y)
        )
        numbers.append(Numbers(density, letter, width * on_phone >= LEGIBLE, width * on_desk >= ROOMY, each))
    return tuple(numbers)


def in_hexagon(band: int) -> str:
    """A figure as short as it can be: the highest is a floor."""
    return f"{band}+" if band == 40 else str(band)
