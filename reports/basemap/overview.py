"""The built-in overview: the areas and places of the database as a basemap, so that a fresh clone has one."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import shapely

from reports.basemap.writer import Bounds, Part, WrittenBasemap, write_basemap
from reports.geography import areas
from reports.geography.models import Area, Place

MAX_ZOOM = 9
_PEOPLE = ((0, 4, 600_000), (5, 5, 250_000), (6, 6, 100_000), (7, 7, 40_000), (8, 8, 10_000), (9, 9, 0))
# Zooms, how coarse (degrees: about half a pixel of the closest of them), and how far beyond the land (degrees).
_OUTSIDE = ((0, 5, 0.02, 25.0), (6, 7, 0.006, 8.0), (8, 9, 0.002, 2.5))
_PLACES_SOURCE = "Place names © GeoNames, CC BY 4.0"
_BOUNDARIES_SOURCE = (
    "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. "
    "Contains OS data © Crown copyright and database right"
)


class NothingToDraw(Exception):
    """The database has no areas yet."""


def write_overview(out: Path) -> WrittenBasemap:
    """Writes the archive from what the database has; raises NothingToDraw. Its layers' names begin with overview."""
    nations = list(areas.current_nations())
    if not nations:
        raise NothingToDraw
    is_builtin = all(area.is_builtin for area in nations)
    return write_basemap(
        [*_outside(nations), *_edges(), *_names()],
        out,
        name="Overview",
        attribution=_PLACES_SOURCE if is_builtin else f"{_PLACES_SOURCE}. {_BOUNDARIES_SOURCE}",
        bounds=_bounds(nations),
    )


def is_wanted(out: Path) -> bool:
    """Whether the overview is missing though there are areas to draw."""
    return not out.exists() and areas.current_nations().exists()


def _outside(nations: list[Area]) -> Iterator[Part]:
    """Everything that is none of our land: where streets are known but not this, the land is what needs no paint."""
    land = shapely.union_all(np.array(list(areas.outlines(nations).values()), dtype=object))
    for lowest, highest, tolerance, margin in _OUTSIDE:
        west, south, east, north = _bounds(nations)
        around = shapely.box(west - margin, south - margin, east + margin, north + margin)
        yield Part(
            "overview_outside", lowest, highest, np.array([shapely.difference(around, land.simplify(tolerance))])
        )


def _edges() -> Iterator[Part]:
    """Where one council ends and the next begins."""
    councils = np.array(list(areas.outlines(areas.current_councils()).values()), dtype=object)
    if not len(councils):
        return
    edges = shapely.boundary(shapely.coverage_simplify(councils, 0.002))
    yield Part("overview_edges", 7, MAX_ZOOM, edges)


def _names() -> Iterator[Part]:
    rows = list(
        Place.objects.filter(kind=Place.Kind.SETTLEMENT)
        .order_by("-population", "pk")
        .values_list("name", "name_cy", "population", "longitude", "latitude")
    )
    if not rows:
        return
    name, name_cy, population, longitude, latitude = (
        np.array(column, dtype=object) for column in zip(*rows, strict=True)
    )
    points = shapely.points(longitude.astype(float), latitude.astype(float))
    columns = {"name": name, "name_cy": np.array([text or None for text in name_cy], dtype=object)}
    for lowest, highest, people in _PEOPLE:
        large = population >= people
        yield Part(
            "overview_places", lowest, highest, points[large], {key: values[large] for key, values in columns.items()}
        )


def _bounds(nations: list[Area]) -> Bounds:
    return (
        min(area.west for area in nations),
        min(area.south for area in nations),
        max(area.east for area in nations),
        max(area.north for area in nations),
    )
