"""A geopy Geocoder over our own tables: postcodes, towns, stations, streets. It never asks anybody, and never logs."""

from dataclasses import dataclass
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from reports.geography import begun_names, boundaries, searching
from reports.geography.found import Match, Note
from reports.geography.models import Area, Place
from reports.geography.nearby import NearbyPlace, nearest_settlements, places_near

__all__ = [
    "FoundLocation",
    "FoundPlaces",
    "Gazetteer",
    "NearbyPlace",
    "NetworkRefused",
    "Note",
    "nearest_settlements",
    "place_at",
    "places_found",
    "places_near",
]

_LONGEST_QUERY = 100  # characters; more is no place name
_MOST_FOUND = 10
_MOST_NEAR = 8
_ROUNDING = 0.000_01  # degrees: what is left of a position written with five decimals


class NetworkRefused(RuntimeError):
    """The gazetteer was made to ask a machine: it must not."""


class _NoNetwork(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """What geopy would send requests with."""

    def get_text(self, url: str, **options: Any) -> NoReturn:
        raise NetworkRefused

    get_json = get_text


class FoundLocation(Location):  # type: ignore[misc]  # geopy has no types
    """A location that says whether it is what was asked for: what is only like it must be asked about, not taken."""

    in_full: str  # the name with its town, council and nation
    is_exact: bool


@dataclass(frozen=True)
class FoundPlaces:
    """What a search found, the best first, and what must be said of it."""

    locations: tuple[FoundLocation, ...] = ()
    note: Note | None = None
    about: str = ""  # of what the note speaks: a postcode, a name
    where: str = ""  # and in which area or town it is not


class Gazetteer(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Places and postcodes by name, in any spelling people use.

    `location.raw` holds `kind` (a kind of Place; postcode, postcodes, position, area), `name`, `nation` (E, W, S or N)
    and `council`, its code.
    """

    def __init__(self) -> None:
        super().__init__(adapter_factory=_NoNetwork)

    def geocode(self, query: str, *, exactly_one: bool = True, limit: int = _MOST_FOUND) -> Any:
        """The best match; without exactly_one a list of them, the best first. None when there is none."""
        return _one_or_all(list(places_found(query, limit=limit).locations), exactly_one)

    def reverse(self, query: Any, *, exactly_one: bool = True, limit: int = _MOST_NEAR) -> Any:
        """The town or station nearest to a point (latitude, longitude), or a list of them; None when there is none."""
        try:
            point = Point(query)
        except (TypeError, ValueError) as fault:
            raise GeocoderQueryError("Must be a coordinate pair or Point") from fault
        near = places_near(point.longitude, point.latitude, limit=limit)
        return _one_or_all(
            _located([Match(p.kind, p.name, p.nation, p.longitude, p.latitude) for p in near]), exactly_one
        )


def _one_or_all(found: list[FoundLocation], exactly_one: bool) -> Any:
    if not found:
        return None
    return found[0] if exactly_one else found


def places_found(query: str, *, limit: int = _MOST_FOUND) -> FoundPlaces:
    """The answer to a search, with what must be said of it."""
    text = " ".join(str(query).replace("\0", " ").split())[:_LONGEST_QUERY]
    answer = searching.answer_to(text, limit)
    return FoundPlaces(tuple(_located(list(answer.found[:limit]))), answer.note, answer.about, answer.where)


def places_begun(query: str, *, limit: int) -> tuple[FoundLocation, ...]:
    """The places whose names begin with what was typed so far."""
    text = " ".join(str(query).replace("\0", " ").split())[:_LONGEST_QUERY]
    return tuple(_located(begun_names.names_begun(text, limit)))


def place_at(longitude: float, latitude: float) -> FoundLocation | None:
    """The place whose point a listed place's button names, to five decimals; None where none is."""
    near = Place.objects.filter(
        kind__in=Place.Kind.values,  # the index begins with it
        latitude__range=(latitude - _ROUNDING, latitude + _ROUNDING),
        longitude__range=(longitude - _ROUNDING, longitude + _ROUNDING),
    )
    place = near.order_by("pk").first()
    if place is None:
        return None
    match = Match(place.kind, place.local_name, place.nation, place.longitude, place.latitude, town=place.town)
    return _located([match])[0]


def _located(matches: list[Match]) -> list[FoundLocation]:
    """Locations whose address names the town and council too, so that two Newports can be told apart."""
    return [_location(match, council) for match, council in zip(matches, _councils_of(matches), strict=True)]


def _location(match: Match, council: Area | None) -> FoundLocation:
    name = ", ".join(dict.fromkeys(filter(None, (match.name, match.town))))
    nation = match.nation or (council.nation if council else "")
    raw = {"kind": match.kind, "name": match.name, "nation": nation, "council": council.code if council else ""}
    located = FoundLocation(_address(match, name, council), (match.latitude, match.longitude), raw)
    located.in_full = match.name if match.kind == "area" else _in_full(name, council)
    located.is_exact = match.is_exact
    return located


def _address(match: Match, name: str, council: Area | None) -> str:
    if council is None or match.kind == "area":
        return name
    where = _place_in_words(match, council)
    return name if where == match.town else f"{name}, {where}"


def _in_full(name: str, council: Area | None) -> str:
    """The name with its council and nation, for whoever must be sure that it is the one."""
    nation = council.parent.parent if council and council.parent else None
    if council is None or nation is None:
        return name
    words = {"place": name, "council": council.local_name, "nation": nation.local_name}
    return _("%(place)s (council: %(council)s, %(nation)s)") % words


def _place_in_words(match: Match, council: Area) -> str:
    """The council's name; for a place that gives the council its name, the nation's: "Newport, Wales"."""
    nation = council.parent.parent if council.parent else None
    return nation.local_name if nation and council.local_name == match.name else council.local_name


def _councils_of(matches: list[Match]) -> list[Area | None]:
    try:
        return boundaries.councils_at((match.longitude, match.latitude) for match in matches)
    except boundaries.NoAreasLoaded:
        return [None] * len(matches)
