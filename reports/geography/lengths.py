"""Lengths on the ground, in metres on the WGS 84 ellipsoid: the only module that knows how long a degree is.

A degree is no length: one of longitude is 71 km long in Penzance and 56 km in Lerwick, one of latitude 111 km in both.
Positions are longitude, latitude; bounds are west, south, east, north.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

Position = tuple[float, float]
Bounds = tuple[float, float, float, float]

_GLOBE = Geod(ellps="WGS84")
_CLOSEST_TO_A_POLE = 89.0  # beyond, a degree of longitude has no length worth dividing by
_ROOM = 1.001  # a degree of latitude grows by 0.02 % on the way north through a box of 100 km


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """How long a degree of longitude and one of latitude are at a latitude."""
    angle = math.radians(latitude)
    flattened = 1 - _GLOBE.es * math.sin(angle) ** 2
    across_the_meridian = _GLOBE.a / math.sqrt(flattened)  # radii of curvature
    along_the_meridian = _GLOBE.a * (1 - _GLOBE.es) / flattened**1.5
    return math.radians(across_the_meridian * math.cos(angle)), math.radians(along_the_meridian)


def squeeze_at(latitude: float) -> float:
    """How much shorter a degree of longitude is than one of latitude: a flat map of a county is drawn by it."""
    east, north = metres_per_degree(latitude)
    return east / north


def metres_of_mercator(latitude: float) -> float:
    """How many of Web Mercator's metres, which tiles are drawn in, a metre on the ground is at a latitude."""
    return _GLOBE.a / math.degrees(metres_per_degree(latitude)[0])


def metres_between(first: Position, second: Position) -> float:
    """From one position to another, along the ellipsoid."""
    return float(_GLOBE.inv(*first, *second)[2])


def metres_across(bounds: Bounds) -> float:
    """From west to east through the middle of a view."""
    west, south, east, north = bounds
    return (east - west) * metres_per_degree((south + north) / 2)[0]


def metres_to(shape: BaseGeometry, position: Position) -> float:
    """From a position to the nearest point of a shape; 0 within it."""
    point = shapely.Point(position)
    if shapely.intersects(shape, point):
        return 0.0
    per_degree = metres_per_degree(position[1])
    # The nearest point is looked for where a step east is as long as one north: in degrees another would be nearest.
    level = shapely.transform(shape, lambda degrees: (degrees - position) * per_degree)
    nearest = shapely.get_coordinates(shapely.shortest_line(level, shapely.Point(0, 0)))[0] / per_degree + position
    return metres_between(position, (float(nearest[0]), float(nearest[1])))


def levelled(shapes: Sequence[BaseGeometry], middle: Position) -> NDArray[Any]:
    """Shapes in metres east and north of a position; for some kilometres round it."""
    per_degree = metres_per_degree(middle[1])
    given = np.array(shapes, dtype=object)
    return shapely.transform(given, lambda degrees: (degrees - middle) * per_degree)  # type: ignore[no-any-return]


def moved(position: Position, *, east: float, north: float) -> Position:
    """The position so many metres away; for some kilometres, not for a journey."""
    per_east, per_north = metres_per_degree(position[1])
    return position[0] + east / per_east, position[1] + north / per_north


def box_round(position: Position, metres: float) -> Bounds:
    """Bounds that hold every position within so many metres."""
    longitude, latitude = position
    north = metres * _ROOM / metres_per_degree(latitude)[1]
    # By its edge nearest to a pole, where a degree of longitude is shortest.
    edge = min(abs(latitude) + north, _CLOSEST_TO_A_POLE)
    east = metres * _ROOM / metres_per_degree(edge)[0]
    return longitude - east, latitude - north, longitude + east, latitude + north
