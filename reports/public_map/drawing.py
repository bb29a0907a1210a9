"""Places to pixels: Web Mercator, whole pixels and the shortest SVG path that draws them. Pure.

A page with 2,000 hexagons must stay under 14 kB gzip, so a hexagon is its centre's step from the one before and a
shape that all of its resolution share.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from reports.geography import hexgrid

WIDTH = 800  # units of the picture; a phone shows about 0.43 of a pixel for each
SHORTEST, TALLEST = 420, 1000
MARGIN = 0.04
LETTER_HEIGHT = 28  # 12 pixels on a phone
LETTER_WIDTH = 15
ROUGHNESS = 2.0  # units an outline may be off: under a pixel on a phone
SMALLEST_ISLAND = 20  # square units; less is a speck
SPOT = 9  # units: marks nearer than this are one spot
SMALLEST_HEXAGON = 5.0  # units from centre to corner; below it, patterns cannot be told apart and size tells instead

Pixels = NDArray[np.int64]
Points = Sequence[tuple[float, float]] | NDArray[np.float64]
Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees


@dataclass(frozen=True)
class PlaceName:
    """A name that may stand on the picture."""

    text: str
    longitude: float
    latitude: float


@dataclass(frozen=True)
class Label:
    """A name on the picture; the position is the dot it belongs to."""

    x: int
    y: int
    text: str
    text_x: int
    text_y: int


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
        west, north = _degrees(self.left, self.top)
        east, south = _degrees(self.left + self.width / self.scale, self.top + self.height / self.scale)
        return west, south, east, north


def mercator(positions: Points) -> NDArray[np.float64]:
    """Longitude and latitude, shape (n, 2), to Web Mercator's unit square: (0, 0) is its north-west corner."""
    degrees = np.asarray(positions, dtype=np.float64).reshape(-1, 2)
    sine = np.sin(np.radians(degrees[:, 1]))
    return np.column_stack((degrees[:, 0] / 360 + 0.5, 0.5 - np.arctanh(sine) / (2 * np.pi)))


def _degrees(x: float, y: float) -> tuple[float, float]:
    return (x - 0.5) * 360, float(np.degrees(np.arctan(np.sinh((0.5 - y) * 2 * np.pi))))


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


