"""Files of context layers: GeoJSON and GeoPackage, read into shapes in longitude and latitude with their names."""

import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError, FieldError
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError
from shapely.geometry.base import BaseGeometry

from reports.geography.models import ContextFeature

_DRIVERS = frozenset({"GeoJSON", "GeoJSONSeq", "GPKG"})
_NAMES = ("name", "title", "label")  # columns that name a feature, the first that there is
_UK = (-14.0, 49.0, 3.0, 62.0)  # west, south, east, north, Rockall and Shetland included
_WGS84 = CRS.from_epsg(4326)
_MOST = 1_000_000  # features: some hundred bytes each in the memory and in the database
_METRE = 0.00001  # degrees: corners nearer to a straight line than this are left out


class ContextFileProblem(ValueError):
    """A file that cannot be loaded, with what is wrong and what to do, in a sentence."""


@dataclass(frozen=True)
class NewFeature:
    """A feature as its file gives it."""

    name: str
    shape: BaseGeometry


@dataclass(frozen=True)
class ReadLayer:
    """What a file holds: the features that can be used, and how many were skipped by why."""

    features: list[NewFeature]
    skipped: Counter[str]


def layer_in(path: Path, *, table: str = "", label: str = "") -> ReadLayer:
    """The features of a file; `table` is the one of a GeoPackage's, `label` the column of names.

    Raises ContextFileProblem.
    """
    if not path.is_file():
        raise ContextFileProblem(f"{path}: there is no such file.")
    if not path.stat().st_size:
        raise ContextFileProblem(f"{path}: the file is empty.")
    table = _table_of(path, table)
    crs, shapes, names, unreadable = _read(path, table, label)
    if not len(shapes):
        raise ContextFileProblem(f"{path}: it holds no feature.")
    features, skipped = _usable(_in_degrees(path, shapes, crs), names)
    skipped["its shape cannot be read"] = unreadable
    skipped["no shape"] -= unreadable
    if not features:
        raise ContextFileProblem(f"{path}: {_why_none(skipped)}")
    return ReadLayer(features, +skipped)


def _why_none(skipped: Counter[str]) -> str:
    reason, _count = skipped.most_common(1)[0]
    if reason == _OUTSIDE:
        return (
            "its coordinates are not longitude and latitude in the United Kingdom, and the file does not say what "
            "else they are. Are they swapped, or British National Grid? Save it as a GeoPackage in EPSG:27700 or 4326."
        )
    return f"none of its features can be shown ({reason})."


def _table_of(path: Path, asked: str) -> str:
    """The one table of features to read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)
            found = [(str(name), kind) for name, kind in pyogrio.list_layers(path.resolve())]
            driver = str(pyogrio.read_info(path.resolve(), layer=found[0][0])["driver"]) if found else ""
    except (DataSourceError, DataLayerError, UnicodeDecodeError, OSError):
        raise ContextFileProblem(f"{path}: not a GeoJSON or GeoPackage file that can be read.") from None
    tables = [name for name, kind in found if kind is not None]
    if driver and driver not in _DRIVERS:
        raise ContextFileProblem(f"{path}: it is {driver}, not GeoJSON or GeoPackage. Save it as one of them.")
    if asked and asked not in tables:
        raise ContextFileProblem(
            f"{path}: it has no table {asked!r} of features; it has {', '.join(tables) or 'none'}."
        )
    if not tables:
        raise ContextFileProblem(f"{path}: it holds no feature with a shape.")
    if not asked and len(tables) > 1:
        raise ContextFileProblem(f"{path}: it holds {len(tables)} tables: {', '.join(tables)}. Say which by --table.")
    return asked or tables[0]


def _read(path: Path, table: str, label: str) -> tuple[str | None, NDArray[Any], list[str], int]:
    """The table's coordinate system, its shapes and names, and how many shapes could not be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # GDAL's own; what matters of it is refused here
            info = pyogrio.read_info(path.resolve(), layer=table, force_feature_count=True)
            column = _column_of(path, [str(field) for field in info["fields"]], label)
            if info["features"] > _MOST:
                raise ContextFileProblem(f"{path}: it holds more than {_MOST:,} features. Cut it to your area first.")
            meta, _ids, shapes, values = pyogrio.raw.read(
                path.resolve(), layer=table, columns=[column] if column else []
            )
            read = shapely.from_wkb(shapes, on_invalid="ignore")
    except (DataSourceError, DataLayerError, FieldError, UnicodeDecodeError, OSError, shapely.errors.GEOSException):
        raise ContextFileProblem(f"{path}: it is damaged, its features cannot be read. Download it again.") from None
    if len(shapes) != info["features"]:
        raise ContextFileProblem(f"{path}: it is damaged, it ends too early. Download it again.")
    names = [_shown(value) for value in values[0]] if values else [""] * len(shapes)
    unreadable = sum(given is not None and shape is None for given, shape in zip(shapes, read, strict=True))
    return meta["crs"], read, names, unreadable


def _column_of(path: Path, columns: list[str], label: str) -> str:
    if label and label not in columns:
        raise ContextFileProblem(f"{path}: it has no column {label!r}; it has {', '.join(columns) or 'none'}.")
    by_name = {column.lower(): column for column in reversed(columns)}
    return label or next((by_name[name] for name in _NAMES if name in by_name), "")


def _shown(value: object) -> str:
    """A name as it is stored: of one line, short, or none."""
    if value is None or value != value:  # the second: a missing number
        return ""
    text = " ".join(str(value).split())
    return text[: ContextFeature.LONGEST_NAME] if text.isprintable() and "\N{REPLACEMENT CHARACTER}" not in text else ""


def _in_degrees(path: Path, shapes: NDArray[Any], crs: str | None) -> NDArray[Any]:
    """The shapes in longitude and latitude, by what the file says they are in."""
    flat = shapely.force_2d(shapes)
    try:
        given = CRS.from_user_input(crs) if crs else _WGS84
        if given == _WGS84 or not given.is_projected:
            return flat  # type: ignore[no-any-return]  # shapely has no types
        transformer = Transformer.from_crs(given, _WGS84, always_xy=True)
    except ProjError:
        raise ContextFileProblem(f"{path}: its coordinate system is not known: {str(crs)[:80]}.") from None
    return shapely.transform(flat, lambda points: np.column_stack(transformer.transform(*points.T)))  # type: ignore[no-any-return]


_OUTSIDE = "outside the United Kingdom"


def _usable(shapes: NDArray[Any], names: list[str]) -> tuple[list[NewFeature], Counter[str]]:
    features, skipped = [], Counter[str]()
    for shape, name in zip(shapes, names, strict=True):
        if shape is None or shape.is_empty:
            skipped["no shape"] += 1
        elif not np.isfinite(shapely.get_coordinates(shape)).all():
            skipped["a coordinate is no number"] += 1
        elif not _is_in_the_uk(shape):
            skipped[_OUTSIDE] += 1
        elif (drawn := _drawable(shape)).is_empty:
            skipped["no shape"] += 1
        else:
            features.append(NewFeature(name, drawn))
    return features, skipped


def _is_in_the_uk(shape: BaseGeometry) -> bool:
    west, south, east, north = shape.bounds
    return bool(_UK[0] <= west and _UK[1] <= south and east <= _UK[2] and north <= _UK[3])


def _drawable(shape: BaseGeometry) -> BaseGeometry:
    """The shape whole and valid, without corners that nobody sees."""
    if shape.geom_type in ("Point", "MultiPoint"):
        return shape
    return shapely.simplify(shape if shape.is_valid else shapely.make_valid(shape), _METRE)
