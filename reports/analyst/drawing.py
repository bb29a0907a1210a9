"""A picture of counts as SVG paths: hexagons by class of count over the outlines of councils. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from reports.geography import hexgrid, lengths

WIDTH = 960  # units of the picture; it is scaled to the page
TALLEST, SHORTEST = 680, 420
FRAME_UNITS = 5  # outlines are cut this far outside the picture
MARGIN = 0.06  # of the window, on each side
SMALLEST_HEXAGON = 7.0  # units across; smaller could not be seen
LEAST_METRES = 3_000  # a window is no narrower: a single place needs its surroundings
CLOSE_METRES = 3_000  # the window round a chosen place

# About how far across a hexagon of each resolution is, in metres: for choosing one, and for saying it.
HEXAGON_METRES = {10: 130, 9: 350, 8: 920, 7: 2_400, 6: 6_500, 5: 17_000}

# From this count on; a class ends where the next begins.
CLASSES = (1, 2, 5, 10, 25)


@dataclass(frozen=True)
class Window:
    """The part of the world a picture shows, in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def stretch(self) -> float:
        """How much narrower a degree of longitude is here than one of latitude."""
        return lengths.squeeze_at((self.south + self.north) / 2)

    @property
    def scale(self) -> float:
        """Units of the picture to a degree of latitude."""
        return WIDTH / ((self.east - self.west) * self.stretch)

    @property
    def height(self) -> int:
        """Of the picture, in units."""
        return round((self.north - self.south) * self.scale)

    @property
    def metres(self) -> float:
        """How far across."""
        return lengths.metres_across((self.west, self.south, self.east, self.north))

    def points(self, positions: np.ndarray) -> np.ndarray:
        """Longitudes and latitudes, shape (n, 2), as x and y of the picture."""
        x = (positions[:, 0] - self.west) * self.stretch * self.scale
        y = (self.north - positions[:, 1]) * self.scale
        return np.column_stack([x, y])


@dataclass(frozen=True)
class CountClass:
    """The hexagons whose counts lie in one class."""

    number: int  # from 1
    least: int
    most: int | None
    path: str
    hexagons: int


@dataclass(frozen=True)
class Picture:
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


def window_of_cells(cells: Iterable[int]) -> Window | None:
    """The smallest window round some cells, with a margin; None without cells."""
    centres = hexgrid.centres(cells)
    if not len(centres):
        return None
    (west, south), (east, north) = centres.min(axis=0), centres.max(axis=0)
    return _shaped(Window(float(west), float(south), float(east), float(north)))


def window_round(cell: hexgrid.Cell) -> Window:
    """A close window with one cell in its middle."""
    longitude, latitude = hexgrid.centre(cell)
    return _shaped(Window(*lengths.box_round((longitude, latitude), CLOSE_METRES / 2)))


def picture(
    counts: Mapping[hexgrid.Cell, int],
    outlines: Iterable[BaseGeometry],
    window: Window,
    *,
    marked: hexgrid.Cell | None = None,
) -> Picture:
    """Draws res 10 counts in a window, added up to the finest hexagons that can still be seen."""
    resolution = _visible_resolution(window)
    shown = _inside(_added_up(counts, resolution), window, resolution)
    return Picture(
        width=WIDTH,
        height=window.height,
        outlines=[path for outline in outlines if (path := outline_path(outline, window))],
        marked="" if marked is None else _path(window.points(np.array(hexgrid.outline(marked)))),
        classes=[_class_of(number, shown, window) for number in range(len(CLASSES))],
        hexagon_metres=HEXAGON_METRES[resolution],
        is_finest=resolution == hexgrid.PARTNER_RESOLUTION,
        shown=shown,
    )


def class_of(count: int) -> int:
    """The number of the class a count lies in."""
    return sum(count >= least for least in CLASSES)


def outline_path(outline: BaseGeometry, window: Window) -> str:
    """An area's outline inside a window as a path, without detail finer than a unit; empty when none is inside."""
    # A little larger than the picture: else its edge would be drawn as if it were a boundary.
    beyond = FRAME_UNITS / window.scale
    across = beyond / window.stretch
    frame = shapely.box(window.west - across, window.south - beyond, window.east + across, window.north + beyond)
    drawn = shapely.intersection(shapely.make_valid(shapely.simplify(outline, 1 / window.scale)), frame)
    polygons = [part for part in shapely.get_parts(drawn) if part.geom_type == "Polygon" and not part.is_empty]
    rings = [ring for polygon in polygons for ring in _rings(polygon)]
    return "".join(_path(window.points(ring)[:-1]) for ring in rings)


def _shaped(window: Window) -> Window:
    """The window with its margin, wide enough, and neither too flat nor too tall for the page."""
    middle_x, middle_y = (window.west + window.east) / 2, (window.south + window.north) / 2
    least = LEAST_METRES / lengths.metres_per_degree(middle_y)[1]
    high = max((window.north - window.south) * (1 + 2 * MARGIN), least * SHORTEST / WIDTH)
    wide = max((window.east - window.west) * window.stretch * (1 + 2 * MARGIN), least)
    wide = max(wide, high * WIDTH / TALLEST)
    high = max(high, wide * SHORTEST / WIDTH)
    across = wide / window.stretch
    return Window(middle_x - across / 2, middle_y - high / 2, middle_x + across / 2, middle_y + high / 2)


def _visible_resolution(window: Window) -> int:
    units_per_metre = WIDTH / window.metres
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


def _inside(counts: dict[int, int], window: Window, resolution: int) -> dict[int, int]:
    """The cells whose centres lie in the window or within one hexagon of it."""
    reach = HEXAGON_METRES[resolution] / lengths.metres_per_degree(window.south)[1]
    centres = hexgrid.centres(counts)
    kept = (
        (centres[:, 0] >= window.west - reach / window.stretch)
        & (centres[:, 0] <= window.east + reach / window.stretch)
        & (centres[:, 1] >= window.south - reach)
        & (centres[:, 1] <= window.north + reach)
    )
    return {cell: count for (cell, count), keep in zip(counts.items(), kept.tolist(), strict=True) if keep}


def _class_of(number: int, counts: dict[int, int], window: Window) -> CountClass:
    least = CLASSES[number]
    end = CLASSES[number + 1] if number + 1 < len(CLASSES) else None
    cells = [cell for cell, count in counts.items() if count >= least and (end is None or count < end)]
    paths = [_path(window.points(np.array(hexgrid.outline(cell)))) for cell in cells]
    return CountClass(number + 1, least, None if end is None else end - 1, "".join(paths), len(cells))


def _rings(polygon: BaseGeometry) -> list[np.ndarray]:
    return [shapely.get_coordinates(ring) for ring in (polygon.exterior, *polygon.interiors)]


def _path(points: np.ndarray) -> str:
    """A closed path through points, to a tenth of a unit."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in np.round(points, 1).tolist()) + "Z"
