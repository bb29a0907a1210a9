"""What a place is near to: for people who do not read a map, and for moderators' lists."""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from geopy.distance import great_circle

from reports.geography import boundaries, hexgrid
from reports.geography.models import Place

_SEARCHED_KILOMETRES = (2.0, 8.0, 30.0, 120.0)  # the first that holds enough places is enough
_KILOMETRES_PER_DEGREE = 111.2
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


def places_near(longitude: float, latitude: float, limit: int = 8) -> list[NearbyPlace]:
    """The nearest settlements and stations, nearest first."""
    near: list[NearbyPlace] = []
    for kilometres in _SEARCHED_KILOMETRES:
        found = (_nearby(place, longitude, latitude) for place in _places_around(longitude, latitude, kilometres))
        near = sorted((place for place in found if place.metres <= kilometres * 1000), key=lambda place: place.metres)
        if len(near) >= limit:
            break
    return near[:limit]


def place_in_words(cell: hexgrid.Cell) -> str:
    """Where a cell is, for example "about 300 metres north-east of Clifton, in Bristol"."""
    longitude, latitude = hexgrid.centre(cell)
    near = places_near(longitude, latitude, limit=1)
    council = boundaries.councils_at([(longitude, latitude)])[0]
    if council is None:
        return _("outside the United Kingdom")
    if not near:
        return _("in %(council)s") % {"council": council.local_name}
    words = {"place": near[0].name, "council": council.local_name, "distance": distance_in_words(near[0].metres)}
    if near[0].metres < _CLOSE_METRES:
        return _("close to %(place)s, in %(council)s") % words
    return str(_WITH_COUNCIL[near[0].direction]) % words


def distance_in_words(metres: float) -> str:
    """A distance rounded as people say it: hundreds of metres, then miles."""
    if metres < 1_000:
        hundreds = max(round(metres / 100) * 100, 100)
        return ngettext("%(count)s metre", "%(count)s metres", hundreds) % {"count": hundreds}
    miles = max(round(metres / _METRES_PER_MILE), 1)
    return ngettext("%(count)s mile", "%(count)s miles", miles) % {"count": miles}


def _places_around(longitude: float, latitude: float, kilometres: float) -> list[Place]:
    north = kilometres / _KILOMETRES_PER_DEGREE
    east = north / max(math.cos(math.radians(latitude)), 0.01)
    return list(
        Place.objects.filter(
            latitude__range=(latitude - north, latitude + north),
            longitude__range=(longitude - east, longitude + east),
        )
    )


def _nearby(place: Place, longitude: float, latitude: float) -> NearbyPlace:
    metres = great_circle((place.latitude, place.longitude), (latitude, longitude)).meters
    eastward = (longitude - place.longitude) * math.cos(math.radians(latitude))
    bearing = math.degrees(math.atan2(eastward, latitude - place.latitude))
    return NearbyPlace(
        place.kind,
        place.local_name,
        place.nation,
        place.longitude,
        place.latitude,
        metres,
        round(bearing / 45) % 8,
    )
