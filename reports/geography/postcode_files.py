"""Postcode files: OS Code-Point Open as published (a zip of CSVs, no header), or one CSV; a list of premises."""

import csv
import io
import itertools
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import IO

import numpy as np
from pyproj import Transformer

from reports.geography.bounded_lines import bounded_lines
from reports.geography.lengths import metres_between
from reports.geography.spelling import compact_postcode, is_whole_postcode

_ROWS_AT_ONCE = 20_000
_TO_DEGREES = Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)

# Names of columns in files with a header (Code-Point Open's own names, and those of the ONS Postcode Directory).
_POSTCODE_COLUMNS = ("postcode", "pcds", "pcd7", "pcd")
_GRID_COLUMNS = (("eastings", "northings"), ("easting", "northing"), ("east1m", "north1m"), ("oseast1m", "osnrth1m"))
_DEGREE_COLUMNS = (("long", "lat"), ("longitude", "latitude"))
_PREMISES_COLUMNS = (
    "lon",
    "lat",
)  # a line for each premises, as the list of Northern Ireland's food hygiene ratings has
_SCATTERED_METRES = 1_000.0  # premises farther than this from the middle of their postcode are thought to be mistakes
_GRID_LIMITS = (0, 700_000, 0, 1_300_000)  # metres: the British National Grid, Shetland included
_DEGREE_LIMITS = (-9.0, 2.5, 49.0, 61.5)


class PostcodeFileProblem(ValueError):
    """A file that holds no postcodes that can be read, with what is wrong."""


@dataclass(frozen=True)
class Located:
    """Some postcodes of one file and where they are, longitude and latitude."""

    file: str
    rows: list[tuple[str, float, float]]


@dataclass(frozen=True)
class _Columns:
    """Where a file's columns are, and whether positions are degrees or metres."""

    postcode: int
    across: int
    up: int
    in_degrees: bool
    is_of_premises: bool = False

    @property
    def limits(self) -> tuple[float, float, float, float]:
        return _DEGREE_LIMITS if self.in_degrees else _GRID_LIMITS


# Code-Point Open without a header: postcode, quality of the position, easting, northing, ...
_BARE_COLUMNS = _Columns(postcode=0, across=2, up=3, in_degrees=False)


def file_size(path: Path) -> int:
    """The bytes of text there are to read, for a progress bar."""
    if not path.is_file():
        raise PostcodeFileProblem(f"{path}: there is no such file.")
    if not zipfile.is_zipfile(path):
        return path.stat().st_size
    with zipfile.ZipFile(path) as archive:
        return sum(member.file_size for member in _members(archive, path))


