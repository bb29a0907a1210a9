"""A public place of a council by its name: nothing finer than the gazetteer's towns, villages and stations."""

from dataclasses import dataclass

from django.utils import translation
from geopy.location import Location

from reports.geography.gazetteer import Gazetteer
from reports.geography.models import Area, Place
from reports.geography.spelling import searchable

_ASKED = 10
_OFFERED = 3


class NoSuchPlace(LookupError):
    """The council has no one place of this name; `alike` are names it has."""

    def __init__(self, alike: tuple[str, ...]) -> None:
        self.alike = alike
        super().__init__(", ".join(alike))


@dataclass(frozen=True)
class PublicPlace:
    """A place's name in both languages."""

    name: str
    name_cy: str


def place_of_council(name: str, council: Area) -> PublicPlace:
    """The place of that name in the council's area; raises NoSuchPlace."""
    matches = Gazetteer().geocode(f"{name}, {council.name}", exactly_one=False, limit=_ASKED) or []
    here = [it for it in matches if it.raw["council"] == council.code and it.raw["kind"] in Place.TOWNS_AND_STATIONS]
    names = tuple(dict.fromkeys(it.raw["name"] for it in here))
    exact = [it for it in here if searchable(it.raw["name"]) == searchable(name)]
    if not exact and len(names) != 1:
        raise NoSuchPlace(names[:_OFFERED])
    return _in_both_languages((exact or here)[0])


def _in_both_languages(found: Location) -> PublicPlace:
    place = Place.objects.filter(kind=found.raw["kind"], longitude=found.longitude, latitude=found.latitude)
    row = next(it for it in place if it.local_name == found.raw["name"])
    names = []
    for language in ("en-gb", "cy"):
        with translation.override(language):
            names.append(row.local_name)
    return PublicPlace(*names)
