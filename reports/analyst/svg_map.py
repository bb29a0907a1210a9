"""The map of places as SVG: hexagons by density with streets above, the discs of the list, and the edge of clusters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from reports.basemap import street_svg
from reports.cartography import density
from reports.cartography.projection import Sheet
from reports.cartography.svg import closed_path, outline_paths, polygon_points, rings_of
from reports.geography import hexgrid, lengths
from reports.geography.lengths import Bounds

WIDTH, HEIGHT = 700, 800  # units: about the pixels of the column beside the list
MARGIN = 0.08  # of the window, on each side
LEAST_METRES = 1_500  # a window is no narrower: a single place needs its surroundings
SMALLEST_NUMBERED = 18.0  # units across: a number in a smaller hexagon could not be read
STREETS_BUDGET = 60_000  # characters of path data
MOST_LINKS = 400  # hexagons that are links of their own: the table reaches the rest, which are one path each class
# About how large a hexagon is, in km2 by H3 resolution; the finest no public map has.
AREA_KM2 = {**density.AREA_KM2, 10: 0.0143}


@dataclass(frozen=True)
class MapPlace:
    """A place as the map is given it; `rank` is 0 outside the list."""

    cell: hexgrid.Cell
    count: int
    rank: int = 0
    is_surely: bool = False
    name: str = ""
    letter: str = ""  # of a briefing, in place of its rank

    @property
    def mark(self) -> str:
        """What stands in its disc; empty for a place without one."""
        return self.letter or (str(self.rank) if self.rank else "")


@dataclass(frozen=True)
class MapHexagon:
    """A hexagon of the map, in units."""

    place: MapPlace
    points: str
    x: float
    y: float
    density: int  # class 0 to 6
    is_numbered: bool

    @property
    def cell_name(self) -> str:
        """The hexagon's H3 text."""
        return hexgrid.name(self.place.cell)

    @property
    def is_pale(self) -> bool:
        """Whether its number takes dark text."""
        return self.density < 4


@dataclass(frozen=True)
class PlacesMap:
    """All that the template draws."""

    width: int
    height: int
    outlines: list[str]
    streets: str  # SVG elements; empty without a street map, or where the view is too wide for one
    attribution: str
    ground: list[tuple[int, bool, str]]  # what is no link: class, whether under the least, and one path
    hexagons: list[MapHexagon]  # those that are links; those with a disc last, so that none hides it
    edge: str  # the path round what is clustered
    bounds: Bounds  # of what is seen, in degrees
    chosen: str  # the points of the chosen hexagon; empty without one
    bar_metres: int
    bar_units: float

    @property
    def discs(self) -> list[MapHexagon]:
        """The places of the list, in the order of their rank."""
        marked = (one for one in self.hexagons if one.place.mark)
        return sorted(marked, key=lambda one: (one.place.rank, one.place.mark))


def places_map(
    places: Sequence[MapPlace],
    outlines: Iterable[BaseGeometry],
    *,
    quarters: int,
    least: int,
    shown: Iterable[hexgrid.Cell] = (),
    clustered: Iterable[hexgrid.Cell] = (),
    chosen: hexgrid.Cell | None = None,
    size: tuple[int, int] = (WIDTH, HEIGHT),
) -> PlacesMap:
    """The map, opened at `shown`, else at all places; a hexagon has its number from `least` reports on."""
    sheet = _sheet_of([*shown] or [place.cell for place in places], size)
    inside = _inside(places, sheet)
    linked = sorted(inside, key=lambda one: (not one.mark, -one.count, one.cell))[:MOST_LINKS]
    cells = {place.cell for place in linked}
    hexagons = _hexagons(linked, sheet, quarters=max(quarters, 1), least=least)
    rest = _hexagons([one for one in inside if one.cell not in cells], sheet, quarters=max(quarters, 1), least=least)
    drawn = street_svg.streets_in(sheet.bounds, width=size[0], height=size[1], budget=STREETS_BUDGET)
    metres = _round_length(lengths.metres_across(sheet.bounds) / 5)
    return PlacesMap(
        width=size[0],
        height=size[1],
        outlines=outline_paths(outlines, sheet),
        streets=street_svg.svg_of(drawn) if drawn else "",
        attribution=street_svg.attribution_in(sheet.bounds),
        ground=_ground(rest, least),
        hexagons=hexagons,
        edge=_edge(clustered, sheet),
        bounds=sheet.bounds,
        chosen=polygon_points(sheet.points(hexgrid.outline(chosen))) if chosen else "",
        bar_metres=metres,
        bar_units=round(metres / lengths.metres_across(sheet.bounds) * size[0], 1),
    )


