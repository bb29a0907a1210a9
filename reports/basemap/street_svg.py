"""The streets of a view as SVG: for maps the server draws itself, where there is no JavaScript to draw tiles."""

import gzip
import io
import logging
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyogrio.raw
import shapely
from django.utils.html import escape
from django.utils.translation import get_language
from numpy.typing import NDArray

from reports.basemap import archive
from reports.basemap.archive import Basemap
from reports.basemap.street_lines import StreetName, path_of, placed_names
from reports.cartography.projection import TileNumber, degrees_of_metres, sheet_of_bounds, tiles_of_bounds
from reports.geography import lengths

logger = logging.getLogger(__name__)

Piece = tuple[NDArray[Any], list[str | None]]  # shapes of a tile in Mercator's metres, and their names
Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees

MOST_METRES = 14_000  # across: in a wider view streets would be a tangle
_MOST_TILES = 4
_MARGIN = 4  # pixels beyond the edge, so that no line ends in sight

_MAIN = ("motorway", "trunk", "primary", "highway", "major_road")
_MIDDLE = ("secondary", "tertiary", "motorway_link", "trunk_link", "primary_link", "medium_road")
_NO_ROADS = {"rail": "rail", "cycleway": "path"}  # among the roads of some archives
_BUILT = ("residential", "retail", "commercial", "industrial")
_CLASS_COLUMNS = ("class", "highway", "landuse", "leisure", "natural", "kind")
# What counts most comes first: it is drawn when the rest no longer fits. `transport`, `streets`: in others' archives.
_LAYERS = ("roads", "transport", "streets", "water", "railways", "waterways", "landuse", "paths")
_ORDER = ("main", "middle", "minor", "water", "rail", "stream", "green", "path")


@dataclass(frozen=True)
class Streets:
    """What a view holds: SVG path data by kind, and names. Coordinates are whole pixels from the top left."""

    paths: Mapping[str, str]
    names: tuple[StreetName, ...]


@dataclass(frozen=True)
class Ink:
    """The colours of a picture: a stroke's colour and width by kind, a fill's colour by kind, and the text's."""

    strokes: Mapping[str, tuple[str, float]]
    fills: Mapping[str, str]
    text: str
    halo: str


# For a picture with a light ground of its own, and for one drawn in the page's colours by day and by night.
BY_DAY = Ink(
    strokes={
        "path": ("#b3a894", 1),
        "stream": ("#a9c9dc", 1.5),
        "minor": ("#c4bdb0", 2),
        "middle": ("#aaa294", 3),
        "main": ("#d9a441", 4),
        "rail": ("#8d9399", 1.5),
    },
    fills={"green": "#dfead6", "water": "#b7d3e4"},
    text="#2c3a45",
    halo="#ffffff",
)
OF_THE_PAGE = Ink(
    strokes={
        kind: ("currentColor", width)
        for kind, width in (("path", 0.3), ("stream", 0.4), ("minor", 0.6), ("middle", 1.2), ("main", 2), ("rail", 0.8))
    },
    fills={},
    text="currentColor",
    halo="var(--app-background)",
)


def streets_in(bounds: Bounds, *, width: int, height: int, budget: int, clear: int = 0) -> Streets | None:
    """The streets of a view as path data of at most `budget` characters; None where there is no street map.

    What counts most comes first: main roads before footpaths, long ones before short ones. No name comes within
    `clear` pixels of the middle, where a picture has a crosshair.
    """
    archive_file = archive.basemaps_in_use().streets
    if archive_file is None or not archive_file.has_streets or lengths.metres_across(bounds) > MOST_METRES:
        return None
    found = shapes_in(archive_file, bounds, width)
    if not found:
        return None
    frame = PixelFrame(bounds, width, height)
    paths: dict[str, str] = {}
    names: list[tuple[str, Any]] = []
    left = budget
    for kind in _ORDER:
        shapes, texts = joined(found.get(kind, []))
        drawn = frame.drawn(shapes)
        paths[kind] = path_of(drawn, left, is_closed=kind in BY_DAY.fills)
        left -= len(paths[kind])
        if kind in ("main", "middle", "minor"):
            names += [(text, shape) for text, shape in zip(texts, drawn, strict=True) if text]
    kept = {kind: path for kind, path in paths.items() if path}
    return Streets(kept, tuple(placed_names(names, width, height, clear))) if kept else None


def attribution_in(bounds: Bounds) -> str:
    """Whose streets a view of these bounds shows; empty where it shows none."""
    archive_file = archive.basemaps_in_use().streets
    return archive_file.attribution if archive_file and has_streets_in(bounds) else ""


def has_streets_in(bounds: Bounds) -> bool:
    """Whether a view of these bounds is close enough for streets, and lies where they are loaded."""
    archive_file = archive.basemaps_in_use().streets
    if archive_file is None or not archive_file.has_streets or lengths.metres_across(bounds) > MOST_METRES:
        return False
    west, south, east, north = archive_file.bounds
    return not (bounds[0] > east or bounds[2] < west or bounds[1] > north or bounds[3] < south)


