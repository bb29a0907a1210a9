"""What places are called: by a landmark or station, the streets through them, and the neighbourhood. No two alike.

Names come from public geography and the hexagon alone, never from where reports lie in it, so that a name stays the
same from one visit to the next. Never a house; a distance from a town only where no street is known.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Q
from django.utils.translation import gettext as _

from reports.geography import hexgrid, lengths, nearby
from reports.geography.models import Area, Place

Kind = Place.Kind
# How far from the middle of a hexagon its names may lie: half its width and a little, by resolution.
_REACH = {10: 120.0, 9: 230.0, 8: 560.0}
_LANDMARK_METRES = 120.0
_NEIGHBOURHOOD_METRES = 2_500.0
_AROUND = 8  # resolution: of a place this wide the neighbourhood is the name


@dataclass(frozen=True)
class NameOfPlace:
    """A place's name, and the neighbourhood or town it lies in, which may be unknown."""

    name: str
    neighbourhood: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class _Near:
    kind: str
    name: str
    metres: float


def names_of(cells: Sequence[hexgrid.Cell]) -> list[NameOfPlace]:
    """The names of some places of one resolution, in their order; as many queries for a page of them as for one."""
    if not cells:
        return []
    resolution = hexgrid.resolution_of(cells[0])
    reach = _REACH[resolution]
    landmarks = _near(cells, max(reach, _LANDMARK_METRES), (Kind.STREET, Kind.LANDMARK, Kind.STATION))
    towns = _near(cells, _NEIGHBOURHOOD_METRES, (Kind.LOCALITY, Kind.SETTLEMENT))
    far = [cell for cell, near in zip(cells, landmarks, strict=True) if not near]
    in_words = dict(zip(far, nearby.places_in_words(far), strict=True)) if far else {}
    taken: set[str] = set()
    named = []
    for cell, near, town in zip(cells, landmarks, towns, strict=True):
        neighbourhood = town[0].name if town else ""
        for name in _candidates(cell, near, neighbourhood, in_words.get(cell, ""), resolution):
            if name not in taken:
                break
        taken.add(name)
        named.append(NameOfPlace(name, "" if neighbourhood and neighbourhood in name else neighbourhood))
    return named


def are_streets_known(councils: Sequence[Area]) -> bool:
    """Whether any street lies in the square round some councils; one query however many they are."""
    edges = [(council.west, council.south, council.east, council.north) for council in councils]
    west, south, east, north = zip(*edges, strict=True)
    square = {"latitude__range": (min(south), max(north)), "longitude__range": (min(west), max(east))}
    return Place.objects.filter(kind=Kind.STREET, **square).exists()


def _candidates(
    cell: hexgrid.Cell, near: list[_Near], neighbourhood: str, in_words: str, resolution: int
) -> Iterator[str]:
    """The names a place may have, the best first; the last belongs to no other place."""
    streets = [one.name for one in near if one.kind == Kind.STREET]
    marks = [one.name for one in near if one.kind != Kind.STREET and one.metres <= _LANDMARK_METRES]
    if resolution <= _AROUND and neighbourhood:
        for street in streets or marks:
            yield _("%(neighbourhood)s, around %(street)s") % {"neighbourhood": neighbourhood, "street": street}
    for first in marks[:1]:
        yield from ([first] if not streets else (_both(first, street) for street in streets[:3]))
    for at, first in enumerate(streets):
        for second in streets[at + 1 :]:
            yield _both(first, second)
    base = streets[0] if streets else marks[0] if marks else ""
    if base and len(streets) < 2:
        yield base
    if base and neighbourhood:
        yield _("%(place)s, %(neighbourhood)s") % {"place": base, "neighbourhood": neighbourhood}
    base = base or in_words[:1].upper() + in_words[1:]
    if not streets and not marks:
        yield base
    yield _("%(place)s (hexagon %(code)s)") % {"place": base, "code": hexgrid.name(cell)}


def _both(first: str, second: str) -> str:
    return _("%(first)s and %(second)s") % {"first": first, "second": second}


def _near(cells: Sequence[hexgrid.Cell], metres: float, kinds: Sequence[str]) -> list[list[_Near]]:
    """The places of some kinds round each cell, nearest first; one query."""
    around = Q(pk__in=())
    centres = [hexgrid.centre(cell) for cell in cells]
    for position in centres:
        west, south, east, north = lengths.box_round(position, metres)
        around |= Q(kind__in=kinds, latitude__range=(south, north), longitude__range=(west, east))
    places = [place for place in Place.objects.filter(around) if place.name]
    if not places:
        return [[] for _cell in cells]
    positions = np.array([(place.longitude, place.latitude) for place in places])
    found = []
    for position in centres:
        away = np.hypot(*((positions - position) * lengths.metres_per_degree(position[1])).T)
        order = [number for number in np.argsort(away, kind="stable").tolist() if away[number] <= metres]
        names = dict.fromkeys((places[number].kind, places[number].local_name) for number in order)
        nearest = {(places[number].kind, places[number].local_name): away[number] for number in reversed(order)}
        found.append([_Near(kind, name, float(nearest[kind, name])) for kind, name in names])
    return found
