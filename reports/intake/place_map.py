"""The map of the question "where", drawn by the server as one picture: it needs neither script nor tiles.

A view is a centre and a zoom. The picture is square and small enough for a phone; a click on it, a pan or a
zoom button gives the next view. All of it is arithmetic but `picture`, which reads public geography.
"""

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote

import numpy as np
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from shapely import clip_by_rect
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from reports.basemap import raster_proxy, street_svg
from reports.cartography.projection import Points, Sheet, sheet_round
from reports.geography import areas, hexgrid, nearby
from reports.geography.lengths import Bounds
from reports.geography.map_positions import (
    EAST,
    NORTH,
    SOUTH,
    STREET_ZOOM,
    TOWN_ZOOM,
    UK_ZOOM,
    WEST,
    WIDTHS,
    NotAPosition,
    near_the_uk,
    position_named,
)
from reports.geography.models import Area, Place

SIDE = 320  # pixels: fits the narrowest phone
_CELL_ACROSS, _FARTHEST = 50.0, 40_000_000.0  # metres: what is kept of a place, and what no phone is further from
_MOST_LABELS = 12
_STREETS_BUDGET = 6_000  # characters: about 3 kB of the 12 kB a step may have once compressed
_NATIONS_FROM = 240_000  # metres: in views this wide the councils' outlines would be a tangle


@dataclass(frozen=True)
class MapView:
    """What the picture shows: its middle in degrees, and an index into WIDTHS."""

    longitude: float
    latitude: float
    zoom: int

    @property
    def sheet(self) -> Sheet:
        """The picture's projection."""
        return sheet_round((self.longitude, self.latitude), WIDTHS[self.zoom], SIDE)

    @property
    def cell(self) -> int:
        """The cell in the middle."""
        return hexgrid.cell_at(self.longitude, self.latitude)

    @property
    def is_close_enough(self) -> bool:
        """Whether the middle can be meant as a place."""
        return self.zoom <= STREET_ZOOM

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north."""
        return self.sheet.bounds


WHOLE_UK = MapView(-3.5, 55.3, UK_ZOOM)


def view_at(longitude: float, latitude: float, zoom: int) -> MapView:
    """A view of a position; raises NotAPosition when it is far from the United Kingdom."""
    return MapView(*near_the_uk(longitude, latitude), zoom)


def view_named(text: str) -> MapView:
    """The view of «longitude,latitude,zoom», as the buttons of a list of places post it; raises NotAPosition."""
    return MapView(*position_named(text))


def view_of_phone(text: str) -> tuple[MapView, float]:
    """The view of the cell that holds «longitude,latitude,metres», and to how many metres the phone was sure of it.

    The phone's own position is dropped here and now. The view shows all of where the phone may be: a mast may be
    kilometres away, and the middle of a closer map would pass for the place.
    """
    try:
        longitude, latitude, metres = text.split(",")
        radius = float(metres)
        exact = view_at(float(longitude), float(latitude), STREET_ZOOM)
    except ValueError:
        raise NotAPosition(text) from None
    if not 0 <= radius < _FARTHEST:
        raise NotAPosition(text)
    zoom = next((index for index, width in enumerate(WIDTHS) if width >= 2 * radius), UK_ZOOM)
    return view_at(*hexgrid.centre(exact.cell), max(zoom, STREET_ZOOM)), max(radius, _CELL_ACROSS)


def moved(view: MapView, button: str) -> MapView:
    """The view after a pan (n, s, e, w: a third of the picture) or a zoom (in, out)."""
    across, up = (step * SIDE / 3 for step in view.sheet.degrees_per_unit)
    right, upward = {"n": (0, 1), "s": (0, -1), "e": (1, 0), "w": (-1, 0)}.get(button, (0, 0))
    closer = {"in": -1, "out": 1}.get(button, 0)
    return replace(
        view,
        longitude=round(min(max(view.longitude + right * across, WEST), EAST), 5),
        latitude=round(min(max(view.latitude + upward * up, SOUTH), NORTH), 5),
        zoom=min(max(view.zoom + closer, 0), UK_ZOOM),
    )


def pressed(view: MapView, x: str, y: str) -> MapView | None:
    """The view with the pressed point in its middle, one zoom closer while too wide; None when none was pressed.

    A keyboard or a screen reader that activates the picture posts 0,0: that is no choice of its corner.
    """
    try:
        right, down = int(x), int(y)
    except ValueError:
        raise NotAPosition(x, y) from None
    if (right, down) == (0, 0):
        return None
    if not (0 <= right <= SIDE and 0 <= down <= SIDE):
        raise NotAPosition(x, y)
    across, up = view.sheet.degrees_per_unit
    zoom = view.zoom if view.is_close_enough else view.zoom - 1
    return view_at(view.longitude + (right - SIDE / 2) * across, view.latitude - (down - SIDE / 2) * up, zoom)


def extent_in_words(view: MapView) -> str:
    """How much a view shows, and how to come to where a place can be chosen."""
    if view.zoom == UK_ZOOM:
        extent = _("The map shows the whole of the United Kingdom.")
    else:
        distance = nearby.distance_in_words(WIDTHS[view.zoom])
        extent = _("The map shows about %(distance)s from side to side.") % {"distance": distance}
    if view.is_close_enough:
        return extent
    asked = _("Select the place on the map, or zoom in.")
    return f"{extent} {asked}"


def picture(view: MapView) -> str:
    """The view as a data address of an SVG: outlines, names, the cell that would be kept, a crosshair and a scale."""
    width = f"{WIDTHS[view.zoom] // 4_000} km" if view.zoom > TOWN_ZOOM + 1 else f"{WIDTHS[view.zoom] // 4} m"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}" height="{SIDE}" viewBox="0 0 {SIDE} {SIDE}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{SIDE}" height="{SIDE}" fill="#eef1ec"/>',
        *_streets(view),
        *_outlines(view),
        *_cell(view),
        '<g stroke="#eef1ec" stroke-width="3" paint-order="stroke">',
        *_labels(view),
        "</g>",
        _crosshair(),
        f'<path d="M8 {SIDE - 14}v6h{SIDE // 4}v-6" fill="none" stroke="#0b0c0c" stroke-width="2"/>'
        f'<text x="12" y="{SIDE - 14}">{width}</text></svg>',
    ]
    return "data:image/svg+xml," + quote("".join(parts), safe=" =:/,;()")


def service_tiles(view: MapView) -> list[raster_proxy.PlacedTile]:
    """The tiles of the operator's map service that lie over the picture; what does not come leaves the picture bare."""
    return raster_proxy.tiles_in(view.bounds, side=SIDE)


