"""OS Open Names as published: a zip of CSVs without a header, each name with its town, district and county."""

import csv
import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import numpy as np
from pyproj import Transformer

from reports.geography import welsh_names
from reports.geography.bounded_lines import LONGEST_LINE, bounded_lines
from reports.geography.models import Place
from reports.geography.place_words import words_of, words_of_names
from reports.geography.place_writing import NewPlace

SOURCE = "open-names"
_TO_DEGREES = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
_AT_ONCE = 10_000
_COLUMNS = 34
_HEADER = "Header"  # of the file in Doc/ that says what the columns are
_GRID = (0, 700_000, 0, 1_300_000)
_LONGEST_NAME = 120
_NATIONS = {"England": "E", "Wales": "W", "Scotland": "S"}

# The published order of the columns.
_NAME1, _LANG1, _NAME2, _LANG2, _LOCAL_TYPE, _EAST, _NORTH = 2, 3, 4, 5, 7, 8, 9
_POPULATED_PLACE, _DISTRICT, _COUNTY, _COUNTRY = 18, 21, 24, 29

# How likely each sort is to be meant, of 1,000, and what sort of place it is here.
_SORTS = {
    "City": (Place.Kind.LOCALITY, 600),
    "Town": (Place.Kind.LOCALITY, 540),
    "Suburban Area": (Place.Kind.LOCALITY, 360),
    "Village": (Place.Kind.LOCALITY, 340),
    "Hamlet": (Place.Kind.LOCALITY, 270),
    "Other Settlement": (Place.Kind.LOCALITY, 240),
    "Named Road": (Place.Kind.STREET, 180),
    "Section Of Named Road": (Place.Kind.STREET, 170),
    "Railway Station": (Place.Kind.LANDMARK, 330),
    "Light Rapid Transit Station": (Place.Kind.LANDMARK, 300),
    "Bus Station": (Place.Kind.LANDMARK, 300),
    "Coach Station": (Place.Kind.LANDMARK, 290),
    "Hospital": (Place.Kind.LANDMARK, 340),
    "Hospice": (Place.Kind.LANDMARK, 220),
    "Medical Care Accommodation": (Place.Kind.LANDMARK, 200),
    "Further Education": (Place.Kind.LANDMARK, 300),
    "Higher or University Education": (Place.Kind.LANDMARK, 340),
    "Secondary Education": (Place.Kind.LANDMARK, 270),
    "Primary Education": (Place.Kind.LANDMARK, 240),
    "Non State Primary Education": (Place.Kind.LANDMARK, 220),
    "Non State Secondary Education": (Place.Kind.LANDMARK, 240),
    "Special Needs Education": (Place.Kind.LANDMARK, 210),
    "Airport": (Place.Kind.LANDMARK, 340),
    "Vehicular Ferry Terminal": (Place.Kind.LANDMARK, 280),
    "Passenger Ferry Terminal": (Place.Kind.LANDMARK, 270),
    "Harbour": (Place.Kind.LANDMARK, 230),
    "Woodland Or Forest": (Place.Kind.LANDMARK, 190),
    "Beach": (Place.Kind.LANDMARK, 230),
    "Inland Water": (Place.Kind.LANDMARK, 180),
    "Urban Greenspace": (Place.Kind.LANDMARK, 250),
}
_STATION = {"Railway Station": "{} railway station", "Light Rapid Transit Station": "{} station"}


class OpenNamesProblem(ValueError):
    """A file that is no OS Open Names, or cannot be read to its end."""


def is_open_names(path: Path) -> bool:
    """Whether a file is a zip, or one CSV of it: 34 columns, of which the second is an address of the OS."""
    if not path.is_file() or zipfile.is_zipfile(path):
        return path.is_file()  # no other source of places is published as a zip
    with path.open(encoding="utf-8-sig", errors="replace") as text:
        try:
            cells = next(csv.reader([text.readline(LONGEST_LINE)]), [])
        except csv.Error:
            return False
    return len(cells) == _COLUMNS and "ordnancesurvey" in cells[1].lower()


def size_of(path: Path) -> int:
    """The bytes of text there are to read, for a progress bar."""
    if not zipfile.is_zipfile(path):
        return path.stat().st_size
    with zipfile.ZipFile(path) as archive:
        return sum(member.file_size for member in _members(archive))