def _hexagons(places: Sequence[MapPlace], sheet: Sheet, *, quarters: int, least: int) -> list[MapHexagon]:
    """The places as they are drawn, those of the list last."""
    hexagons = []
    for place in sorted(places, key=lambda one: (bool(one.mark), one.count, one.cell)):
        corners = sheet.points(hexgrid.outline(place.cell))
        x, y = np.round(corners.mean(axis=0), 1).tolist()
        across = float(np.ptp(corners[:, 0]))
        hexagons.append(
            MapHexagon(
                place,
                polygon_points(corners),
                x,
                y,
                density.density_class(place.count, AREA_KM2[hexgrid.resolution_of(place.cell)], quarters),
                is_numbered=place.count >= least and across >= SMALLEST_NUMBERED and not place.mark,
            )
        )
    return hexagons


def _ground(hexagons: Sequence[MapHexagon], least: int) -> list[tuple[int, bool, str]]:
    """Hexagons without a link of their own, in one path for each look."""
    looks: dict[tuple[int, bool], list[str]] = {}
    for one in hexagons:
        looks.setdefault((one.density, one.place.count < least), []).append(f"M{one.points.replace(' ', 'L')}Z")
    return [(density_class, is_few, "".join(paths)) for (density_class, is_few), paths in sorted(looks.items())]


def _inside(places: Sequence[MapPlace], sheet: Sheet) -> list[MapPlace]:
    """The places whose middles lie in the window."""
    centres = hexgrid.centres([place.cell for place in places])
    west, south, east, north = sheet.bounds
    kept = np.all((centres >= (west, south)) & (centres <= (east, north)), axis=1)
    return [place for place, keep in zip(places, kept.tolist(), strict=True) if keep]


def _sheet_of(cells: Sequence[hexgrid.Cell], size: tuple[int, int]) -> Sheet:
    """The smallest window of a size that holds cells whole, with a margin."""
    corners = np.array([corner for cell in cells for corner in hexgrid.outline(cell)])
    return _fitted((*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist()), size)


def _fitted(bounds: Bounds, size: tuple[int, int]) -> Sheet:
    west, south, east, north = bounds
    longitude, latitude = (west + east) / 2, (south + north) / 2
    least = LEAST_METRES / lengths.metres_per_degree(latitude)[1]
    wide = max((east - west) * lengths.squeeze_at(latitude) * (1 + 2 * MARGIN), least)
    high = max((north - south) * (1 + 2 * MARGIN), least)
    return Sheet(longitude, latitude, min(size[0] / wide, size[1] / high), *size)


def _edge(cells: Iterable[hexgrid.Cell], sheet: Sheet) -> str:
    """One path round hexagons that touch; only what is near the window."""
    west, south, east, north = sheet.bounds_with(60)
    near = [
        shapely.Polygon(sheet.points(hexgrid.outline(cell)))
        for cell in cells
        if west <= hexgrid.centre(cell)[0] <= east and south <= hexgrid.centre(cell)[1] <= north
    ]
    if not near:
        return ""
    joined = shapely.simplify(shapely.union_all(shapely.buffer(near, 0.4)), 0.3)
    return "".join(closed_path(ring[:-1]) for ring in rings_of(joined))


def _round_length(metres: float) -> int:
    """The longest of 1, 2 or 5 times a power of ten that is no longer."""
    power = 10 ** int(np.floor(np.log10(max(metres, 1))))
    return int(max(times * power for times in (1, 2, 5) if times * power <= max(metres, 1)))
