"""Places to pixels, on known numbers."""

import re

import numpy as np
import pytest
import shapely

from reports.geography import hexgrid
from reports.public_map import drawing
from reports.public_map.drawing import Frame, Label, Name

# A thousandth of the world wide and high, its north-west corner on Greenwich and the equator.
SQUARE = Frame(left=0.5, top=0.5, scale=1_000_000.0, width=1000, height=1000)
BRISTOL = (-2.6, 51.45)


def test_mercator_has_greenwich_and_the_equator_in_the_middle() -> None:
    assert drawing.mercator([(0, 0)]).tolist() == [[0.5, 0.5]]


def test_mercator_ends_in_the_corners_of_its_square() -> None:
    corners = drawing.mercator([(-180, 85.0511287798066), (180, -85.0511287798066)])
    assert np.allclose(corners, [[0, 0], [1, 1]], atol=1e-12)


def test_a_frame_shows_its_box_whole_and_in_the_middle() -> None:
    frame = drawing.fit_frame((-2.7, 51.3, -2.1, 51.6))
    (left, bottom), (right, top) = frame.pixels([(-2.7, 51.3), (-2.1, 51.6)]).tolist()
    assert (frame.width, left, 800 - right) == (800, 32, 32)
    assert 0 < top < bottom < frame.height
    assert abs(top - (frame.height - bottom)) <= 1


@pytest.mark.parametrize(
    ("box", "height"),
    [((-8.0, 49.9, 1.8, 60.9), 1000), ((-3.0, 51.4, -2.0, 51.41), 420), ((-2.6, 51.45, -2.6, 51.45), 800)],
    ids=["tall", "flat", "a single point"],
)
def test_a_frame_is_never_too_tall_or_too_flat(box: drawing.Bounds, height: int) -> None:
    assert drawing.fit_frame(box).height == height


def test_a_frame_knows_its_bounds_in_degrees() -> None:
    frame = drawing.fit_frame((-2.7, 51.3, -2.1, 51.6))
    west, south, east, north = frame.bounds
    assert frame.pixels([(west, north), (east, south)]).tolist() == [[0, 0], [frame.width, frame.height]]


def test_a_repeated_shape_is_written_once_for_each_place_as_a_step_from_the_last() -> None:
    triangle = np.array([[0, -2], [2, 2], [-2, 2]])
    places = np.array([[10, 10], [14, 10], [10, 20]])
    assert drawing.repeated_shape(places, triangle) == "M10 8l2 4-4 0zm0 10l2 4-4 0zm4-10l2 4-4 0z"


def test_two_places_on_one_pixel_are_drawn_once() -> None:
    triangle = np.array([[0, -2], [2, 2], [-2, 2]])
    assert drawing.repeated_shape(np.array([[10, 10], [10, 10]]), triangle) == "M10 8l2 4-4 0z"


def test_nothing_is_drawn_for_no_place() -> None:
    assert drawing.repeated_shape(np.empty((0, 2), dtype=np.int64), np.array([[0, 0]])) == ""


def test_an_outline_is_a_closed_path_of_whole_steps() -> None:
    degrees = 360 / 1_000_000  # one unit of the picture, near the equator
    square = shapely.box(100 * degrees, -300 * degrees, 200 * degrees, -100 * degrees)
    assert drawing.outline_path([square], SQUARE) == "M200 300l0-200-100 0 0 200z"


def test_an_outline_keeps_its_lake_and_loses_its_specks() -> None:
    unit = 360 / 1_000_000
    lake = shapely.box(100 * unit, -300 * unit, 200 * unit, -100 * unit).difference(
        shapely.box(140 * unit, -220 * unit, 160 * unit, -180 * unit)
    )
    speck = shapely.box(500 * unit, -502 * unit, 502 * unit, -500 * unit)
    assert drawing.outline_path([shapely.union_all([lake, speck])], SQUARE).count("z") == 2


