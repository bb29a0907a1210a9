"""A picture in Web Mercator: the part of the world it shows, in whole units. Pure.

Positions are longitude and latitude in degrees, arrays of them have the shape (n, 2). Units count from the picture's
top left corner.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.cartography.projection import Points, degrees_of, mercator
from reports.geography.lengths import Bounds

WIDTH = 800  # units of the picture; a phone shows about 0.43 of a pixel for each
SHORTEST, TALLEST = 420, 1000
MARGIN = 0.04

Pixels = NDArray[np.int64]


@dataclass(frozen=True)
class Frame:
    """What part of the world the picture shows, and how: Mercator's unit square to whole units of the picture."""

    left: float
    top: float
    scale: float
    width: int
    height: int

    def pixels(self, positions: Points) -> Pixels:
        """Longitude and latitude, shape (n, 2), to whole units, x then y."""
        return np.rint(self.exact(positions)).astype(np.int64)

    def exact(self, positions: Points) -> NDArray[np.float64]:
        """`pixels` before they are rounded."""
        return (mercator(positions) - (self.left, self.top)) * self.scale

    def holds(self, x: float, y: float) -> bool:
        """Whether a position is within the picture."""
        return 0 <= x <= self.width and 0 <= y <= self.height

    def widened(self, sideways: int, up_and_down: int) -> "Frame":
        """The frame with so many units more at each side."""
        return Frame(
            left=self.left - sideways / self.scale,
            top=self.top - up_and_down / self.scale,
            scale=self.scale,
            width=self.width + 2 * sideways,
            height=self.height + 2 * up_and_down,
        )

    def shrunk(self, times: int) -> "Frame":
        """The same part of the world in units so many times as large."""
        return Frame(self.left, self.top, self.scale / times, self.width // times, self.height // times)

    def part(self, x: int, y: int, width: int, height: int) -> "Frame":
        """A part of the picture as a frame of its own."""
        return Frame(self.left + x / self.scale, self.top + y / self.scale, self.scale, width, height)

    @property
    def bounds(self) -> Bounds:
        """The whole picture in degrees."""
        corners = [(0, 0), (self.width, self.height)]
        (west, north), (east, south) = degrees_of(np.array(corners) / self.scale + (self.left, self.top)).tolist()
        return west, south, east, north


def fit_frame(bounds: Bounds) -> Frame:
    """The frame that shows a box of degrees whole, in its middle, with a margin."""
    west, south, east, north = bounds
    (left, bottom), (right, top) = mercator([(west, south), (east, north)])
    wide, high = max(right - left, 1e-6), max(bottom - top, 1e-6)
    height = int(np.clip(round(WIDTH * high / wide), SHORTEST, TALLEST))
    scale = min(WIDTH / wide, height / high) * (1 - 2 * MARGIN)
    return Frame(
        left=(left + right) / 2 - WIDTH / scale / 2,
        top=(top + bottom) / 2 - height / scale / 2,
        scale=scale,
        width=WIDTH,
        height=height,
    )
