"""Place files, recognised by their columns: places and stations as CSV, and GeoNames' own file of a country."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reports.geography.bounded_lines import LONGEST_LINE, bounded_lines
from reports.geography.models import Place
from reports.geography.place_writing import NewPlace
from reports.vocabulary.nations import NATIONS

_NATIONS = {"ENG": "E", "ENGLAND": "E", "WLS": "W", "WALES": "W", "SCT": "S", "SCOTLAND": "S"}
_NATIONS |= {"NIR": "N", "NORTHERN IRELAND": "N"} | {letter: letter for letter in NATIONS}
_LIMITS = (-9.0, 2.5, 49.0, 61.5)  # west, east, south, north of the United Kingdom
_LONGEST_NAME = 120
_MOST_PEOPLE = 100_000_000
_NOT_UTF_8 = "\N{REPLACEMENT CHARACTER}"  # what stands for bytes that are none

# GeoNames' own GB.txt: 19 columns between tabs, without a header.
_GEONAMES_COLUMNS = 19
_GEONAMES_HEADER = ["geonameid", "name", "asciiname", "alternate", "lat", "lon", "class", "feature", "country"]
_GEONAMES_HEADER += ["cc2", "nation", "admin2", "admin3", "admin4", "population", "elevation", "dem", "zone", "changed"]
_DESERTED = frozenset({"PPLH", "PPLQ", "PPLW", "PPLCH"})  # places nobody lives in any more


class PlaceFileProblem(ValueError):
    """A file that holds no places that can be read, with what is wrong."""


@dataclass(frozen=True)
class _Layout:
    """What a file's columns are called."""

    kind: Place.Kind
    name: str
    latitude: str
    longitude: str
    nation: str
    population: str
    other_names: str
    separator: str


_PLACES = _Layout(Place.Kind.SETTLEMENT, "name", "lat", "lon", "nation", "population", "ascii_alternate_names", "|")
_GEONAMES = _Layout(Place.Kind.SETTLEMENT, "name", "lat", "lon", "nation", "population", "alternate", ",")
_STATIONS = _Layout(Place.Kind.STATION, "stationName", "lat", "long", "constituentCountry", "", "crsCode", "|")


def places_in(path: Path, *, refuse: Callable[[str], None]) -> tuple[Place.Kind, Iterator[NewPlace]]:
    """The kind of place a file holds, and its places; `refuse` is told of every bad row. Raises PlaceFileProblem."""
    if not path.is_file():
        raise PlaceFileProblem(f"{path}: there is no such file.")
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        first = file.readline(LONGEST_LINE)
    if first.count("\t") == _GEONAMES_COLUMNS - 1:
        return _GEONAMES.kind, _places(path, _GEONAMES, refuse)
    try:
        fields = next(csv.reader([first]), [])
    except csv.Error:
        fields = []
    for layout in (_PLACES, _STATIONS):
        if {layout.name, layout.latitude, layout.longitude, layout.nation} <= set(fields):
            return layout.kind, _places(path, layout, refuse)
    raise PlaceFileProblem(
        f"{path}: neither places (name, lat, lon, population, nation), nor stations (stationName, lat, long, "
        f"constituentCountry), nor GeoNames' own file of a country. Its first line is: {first.strip()[:120]!r}"
    )


def _places(path: Path, layout: _Layout, refuse: Callable[[str], None]) -> Iterator[NewPlace]:
    seen: set[tuple[str, float, float]] = set()
    rows = iter(_rows(path, layout))
    while True:
        try:
            number, row = next(rows)
        except StopIteration:
            return
        except csv.Error as fault:
            raise PlaceFileProblem(f"{path}: cannot be read as a table ({fault}). Nothing was changed.") from None
        try:
            place = _place(row, layout)
        except ValueError as problem:
            refuse(f"{path.name} line {number}: {problem}")
            continue
        if (place.name, place.longitude, place.latitude) in seen:
            refuse(f"{path.name} line {number}: {place.name} stands at the same place before")
            continue
        seen.add((place.name, place.longitude, place.latitude))
        yield place


def _rows(path: Path, layout: _Layout) -> Iterable[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        lines = bounded_lines(file)
        if layout is _GEONAMES:
            reader = csv.DictReader(lines, _GEONAMES_HEADER, delimiter="\t", quoting=csv.QUOTE_NONE)
        else:
            reader = csv.DictReader(lines)
        for row in reader:
            if layout is not _GEONAMES or (row["class"] == "P" and row["feature"] not in _DESERTED):
                yield reader.line_num, row


def _place(row: dict[str, str], layout: _Layout) -> NewPlace:
    """One row as a place; raises ValueError with what is wrong with it."""
    name = " ".join((row[layout.name] or "").split())
    if not name or len(name) > _LONGEST_NAME:
        raise ValueError(f"a name of {len(name)} letters")
    if _NOT_UTF_8 in name:
        raise ValueError(f"{name!r} is not UTF-8: save the file as UTF-8")
    if not name.isprintable():
        raise ValueError(f"the name {name!r} cannot be printed")
    nation = _NATIONS.get((row[layout.nation] or "").strip().upper())
    if nation is None:
        raise ValueError(f"{name}: {row[layout.nation]!r} is no nation of the United Kingdom")
    latitude, longitude = _number(name, row[layout.latitude]), _number(name, row[layout.longitude])
    west, east, south, north = _LIMITS
    if not (west < longitude < east and south < latitude < north):
        raise ValueError(f"{name}: {latitude:g}, {longitude:g} is not in the United Kingdom")
    population = (row.get(layout.population) or "0").strip()
    if not (population.isascii() and population.isdecimal()) or int(population[:12]) > _MOST_PEOPLE:
        raise ValueError(f"{name}: {population[:30]!r} is no number of people")
    others = tuple(other for other in (row.get(layout.other_names) or "").split(layout.separator) if other)
    return NewPlace(name, nation, longitude, latitude, int(population), others)


def _number(name: str, text: str | None) -> float:
    try:
        return float(text or "")
    except ValueError:
        raise ValueError(f"{name}: {text!r} is no number of degrees") from None