def test_an_outline_is_cut_at_the_edge_of_the_picture() -> None:
    path = drawing.outline_path([shapely.box(-10, -10, 10, 10)], SQUARE)
    assert path == "M-32-32l0 1064 1064 0 0-1064z"


def test_an_area_elsewhere_is_not_drawn() -> None:
    assert drawing.outline_path([shapely.box(10, 10, 11, 11)], SQUARE) == ""


def test_a_hexagon_is_drawn_within_a_unit_of_where_it_is() -> None:
    frame = drawing.fit_frame((-2.7, 51.3, -2.4, 51.6))
    cell = hexgrid.cell_at(*BRISTOL, 8)
    numbers = [int(number) for number in re.findall(r"-?\d+", drawing.hexagon_paths([cell], frame, small_radius=3))]
    corners = np.cumsum(np.array(numbers).reshape(-1, 2), axis=0)
    assert len(corners) == 6
    assert np.abs(corners - frame.exact(hexgrid.outline(cell))).max() <= 1.5


def test_every_hexagon_of_several_sizes_is_drawn() -> None:
    frame = drawing.fit_frame((-2.7, 51.3, -2.4, 51.6))
    cells = [hexgrid.cell_at(*BRISTOL, 7), *hexgrid.neighbours(hexgrid.cell_at(*BRISTOL, 8))]
    assert drawing.hexagon_paths(cells, frame, small_radius=3).count("z") == 8


def test_a_hexagon_outside_the_picture_is_not_drawn() -> None:
    frame = drawing.fit_frame((-2.7, 51.3, -2.4, 51.6))
    assert drawing.hexagon_paths([hexgrid.cell_at(0.1, 51.5, 8)], frame, small_radius=3) == ""


def test_a_hexagon_too_small_to_see_becomes_a_mark() -> None:
    country = drawing.fit_frame((-8.0, 49.9, 1.8, 60.9))
    cell = hexgrid.cell_at(*BRISTOL, 8)
    assert drawing.are_too_small([cell], country)
    assert drawing.hexagon_paths([cell], country, small_radius=4).endswith("l-3 2-3-2 0-4 3-2 3 2z")


def test_hexagons_that_can_be_seen_are_not_too_small() -> None:
    assert not drawing.are_too_small([hexgrid.cell_at(*BRISTOL, 8)], drawing.fit_frame((-2.7, 51.3, -2.4, 51.6)))
    assert not drawing.are_too_small([], SQUARE)


def test_of_marks_on_one_spot_the_last_and_highest_is_kept() -> None:
    country = drawing.fit_frame((-8.0, 49.9, 1.8, 60.9))
    here = hexgrid.cell_at(*BRISTOL, 8)
    beside, far = hexgrid.neighbours(here)[1], hexgrid.cell_at(-1.5, 54.0, 8)
    assert drawing.highest_at_each_spot([here, far, beside], country) == [beside, far]


def test_names_do_not_cover_each_other_and_the_first_wins() -> None:
    unit = 360 / 1_000_000
    names = [
        Name("Bigtown", 100 * unit, -100 * unit),
        Name("Hidden", 110 * unit, -105 * unit),
        Name("Far", 500 * unit, -500 * unit),
    ]
    assert drawing.place_labels(names, SQUARE, limit=5) == [
        Label(100, 100, "Bigtown", 110, 109),
        Label(500, 500, "Far", 510, 509),
    ]


def test_a_name_at_the_right_edge_stands_left_of_its_dot() -> None:
    name = Name("Eastend", 980 * 360 / 1_000_000, -100 * 360 / 1_000_000)
    assert drawing.place_labels([name], SQUARE, limit=5) == [Label(980, 100, "Eastend", 865, 109)]


def test_no_more_names_than_asked_for_and_none_outside() -> None:
    unit = 360 / 1_000_000
    names = [Name("A", -50 * unit, -50 * unit), Name("B", 50 * unit, -50 * unit), Name("C", 50 * unit, -500 * unit)]
    assert [label.text for label in drawing.place_labels(names, SQUARE, limit=1)] == ["B"]
