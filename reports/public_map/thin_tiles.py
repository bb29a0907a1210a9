"""Tiles of wide views, as far as the moving map draws them: what it leaves out does not travel, and lines are one.

An archive's tile of a whole city has every street, cycleway and speed limit. Drawn as wide as a city, a phone shows the
main streets, a pixel wide: so they are snapped to half a pixel, joined, and told once where both carriageways fall
together. Tiles of close views go out as they are stored.
"""

import gzip
from collections import defaultdict
from functools import lru_cache

import numpy as np
import shapely

from reports.public_map.vector_tiles import (
    LINE,
    POINT,
    BrokenTile,
    Feature,
    Line,
    TileLayer,
    read_tile,
    text_of,
    text_value,
    written_layer,
)

STORED_FROM = 12  # zoom of the tile: from here on streets have names, and each is drawn by itself
EXTENT = 1024  # units of a tile's side, which is 512 pixels: half a pixel each
_ROUGHNESS = 1.5  # units a line may be off
_LEAST = 3  # units: a shorter line, or a ring not as wide, is a speck

# What static/scripts/basemap-style.js draws, of which layers from which zoom of the view on; a test compares the two.
LAYERS = {
    **dict.fromkeys(("overview_outside", "overview_edges", "landuse", "water", "waterways", "buildings"), 0),
    **dict.fromkeys(("roads", "transport", "streets", "railways", "places"), 0),
    "paths": 15,
    "pois": 16,
}
ROADS = ("roads", "transport", "streets")
MAIN = ("motorway", "trunk", "primary", "highway", "major_road")
MIDDLE = ("secondary", "tertiary", "motorway_link", "trunk_link", "primary_link", "medium_road", "road")
MIDDLE_FROM, MINOR_FROM = 9, 13
_NAMES = {"places": ("name", "name_cy", "name:cy"), "water": ("name", "name_cy", "name:cy")}
_CLASSES = ("class", "highway", "landuse", "leisure", "natural", "kind_detail", "kind")  # the first there is


@lru_cache(maxsize=128)
def thin_tile(stored: bytes, zoom: int) -> bytes:
    """A tile, gzip in and out, without what is not drawn at its zoom; as it is where it cannot be read."""
    if zoom >= STORED_FROM:
        return stored
    try:
        layers = read_tile(gzip.decompress(stored))
    except BrokenTile:
        return stored
    thin = [_thin_layer(layer, view=zoom + 1) for layer in layers]  # a tile is drawn twice as wide as one of its zoom
    return gzip.compress(b"".join(written_layer(layer) for layer in thin if layer.features), 9, mtime=0)


def _thin_layer(layer: TileLayer, *, view: int) -> TileLayer:
    if LAYERS.get(layer.name, view + 1) > view:
        return TileLayer(layer.name, EXTENT, [])
    scale = EXTENT / layer.extent
    lines: dict[str, list[Line]] = defaultdict(list)
    others = []
    for feature in layer.features:
        name = _class_of(feature)
        if layer.name in ROADS and not _is_drawn(name, view):
            continue
        if feature.kind == LINE:
            lines[name] += feature.lines
        else:
            others.append(_snapped(feature, _kept(layer.name, feature, name), scale))
    joined = [Feature(LINE, _joined(found, scale), _classed(name)) for name, found in sorted(lines.items())]
    return TileLayer(layer.name, EXTENT, [feature for feature in (*others, *joined) if feature.lines])


def _class_of(feature: Feature) -> str:
    return next((text for key in _CLASSES if (text := text_of(feature.attributes.get(key)))), "")


def _is_drawn(name: str, view: int) -> bool:
    return name in MAIN or view >= (MIDDLE_FROM if name in MIDDLE else MINOR_FROM)


def _classed(name: str) -> dict[str, bytes]:
    return {"class": text_value(name)} if name else {}


def _kept(layer: str, feature: Feature, name: str) -> dict[str, bytes]:
    """What is read of a feature that stays one: its class, and its name where that is written."""
    named = {key: feature.attributes[key] for key in _NAMES.get(layer, ()) if key in feature.attributes}
    return _classed(name) | named


def _snapped(feature: Feature, attributes: dict[str, bytes], scale: float) -> Feature:
    if feature.kind == POINT:
        points = [[(round(x * scale), round(y * scale)) for x, y in line] for line in feature.lines]
        return Feature(POINT, points, attributes)
    rings = [_ring(line, scale) for line in feature.lines]
    return Feature(feature.kind, [ring for ring in rings if ring], attributes)


def _ring(line: Line, scale: float) -> Line:
    """A ring with its corners in the same order, which tells a hole from a shape; nothing of a speck."""
    corners = np.array(line) * scale
    if len(corners) < 3 or np.ptp(corners, axis=0).max() < _LEAST:
        return []
    ring = shapely.get_coordinates(shapely.simplify(shapely.linearrings(corners), _ROUGHNESS))
    whole = np.rint(ring[:-1]).astype(int)
    return [(x, y) for x, y in whole.tolist()] if len(whole) > 2 else []


def _joined(lines: list[Line], scale: float) -> list[Line]:
    """Lines as few as they can be, each stretch once."""
    whole = [np.rint(np.array(line) * scale) for line in lines if len(line) > 1]
    drawn = [shapely.linestrings(line) for line in whole if np.ptp(line, axis=0).max() > 0]
    merged = shapely.line_merge(shapely.union_all(shapely.simplify(drawn, _ROUGHNESS)))
    parts = shapely.get_parts(shapely.simplify(merged, _ROUGHNESS))
    found = [np.rint(shapely.get_coordinates(part)).astype(int).tolist() for part in parts if part.length >= _LEAST]
    return [[(x, y) for x, y in line] for line in found if len(line) > 1]
