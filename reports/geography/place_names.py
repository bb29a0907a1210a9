"""Names for places: "near Stokes Croft, Bristol". Made of public geography alone, so that no name tells of a report.

A name depends on its cell and on what is loaded, never on other cells named with it: whoever compares two maps,
two exports or two desks finds the same words for the same ground. A feature names the one cell that holds its point;
other cells are named by the two features nearest to them and the side they lie on.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from reports.geography import boundaries, hexgrid, lengths
from reports.geography.models import Place
from reports.geography.nearby import direction_from, distance_in_words, places_in_words

_REACHES = (300.0, 3_000.0)  # metres beyond the cell's edge: the first that holds two features is enough
# How the search ranks a landmark by its kind, and a street by its rank and length. Parks, schools, hospitals and pubs
# are above: any other landmark may be somebody's house, and a path has a name that few know.
_LEAST: dict[str, int] = {Place.Kind.STREET: 150, Place.Kind.LANDMARK: 201}
_KINDS = tuple(_LEAST)
_TILE_DEGREES = 0.02  # what is looked for at once: about two kilometres
_MOST_CONDITIONS = 200
_Tile = tuple[int, int]  # row and column
_SIDES = (
    gettext_lazy("about %(distance)s north of %(place)s, by %(other)s, %(town)s"),
    gettext_lazy("about %(distance)s north-east of %(place)s, by %(other)s, %(town)s"),
    gettext_lazy("about %(distance)s east of %(place)s, by %(other)s, %(town)s"),
    gettext_lazy("about %(distance)s south-east of %(place)s, by %(other)s, %(town)s"),
    gettext_lazy("about %(distance)s south of %(place)s, by %(other)s, %(town)s"),
    gettext_lazy("about %(distance)s south-west of %(place)s, by %(other)s, %(town)s"),
    gettext_lazy("about %(distance)s west of %(place)s, by %(other)s, %(town)s"),
    gettext_lazy("about %(distance)s north-west of %(place)s, by %(other)s, %(town)s"),
)


@dataclass(frozen=True)
class _Feature:
    """A street or landmark, as names are made of it."""

    name: str
    search_name: str
    town: str
    importance: int
    longitude: float
    latitude: float

    @property
    def position(self) -> tuple[float, float]:
        return self.longitude, self.latitude


def name_of_place(cell: hexgrid.Cell) -> str:
    """Where a cell is, by a street or landmark; where none is known, by the nearest town."""
    return names_of_places([cell])[0]


def names_of_places(cells: Sequence[hexgrid.Cell]) -> list[str]:
    """`name_of_place` of many cells, in their order; as many queries for a page of them as for one."""
    names = names_by_streets(cells)
    without = [number for number, name in enumerate(names) if not name]
    for number, words in zip(without, places_in_words([cells[number] for number in without]), strict=True):
        names[number] = words
    return names


def names_by_streets(cells: Sequence[hexgrid.Cell]) -> list[str]:
    """The names that streets and landmarks give the cells, in their order; "" where none is known or no land is."""
    councils = boundaries.councils_at(hexgrid.centre(cell) for cell in cells)
    on_land = [cell for cell, council in zip(cells, councils, strict=True) if council]
    found = dict(zip(on_land, _features_near(on_land), strict=True))
    repeated = _repeated(feature for features in found.values() for feature in features[:1])
    return [_name(cell, found.get(cell, []), repeated) for cell in cells]


def _name(cell: hexgrid.Cell, features: list[_Feature], repeated: set[tuple[str, str]]) -> str:
    if not features:
        return ""
    first = features[0]
    words = {"place": first.name, "town": first.town}
    holds_it = hexgrid.cell_at(*first.position, hexgrid.resolution_of(cell)) == cell
    if holds_it and (first.name, first.town) not in repeated:
        return _("near %(place)s, %(town)s") % words
    other = next((one.name for one in features[1:] if one.name != first.name), "")
    if not other:
        return ""
    centre = hexgrid.centre(cell)
    words |= {"other": other, "distance": distance_in_words(lengths.metres_between(first.position, centre))}
    return str(_SIDES[direction_from(first.position, centre)]) % words


def _features_near(cells: Sequence[hexgrid.Cell]) -> list[list[_Feature]]:
    """The features about each cell: the greatest whose point it holds, then the others, the nearest first."""
    near: list[list[_Feature]] = [[] for _cell in cells]
    for reach in _REACHES:
        few = [number for number, features in enumerate(near) if len(features) < 2]
        boxes = {
            number: lengths.box_round(hexgrid.centre(cells[number]), reach + _radius(cells[number])) for number in few
        }
        found = _by_tile({tile for box in boxes.values() for tile in _tiles_of(box)})
        for number, box in boxes.items():
            beside = [feature for tile in _tiles_of(box) for feature in found.get(tile, ())]
            near[number] = _in_order(cells[number], [feature for feature in beside if _is_in(box, feature)])
    return near


def _radius(cell: hexgrid.Cell) -> float:
    """From the middle to a corner, in metres."""
    return lengths.metres_between(hexgrid.centre(cell), hexgrid.outline(cell)[0])


def _tiles_of(box: lengths.Bounds) -> list[_Tile]:
    west, south, east, north = (math.floor(edge / _TILE_DEGREES) for edge in box)
    return [(row, column) for row in range(south, north + 1) for column in range(west, east + 1)]


def _by_tile(tiles: set[_Tile]) -> dict[_Tile, list[_Feature]]:
    """The features in some tiles: a row of tiles that touch is one condition, and a database takes only so many."""
    found: dict[_Tile, list[_Feature]] = {}
    runs = list(_runs(sorted(tiles)))
    for start in range(0, len(runs), _MOST_CONDITIONS):
        around = Q(pk__in=())
        for row, first, last in runs[start : start + _MOST_CONDITIONS]:
            south, west, east = (number * _TILE_DEGREES for number in (row, first, last + 1))
            around |= Q(kind__in=_KINDS, latitude__range=(south, south + _TILE_DEGREES), longitude__range=(west, east))
        for feature in _features_of(Place.objects.filter(around).defer("words", "around", "alternate_names")):
            tile = _tiles_of((*feature.position, *feature.position))[0]
            if feature not in found.setdefault(tile, []):
                found[tile].append(feature)
    return found


def _runs(tiles: Iterable[_Tile]) -> Iterator[tuple[int, int, int]]:
    """Rows of tiles that touch: the row, and its first and last column."""
    run: tuple[int, int, int] | None = None
    for row, column in tiles:
        if run and (row, column) == (run[0], run[2] + 1):
            run = (row, run[1], column)
            continue
        if run:
            yield run
        run = (row, column, column)
    if run:
        yield run


def _features_of(places: Iterable[Place]) -> list[_Feature]:
    """Those that a place may be called by; nothing that begins with a number, which may be a house."""
    named = [
        one
        for one in places
        if one.town and one.importance >= _LEAST[Place.Kind(one.kind)] and not one.name[:1].isdigit()
    ]
    towns = _towns_in_language({one.town for one in named})
    return [
        _Feature(
            one.local_name,
            one.search_name,
            towns.get(one.town, one.town),
            one.importance,
            one.longitude,
            one.latitude,
        )
        for one in named
    ]


def _towns_in_language(names: set[str]) -> dict[str, str]:
    if get_language() != "cy":
        return {}
    towns = Place.objects.filter(kind=Place.Kind.SETTLEMENT, search_name__in={name.lower() for name in names})
    return {town.name: town.local_name for town in towns.exclude(name_cy="").order_by("population")}


def _is_in(box: tuple[float, float, float, float], feature: _Feature) -> bool:
    west, south, east, north = box
    return west <= feature.longitude <= east and south <= feature.latitude <= north


def _in_order(cell: hexgrid.Cell, features: list[_Feature]) -> list[_Feature]:
    centre, resolution = hexgrid.centre(cell), hexgrid.resolution_of(cell)
    by_distance = sorted(features, key=lambda it: (lengths.metres_between(it.position, centre), it.name))
    held = [it for it in features if hexgrid.cell_at(*it.position, resolution) == cell]
    held.sort(key=lambda it: (-it.importance, it.name, it.position))
    return held[:1] + [it for it in by_distance if it not in held[:1]]


def _repeated(features: Iterable[_Feature]) -> set[tuple[str, str]]:
    """The names that another feature of the same town has too: a second Park Road."""
    written = {feature.search_name for feature in features}
    alike = Place.objects.filter(search_name__in=written, kind__in=_KINDS).defer("words", "around", "alternate_names")
    counted = Counter((one.name, one.town) for one in _features_of(alike))
    return {name for name, count in counted.items() if count > 1}
