"""A picture of counts as SVG paths: hexagons by class of count over the outlines of councils. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from shapely.geometry.base import BaseGeometry

from reports.cartography.projection import Sheet
from reports.cartography.svg import closed_path, outline_paths
from reports.geography import hexgrid, lengths
from reports.geography.lengths import Bounds

WIDTH = 960  # units of the picture; it is scaled to the page
TALLEST, SHORTEST = 680, 420
MARGIN = 0.06  # of the window, on each side
SMALLEST_HEXAGON = 7.0  # units across; smaller could not be seen
LEAST_METRES = 3_000  # a window is no narrower: a single place needs its surroundings
CLOSE_METRES = 3_000  # the window round a chosen place

# About how far across a hexagon of each resolution is, in metres: for choosing one, and for saying it.
HEXAGON_METRES = {10: 130, 9: 350, 8: 920, 7: 2_400, 6: 6_500, 5: 17_000}

# From this count on; a class ends where the next begins.
CLASSES = (1, 2, 5, 10, 25)


@dataclass(frozen=True)
class CountClass:
    """The hexagons whose counts lie in one class."""

    number: int  # from 1
    least: int
    most: int | None
    path: str
    hexagons: int


@dataclass(frozen=True)
class RankingMap:
    """All that the template draws."""

    width: int
    height: int
    outlines: list[str]
    marked: str  # the path of the place looked at; empty when none is
    classes: list[CountClass]
    hexagon_metres: int
    is_finest: bool
    shown: Mapping[hexgrid.Cell, int]

    @property
    def hexagons(self) -> int:
        """How many are drawn."""
        return len(self.shown)

    @property
    def reports(self) -> int:
        """How many reports they hold."""
        return sum(self.shown.values())


def window_of_cells(cells: Iterable[int]) -> Sheet | None:
    """The smallest window round some cells, with a margin; None without cells."""
    centres = hexgrid.centres(cells)
    if not len(centres):
        return None
    (west, south), (east, north) = centres.min(axis=0), centres.max(axis=0)
    return _shaped((float(west), float(south), float(east), float(north)))


def window_round(cell: hexgrid.Cell) -> Sheet:
    """A close window with one cell in its middle."""
    longitude, latitude = hexgrid.centre(cell)
    return _shaped(lengths.box_round((longitude, latitude), CLOSE_METRES / 2))


def picture(
    counts: Mapping[hexgrid.Cell, int],
    outlines: Iterable[BaseGeometry],
    window: Sheet,
    *,
    marked: hexgrid.Cell | None = None,
) -> RankingMap:
    """Draws res 10 counts in a window, added up to the finest hexagons that can still be seen."""
    resolution = _visible_resolution(window)
    shown = _inside(_added_up(counts, resolution), window, resolution)
    return RankingMap(
        width=WIDTH,
        height=round(window.height),
        outlines=outline_paths(outlines, window),
        marked="" if marked is None else closed_path(window.points(hexgrid.outline(marked))),
        classes=[_class_of(number, shown, window) for number in range(len(CLASSES))],
        hexagon_metres=HEXAGON_METRES[resolution],
        is_finest=resolution == hexgrid.PARTNER_RESOLUTION,
        shown=shown,
    )


def _shaped(bounds: Bounds) -> Sheet:
    """The sheet of some bounds with a margin, wide enough, and neither too flat nor too tall for the page."""
    west, south, east, north = bounds
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    least = LEAST_METRES / lengths.metres_per_degree(middle_y)[1]
    high = max((north - south) * (1 + 2 * MARGIN), least * SHORTEST / WIDTH)
    wide = max((east - west) * lengths.squeeze_at(middle_y) * (1 + 2 * MARGIN), least)
    wide = max(wide, high * WIDTH / TALLEST)
    high = max(high, wide * SHORTEST / WIDTH)
    return Sheet(middle_x, middle_y, WIDTH / wide, WIDTH, high * WIDTH / wide)


def _visible_resolution(window: Sheet) -> int:
    units_per_metre = WIDTH / lengths.metres_across(window.bounds)
    for resolution, metres in HEXAGON_METRES.items():
        if metres * units_per_metre >= SMALLEST_HEXAGON:
            return resolution
    return min(HEXAGON_METRES)


def _added_up(counts: Mapping[hexgrid.Cell, int], resolution: int) -> dict[int, int]:
    cells = np.fromiter(counts.keys(), dtype=np.uint64, count=len(counts))
    values = np.fromiter(counts.values(), dtype=np.int64, count=len(counts))
    parents, position = np.unique(hexgrid.parents(cells, resolution), return_inverse=True)
    sums = np.bincount(position, weights=values, minlength=len(parents)).astype(np.int64)
    return dict(zip(parents.tolist(), sums.tolist(), strict=True))


def _inside(counts: dict[int, int], window: Sheet, resolution: int) -> dict[int, int]:
    """The cells whose centres lie in the window or within one hexagon of it."""
    reach = HEXAGON_METRES[resolution] / lengths.metres_per_degree(window.latitude)[1] * window.scale
    west, south, east, north = window.bounds_with(reach)
    centres = hexgrid.centres(counts)
    kept = np.all((centres >= (west, south)) & (centres <= (east, north)), axis=1)
    return {cell: count for (cell, count), keep in zip(counts.items(), kept.tolist(), strict=True) if keep}


def class_of(count: int) -> int:
    """The number of the class a count lies in."""
    return sum(count >= least for least in CLASSES)


def _class_of(number: int, counts: dict[int, int], window: Sheet) -> CountClass:
    least = CLASSES[number]
    end = CLASSES[number + 1] if number + 1 < len(CLASSES) else None
    cells = [cell for cell, count in counts.items() if count >= least and (end is None or count < end)]
    paths = [closed_path(window.points(hexgrid.outline(cell))) for cell in cells]
    return CountClass(number + 1, least, None if end is None else end - 1, "".join(paths), len(cells))
