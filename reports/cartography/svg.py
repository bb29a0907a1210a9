"""Shapes as SVG paths, in units of a picture, to a tenth of a unit. Pure."""

from collections.abc import Iterable, Iterator

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from reports.cartography.projection import Sheet

BEYOND = 5  # units outside the picture at which an outline is cut: else the picture's edge would pass for a boundary


def closed_path(points: NDArray[np.float64]) -> str:
    """A closed path through points, shape (n, 2)."""
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in np.round(points, 1).tolist()) + "Z"


def polygon_points(points: NDArray[np.float64]) -> str:
    """The `points` of a polygon, shape (n, 2)."""
    return " ".join(f"{x:g},{y:g}" for x, y in np.round(points, 1).tolist())


def rings_of(shape: BaseGeometry) -> Iterator[NDArray[np.float64]]:
    """The rings of each polygon of a shape, its holes among them, each as positions of shape (n, 2)."""
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon" and not part.is_empty:
            yield from (shapely.get_coordinates(ring) for ring in (part.exterior, *part.interiors))


def outline_path(outline: BaseGeometry, sheet: Sheet) -> str:
    """An area's outline on a sheet, without detail finer than a unit; empty when none of it is there."""
    drawn = shapely.make_valid(shapely.simplify(outline, 1 / sheet.scale))
    seen = shapely.intersection(drawn, shapely.box(*sheet.bounds_with(BEYOND)))
    return "".join(closed_path(sheet.points(ring)[:-1]) for ring in rings_of(seen))


def outline_paths(outlines: Iterable[BaseGeometry], sheet: Sheet) -> list[str]:
    """Those of several areas, without the empty ones."""
    return [path for outline in outlines if (path := outline_path(outline, sheet))]