def lacks_streets(view: MapView) -> bool:
    """Whether a view so close that streets are expected has none: without a word it would be a blank square."""
    return view.zoom <= TOWN_ZOOM and not raster_proxy.is_in_use() and not street_svg.has_streets_in(view.bounds)


def marks(view: MapView) -> SafeString:
    """The cell and the crosshair alone, to be drawn again over those tiles."""
    return mark_safe("".join([*_cell(view), _crosshair()]))  # noqa: S308  # numbers of ours in markup of ours


def attribution(view: MapView) -> str:
    """Whose map the picture and what lies over it show, to be said beside it; empty where nobody's."""
    return " · ".join(filter(None, (street_svg.attribution_in(view.bounds), raster_proxy.attribution())))


def _crosshair() -> str:
    middle = SIDE // 2
    return (
        f'<path d="M{middle} {middle - 22}v16m0 12v16M{middle - 22} {middle}h16m12 0h16" stroke="#b10e1e" '
        'stroke-width="3"/>'
    )


def _streets(view: MapView) -> list[str]:
    """The streets, where the operator has a basemap of them."""
    found = street_svg.streets_in(view.bounds, width=SIDE, height=SIDE, budget=_STREETS_BUDGET, clear=24)
    return [street_svg.svg_of(found)] if found else []


def _pixels(view: MapView, positions: Points) -> list[list[int]]:
    """Positions in whole pixels, x then y."""
    whole: list[list[int]] = np.rint(view.sheet.points(positions)).astype(int).tolist()
    return whole


def _outlines(view: MapView) -> list[str]:
    """The edges of the councils, or in a wide view of the nations, that the picture holds."""
    west, south, east, north = view.bounds
    kind = Area.Kind.NATION if WIDTHS[view.zoom] >= _NATIONS_FROM else Area.Kind.COUNCIL
    crossing = Area.objects.filter(
        kind=kind, is_current=True, west__lte=east, east__gte=west, south__lte=north, north__gte=south
    )
    tolerance = view.sheet.degrees_per_unit[1]
    paths = []
    for code, edition in crossing.order_by("code").values_list("code", "edition"):
        edge = clip_by_rect(_edge(code, edition, tolerance), west, south, east, north)
        paths += [_path(view, line) for line in getattr(edge, "geoms", [edge]) if line.length > 4 * tolerance]
    return [f'<path d="{"".join(paths)}" fill="none" stroke="#6f7f8a" stroke-width="1.5"/>'] if paths else []


@lru_cache(maxsize=1_000)
def _edge(code: str, edition: int, tolerance: float) -> BaseGeometry:
    """An area's edge as coarse as a picture shows it; the edition changes with every writing of the boundary."""
    return areas.outline(areas.area_of_code(code)).boundary.simplify(tolerance)


def _path(view: MapView, line: LineString) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in _pixels(view, line.coords))


def _cell(view: MapView) -> list[str]:
    """The patch of ground that would be kept, where it is wide enough to see."""
    if not view.is_close_enough:
        return []
    points = " ".join(f"{x},{y}" for x, y in _pixels(view, hexgrid.outline(view.cell)))
    return [f'<polygon points="{points}" fill="#ffdd00" fill-opacity=".6" stroke="#0b0c0c"/>']


def _labels(view: MapView) -> list[str]:
    """The largest places first, each name only where it covers no other."""
    west, south, east, north = view.bounds
    inside = Place.objects.filter(latitude__range=(south, north), longitude__range=(west, east))
    labels: list[str] = []
    taken: list[tuple[int, int, int]] = []
    for place in inside.order_by("-population", "pk")[: _MOST_LABELS * 3]:
        ((x, y),) = _pixels(view, [(place.longitude, place.latitude)])
        left, length = x + 6, 7 * len(place.local_name)
        if left + length > SIDE:
            left = x - 6 - length
        covers = any(abs(y - line) < 15 and left < end and left + length > start for start, end, line in taken)
        if left < 0 or covers or len(labels) == _MOST_LABELS:
            continue
        taken.append((left, left + length, y))
        row = y + 4 if math.dist((x, y), (SIDE / 2, SIDE / 2)) > 22 else y + 36  # clear of the crosshair
        dot = "#1d70b8" if place.kind == Place.Kind.STATION else "#0b0c0c"
        text = f'<text x="{left}" y="{row}">{escape(place.local_name)}</text>'
        labels.append(f'<circle cx="{x}" cy="{y}" r="3" fill="{dot}"/>{text}')
    return labels
