"""From longitude and latitude to a picture: a flat sheet for a town or a county, Web Mercator where there are tiles.

Positions are longitude and latitude in degrees, arrays of them have the shape (n, 2); bounds are west, south, east,
north. Units of a picture count from its top left corner.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reports.geography import lengths
from reports.geography.lengths import Bounds, Position

Points = Sequence[Position] | NDArray[np.float64]
TileNumber = tuple[int, int, int]  # zoom, x, y

_ROUND_THE_EQUATOR = 2 * math.pi * 6_378_137.0  # the side of Web Mercator's square, in its metres


@dataclass(frozen=True)
class Sheet:
    """A flat map: a step east is as long as one north in its middle, and nearly so all over a county."""

    longitude: float  # of its middle
    latitude: float
    scale: float  # units to a degree of latitude
    width: float
    height: float

    @cached_property
    def squeeze(self) -> float:
        """How much narrower a degree of longitude is here than one of latitude."""
        return lengths.squeeze_at(self.latitude)

    @property
    def degrees_per_unit(self) -> Position:
        """Longitude and latitude that one unit spans."""
        return 1 / self.scale / self.squeeze, 1 / self.scale

    @property
    def bounds(self) -> Bounds:
        """What the picture shows."""
        return self.bounds_with(0.0)

    def bounds_with(self, beyond: float) -> Bounds:
        """What a picture would show that is so many units larger on each side."""
        across = (self.width / 2 + beyond) / self.scale / self.squeeze
        up = (self.height / 2 + beyond) / self.scale
        return self.longitude - across, self.latitude - up, self.longitude + across, self.latitude + up

    def points(self, positions: Points) -> NDArray[np.float64]:
        """Positions in units, shape (n, 2), x then y."""
        degrees = np.asarray(positions, dtype=np.float64).reshape(-1, 2) - (self.longitude, self.latitude)
        return degrees * (self.squeeze * self.scale, -self.scale) + (self.width / 2, self.height / 2)

    def point(self, longitude: float, latitude: float) -> tuple[float, float]:
        """One position in units."""
        x, y = self.points([(longitude, latitude)])[0].tolist()
        return x, y


def sheet_of_bounds(bounds: Bounds, width: float) -> Sheet:
    """The sheet of that width which shows just these bounds."""
    west, south, east, north = bounds
    latitude = (south + north) / 2
    scale = width / ((east - west) * lengths.squeeze_at(latitude))
    return Sheet((west + east) / 2, latitude, scale, width, (north - south) * scale)


def sheet_round(middle: Position, metres: float, side: float) -> Sheet:
    """The square sheet round a position that is so many metres across."""
    return Sheet(*middle, side * lengths.metres_per_degree(middle[1])[1] / metres, side, side)


def mercator(positions: Points) -> NDArray[np.float64]:
    """Positions in Web Mercator's unit square, shape (n, 2): (0, 0) is its north-west corner."""
    degrees = np.asarray(positions, dtype=np.float64).reshape(-1, 2)
    sine = np.sin(np.radians(degrees[:, 1]))
    return np.column_stack((degrees[:, 0] / 360 + 0.5, 0.5 - np.arctanh(sine) / (2 * np.pi)))


def degrees_of(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points of Web Mercator's unit square as positions, shape (n, 2)."""
    latitude = np.degrees(np.arctan(np.sinh((0.5 - points[:, 1]) * 2 * np.pi)))
    return np.column_stack(((points[:, 0] - 0.5) * 360, latitude))


def tile_position(position: Position, zoom: int) -> tuple[float, float]:
    """A position in tiles of a zoom, whole part and fraction, x then y."""
    x, y = (mercator([position])[0] * (1 << zoom)).tolist()
    return x, y


def tiles_of_bounds(bounds: Bounds, zoom: int) -> Iterator[TileNumber]:
    """The tiles of a zoom that touch these bounds, column by column."""
    west, south, east, north = bounds
    left, top = tile_position((west, north), zoom)
    right, bottom = tile_position((east, south), zoom)
    last = (1 << zoom) - 1
    for x in range(max(math.floor(left), 0), min(math.floor(right), last) + 1):
        for y in range(max(math.floor(top), 0), min(math.floor(bottom), last) + 1):
            yield zoom, x, y


def degrees_of_metres(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points in the metres that vector tiles are drawn in as positions, shape (n, 2)."""
    return degrees_of(np.asarray(points) * (1 / _ROUND_THE_EQUATOR, -1 / _ROUND_THE_EQUATOR) + 0.5)


def metres_of(position: Position) -> tuple[float, float]:
    """A position in the metres that vector tiles are drawn in, which are longer than those on the ground."""
    x, y = mercator([position])[0].tolist()
    return (x - 0.5) * _ROUND_THE_EQUATOR, (0.5 - y) * _ROUND_THE_EQUATOR