def located_postcodes(
    path: Path, *, refuse: Callable[[str], None], advance: Callable[[int], object] = lambda read: None
) -> Iterator[Located]:
    """The file's postcodes, a bounded number at a time; `refuse` is told of every bad row, `advance` of bytes read."""
    try:
        yield from _located_in(path, refuse, advance)
    except (csv.Error, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as fault:
        # The last two: packed in a way unknown here, and locked by a password.
        raise PostcodeFileProblem(
            f"{path}: cannot be read to its end ({fault}). Download it again; what was read is loaded."
        ) from None


def _located_in(path: Path, refuse: Callable[[str], None], advance: Callable[[int], object]) -> Iterator[Located]:
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            yield from _in_one_file(path.name, file, refuse)
            advance(file.tell())
        return
    with zipfile.ZipFile(path) as archive:
        for member in _members(archive, path):
            with archive.open(member) as file:
                yield from _in_one_file(Path(member.filename).name, file, refuse)
            advance(member.file_size)


def _members(archive: zipfile.ZipFile, path: Path) -> list[zipfile.ZipInfo]:
    """The CSVs of postcodes, without those that only document them, in the order of their names."""
    found = [
        member
        for member in archive.infolist()
        if member.filename.lower().endswith(".csv") and "/doc" not in f"/{member.filename.lower()}"
    ]
    if not found:
        raise PostcodeFileProblem(f"{path}: a zip without any CSV of postcodes in it.")
    return sorted(found, key=lambda member: member.filename)


def _in_one_file(name: str, file: IO[bytes], refuse: Callable[[str], None]) -> Iterator[Located]:
    with _as_text(file) as text:
        reader = csv.reader(bounded_lines(text))
        first = next(reader, None)
        if first is None:
            return
        columns = _named_columns(name, first)
        rows = reader if columns else itertools.chain([first], reader)
        located = _located_rows(name, rows, columns or _BARE_COLUMNS, refuse, line=2 if columns else 1)
        yield from _middles(name, located, refuse) if columns and columns.is_of_premises else located


def _middles(name: str, premises: Iterable[Located], refuse: Callable[[str], None]) -> Iterator[Located]:
    """Each postcode at the median of its premises; left out where most lie far from it, for its district is surer."""
    positions: dict[str, list[tuple[float, float]]] = {}
    for some in premises:
        for code, longitude, latitude in some.rows:
            positions.setdefault(code, []).append((longitude, latitude))
    rows = []
    for code, several in positions.items():
        longitude, latitude = (float(median(axis)) for axis in zip(*several, strict=True))
        far = sum(metres_between((longitude, latitude), one) > _SCATTERED_METRES for one in several)
        if 2 * far >= len(several) and far:
            refuse(f"{name}: {code} has premises more than {_SCATTERED_METRES / 1_000:g} km apart")
        else:
            rows.append((code, round(longitude, 6), round(latitude, 6)))
    if rows:
        yield Located(name, rows)


def _named_columns(name: str, first: list[str]) -> _Columns | None:
    """The columns a header names; None when the first row is a postcode's already. Raises PostcodeFileProblem."""
    if first and is_whole_postcode(compact_postcode(first[0])):
        return None
    fields = [field.strip().lower() for field in first]
    postcode = next((fields.index(field) for field in _POSTCODE_COLUMNS if field in fields), None)
    if postcode is not None and set(_PREMISES_COLUMNS) <= set(fields):
        east, north = map(fields.index, _PREMISES_COLUMNS)
        return _Columns(postcode, east, north, in_degrees=True, is_of_premises=True)
    for pairs, in_degrees in ((_DEGREE_COLUMNS, True), (_GRID_COLUMNS, False)):
        for across, up in pairs:
            if postcode is not None and across in fields and up in fields:
                return _Columns(postcode, fields.index(across), fields.index(up), in_degrees)
    raise PostcodeFileProblem(
        f"{name}: neither rows of Code-Point Open nor a header with a postcode and its position "
        f"(Postcode, Eastings, Northings; or pcds, lat, long; or postcode, lat, lon). It begins: {_shown(first, 120)}"
    )


def _located_rows(
    name: str, rows: Iterator[list[str]], columns: _Columns, refuse: Callable[[str], None], *, line: int
) -> Iterator[Located]:
    least_across, most_across, least_up, most_up = columns.limits
    codes: list[str] = []
    positions: list[tuple[float, float]] = []
    for number, row in enumerate(rows, start=line):
        try:
            code = row[columns.postcode].replace(" ", "").upper()
            across, up = float(row[columns.across]), float(row[columns.up])
        except (IndexError, ValueError):
            refuse(f"{name} line {number}: no postcode with two numbers for its position: {_shown(row, 80)}")
            continue
        if not is_whole_postcode(code):
            refuse(f"{name} line {number}: {code[:20]!r} is no postcode")
        elif not (least_across < across < most_across and least_up < up < most_up):
            refuse(f"{name} line {number}: {code} has no position in the United Kingdom ({across:g}, {up:g})")
        else:
            codes.append(code)
            positions.append((across, up))
        if len(codes) == _ROWS_AT_ONCE:
            yield _located(name, codes, positions, columns)
            codes, positions = [], []
    if codes:
        yield _located(name, codes, positions, columns)


def _shown(row: list[str], most: int) -> str:
    """A row as a message shows it: nothing in it can move a terminal's cursor."""
    text = ", ".join(row)[:most]
    return text if text.isprintable() else ascii(text)


def _located(name: str, codes: list[str], positions: list[tuple[float, float]], columns: _Columns) -> Located:
    """Degrees rounded to the sixth place, a tenth of a metre: more than the source knows."""
    across, up = np.array(positions, dtype=np.float64).T
    if not columns.in_degrees:
        across, up = _TO_DEGREES.transform(across, up)
    return Located(name, list(zip(codes, across.round(6).tolist(), up.round(6).tolist(), strict=True)))


@contextmanager
def _as_text(file: IO[bytes]) -> Iterator[io.TextIOWrapper]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    try:
        yield text
    finally:
        text.detach()
