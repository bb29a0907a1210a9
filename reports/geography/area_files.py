"""Boundary files as the ONS publishes them: GeoJSON, GeoPackage, and lookup tables as CSV, read into plain rows."""

import csv
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS, Transformer
from shapely.geometry.base import BaseGeometry

from reports.geography.bounded_lines import bounded_lines
from reports.geography.models import Area

# The finest kind a file has columns for is the kind of its rows; the coarser columns name what each row is part of.
_PREFIXES = ((Area.Kind.COUNCIL, "lad"), (Area.Kind.FORCE, "pfa"), (Area.Kind.NATION, "ctry"))
_CODE = re.compile(r"^[EWSN]\d{8}$")
_LONGEST_NAME = 120
_UK = (-14.0, 49.0, 3.0, 62.0)  # west, south, east, north, Rockall and Shetland included
_WGS84 = CRS.from_epsg(4326)


class AreaFileProblem(ValueError):
    """A file that cannot be loaded, with what is wrong and what to do."""


@dataclass(frozen=True)
class Naming:
    """An area's code and its names; the names may be blank."""

    code: str
    name: str
    name_cy: str


@dataclass(frozen=True)
class AreaRow:
    """One row of a file: an area, what it is part of, and its boundary unless the file is a lookup table."""

    source: str
    kind: Area.Kind
    namings: dict[Area.Kind, Naming]
    boundary: BaseGeometry | None
    year: int | None = None  # as the file's columns tell it: LAD25CD is of 2025

    @property
    def own(self) -> Naming:
        """The area's own code and names."""
        return self.namings[self.kind]


def area_rows(path: Path, *, say: Any = lambda message: None) -> Iterator[AreaRow]:
    """The rows of one file; `say` is told of what was put right. Raises AreaFileProblem."""
    if not path.is_file():
        raise AreaFileProblem(f"{path}: there is no such file.")
    if path.suffix.lower() == ".csv":
        yield from _lookup_rows(path)
    else:
        yield from _boundary_rows(path, say)


def _lookup_rows(path: Path) -> Iterator[AreaRow]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(bounded_lines(file))
            columns = _columns(reader.fieldnames or [], path)
            for row in reader:
                yield _row(path, columns, row, None)
    except UnicodeDecodeError:
        raise AreaFileProblem(f"{path}: it is not UTF-8. Save the file as UTF-8.") from None
    except csv.Error as fault:
        raise AreaFileProblem(f"{path}: it cannot be read as a table ({fault}).") from None


def _boundary_rows(path: Path, say: Any) -> Iterator[AreaRow]:
    for fields, shapes, values in boundary_layers(path, say):
        columns = _columns(fields, path)
        year = _year_of(next(iter(columns.values()))["cd"])
        for number, shape in enumerate(shapes):
            row = {field: column[number] for field, column in zip(fields, values, strict=True)}
            found = _row(path, columns, row, shape)
            whole = polygons_of(shape, f"{found.own.code} {found.own.name}", source=found.source, say=say)
            yield AreaRow(found.source, found.kind, found.namings, whole, year)


def boundary_layers(path: Path, say: Any) -> Iterator[tuple[list[str], NDArray[Any], list[NDArray[Any]]]]:
    """Of each layer its fields, its shapes in longitude and latitude, and its columns; raises AreaFileProblem."""
    source = f"/vsigzip/{path.resolve()}" if path.suffix.lower() == ".gz" else str(path.resolve())
    try:
        layers = [str(layer) for layer, _kind in pyogrio.list_layers(source)]
    except DataSourceError as problem:
        raise AreaFileProblem(f"{path}: not a GeoJSON, GeoPackage or CSV file that can be read ({problem}).") from None
    for layer in layers:
        meta, shapes, values = _read(path, source, layer)
        yield [str(field) for field in meta["fields"]], _in_degrees(shapes, meta["crs"], path, say), values


