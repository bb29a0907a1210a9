"""Lines in pixels as the shortest path data, and names along them. Pure."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

MOST_NAMES = 8
_LETTER = 6.2  # pixels of a letter at 11 pixels
_BEND = 2.5  # pixels: a street that bends by less is straight enough for its name


@dataclass(frozen=True)
class StreetName:
    """A street's name along the street: the middle of the text in pixels, and its slope in degrees."""

    text: str
    x: int
    y: int
    slope: int


def path_of(shapes: NDArray[Any], budget: int, *, is_closed: bool) -> str:
    """`d` of a path, in steps from point to point, as far as the budget goes."""
    parts, length = [], 0
    for shape in shapely.get_parts(shapes):
        lines = shapely.get_rings(shape) if is_closed else [shape]
        text = "".join(_steps(shapely.get_coordinates(line), is_closed=is_closed) for line in lines)
        if length + len(text) > budget:
            break
        parts.append(text)
        length += len(text)
    return "".join(parts)


def _steps(points: NDArray[np.float64], *, is_closed: bool) -> str:
    whole = np.rint(points).astype(int)
    steps = np.diff(whole, axis=0)
    steps = steps[steps.any(axis=1)]
    if not len(steps):
        return ""
    moves = "".join(f"{x}{y}" if y < 0 else f"{x} {y}" for x, y in _separated(steps))
    return f"M{whole[0, 0]} {whole[0, 1]}l{moves}{'z' if is_closed else ''}"


def _separated(steps: NDArray[np.int64]) -> Iterator[tuple[str, int]]:
    """Numbers need a space between them only where no minus sign parts them."""
    for number, (x, y) in enumerate(steps.tolist()):
        yield (str(x) if x < 0 or number == 0 else f" {x}"), y


def placed_names(named: Iterable[tuple[str, Any]], width: int, height: int, clear: int) -> Iterator[StreetName]:
    """Names where a street runs straight for as long as its name, none over another, each once."""
    taken: list[tuple[float, float, float]] = [(width / 2, height / 2, clear)] if clear else []
    said: set[str] = set()
    for text, shape in named:
        if len(said) == MOST_NAMES:
            return
        half = len(text) * _LETTER / 2
        place = None if text in said else _straight(shape, 2 * half)
        if place is None:
            continue
        x, y, slope = place
        reach_x = abs(math.cos(math.radians(slope))) * half + 6
        reach_y = abs(math.sin(math.radians(slope))) * half + 6
        inside = reach_x < x < width - reach_x and reach_y < y < height - reach_y
        if inside and all(math.dist((x, y), (other_x, other_y)) > half + other for other_x, other_y, other in taken):
            taken.append((x, y, half))
            said.add(text)
            yield StreetName(text, round(x), round(y), round(slope))


def _straight(shape: Any, length: float) -> tuple[float, float, float] | None:
    """The middle and slope of the longest stretch between two bends, when it is as long as this."""
    best: tuple[float, float, float] | None = None
    for line in shapely.get_parts(shapely.simplify(shape, _BEND)):
        points = shapely.get_coordinates(line)
        steps = np.diff(points, axis=0)
        if not len(steps):
            continue
        lengths = np.hypot(steps[:, 0], steps[:, 1])
        longest = int(lengths.argmax())
        if lengths[longest] >= length:
            length = float(lengths[longest])
            x, y = (points[longest] + points[longest + 1]) / 2
            slope = math.degrees(math.atan2(steps[longest, 1], steps[longest, 0]))
            best = float(x), float(y), (slope + 90) % 180 - 90  # never upside down
    return best
