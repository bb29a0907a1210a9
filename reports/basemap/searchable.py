"""What an OpenStreetMap extract has to be searched for: streets, landmarks, and the villages and suburbs of the map."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer

from reports.basemap.openstreetmap import Features, features_in
from reports.geography.models import Place
from reports.geography.place_words import words_of, words_of_names
from reports.geography.place_writing import NewPlace
from reports.geography.towns_about import Town, TownsAbout, groups_of, in_metres, stored_towns

_TO_DEGREES = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
_LONGEST_NAME = 120

# Of 1,000: how likely a place of a kind is to be meant. Settlements have theirs of their people.
_PLACES = {
    "city": 620,
    "town": 560,
    "suburb": 360,
    "village": 340,
    "quarter": 300,
    "neighbourhood": 240,
    "hamlet": 270,
    "locality": 200,
}
_LEAST_TOWN = 250  # a "locality" is a field, a bridge, an island, a "neighbourhood" often a street: no town
_STREETS = {"motorway": 130, "trunk": 220, "primary": 220, "secondary": 210, "tertiary": 200}
_STREETS |= {"unclassified": 180, "residential": 170, "living_street": 170, "pedestrian": 210, "service": 120}
_A_PATH = 110
_STATIONS = ("station", "halt")
_NO_STREETS = ("proposed", "construction", "abandoned", "razed", "raceway", "platform", "bus_stop", "escape")
# The first that an object has counts. A building alone is nobody's landmark: it may be a house.
_LANDMARK_KEYS = (
    "railway",
    "amenity",
    "leisure",
    "tourism",
    "historic",
    "shop",
    "public_transport",
    "healthcare",
    "office",
    "landuse",
    "natural",
)
_LANDMARKS = {"hospital": 340, "university": 340, "station": 330, "halt": 300, "college": 300, "stadium": 320}
_LANDMARKS |= {"park": 280, "castle": 300, "school": 270, "mall": 290, "library": 250, "museum": 250, "pub": 230}
_LANDMARKS |= {"supermarket": 230, "nature_reserve": 230, "bus_station": 300, "marketplace": 250, "parking": 200}
_ANOTHER_LANDMARK = 190
_ONLY_OF = {  # of the rest of these keys nobody says «I was at»
    "railway": {"station", "halt", "tram_stop"},
    "landuse": {"cemetery", "recreation_ground", "retail", "industrial", "forest", "allotments", "village_green"},
    "natural": {"wood", "water", "beach", "peak"},
    "public_transport": {"station"},
}
# What people add to a name to say of what sort it is; found though the name lacks it.
_SORTS = {
    "parking": "car park",
    "place_of_worship": "church eglwys",
    "pub": "pub inn tafarn",
    "supermarket": "supermarket shop siop",
    "school": "school",
    "station": "station",
    "halt": "station",
    "park": "park",
    "restaurant": "restaurant",
    "cafe": "cafe",
    "fast_food": "takeaway",
    "fuel": "petrol garage",
    "library": "library llyfrgell",
}


def source_of(file: Path) -> str:
    """Under what an extract's names are kept: of a county's next edition the same, whatever its date."""
    stem = file.name.removesuffix(".pbf").removesuffix(".osm").lower()
    return f"osm:{re.sub(r'[-_.]?(latest|[0-9]{4,8})', '', stem).strip('-_.')[:50]}"


def places_in_extract(file: Path, *, refuse: Callable[[str], None]) -> Iterator[NewPlace]:
    """The extract's settlements, streets and landmarks; `refuse` is told of what is left out and why."""
    points = features_in(file, "points", "place", *_LANDMARK_KEYS[:-1], named=True)
    polygons = features_in(file, "multipolygons", "place", *_LANDMARK_KEYS, named=True)
    nodes = _joined([points, polygons], ("place", *_LANDMARK_KEYS))
    settlements = nodes.where(np.isin(_plain(nodes.tags["place"]), tuple(_PLACES)))
    about = TownsAbout([*stored_towns(), *_towns(settlements)])
    gathered = _Gathered(refuse)
    yield from gathered.places(settlements, about, Place.Kind.LOCALITY, _PLACES, "place")
    lines = features_in(file, "lines", "highway", named=True)
    yield from gathered.streets(lines.where(~np.isin(_plain(lines.tags["highway"]), _NO_STREETS)), about)
    yield from gathered.places(_landmarks(nodes), about, Place.Kind.LANDMARK, _LANDMARKS, "class")
    gathered.say_the_rest()


def _towns(settlements: Features) -> Iterator[Town]:
    positions = shapely.get_coordinates(shapely.centroid(settlements.shapes))
    for number, (longitude, latitude) in enumerate(positions.tolist()):
        name, name_cy = settlements.tags["name"][number], settlements.tags["name:cy"][number]
        importance = _PLACES[settlements.tags["place"][number]]
        if importance < _LEAST_TOWN:
            continue
        yield Town(name, words_of_names((name, name_cy or "")), importance, longitude, latitude)


