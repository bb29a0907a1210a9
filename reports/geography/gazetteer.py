"""A geopy Geocoder over our own tables: postcodes, places and stations. It never asks anybody else and never logs."""

from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, NoReturn

from django.db.models import Avg, Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length
from django.utils.translation import gettext as _
from geopy.adapters import BaseSyncAdapter
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from reports.geography import boundaries
from reports.geography.models import Area, Place, Postcode
from reports.geography.nearby import NearbyPlace, nearest_settlements, place_in_words, places_in_words, places_near
from reports.geography.spelling import (
    compact_postcode,
    is_part_of_a_postcode,
    is_whole_postcode,
    searchable,
    written_postcode,
)

__all__ = [
    "FoundLocation",
    "Gazetteer",
    "NearbyPlace",
    "NetworkRefused",
    "nearest_settlements",
    "place_at",
    "place_in_words",
    "places_in_words",
    "places_near",
]

_LONGEST_QUERY = 100  # characters; more is no place name
_MOST_WORDS = 8  # of a name; each costs the database a comparison with every place
_CANDIDATES = 60  # looked at when a council or nation is to tell equal names apart
# The exactness of a match, the best first.
_NAME, _OTHER_NAME, _BEGINNING, _WORDS = range(4)
_SCATTERED = 4  # a name that has all the words, but not side by side
_LIKENESS = 5  # misspelt, or in another place than was said, or a postcode near the one that is not known
_ALIKE = 0.84  # difflib's ratio: "birmigham" passes, "brighton" is not offered for "bridgend"
_ROUNDING = 0.000_01  # degrees: what is left of a position written with five decimals
_STATION_WORDS = ("railway station", "train station", "rail station", "station", "gorsaf")


class NetworkRefused(RuntimeError):
    """The gazetteer was made to ask a machine: it must not."""