def _read(path: Path, source: str, layer: str) -> tuple[dict[str, Any], NDArray[Any], list[NDArray[Any]]]:
    """What a layer is, its shapes and its columns."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # GDAL's own; what matters of it is refused below
            meta, _fids, boundaries, values = pyogrio.raw.read(source, layer=layer)
            shapes = shapely.from_wkb(boundaries)
    except (DataSourceError, DataLayerError, shapely.errors.GEOSException, UnicodeDecodeError) as problem:
        raise AreaFileProblem(f"{path}: its boundaries cannot be read ({problem}). Download it again.") from None
    if not np.isfinite(shapely.get_coordinates(shapes)).all():
        raise AreaFileProblem(f"{path}: a corner of a boundary is no number. Download it again.")
    return meta, shapes, values


def _columns(fields: Iterable[str], path: Path) -> dict[Area.Kind, dict[str, str]]:
    """For each kind the file speaks of, the columns of its code, name and Welsh name."""
    found: dict[Area.Kind, dict[str, str]] = {}
    for kind, prefix in _PREFIXES:
        for field in fields:
            match = re.fullmatch(rf"{prefix}(?:\d\d)?(cd|nm|nmw)", field.lower())
            if match:
                found.setdefault(kind, {})[match[1]] = field
    with_codes = {kind: columns for kind, columns in found.items() if "cd" in columns}
    if not with_codes:
        raise AreaFileProblem(
            f"{path}: no column of area codes. Expected one such as LAD25CD (councils), PFA23CD (police forces) or "
            f"CTRY24CD (nations); found {', '.join(fields) or 'none'}."
        )
    return with_codes


def _year_of(column: str) -> int | None:
    found = re.search(r"\d\d", column)
    return 2000 + int(found[0]) if found else None


def _row(
    path: Path, columns: dict[Area.Kind, dict[str, str]], row: dict[str, Any], boundary: BaseGeometry | None
) -> AreaRow:
    namings = {}
    for kind, names in columns.items():
        code, name, name_cy = (str(row.get(names.get(part, ""), "") or "").strip() for part in ("cd", "nm", "nmw"))
        refuse_naming(path, code, name, name_cy)
        if code:
            namings[kind] = Naming(code, name, name_cy)
    kind = next(iter(columns))
    if kind not in namings:
        raise AreaFileProblem(f"{path}: a row has no {columns[kind]['cd']}: {row}.")
    return AreaRow(path.name, kind, namings, boundary)


def refuse_naming(path: Path, code: str, *names: str) -> None:
    """Raises AreaFileProblem for a code that is none, and for names that cannot be shown."""
    if code and not _CODE.match(code):
        raise AreaFileProblem(f"{path}: {code!r} is no GSS code (one letter of E, W, S, N and eight digits).")
    for name in names:
        if len(name) > _LONGEST_NAME or not name.isprintable() or "\N{REPLACEMENT CHARACTER}" in name:
            raise AreaFileProblem(
                f"{path}: {code} is called {name[:40]!r}, which is too long, or cannot be printed, or is not UTF-8."
            )


def _in_degrees(shapes: NDArray[Any], crs: str | None, path: Path, say: Any) -> NDArray[Any]:
    """The shapes in longitude and latitude, whatever the file says they are in."""
    if crs and CRS.from_user_input(crs).is_projected:
        name = CRS.from_user_input(crs).name
        say(f"{path.name}: turned from {name} into longitude and latitude.")
        transformer = Transformer.from_crs(crs, _WGS84, always_xy=True)
        return _transformed(shapes, transformer)
    west, south, east, north = shapely.total_bounds(shapes)
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise AreaFileProblem(
            f"{path}: its coordinates ({west:.0f} {south:.0f} to {east:.0f} {north:.0f}) are no longitude and "
            "latitude, and the file does not say what they are. Download it in WGS 84 (EPSG:4326), or as a GeoPackage."
        )
    if len(shapes) and (west < _UK[0] or south < _UK[1] or east > _UK[2] or north > _UK[3]):
        raise AreaFileProblem(
            f"{path}: its coordinates ({west:.2f} {south:.2f} to {east:.2f} {north:.2f}) are not in the United "
            "Kingdom. Are longitude and latitude swapped?"
        )
    return shapes


def _transformed(shapes: NDArray[Any], transformer: Transformer) -> NDArray[Any]:
    def turn(points: NDArray[Any]) -> NDArray[Any]:
        longitudes, latitudes = transformer.transform(points[:, 0], points[:, 1])
        points[:, 0], points[:, 1] = longitudes, latitudes
        return points

    return shapely.transform(shapely.force_2d(shapes), turn)  # type: ignore[no-any-return]  # shapely has no types


def polygons_of(shape: BaseGeometry | None, called: str, *, source: str, say: Any) -> BaseGeometry:
    """The shape as valid polygons; raises AreaFileProblem when there is nothing of the kind."""
    if shape is not None and not shape.is_valid:
        say(f"{source}: the boundary of {called} crosses itself; it was made valid.")
        parts = [part for part in shapely.get_parts(shapely.make_valid(shape)) if part.area > 0]
        shape = shapely.union_all(parts)
    if shape is None or shape.is_empty or shape.geom_type not in {"Polygon", "MultiPolygon"}:
        raise AreaFileProblem(f"{source}: {called} has no area on the map.")
    return shapely.force_2d(shape)
