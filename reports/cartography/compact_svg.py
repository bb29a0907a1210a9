"""The shortest SVG paths, in whole units: a page with 2,000 hexagons must stay under 14 kB as gzip sends it. Pure."""

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from reports.cartography.frame import MARGIN, WIDTH, Frame, Pixels

ROUGHNESS = 2.0  # units an outline may be off: under a pixel on a phone
SMALLEST_ISLAND = 20  # square units; less is a speck


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


def compact_outline(
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
