"""What a quiet street map needs of an OpenStreetMap extract, read by GDAL through pyogrio alone."""

import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError

from reports.basemap.archive import BasemapProblem
from reports.basemap.writer import Bounds, Part

ATTRIBUTION = "© OpenStreetMap contributors"
MIN_ZOOM, MAX_ZOOM = 7, 14
_TAGS = Path(__file__).with_name("openstreetmap.ini")
_DEGREES_PER_PIXEL = 360 / 512  # of zoom 0, from west to east

# From this zoom on a class of road is drawn: all of them at once would be a grey blur.
_ROADS = {
    "motorway": 7,
    "trunk": 7,
    "primary": 8,
    "secondary": 9,
    "tertiary": 11,
    "motorway_link": 11,
    "trunk_link": 11,
    "primary_link": 12,
    "secondary_link": 12,
    "tertiary_link": 12,
    "unclassified": 12,
    "residential": 12,
    "living_street": 13,
    "pedestrian": 13,
    "road": 13,
    "service": 13,
}
_PATHS = dict.fromkeys(("path", "footway", "cycleway", "bridleway", "steps", "track"), 13)
_RAILWAYS = dict.fromkeys(("rail", "light_rail", "subway", "tram", "narrow_gauge"), 9)
_WATERWAYS = {"river": 9, "canal": 10, "stream": 12, "drain": 13, "ditch": 14}
_PLACES = {
    "city": 7,
    "town": 7,
    "suburb": 11,
    "village": 10,
    "neighbourhood": 13,
    "hamlet": 12,
}
_GREEN = {
    "leisure": (
        "park",
        "garden",
        "playground",
        "pitch",
        "golf_course",
        "nature_reserve",
        "recreation_ground",
        "common",
    ),
    "landuse": (
        "forest",
        "grass",
        "recreation_ground",
        "village_green",
        "cemetery",
        "allotments",
        "residential",
        "retail",
        "commercial",
        "industrial",
    ),
    "natural": ("wood", "scrub", "heath", "beach", "sand"),
}
_WATER = {
    "natural": ("water",),
    "waterway": ("riverbank", "dock"),
    "landuse": ("reservoir", "basin"),
}
# What people name to say where something is.
_LANDMARKS = {
    "railway": ("station", "halt", "tram_stop"),
    "amenity": (
        "bus_station",
        "hospital",
        "police",
        "school",
        "college",
        "university",
        "library",
        "townhall",
        "place_of_worship",
        "pub",
        "community_centre",
        "cinema",
        "theatre",
        "nightclub",
        "fuel",
        "marketplace",
    ),
    "shop": ("supermarket", "mall"),
    "tourism": ("museum", "attraction"),
}


@dataclass(frozen=True)
class Features:
    """Shapes of an extract with their tags, column by column."""

    shapes: NDArray[Any]
    tags: Mapping[str, NDArray[Any]]

    def where(self, wanted: NDArray[np.bool_]) -> "Features":
        """Those for which `wanted` is true."""
        return Features(self.shapes[wanted], {name: values[wanted] for name, values in self.tags.items()})

    def classed(self, classes: Mapping[str, Iterable[str]]) -> "Features":
        """Those with one of these values, which becomes their class; the first key that has one decides."""
        chosen = np.full(len(self.shapes), None, dtype=object)
        for key, values in classes.items():
            if key in self.tags:
                free = (chosen == None) & np.isin(self.tags[key], tuple(values))  # noqa: E711 - element by element
                chosen[free] = self.tags[key][free]
        return Features(self.shapes, dict(self.tags) | {"class": chosen}).where(chosen != None)  # noqa: E711


@dataclass(frozen=True)
class OSMExtract:
    """An extract's layers, ready to be cut into tiles."""

    file: Path
    bounds: Bounds
    lines: Features

    def parts(self, zooms: tuple[int, int]) -> Iterator[Part]:
        """The layers from the ground up, within a range of zooms; each is read when its turn comes."""
        for part in self._all_parts():
            lowest, highest = max(part.min_zoom, zooms[0]), min(part.max_zoom, zooms[1])
            if lowest <= highest:
                yield Part(part.layer, lowest, highest, part.shapes, part.columns)

    def _all_parts(self) -> Iterator[Part]:
        polygons = features_in(
            self.file, "multipolygons", "landuse", "leisure", "natural", "waterway", "building", "amenity", "shop"
        )
        yield from _by_area("landuse", polygons.classed(_GREEN), ((9, 11), (12, 13), (14, 14)))
        yield from _by_area("water", polygons.classed(_WATER), ((7, 8), (9, 11), (12, 13), (14, 14)), ("name", "class"))
        buildings = polygons.where(polygons.tags["building"] != None)  # noqa: E711 - element by element
        yield Part("buildings", 14, 14, buildings.shapes, {})
        yield from _by_class("waterways", self.lines, "waterway", _WATERWAYS, ("name", "class"))
        yield from _by_class("paths", self.lines, "highway", _PATHS, ("name", "class"))
        yield from _by_class("roads", self.lines, "highway", _ROADS, ("name", "name:cy", "ref", "class"))
        yield from _by_class("railways", self.lines, "railway", _RAILWAYS, ("class",))
        points = features_in(self.file, "points", "place", "amenity", "shop", "railway", "tourism")
        yield from _by_class("places", points, "place", _PLACES, ("name", "name:cy", "class"))
        yield _landmarks(points.classed(_LANDMARKS), polygons.classed(_LANDMARKS))


