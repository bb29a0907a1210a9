"""The only writer of places: those of one source replaced whole, what they say of density, and the search's words."""

import itertools
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, models, transaction
from django.db.models import QuerySet

from reports.geography import hexgrid, place_index, welsh_names
from reports.geography.models import Place, SettlementDensity, Vocabulary
from reports.geography.place_numbers import STATION_IMPORTANCE, number_of, serial_in
from reports.geography.place_words import importance_of_people, words_of_names
from reports.geography.spelling import searchable
from reports.geography.vocabulary import words_in

DENSITY_RESOLUTION = 8
_PEOPLE_PER_CELL = 2_800  # about 4,000 a square kilometre, a British town's; a res 8 cell is about 0.7 of one
_BATCH = 2_000
_COLUMNS = (
    "id, kind, name, name_cy, search_name, alternate_names, nation, longitude, latitude, population, town, words, "
    "around, importance, source"
)
_INSERT = f"INSERT INTO reports_place ({_COLUMNS}) VALUES ({', '.join(['%s'] * 15)})"  # noqa: S608 - our own columns
_JOINED_NAME = re.compile(r"(\w+)[ -](?:upon|on|under|in|by)[ -](?:the[ -])?\w+$", re.I)
_LARGE = 20_000


_Row = tuple[str | float, ...]


class NothingToLoad(ValueError):
    """A file without one usable name: what was loaded before stays."""


@dataclass(frozen=True)
class NewPlace:
    """A place as a source gives it, before it has a row."""

    name: str
    nation: str
    longitude: float
    latitude: float
    population: int = 0
    other_names: tuple[str, ...] = ()
    kind: str = ""  # where its source holds several
    name_cy: str = ""
    town: str = ""
    around: str = ""  # words as they are stored
    importance: int = 0


def replace_places(kind: Place.Kind, places: Iterable[NewPlace]) -> int:
    """Put these places in the stead of all of one kind, at once; how many there are now."""
    rows = list(places)
    with transaction.atomic():
        _remove(Place.objects.filter(kind=kind), place_index.remove_kind, kind)
        _write(rows, kind=kind, source=kind)
        if kind == Place.Kind.SETTLEMENT:
            _replace_population(rows)
        _renew_vocabulary()
    return len(rows)


def replace_source(source: str, places: Iterable[NewPlace]) -> int:
    """Put what a file holds in the stead of what its last edition held, at once, streamed; how many places."""
    with transaction.atomic():
        _remove(Place.objects.filter(source=source), place_index.remove_source, source)
        count = _write(places, kind="", source=source)
        if not count:
            raise NothingToLoad("no name in it that can be searched for; nothing was changed.")
        _renew_vocabulary()
    return count


def _remove(places: QuerySet[Place], from_index: Callable[[str], None], named: str) -> None:
    """By one statement, not by a million numbers."""
    from_index(named)
    models.QuerySet.delete(places)
    if not Place.objects.exists():
        place_index.forget_all()


def _write(places: Iterable[NewPlace], *, kind: str, source: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(MAX({serial_in('id')}), 0) FROM reports_place")  # noqa: S608 - of our own
        last = first = int(cursor.fetchone()[0]) + 1
        rows = (_row(place, kind or place.kind, source, number) for number, place in enumerate(places, start=first))
        for batch in _batches(rows):
            cursor.executemany(_INSERT, batch)
            last += len(batch)
    place_index.add_source(source)
    place_index.settle()
    return last - first


def _batches(rows: Iterator[_Row]) -> Iterator[list[_Row]]:
    while batch := list(itertools.islice(rows, _BATCH)):
        yield batch


def _row(place: NewPlace, kind: str, source: str, number: int) -> _Row:
    name_cy = place.name_cy or (welsh_names.PLACES.get(place.name, "") if place.nation == "W" else "")
    known = searchable(place.name)
    others = sorted({searchable(name) for name in (*place.other_names, name_cy)} - {known, ""})
    words = words_of_names((place.name, name_cy, *others, *_station_in_welsh(place, kind), *_short_form(place)))
    importance = place.importance or (
        STATION_IMPORTANCE if kind == Place.Kind.STATION else importance_of_people(place.population)
    )
    return (
        number_of(importance, number),
        kind,
        place.name,
        name_cy,
        known[:120],
        f"|{'|'.join(others)}|" if others else "",
        place.nation,
        place.longitude,
        place.latitude,
        place.population,
        place.town,
        words,
        place.around,
        importance,
        source,
    )


def _station_in_welsh(place: NewPlace, kind: str) -> Iterator[str]:
    """Cardiff Central is looked for as Caerdydd Central: a list of stations has no Welsh."""
    if kind != Place.Kind.STATION or place.nation != "W":
        return
    for english, welsh in welsh_names.PLACES.items():
        if place.name.startswith(english):
            yield place.name.replace(english, welsh, 1)


def _short_form(place: NewPlace) -> Iterator[str]:
    """Newcastle is the one upon Tyne: what a large town is called where nobody would mean another."""
    short = _JOINED_NAME.match(place.name)
    if short and place.population >= _LARGE:
        yield short[1]


def _renew_vocabulary() -> None:
    """Every word of the index, for the misspelt: read from the rows, a bounded number at a time."""
    found = words_in(Place.objects.values_list("words", "around").iterator(chunk_size=20_000))
    Vocabulary.objects.update_or_create(
        id=1, defaults={"edition": secrets.randbits(40), "words": "\n".join(sorted(found)).encode("ascii")}
    )


def _replace_population(places: list[NewPlace]) -> None:
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


def spread_population(places: Iterable[NewPlace]) -> Counter[int]:
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
