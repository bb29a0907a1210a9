"""Small charts as numbers of an SVG: bars of quarters, levels with their interval, and a curve. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BAR_WIDTH, BAR_STEP, BARS_HEIGHT = 8, 10, 26
AXIS = 100  # units of the axis of levels
CURVE = (150, 44)


@dataclass(frozen=True)
class Bar:
    """A quarter's bar from the top of a chart."""

    x: int
    y: int
    height: int
    look: str  # in, out or open: of the period, outside it, or not finished
    count: int
    words: str


@dataclass(frozen=True)
class Range:
    """A level and its interval on an axis that all rows share."""

    middle: float
    low: float
    high: float


def bars_of(
    counts: Sequence[int],
    looks: Sequence[str],
    words: Sequence[str],
    *,
    height: int = BARS_HEIGHT,
    step: int = BAR_STEP,
) -> list[Bar]:
    """A bar for each count, the tallest as high as the chart; a count above nought is at least one unit tall."""
    most = max([*counts, 1])
    bars = []
    for number, (count, look, text) in enumerate(zip(counts, looks, words, strict=True)):
        tall = max(round(height * count / most), 1 if count else 0)
        bars.append(Bar(number * step, height - tall, tall, look, count, text))
    return bars


def range_of(level: float, low: float, high: float, most: float) -> Range:
    """A level on the axis from 0 to `most`."""
    middle, start, end = (round(AXIS * min(value / most, 1.0), 1) if most else 0.0 for value in (level, low, high))
    return Range(middle, start, end)


def curve_path(points: NDArray[np.float64]) -> str:
    """The `d` of a curve of shares, shape (n, 2): land from left to right, reports upwards to all."""
    wide, high = CURVE
    scaled = np.column_stack((points[:, 0] / points[-1, 0] * wide, high - points[:, 1] * high))
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in np.round(scaled, 1).tolist())
