"""The shortest paths, on known numbers."""

import numpy as np
import shapely

from reports.cartography.compact_svg import compact_outline, repeated_shape
from tests.cartography.frames import SQUARE


def test_a_repeated_shape_is_written_once_for_each_place_as_a_step_from_the_last() -> None:
    triangle = np.array([[0, -2], [2, 2], [-2, 2]])
    places = np.array([[10, 10], [14, 10], [10, 20]])
    assert repeated_shape(places, triangle) == "M10 8l2 4-4 0zm0 10l2 4-4 0zm4-10l2 4-4 0z"


def test_two_places_on_one_pixel_are_drawn_once() -> None:
    triangle = np.array([[0, -2], [2, 2], [-2, 2]])
    assert repeated_shape(np.array([[10, 10], [10, 10]]), triangle) == "M10 8l2 4-4 0z"


def test_nothing_is_drawn_for_no_place() -> None:
    assert repeated_shape(np.empty((0, 2), dtype=np.int64), np.array([[0, 0]])) == ""


def test_an_outline_is_a_closed_path_of_whole_steps() -> None:
    degrees = 360 / 1_000_000  # one unit of the picture, near the equator
    square = shapely.box(100 * degrees, -300 * degrees, 200 * degrees, -100 * degrees)
    assert compact_outline([square], SQUARE) == "M200 300l0-200-100 0 0 200z"


def test_an_outline_keeps_its_lake_and_loses_its_specks() -> None:
    unit = 360 / 1_000_000
    lake = shapely.box(100 * unit, -300 * unit, 200 * unit, -100 * unit).difference(
        shapely.box(140 * unit, -220 * unit, 160 * unit, -180 * unit)
    )
    speck = shapely.box(500 * unit, -502 * unit, 502 * unit, -500 * unit)
    assert compact_outline([shapely.union_all([lake, speck])], SQUARE).count("z") == 2


def test_an_outline_is_cut_at_the_edge_of_the_picture() -> None:
    path = compact_outline([shapely.box(-10, -10, 10, 10)], SQUARE)
    assert path == "M-32-32l0 1064 1064 0 0-1064z"


def test_an_area_elsewhere_is_not_drawn() -> None:
    assert compact_outline([shapely.box(10, 10, 11, 11)], SQUARE) == ""