def places_in_open_names(
    path: Path, *, refuse: Callable[[str], None], advance: Callable[[int], object] = lambda read: None
) -> Iterator[NewPlace]:
    """The names one can search for, some at a time; `refuse` is told what is left out, by sort and count."""
    passed_over: Counter[str] = Counter()
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                for member in _members(archive):
                    with archive.open(member) as file:
                        yield from _in_file(Path(member.filename).name, file, refuse, passed_over)
                    advance(member.file_size)
        else:
            with path.open("rb") as file:
                yield from _in_file(path.name, file, refuse, passed_over)
                advance(path.stat().st_size)
    except (csv.Error, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
        raise OpenNamesProblem(
            f"cannot be read to its end ({fault}). Download it again; nothing was changed."
        ) from None
    for sort, count in passed_over.most_common():
        why = "load_postcodes has them" if sort == "Postcode" else "not searched for"
        refuse(f"{count:,} of the sort {sort}: {why}")


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return sorted(
        (it for it in archive.infolist() if it.filename.lower().endswith(".csv") and _HEADER not in it.filename),
        key=lambda member: member.filename,
    )


def _in_file(
    name: str, file: IO[bytes], refuse: Callable[[str], None], passed_over: Counter[str]
) -> Iterator[NewPlace]:
    rows: list[tuple[list[str], float, float]] = []
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    for number, row in enumerate(csv.reader(bounded_lines(text)), start=1):
        try:
            rows.extend(_usable(row, passed_over))
        except ValueError as problem:
            refuse(f"{name} line {number}: {problem}")
        if len(rows) == _AT_ONCE:
            yield from _placed(rows)
            rows = []
    yield from _placed(rows)
    text.detach()


def _usable(row: list[str], passed_over: Counter[str]) -> Iterator[tuple[list[str], float, float]]:
    """The row with its place on the grid, where its sort is searched for; raises ValueError with what is wrong."""
    if len(row) != _COLUMNS:
        raise ValueError(f"{len(row)} columns, not {_COLUMNS}")
    if row[_LOCAL_TYPE] not in _SORTS:
        passed_over[row[_LOCAL_TYPE][:40]] += 1
        return
    if (
        not row[_NAME1]
        or len(row[_NAME1]) > _LONGEST_NAME
        or not row[_NAME1].isprintable()
        or not words_of(row[_NAME1])
    ):
        raise ValueError(f"{row[_NAME1][:40]!r} is no name that can be shown")
    try:
        east, north = float(row[_EAST]), float(row[_NORTH])
    except ValueError:
        raise ValueError(f"{row[_NAME1]}: no position: {row[_EAST][:20]!r}, {row[_NORTH][:20]!r}") from None
    west, east_end, south, north_end = _GRID
    if not (west < east < east_end and south < north < north_end):
        raise ValueError(f"{row[_NAME1]} has no position in Great Britain ({east:g}, {north:g})")
    yield row, east, north


def _placed(rows: list[tuple[list[str], float, float]]) -> Iterator[NewPlace]:
    if not rows:
        return
    easts, norths = np.array([row[1:] for row in rows], dtype=np.float64).T
    longitudes, latitudes = _TO_DEGREES.transform(easts, norths)
    for (row, _east, _north), longitude, latitude in zip(rows, longitudes.tolist(), latitudes.tolist(), strict=True):
        yield _place(row, round(longitude, 5), round(latitude, 5))


def _place(row: list[str], longitude: float, latitude: float) -> NewPlace:
    kind, importance = _SORTS[row[_LOCAL_TYPE]]
    name, name_cy = row[_NAME1], row[_NAME2] if row[_LANG2] == "cym" else ""
    if row[_LANG1] == "cym" and row[_NAME2] and row[_LANG2] != "cym":
        name, name_cy = row[_NAME2], row[_NAME1]
    written = _STATION.get(row[_LOCAL_TYPE], "{}")
    town = "" if kind == Place.Kind.LOCALITY else row[_POPULATED_PLACE]
    around = (town, welsh_names.PLACES.get(town, ""), row[_DISTRICT], row[_COUNTY])
    return NewPlace(
        name=written.format(name)[:_LONGEST_NAME],
        nation=_NATIONS.get(row[_COUNTRY], ""),
        longitude=longitude,
        latitude=latitude,
        other_names=(row[_NAME2],) if row[_NAME2] and not name_cy else (),
        kind=kind,
        name_cy=name_cy[:_LONGEST_NAME],
        town=town[:_LONGEST_NAME],
        around=words_of_names(around).strip("|"),
        importance=importance,
    )