def hexagon_paths(cells: Sequence[int], frame: Frame, *, small_radius: int) -> str:
    """One path for all cells of a class, of any resolutions; where too small to see, a mark of `small_radius`."""
    paths = []
    for resolution in sorted({hexgrid.resolution_of(cell) for cell in cells}):
        alike = [cell for cell in cells if hexgrid.resolution_of(cell) == resolution]
        corners = _corners(alike[len(alike) // 2], frame)
        if np.hypot(*corners.T).max() < SMALLEST_HEXAGON:
            corners = _mark(small_radius)
        middles = frame.pixels(hexgrid.centres(alike))
        seen = (middles >= 0).all(axis=1) & (middles <= (frame.width, frame.height)).all(axis=1)
        paths.append(repeated_shape(middles[seen], np.rint(corners).astype(np.int64)))
    return "".join(paths)


def width_of(cell: int, frame: Frame) -> float:
    """How wide a cell is drawn, in units: from flat side to flat side."""
    return float(np.hypot(*_corners(cell, frame).T).mean() * 3**0.5)


def box_round(cells: Iterable[int]) -> Bounds:
    """The box that holds cells whole; at least one cell."""
    corners = np.array([corner for cell in cells for corner in hexgrid.outline(cell)])
    (west, south), (east, north) = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    return west, south, east, north


def are_too_small(cells: Iterable[int], frame: Frame) -> bool:
    """Whether any of the cells is drawn as a mark, because its own shape could not be seen."""
    finest: dict[int, int] = {hexgrid.resolution_of(cell): cell for cell in cells}
    return bool(finest) and bool(np.hypot(*_corners(finest[max(finest)], frame).T).max() < SMALLEST_HEXAGON)


def _corners(cell: int, frame: Frame) -> NDArray[np.float64]:
    """A cell's corners in units from its centre, shape (n, 2)."""
    return frame.exact(hexgrid.outline(cell)) - frame.exact([hexgrid.centre(cell)])


def _mark(radius: int) -> NDArray[np.float64]:
    angles = np.radians(np.arange(30, 390, 60))
    return radius * np.column_stack((np.cos(angles), np.sin(angles)))


def repeated_shape(middles: Pixels, corners: Pixels) -> str:
    """The same closed shape round each of many centres; centres that fall on one unit are drawn once.

    After `z` a path stands again at its shape's first corner, so each shape needs its step from the one before alone.
    """
    if not len(middles):
        return ""
    unique = np.unique(middles, axis=0)  # by x, then y: neighbours in a column are one repeated step apart
    first = unique[0] + corners[0]
    steps = np.diff(unique, axis=0)
    shape = "l" + _numbers(np.diff(corners, axis=0).ravel().tolist()) + "z"
    moves = "".join(f"m{_numbers(step)}{shape}" for step in steps.tolist())
    return f"M{_numbers(first.tolist())}{shape}{moves}"


def highest_at_each_spot(cells: Sequence[int], frame: Frame) -> list[int]:
    """The cells, lowest first, without those whose mark would hide under that of one after it."""
    spots = (frame.pixels(hexgrid.centres(cells)) // SPOT).tolist()
    return list({(x, y): cell for (x, y), cell in zip(spots, cells, strict=True)}.values())


def outline_path(
    outlines: Iterable[BaseGeometry], frame: Frame, *, coarser: float = 1, smallest: float = SMALLEST_ISLAND
) -> str:
    """One path for the boundaries of areas, cut to the picture and simplified; "" when nothing is in it."""
    paths = []
    edge = MARGIN * WIDTH  # beyond the picture, so that the cut itself is not seen
    for outline in outlines:
        drawn = shapely.transform(outline, frame.exact)
        cut = shapely.clip_by_rect(
            shapely.simplify(drawn, ROUGHNESS * coarser), -edge, -edge, frame.width + edge, frame.height + edge
        )
        paths += [_ring(shapely.get_coordinates(ring)) for ring in _rings(cut, smallest * coarser)]
    return "".join(paths)


def _rings(geometry: BaseGeometry, smallest: float) -> list[BaseGeometry]:
    """The rings of every polygon that is big enough to see."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon" and part.area >= smallest]
    return [ring for part in parts for ring in (part.exterior, *part.interiors)]


def _ring(corners: NDArray[np.float64]) -> str:
    whole = np.rint(corners[:-1]).astype(np.int64)
    moved = np.any(whole != np.roll(whole, 1, axis=0), axis=1)
    whole = whole[moved]
    if len(whole) < 3:
        return ""
    return f"M{_numbers(whole[0].tolist())}l{_numbers(np.diff(whole, axis=0).ravel().tolist())}z"


def _numbers(values: Iterable[int]) -> str:
    """Numbers as SVG reads them: a minus sign parts two numbers as well as a space does."""
    written = ""
    for value in values:
        written += f" {value}" if written and value >= 0 else f"{value}"
    return written


def place_labels(names: Iterable[PlaceName], frame: Frame, *, limit: int) -> list[Label]:
    """Labels for the first of the names, most important first, that are in the picture and cover no other."""
    labels: list[Label] = []
    taken: list[tuple[float, float, float, float]] = []
    for name in names:
        x, y = frame.pixels([(name.longitude, name.latitude)])[0].tolist()
        box, at = _text_box(x, y, name.text, frame)
        if not (frame.holds(x, y) and frame.holds(box[0], box[1]) and frame.holds(box[2], box[3])):
            continue
        if any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken):
            continue
        taken.append(box)
        labels.append(Label(x, y, name.text, *at))
        if len(labels) == limit:
            break
    return labels


def _text_box(x: int, y: int, text: str, frame: Frame) -> tuple[tuple[float, float, float, float], tuple[int, int]]:
    """The box a name covers with its dot, and where its first letter stands: right of the dot, or left at the edge."""
    wide = len(text) * LETTER_WIDTH
    start = x + 10 if x + 10 + wide <= frame.width else x - 10 - wide
    box = (min(start, x - 4), y - LETTER_HEIGHT / 2 - 4, max(start + wide, x + 4), y + LETTER_HEIGHT / 2 + 4)
    return box, (start, y + LETTER_HEIGHT // 3)
