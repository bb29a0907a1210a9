"""Hexagons as paths, on known numbers."""

import re

import numpy as np

from reports.cartography.frame import fit_frame
from reports.cartography.hexagon_paths import are_too_small, hexagon_paths, highest_at_each_spot
from reports.geography import hexgrid
from tests.cartography.frames import BRISTOL, SQUARE


def test_a_hexagon_is_drawn_within_a_unit_of_where_it_is() -> None:
    frame = fit_frame((-2.7, 51.3, -2.4, 51.6))
    cell = hexgrid.cell_at(*BRISTOL, 8)
    numbers = [int(number) for number in re.findall(r"-?\d+", hexagon_paths([cell], frame, small_radius=3))]
    corners = np.cumsum(np.array(numbers).reshape(-1, 2), axis=0)
    assert len(corners) == 6
    assert np.abs(corners - frame.exact(hexgrid.outline(cell))).max() <= 1.5


def test_every_hexagon_of_several_sizes_is_drawn() -> None:
    frame = fit_frame((-2.7, 51.3, -2.4, 51.6))
    cells = [hexgrid.cell_at(*BRISTOL, 7), *hexgrid.neighbours(hexgrid.cell_at(*BRISTOL, 8))]
    assert hexagon_paths(cells, frame, small_radius=3).count("z") == 8


def test_a_hexagon_outside_the_picture_is_not_drawn() -> None:
    frame = fit_frame((-2.7, 51.3, -2.4, 51.6))
    assert hexagon_paths([hexgrid.cell_at(0.1, 51.5, 8)], frame, small_radius=3) == ""


def test_a_hexagon_too_small_to_see_becomes_a_mark() -> None:
    country = fit_frame((-8.0, 49.9, 1.8, 60.9))
    cell = hexgrid.cell_at(*BRISTOL, 8)
    assert are_too_small([cell], country)
    assert hexagon_paths([cell], country, small_radius=4).endswith("l-3 2-3-2 0-4 3-2 3 2z")


def test_hexagons_that_can_be_seen_are_not_too_small() -> None:
    assert not are_too_small([hexgrid.cell_at(*BRISTOL, 8)], fit_frame((-2.7, 51.3, -2.4, 51.6)))
    assert not are_too_small([], SQUARE)


def test_of_marks_on_one_spot_the_last_and_highest_is_kept() -> None:
    country = fit_frame((-8.0, 49.9, 1.8, 60.9))
    here = hexgrid.cell_at(*BRISTOL, 8)
    beside, far = hexgrid.neighbours(here)[1], hexgrid.cell_at(-1.5, 54.0, 8)
    assert highest_at_each_spot([here, far, beside], country) == [beside, far]
