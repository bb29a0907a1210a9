"""The only writer of places: one kind of them replaced whole, and what they say of density."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from reports.geography import hexgrid, welsh_names
from reports.geography.models import Place, SettlementDensity
from reports.geography.spelling import searchable

DENSITY_RESOLUTION = 8
_PEOPLE_PER_CELL = 2_800  # about 4,000 a square kilometre, a British town's; a res 8 cell is about 0.7 of one
_BATCH = 2_000


@dataclass(frozen=True)
class NewPlace:
    """A place as a source gives it, before it has a row."""

    name: str
    nation: str
    longitude: float
    latitude: float
    population: int = 0
    other_names: tuple[str, ...] = ()


def replace_places(kind: Place.Kind, places: Iterable[NewPlace]) -> int:
    """Put these places in the stead of all of one kind, at once; how many there are now."""
    rows = [_row(kind, place) for place in places]
    with transaction.atomic():
        Place.objects.filter(kind=kind).delete()
        Place.objects.bulk_create(rows, batch_size=_BATCH)
        if kind == Place.Kind.SETTLEMENT:
            _replace_population(rows)
    return len(rows)


def _row(kind: Place.Kind, place: NewPlace) -> Place:
    name_cy = welsh_names.PLACES.get(place.name, "") if place.nation == "W" else ""
    known = searchable(place.name)
    others = {searchable(name) for name in (*place.other_names, name_cy)} - {known, ""}
    return Place(
        kind=kind,
        name=place.name,
        name_cy=name_cy,
        search_name=known,
        alternate_names=f"|{'|'.join(sorted(others))}|" if others else "",
        nation=place.nation,
        longitude=place.longitude,
        latitude=place.latitude,
        population=place.population,
    )


def _replace_population(places: list[Place]) -> None:
    population = spread_population(places)
    SettlementDensity.objects.update(population=0)
    SettlementDensity.objects.bulk_create(
        [SettlementDensity(cell=cell, population=people) for cell, people in population.items()],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["cell"],
        update_fields=["population"],
    )
    SettlementDensity.objects.filter(population=0, postcodes=0).delete()


def spread_population(places: Iterable[Place]) -> Counter[int]:
    """People per res 8 cell: each place's population laid evenly round its centre at a town's usual density.

    An estimate: a gazetteer gives one point for a whole city.
    """
    people: Counter[int] = Counter()
    for place in places:
        if not place.population:
            continue
        centre = hexgrid.cell_at(place.longitude, place.latitude, DENSITY_RESOLUTION)
        rings = 0
        while (cells := 1 + 3 * rings * (rings + 1)) * _PEOPLE_PER_CELL < place.population:
            rings += 1
        each, left = divmod(place.population, cells)
        for cell in hexgrid.neighbours(centre, rings):
            people[cell] += each
        people[centre] += left
    return people