def _landmarks(nodes: Features) -> Features:
    """Those with a key that makes a landmark of them, which becomes their class."""
    chosen = np.full(len(nodes.shapes), None, dtype=object)
    for key in _LANDMARK_KEYS:
        values = nodes.tags[key]
        fits = np.isin(_plain(values), tuple(_ONLY_OF[key])) if key in _ONLY_OF else values != None  # noqa: E711
        free = (chosen == None) & fits  # noqa: E711 - element by element
        chosen[free] = values[free]
    landmarks = Features(nodes.shapes, dict(nodes.tags) | {"class": chosen})
    return landmarks.where(chosen != None)  # noqa: E711


class _Gathered:
    """Features as places: one for each name that is in one place, and a count of those without a usable name."""

    def __init__(self, refuse: Callable[[str], None]) -> None:
        self._refuse = refuse
        self._unusable = 0

    def places(
        self, found: Features, about: TownsAbout, kind: Place.Kind, importance: dict[str, int], key: str
    ) -> Iterator[NewPlace]:
        """Points and areas, each at a point inside it."""
        found = self._named(found)
        shapes = _on_the_grid(shapely.point_on_surface(found.shapes))
        groups = groups_of(list(found.tags["name"]), shapes)
        firsts = [max(group.tolist(), key=lambda n: importance.get(str(found.tags[key][n]), 0)) for group in groups]
        for number, place in zip(firsts, _published(shapes[firsts], about), strict=True):
            sort = found.tags[key][number]
            if kind == Place.Kind.LANDMARK and sort in _SORTS:
                place.around += f"|{' '.join(words_of(_SORTS[sort]))}"
            yield _place(found, number, place, kind, importance.get(sort, _ANOTHER_LANDMARK))

    def streets(self, found: Features, about: TownsAbout) -> Iterator[NewPlace]:
        """Lines of one name that meet, at the point of them nearest to their middle."""
        found = self._named(found)
        lines = _on_the_grid(found.shapes)
        groups = groups_of(list(found.tags["name"]), lines)
        middles, ranks = [], []
        for group in groups:
            whole = shapely.multilinestrings(lines[group]) if len(group) > 1 else lines[group[0]]
            middles.append(
                shapely.line_interpolate_point(whole, shapely.line_locate_point(whole, shapely.centroid(whole)))
            )
            rank = max(_STREETS.get(found.tags["highway"][number], _A_PATH) for number in group)
            ranks.append(rank + min(60, int(shapely.length(whole) / 40)))
        for group, place, rank in zip(groups, _published(np.array(middles, dtype=object), about), ranks, strict=True):
            yield _place(found, int(group[0]), place, Place.Kind.STREET, rank)

    def say_the_rest(self) -> None:
        """How many had a name that cannot be shown."""
        if self._unusable:
            self._refuse(f"{self._unusable:,} have a name that is too long or cannot be printed")

    def _named(self, found: Features) -> Features:
        sound = np.array(
            [bool(words_of(n)) and len(n) <= _LONGEST_NAME and n.isprintable() for n in found.tags["name"]]
        )
        self._unusable += int((~sound).sum()) if len(sound) else 0
        return found.where(sound.astype(bool))


class _Position:
    """Where something is, and near to what."""

    def __init__(self, longitude: float, latitude: float, town: str, around: str) -> None:
        self.longitude, self.latitude = round(longitude, 5), round(latitude, 5)
        self.town, self.around = town, around


def _published(points: NDArray[Any], about: TownsAbout) -> list[_Position]:
    metres = shapely.get_coordinates(points)
    degrees = np.column_stack(_TO_DEGREES.transform(metres[:, 0], metres[:, 1])) if len(metres) else np.empty((0, 2))
    near = about.stated(degrees)
    return [_Position(x, y, town, around) for (x, y), (town, around) in zip(degrees.tolist(), near, strict=True)]


def _place(found: Features, number: int, at: _Position, kind: Place.Kind, importance: int) -> NewPlace:
    tags = found.tags
    others = tuple(filter(None, (tags["alt_name"][number] or "").split(";")))
    name = tags["name"][number]
    if kind == Place.Kind.LANDMARK and tags["railway"][number] in _STATIONS and "station" not in name.lower():
        name, others = f"{name} railway station"[:_LONGEST_NAME], (*others, name)  # as lists of stations have it
    return NewPlace(
        name=name,
        nation="",
        longitude=at.longitude,
        latitude=at.latitude,
        other_names=others,
        kind=kind,
        name_cy=(tags["name:cy"][number] or "")[:_LONGEST_NAME],
        town=at.town,
        around=at.around,
        importance=importance,
    )


def _on_the_grid(shapes: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(shapely.transform(shapes, in_metres))


def _plain(values: NDArray[Any]) -> NDArray[Any]:
    return np.where(values == None, "", values).astype(str)  # noqa: E711 - element by element


def _joined(parts: list[Features], keys: tuple[str, ...]) -> Features:
    """Points and areas as one, with nothing where one of them has no such key."""
    shapes = np.concatenate([part.shapes for part in parts])
    tags = {
        key: np.concatenate([part.tags.get(key, np.full(len(part.shapes), None, dtype=object)) for part in parts])
        for key in ("name", "name:cy", "alt_name", *keys)
    }
    return Features(shapes, tags)
