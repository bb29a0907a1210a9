"""What a place is near to: for people who do not read a map, and for moderators' lists."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.geography import boundaries, hexgrid, lengths
from reports.geography.models import Area, Place

_SEARCHED_KILOMETRES = (2.0, 8.0, 30.0, 120.0)  # the first that holds enough places is enough
_METRES_PER_MILE = 1_609.344
_CLOSE_METRES = 75.0  # nearer than this a direction would claim more than a place's one point knows


@dataclass(frozen=True)
class NearbyPlace:
    """A place, how far it is in metres, and in which eighth of the compass one must go from it to get here."""

    kind: str
    name: str
    nation: str
    longitude: float
    latitude: float
    metres: float
    direction: int  # 0 north, 1 north-east, ... 7 north-west: from the place to the position asked about


# Whole sentences: a translator must not be made to build one from parts.
_WITH_COUNCIL = (
    gettext_lazy("about %(distance)s north of %(place)s, in %(council)s"),
    gettext_lazy("about %(distance)s north-east of %(place)s, in %(council)s"),
    gettext_lazy("about %(distance)s east of %(place)s, in %(council)s"),
    gettext_lazy("about %(distance)s south-east of %(place)s, in %(council)s"),
    gettext_lazy("about %(distance)s south of %(place)s, in %(council)s"),
    gettext_lazy("about %(distance)s south-west of %(place)s, in %(council)s"),
    gettext_lazy("about %(distance)s west of %(place)s, in %(council)s"),
    gettext_lazy("about %(distance)s north-west of %(place)s, in %(council)s"),
)
_OUTSIDE = (
    gettext_lazy("at sea or outside the United Kingdom, about %(distance)s north of %(place)s"),
    gettext_lazy("at sea or outside the United Kingdom, about %(distance)s north-east of %(place)s"),
    gettext_lazy("at sea or outside the United Kingdom, about %(distance)s east of %(place)s"),
    gettext_lazy("at sea or outside the United Kingdom, about %(distance)s south-east of %(place)s"),
    gettext_lazy("at sea or outside the United Kingdom, about %(distance)s south of %(place)s"),
    gettext_lazy("at sea or outside the United Kingdom, about %(distance)s south-west of %(place)s"),
    gettext_lazy("at sea or outside the United Kingdom, about %(distance)s west of %(place)s"),
    gettext_lazy("at sea or outside the United Kingdom, about %(distance)s north-west of %(place)s"),
)


def places_near(longitude: float, latitude: float, limit: int = 8) -> list[NearbyPlace]:
    """The nearest settlements and stations, nearest first."""
    near: list[NearbyPlace] = []
    for kilometres in _SEARCHED_KILOMETRES:
        found = (_nearby(place, longitude, latitude) for place in _places_around([(longitude, latitude)], kilometres))
        near = sorted((place for place in found if place.metres <= kilometres * 1000), key=lambda place: place.metres)
        if len(near) >= limit:
            break
    return near[:limit]


def places_within(longitude: float, latitude: float, metres: float, *, kind: str) -> list[NearbyPlace]:
    """The places of one kind that are no farther away, nearest first."""
    around = _places_around([(longitude, latitude)], metres / 1_000)
    found = (_nearby(place, longitude, latitude) for place in around if place.kind == kind)
    return sorted((place for place in found if place.metres <= metres), key=lambda place: place.metres)


def place_in_words(cell: hexgrid.Cell) -> str:
    """Where a cell is, for example "about 300 metres north-east of Clifton, in Bristol"."""
    return places_in_words([cell])[0]


def places_in_words(cells: Sequence[hexgrid.Cell]) -> list[str]:
    """`place_in_words` of many cells, in their order; as many queries for a page of them as for one."""
    positions = [hexgrid.centre(cell) for cell in cells]
    nearest = _nearest_places(positions)
    return [_in_words(near, council) for near, council in zip(nearest, boundaries.councils_at(positions), strict=True)]


def _in_words(near: NearbyPlace | None, council: Area | None) -> str:
    if near is None:
        return _("in %(council)s") % {"council": council.local_name} if council else _("outside the United Kingdom")
    words = {"place": near.name, "distance": distance_in_words(near.metres)}
    if council is None:
        return str(_OUTSIDE[near.direction]) % words
    words["council"] = council.local_name
    if near.metres < _CLOSE_METRES:
        return _("close to %(place)s, in %(council)s") % words
    return str(_WITH_COUNCIL[near.direction]) % words


def distance_in_words(metres: float) -> str:
    """A distance rounded as people say it: hundreds of metres, then miles."""
    hundreds = max(round(metres / 100) * 100, 100)
    if hundreds < 1_000:
        return ngettext("%(count)s metre", "%(count)s metres", hundreds) % {"count": hundreds}
    miles = max(round(metres / _METRES_PER_MILE), 1)
    return ngettext("%(count)s mile", "%(count)s miles", miles) % {"count": number_format(miles)}


def _nearest_places(positions: Sequence[tuple[float, float]]) -> list[NearbyPlace | None]:
    """The one nearest place of each position, in their order; one query for each widening of the search."""
    nearest: list[NearbyPlace | None] = [None] * len(positions)
    for kilometres in _SEARCHED_KILOMETRES:
        missing = [number for number, near in enumerate(nearest) if near is None]
        if not missing:
            break
        places = _places_around([positions[number] for number in missing], kilometres)
        for number in missing:
            longitude, latitude = positions[number]
            west, south, east, north = _box(longitude, latitude, kilometres)
            boxed = [place for place in places if west <= place.longitude <= east and south <= place.latitude <= north]
            near = [
                found for place in boxed if (found := _nearby(place, longitude, latitude)).metres <= kilometres * 1000
            ]
            nearest[number] = min(near, key=lambda place: place.metres, default=None)
    return nearest


def _places_around(positions: Iterable[tuple[float, float]], kilometres: float) -> list[Place]:
    """The places in a square round any of the positions."""
    around = Q(pk__in=())
    for longitude, latitude in positions:
        west, south, east, north = _box(longitude, latitude, kilometres)
        around |= Q(kind__in=Place.TOWNS_AND_STATIONS, latitude__range=(south, north), longitude__range=(west, east))
    return list(Place.objects.filter(around))


def _box(longitude: float, latitude: float, kilometres: float) -> tuple[float, float, float, float]:
    return lengths.box_round((longitude, latitude), kilometres * 1_000)


def _nearby(place: Place, longitude: float, latitude: float) -> NearbyPlace:
    metres = lengths.metres_between((place.longitude, place.latitude), (longitude, latitude))
    return NearbyPlace(
        place.kind,
        place.local_name,
        place.nation,
        place.longitude,
        place.latitude,
        metres,
        direction_from((place.longitude, place.latitude), (longitude, latitude)),
    )


def direction_from(start: tuple[float, float], end: tuple[float, float]) -> int:
    """In which eighth of the compass one must go: 0 north, 1 north-east, ... 7 north-west."""
    eastward = (end[0] - start[0]) * lengths.squeeze_at(end[1])
    return round(math.degrees(math.atan2(eastward, end[1] - start[1])) / 45) % 8


def nearest_settlements(cells: Sequence[hexgrid.Cell], *, within_metres: float) -> list[str]:
    """The town or village nearest to the centre of each cell, in their order; "" where none is so near."""
    if not cells:
        return []
    positions = np.array([hexgrid.centre(cell) for cell in cells])
    (west, south), (east, north) = positions.min(axis=0).tolist(), positions.max(axis=0).tolist()
    per_degree = np.array(lengths.metres_per_degree((south + north) / 2))
    across, up = (within_metres / per_degree).tolist()
    around = Place.objects.filter(
        kind=Place.Kind.SETTLEMENT,
        longitude__range=(west - across, east + across),
        latitude__range=(south - up, north + up),
    )
    names = [(place.longitude, place.latitude, place.local_name) for place in around]
    if not names:
        return [""] * len(cells)
    places = np.array([(longitude, latitude) for longitude, latitude, _name in names])
    apart = np.hypot(*np.moveaxis((positions[:, None, :] - places[None, :, :]) * per_degree, 2, 0))
    nearest = apart.argmin(axis=1)
    is_near = apart[np.arange(len(cells)), nearest] <= within_metres
    return [names[at][2] if near else "" for at, near in zip(nearest.tolist(), is_near.tolist(), strict=True)]