def extract_in(file: Path) -> OSMExtract:
    """The extract in a file; raises BasemapProblem when it is none."""
    if not file.is_file():
        raise BasemapProblem(f"{file}: there is no such file.")
    try:
        if pyogrio.read_info(file, layer="lines").get("driver") != "OSM":
            raise BasemapProblem(f"{file} is not an OpenStreetMap extract (.osm.pbf).")
        lines = features_in(file, "lines", "highway", "railway", "waterway")
    except (DataSourceError, DataLayerError) as problem:
        raise BasemapProblem(f"{file} is not an OpenStreetMap extract (.osm.pbf): {problem}") from problem
    roads = lines.classed({"highway": _ROADS})
    if not len(roads.shapes):
        raise BasemapProblem(f"{file} holds no roads: take an extract of a whole town, county or country.")
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(roads.shapes))
    return OSMExtract(file, (west, south, east, north), lines)


def features_in(file: Path, layer: str, *tags: str, named: bool = False) -> Features:
    """A layer's objects that have one of these tags, and a name where that is asked for."""
    # A query that names one layer keeps GDAL from heaping up the others' objects in memory.
    names = ("name", "name:cy", "alt_name", *(("ref",) if layer == "lines" else ()))
    columns = ", ".join(f'"{name}"' for name in (*names, *tags))
    has_any = " OR ".join(f'"{tag}" IS NOT NULL' for tag in tags)
    has_name = " AND name IS NOT NULL" if named else ""
    query = f"SELECT {columns} FROM {layer} WHERE ({has_any}){has_name}"  # noqa: S608 - names of our own
    with warnings.catch_warnings():
        # An extract cuts lakes and woods at its edge, and GDAL closes them.
        warnings.filterwarnings("ignore", "Non closed ring", RuntimeWarning)
        meta, _, shapes, values = pyogrio.raw.read(file, sql=query, CONFIG_FILE=str(_TAGS))
    found = shapely.make_valid(shapely.from_wkb(shapes))  # GDAL leaves a polygon that crosses itself out of some tiles
    sound = ~(shapely.is_missing(found) | shapely.is_empty(found))
    return Features(found, dict(zip(meta["fields"], values, strict=True))).where(sound)


def _by_class(
    layer: str, found: Features, key: str, first_zooms: Mapping[str, int], columns: tuple[str, ...]
) -> Iterator[Part]:
    """Parts in which each class begins at its own zoom."""
    classed = found.classed({key: first_zooms})
    begins = np.array([first_zooms[one] for one in classed.tags["class"]], dtype=int)
    starts = [*sorted(set(first_zooms.values())), MAX_ZOOM + 1]
    for lowest, following in pairwise(starts):
        shown = classed.where(begins <= lowest)
        yield Part(layer, lowest, following - 1, *_merged(shown, columns))


def _merged(found: Features, columns: tuple[str, ...]) -> tuple[NDArray[Any], dict[str, NDArray[Any]]]:
    """Lines of one name and class joined end to end: fewer bytes, and room for the name along them."""
    values = {_column(name): found.tags[name] for name in columns}
    if not len(found.shapes) or shapely.get_dimensions(found.shapes[0]) != 1:
        return found.shapes, values
    keys = ["\n".join(str(value) for value in row) for row in zip(*values.values(), strict=True)]
    _, first, group = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(group, kind="stable")
    bundles = shapely.multilinestrings(found.shapes[order], indices=group[order])
    return shapely.line_merge(bundles), {name: column[first] for name, column in values.items()}


def _by_area(
    layer: str, found: Features, ranges: Iterable[tuple[int, int]], columns: tuple[str, ...] = ("class",)
) -> Iterator[Part]:
    """Parts in which a polygon begins where it is large enough to be seen."""
    # Of the projection: a pixel spans so many fewer degrees of latitude.
    squeeze = np.cos(np.radians(shapely.bounds(found.shapes)[:, 1])) if len(found.shapes) else np.array([])
    square_degrees = shapely.area(found.shapes)
    for lowest, highest in ranges:
        pixel = _DEGREES_PER_PIXEL / 2**lowest
        shown = found.where(square_degrees > (3 * pixel) ** 2 * squeeze)
        yield Part(layer, lowest, highest, shown.shapes, {_column(name): shown.tags[name] for name in columns})


def _landmarks(points: Features, polygons: Features) -> Part:
    """Named places to go by; a building's mark stands inside it."""
    shapes = np.concatenate([points.shapes, shapely.point_on_surface(polygons.shapes)])
    tags = {name: np.concatenate([points.tags[name], polygons.tags[name]]) for name in ("name", "name:cy", "class")}
    named = Features(shapes, tags).where(tags["name"] != None)  # noqa: E711 - element by element
    return Part("pois", 14, 14, named.shapes, {_column(name): values for name, values in named.tags.items()})


def _column(tag: str) -> str:
    return tag.replace(":", "_")
