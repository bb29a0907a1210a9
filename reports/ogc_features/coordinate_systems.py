"""The coordinate systems an answer may be in, by the addresses OGC gives them; inside all is longitude and latitude.

The British National Grid is PROJ's own, without the Ordnance Survey's grid of shifts: right to some 2 m, where the
smallest hexagon is 350 m across.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_OUTSIDE_STEPS = 16  # points along each side of a box, for a straight side of one system is bent in another


class OutsideTheSystem(ValueError):
    """A position that the system has no number for."""


@dataclass(frozen=True)
class CoordinateSystem:
    """One system: its address, and how its numbers come about."""

    uri: str
    code: str  # as PROJ knows it; empty for longitude and latitude themselves
    decimals: int  # 0.1 m, and what is as fine in degrees
    is_latitude_first: bool = False

    def of_lonlat(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry of longitude and latitude in this system's own numbers and order."""
        if self.uri == CRS84:
            return geometry
        return shapely.transform(geometry, self._numbers)

    def box_in_lonlat(self, west: float, south: float, east: float, north: float) -> BaseGeometry:
        """A box of this system's own axes as an area of longitude and latitude; raises OutsideTheSystem.

        In degrees, a box whose west is east of its east goes across the 180th meridian.
        """
        if self.is_latitude_first:
            west, south, east, north = south, west, north, east
        if not self.code:
            if west <= east:
                return shapely.make_valid(shapely.box(west, south, east, north))  # it may be a line or a point
            return shapely.union_all([shapely.box(west, south, 180, north), shapely.box(-180, south, east, north)])
        step = max(east - west, north - south) / _OUTSIDE_STEPS or 1.0
        sides = shapely.segmentize(shapely.box(west, south, east, north), step)
        found = shapely.transform(sides, self._degrees)
        if not np.isfinite(shapely.get_coordinates(found)).all():
            raise OutsideTheSystem(self.uri)
        return shapely.make_valid(found)

    def _numbers(self, degrees: NDArray[Any]) -> NDArray[Any]:
        if self.is_latitude_first:
            return degrees[:, ::-1]
        east, north = self._transformer.transform(degrees[:, 0], degrees[:, 1])
        return np.round(np.column_stack([east, north]), self.decimals)

    def _degrees(self, numbers: NDArray[Any]) -> NDArray[Any]:
        return np.column_stack(self._transformer.transform(numbers[:, 0], numbers[:, 1], direction="INVERSE"))

    @cached_property
    def _transformer(self) -> Transformer:
        return Transformer.from_crs("EPSG:4326", self.code, always_xy=True)


LONGITUDE_LATITUDE = CoordinateSystem(CRS84, "", 6)
SYSTEMS: Mapping[str, CoordinateSystem] = {
    it.uri: it
    for it in (
        LONGITUDE_LATITUDE,
        CoordinateSystem("http://www.opengis.net/def/crs/EPSG/0/4326", "", 6, is_latitude_first=True),
        CoordinateSystem("http://www.opengis.net/def/crs/EPSG/0/27700", "EPSG:27700", 1),
    )
}