def svg_of(streets: Streets, ink: Ink = BY_DAY) -> str:
    """The streets as SVG elements: the ground first, main roads last, then the names."""
    parts = []
    for kind in ("green", "water"):
        if kind in streets.paths and kind in ink.fills:
            parts.append(f'<path d="{streets.paths[kind]}" fill="{ink.fills[kind]}"/>')
    for kind, (colour, width) in ink.strokes.items():
        if kind in streets.paths:
            parts.append(f'<path d="{streets.paths[kind]}" fill="none" stroke="{colour}" stroke-width="{width}"/>')
    if streets.names:
        look = f'font-size="11" fill="{ink.text}" stroke="{ink.halo}" stroke-width="3" paint-order="stroke"'
        parts.append(f'<g {look} text-anchor="middle">')
        for name in streets.names:
            turn = f' transform="rotate({name.slope} {name.x} {name.y})"' if name.slope else ""
            parts.append(f'<text x="{name.x}" y="{name.y}" dy="4"{turn}>{escape(name.text)}</text>')
        parts.append("</g>")
    return "".join(parts)


@dataclass(frozen=True)
class PixelFrame:
    """From longitude and latitude to pixels: flat, as a picture of a town may be."""

    bounds: Bounds
    width: int
    height: int

    def drawn(self, shapes: NDArray[Any]) -> NDArray[Any]:
        """The shapes in pixels, what is seen of them, no finer than a pixel."""
        sheet = sheet_of_bounds(self.bounds, self.width)

        def pixels(points: NDArray[np.float64]) -> NDArray[np.float64]:
            return sheet.points(degrees_of_metres(points))

        seen = shapely.clip_by_rect(
            shapely.transform(shapes, pixels), -_MARGIN, -_MARGIN, self.width + _MARGIN, self.height + _MARGIN
        )
        return np.asarray(shapely.simplify(seen, 0.8))


def shapes_in(archive_file: Basemap, bounds: Bounds, width: int) -> dict[str, list[Piece]]:
    """Shapes and names by kind, from every tile of the view; a broken tile is logged and left out."""
    found: dict[str, list[Piece]] = {}
    for tile in _tiles(archive_file, bounds, width):
        try:
            content = archive_file.tile(*tile)
            pieces = list(_shapes_of(gzip.decompress(content), tile)) if content else []
        except archive.BROKEN_TILE:
            # It must not take a page from anybody: a map without some streets is still a map.
            logger.exception("A tile of the street map could not be read.")
            continue
        for kind, shapes, texts in pieces:
            found.setdefault(kind, []).append((shapes, texts))
    return found


def _tiles(archive_file: Basemap, bounds: Bounds, width: int) -> list[TileNumber]:
    """The tiles of the view, at the zoom whose tiles are about as wide as they are drawn on a phone."""
    zoom = round(math.log2(360 / (bounds[2] - bounds[0]) * width / 512))
    zoom = min(max(zoom, archive_file.min_zoom), archive_file.max_zoom)
    while True:
        tiles = list(tiles_of_bounds(bounds, zoom))
        if len(tiles) <= _MOST_TILES or zoom == archive_file.min_zoom:
            return tiles
        zoom -= 1


def _shapes_of(content: bytes, tile: tuple[int, int, int]) -> Iterator[tuple[str, NDArray[Any], list[str | None]]]:
    zoom, x, y = tile
    present = {str(name) for name in pyogrio.list_layers(io.BytesIO(content))[:, 0]}
    for layer in _LAYERS:
        if layer not in present:
            continue
        meta, _, shapes, columns = pyogrio.raw.read(io.BytesIO(content), layer=layer, X=x, Y=y, Z=zoom)
        fields = dict(zip(meta["fields"], columns, strict=True))
        numbers = fields.get("ref", [None] * len(shapes))
        kinds = np.array(
            [_kind(layer, *one) for one in zip(_classes(fields, len(shapes)), numbers, strict=True)], dtype=object
        )
        texts = _names(fields, len(shapes))
        for kind in set(kinds):
            wanted = kinds == kind
            yield kind, shapely.from_wkb(shapes[wanted]), list(texts[wanted])


def _classes(fields: Mapping[str, NDArray[Any]], count: int) -> list[str | None]:
    """Each feature's class, in whichever words the archive has it."""
    chosen: list[str | None] = [None] * count
    for column in _CLASS_COLUMNS:
        if column in fields:
            chosen = [one or other for one, other in zip(chosen, fields[column], strict=True)]
    return chosen


def _names(fields: Mapping[str, NDArray[Any]], count: int) -> NDArray[Any]:
    """Each feature's name in the language of the page, or None."""
    names = np.array(fields.get("name", [None] * count), dtype=object)
    if get_language() == "cy" and "name_cy" in fields:
        names = np.array([welsh or name for welsh, name in zip(fields["name_cy"], names, strict=True)], dtype=object)
    return names


def _kind(layer: str, one: str | None, number: str | None) -> str:
    if layer in ("roads", "transport", "streets"):
        if one in _NO_ROADS:
            return _NO_ROADS[one]
        # Some archives call every road a road: its number tells which it is.
        numbered = {"M": "main", "A": "main", "B": "middle"}.get((number or " ")[0], "minor") if one == "road" else ""
        return numbered or ("main" if one in _MAIN else "middle" if one in _MIDDLE else "minor")
    if layer == "landuse":
        return "built" if one in _BUILT else "green"
    return {"water": "water", "railways": "rail", "waterways": "stream", "paths": "path"}[layer]


def joined(pieces: Iterable[Piece]) -> tuple[NDArray[Any], list[str | None]]:
    """The pieces of all tiles as one list with their names, the longest first."""
    shapes = np.concatenate([piece for piece, _ in pieces] or [np.array([], dtype=object)])
    texts = [text for _, names in pieces for text in names]
    order = np.argsort(-shapely.length(shapes), kind="stable")
    return shapes[order], [texts[number] for number in order]
