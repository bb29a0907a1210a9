"""The figures in the hexagons that are wide enough, and what of the picture they take up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reports.cartography.frame import Frame
from reports.cartography.hexagon_paths import width_of
from reports.cartography.labels import Box, Label, boxes_of, overlap
from reports.geography import hexgrid
from reports.public_map.hexagons import Hexagon

# Pixels the picture has at the least on a phone and on a desk. By them is decided where a number can be read.
PHONE, DESK = (375, 430), (860, 780)
LEGIBLE = 24  # pixels: the narrowest hexagon with a number in it
ROOMY = 40  # pixels on a desk: from here on letters need grow no further
LARGEST_LETTER = 30  # units, 13 pixels on a phone


@dataclass(frozen=True)
class Number:
    """A figure in its hexagon."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Numbers:
    """The figures in hexagons of one class and size."""

    density: int
    letter: int  # units
    is_for_phones: bool
    is_roomy: bool
    each: tuple[Number, ...]


def numbers_in(hexagons: Sequence[Hexagon], frame: Frame, view: tuple[int, int]) -> tuple[Numbers, ...]:
    """The figures of the hexagons that are wide enough; `view` is what of the frame is sure to be seen, in units."""
    on_phone, on_desk = (min(wide / view[0], high / view[1]) for wide, high in (PHONE, DESK))
    alike: dict[tuple[int, int], list[Hexagon]] = defaultdict(list)
    for it in hexagons:
        alike[hexgrid.resolution_of(it.cell), it.density].append(it)
    numbers = []
    for (_resolution, density), of_size in sorted(alike.items()):
        width = width_of(of_size[0].cell, frame)
        if width * on_desk < LEGIBLE:
            continue
        letter = round(min(width * 0.42, LARGEST_LETTER))
        middles = frame.pixels(hexgrid.centres([it.cell for it in of_size])).tolist()
        each = tuple(
            Number(x, y + round(letter * 0.36), it.number)
            for (x, y), it in sorted(zip(middles, of_size, strict=True), key=lambda pair: pair[0])
            if frame.holds(x, y)
        )
        numbers.append(Numbers(density, letter, width * on_phone >= LEGIBLE, width * on_desk >= ROOMY, each))
    return tuple(numbers)


def box_of_number(number: Number, letter: int) -> Box:
    """What a figure takes up, in units: digits are some six tenths as wide as high."""
    half = len(number.text) * letter * 0.3
    return number.x - half, number.y - letter * 0.8, number.x + half, number.y + letter * 0.1


def number_boxes(numbers: Iterable[Numbers]) -> list[Box]:
    """What all figures take up."""
    return [box_of_number(number, of_size.letter) for of_size in numbers for number in of_size.each]


def without_covered(numbers: Iterable[Numbers], labels: Iterable[Label]) -> tuple[Numbers, ...]:
    """The figures without those that a name covers: they stand in the table, and in the hexagon's own words."""
    boxes = [box for label in labels for box in boxes_of(label)]
    return tuple(
        replace(
            of_size,
            each=tuple(
                number
                for number in of_size.each
                if not any(overlap(box_of_number(number, of_size.letter), box) for box in boxes)
            ),
        )
        for of_size in numbers
    )