class _NoNetwork(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """What geopy would send requests with."""

    def get_text(self, url: str, **options: Any) -> NoReturn:
        raise NetworkRefused

    get_json = get_text


class FoundLocation(Location):  # type: ignore[misc]  # geopy has no types
    """A location that says whether it is what was asked for: what is only like it must be asked about, not taken."""

    in_full: str  # the name with its council and nation
    is_exact: bool


class Gazetteer(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Places and postcodes by name, in any spelling people use.

    `location.raw` holds `kind` (postcode, postcodes, settlement, station), `name`, `nation` (E, W, S or N) and
    `council`, its code.
    """

    def __init__(self) -> None:
        super().__init__(adapter_factory=_NoNetwork)

    def geocode(self, query: str, *, exactly_one: bool = False, limit: int = 10) -> Any:
        """The best matches, best first: a list, empty when there are none; with exactly_one a Location or None."""
        text = " ".join(str(query).replace("\0", " ").split())[:_LONGEST_QUERY]
        found = (_postcodes(text, limit) or _places(text, limit))[:limit]
        if exactly_one:
            return found[0] if found else None
        return found

    def reverse(self, query: tuple[float, float], *, exactly_one: bool = False, limit: int = 8) -> Any:
        """The places nearest to (latitude, longitude): a list; with exactly_one a Location or None."""
        latitude, longitude = query
        near = places_near(longitude, latitude, limit=limit)
        found = _located([_Found(p.kind, p.name, p.nation, p.longitude, p.latitude) for p in near])
        if exactly_one:
            return found[0] if found else None
        return found


def place_at(longitude: float, latitude: float) -> FoundLocation | None:
    """The settlement or station whose point a listed place's button names, to five decimals; None where none is."""
    near = Place.objects.filter(
        latitude__range=(latitude - _ROUNDING, latitude + _ROUNDING),
        longitude__range=(longitude - _ROUNDING, longitude + _ROUNDING),
    )
    place = near.order_by("pk").first()
    if place is None:
        return None
    return _located([_Found(place.kind, place.local_name, place.nation, place.longitude, place.latitude)])[0]


@dataclass(frozen=True)
class _Found:
    """A match before it is told where it is."""

    kind: str
    name: str
    nation: str
    longitude: float
    latitude: float
    exactness: int = 0


def _located(matches: list[_Found]) -> list[FoundLocation]:
    """Locations whose address names the council too, so that two Newports can be told apart."""
    return [_location(match, council) for match, council in zip(matches, _councils_of(matches), strict=True)]


def _location(match: _Found, council: Area | None) -> FoundLocation:
    address = f"{match.name}, {_whereabouts(match, council)}" if council else match.name
    nation = match.nation or (council.nation if council else "")
    raw = {"kind": match.kind, "name": match.name, "nation": nation, "council": council.code if council else ""}
    located = FoundLocation(address, (match.latitude, match.longitude), raw)
    located.in_full, located.is_exact = _in_full(match.name, council), match.exactness <= _OTHER_NAME
    return located


def _in_full(name: str, council: Area | None) -> str:
    """The name with its council and nation, for whoever must be sure that it is the one."""
    nation = council.parent.parent if council and council.parent else None
    if council is None or nation is None:
        return name
    words = {"place": name, "council": council.local_name, "nation": nation.local_name}
    return _("%(place)s (council: %(council)s, %(nation)s)") % words


def _whereabouts(match: _Found, council: Area) -> str:
    """The council's name; for a place that gives the council its name, the nation's: "Newport, Wales"."""
    nation = council.parent.parent if council.parent else None
    return nation.local_name if nation and council.local_name == match.name else council.local_name


def _councils_of(matches: list[_Found]) -> list[Area | None]:
    try:
        return boundaries.councils_at((match.longitude, match.latitude) for match in matches)
    except boundaries.NoAreasLoaded:
        return [None] * len(matches)


# -- postcodes


def _postcodes(text: str, limit: int) -> list[FoundLocation]:
    """The postcode, or what is known of its sector or district; nothing when the text is no postcode."""
    compact = compact_postcode(text)
    if is_whole_postcode(compact):
        exact = Postcode.objects.filter(code=compact).first()
        if exact:
            return _located([_Found("postcode", written_postcode(compact), "", exact.longitude, exact.latitude)])
        return _middle_of(compact[:-2], length=len(compact), exactness=_LIKENESS) or _middle_of(
            compact[:-3], length=len(compact), exactness=_LIKENESS
        )
    if not is_part_of_a_postcode(compact):
        return []
    return _begun_postcodes(compact, limit)


def _begun_postcodes(compact: str, limit: int) -> list[FoundLocation]:
    """A district ("BS1") or sector ("BS1 4"): its middle; a unit half written ("BS1 4D"): those that begin so."""
    spellings = {len(compact) + missing for missing in (3, 2, 1)}  # BS11: a district, or a sector of BS1
    found = [place for length in sorted(spellings, reverse=True) for place in _middle_of(compact, length=length)]
    begun = _beginning_with(compact).order_by("code")[:limit] if len(found) <= 1 and len(compact) > 4 else []
    units = [_Found("postcode", written_postcode(p.code), "", p.longitude, p.latitude, _BEGINNING) for p in begun]
    return found + _located(units)


def _middle_of(beginning: str, *, length: int, exactness: int = _NAME) -> list[FoundLocation]:
    """The middle of all postcodes of one length that begin so; nothing when there are none."""
    middle = (
        _beginning_with(beginning)
        .alias(length=Length("code"))
        .filter(length=length)
        .aggregate(count=Count("pk"), longitude=Avg("longitude"), latitude=Avg("latitude"))
    )
    if not middle["count"]:
        return []
    missing = length - len(beginning)
    name = beginning if missing >= 3 else f"{beginning[: missing - 3]} {beginning[missing - 3 :]}"
    return _located([_Found("postcodes", name, "", middle["longitude"], middle["latitude"], exactness)])


def _beginning_with(beginning: str) -> QuerySet[Postcode]:
    """A range, not LIKE: SQLite's LIKE ignores case and so the index over 1.7 million rows."""
    return Postcode.objects.filter(code__gte=beginning, code__lte=beginning + "Z" * 7)


# -- places


def _places(text: str, limit: int) -> list[FoundLocation]:
    """Places whose name or another name of theirs begins with the words asked for."""
    head, _comma, tail = text.partition(",")
    name, qualifier = " ".join(searchable(head).split(" ")[:_MOST_WORDS]), searchable(tail)
    name, stations_only = _without_station(name)
    if len(name) < 2:
        return []
    matches = _matches(name, stations_only=stations_only)
    if not matches or matches[0].exactness == _SCATTERED:
        matches = _told_by_the_last_words(name, stations_only=stations_only) + matches
    matches = matches or _misspelt(name, stations_only=stations_only)
    fitting = _qualified(matches, qualifier) or [replace(match, exactness=_LIKENESS) for match in matches]
    return _located(_without_repeats(fitting)[:limit])


def _without_repeats(matches: list[_Found]) -> list[_Found]:
    """Each place once, where it stands first."""
    return list({(m.kind, m.name, m.longitude, m.latitude): m for m in matches}.values())


def _told_by_the_last_words(name: str, *, stations_only: bool) -> list[_Found]:
    """Places whose council, police area or nation the last words name: "Newport Isle of Wight"."""
    words = name.split(" ")
    for kept in range(len(words) - 1, 0, -1):
        named = _matches(" ".join(words[:kept]), stations_only=stations_only)
        fitting = _qualified(named, " ".join(words[kept:]))
        if fitting:
            return fitting
    return []


def _misspelt(name: str, *, stations_only: bool) -> list[_Found]:
    """Places whose whole name is nearly the one asked for: a letter left out, doubled or swapped."""
    alike = Place.objects.filter(search_name__startswith=name[0])
    names = set(alike.values_list("search_name", flat=True))
    near = get_close_matches(name, names, n=3, cutoff=_ALIKE)
    found = [match for spelling in near for match in _matches(spelling, stations_only=stations_only)[:2]]
    return [replace(match, exactness=_LIKENESS) for match in found]


def _without_station(name: str) -> tuple[str, bool]:
    """The name without the words for a station round it, and whether there were any."""
    for word in _STATION_WORDS:
        if name.endswith(f" {word}") or name.startswith(f"{word} "):  # in Welsh it comes first: gorsaf Caerdydd
            return name.removesuffix(f" {word}").removeprefix(f"{word} "), True
    return name, False


def _matches(name: str, *, stations_only: bool) -> list[_Found]:
    """Exact names first, then other names, then beginnings, then words; within each the larger place first."""
    wanted = Q()
    for word in name.split(" "):
        begins = Q(search_name__startswith=word) | Q(search_name__contains=f" {word}")
        wanted &= begins | Q(alternate_names__contains=f"|{word}") | Q(alternate_names__contains=f" {word}")
    if stations_only:
        wanted &= Q(kind=Place.Kind.STATION)
    exactness = Case(
        When(search_name=name, then=Value(_NAME)),
        When(alternate_names__contains=f"|{name}|", then=Value(_OTHER_NAME)),
        When(search_name__startswith=name, then=Value(_BEGINNING)),
        When(search_name__contains=f" {name}", then=Value(_WORDS)),
        default=Value(_SCATTERED),
        output_field=IntegerField(),
    )
    ordered = Place.objects.filter(wanted).annotate(exactness=exactness)
    return [
        _Found(place.kind, place.local_name, place.nation, place.longitude, place.latitude, place.exactness)
        for place in ordered.order_by("exactness", F("population").desc(), "name", "pk")[:_CANDIDATES]
    ]


def _qualified(matches: list[_Found], qualifier: str) -> list[_Found]:
    """The matches that lie in the council, police area or nation named; all where none is named."""
    if not qualifier or not matches:
        return matches
    return [
        match
        for match, council in zip(matches, _councils_of(matches), strict=True)
        if any(f" {name}".find(f" {qualifier}") >= 0 for name in _names_around(council))
    ]


def _names_around(council: Area | None) -> list[str]:
    """Searchable names, in both languages, of a council and what it is part of."""
    names = []
    area: Area | None = council
    while area:
        names += [searchable(area.name), searchable(area.name_cy)]
        area = area.parent
    return names
