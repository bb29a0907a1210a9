"""The picture shows every count once, in its class, where it is."""

import re

import pytest
from shapely.geometry import box

from reports.analyst.svg_map import CLASSES, WIDTH, picture, window_of_cells, window_round
from reports.cartography import svg
from reports.geography import hexgrid, lengths
from tests.factories import IN_EASTBY, IN_WESTBY

CELL = hexgrid.cell_at(*IN_WESTBY, 10)
NEIGHBOURS = [cell for cell in hexgrid.neighbours(CELL, 2) if cell != CELL]
FAR = hexgrid.cell_at(*IN_EASTBY, 10)


def points_of(path: str) -> list[tuple[float, float]]:
    """The corners a path goes through."""
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def test_every_count_is_drawn_in_the_class_it_belongs_to() -> None:
    counts = dict(zip(NEIGHBOURS, [1, 2, 4, 5, 9, 10, 24, 25, 900], strict=False))
    drawn = picture(counts, [], window_round(CELL))
    assert [found.hexagons for found in drawn.classes] == [1, 2, 2, 2, 2]
    assert [(found.least, found.most) for found in drawn.classes] == [(1, 1), (2, 4), (5, 9), (10, 24), (25, None)]
    assert len(drawn.classes) == len(CLASSES)
    assert [found.path.count("M") for found in drawn.classes] == [1, 2, 2, 2, 2]
    assert (drawn.hexagons, drawn.reports, drawn.is_finest) == (9, 980, True)


def test_the_chosen_cell_is_in_the_middle() -> None:
    drawn = picture({CELL: 3}, [], window_round(CELL), marked=CELL)
    corners = points_of(drawn.classes[1].path)
    assert drawn.marked == drawn.classes[1].path
    assert len(corners) == 6
    assert sum(x for x, _y in corners) / 6 == pytest.approx(drawn.width / 2, abs=1)
    assert sum(y for _x, y in corners) / 6 == pytest.approx(drawn.height / 2, abs=1)


def test_a_wide_window_adds_neighbours_up_and_keeps_the_sum() -> None:
    window = window_of_cells([CELL, FAR])
    assert window is not None
    counts = {CELL: 3, NEIGHBOURS[0]: 4, FAR: 5}
    drawn = picture(counts, [], window)
    assert not drawn.is_finest
    assert drawn.reports == 12
    assert drawn.hexagons < len(counts)


def test_what_lies_outside_the_window_is_not_drawn() -> None:
    drawn = picture({CELL: 3, FAR: 5}, [], window_round(CELL))
    assert (drawn.hexagons, drawn.reports) == (1, 3)


def test_all_cells_of_a_window_lie_inside_the_picture() -> None:
    cells = [CELL, FAR, hexgrid.cell_at(-2.4, 51.55, 10)]
    window = window_of_cells(cells)
    assert window is not None
    drawn = picture(dict.fromkeys(cells, 1), [], window)
    assert drawn.hexagons == 3
    assert all(0 < x < drawn.width and 0 < y < drawn.height for x, y in points_of(drawn.classes[0].path))


def test_north_is_up_and_a_square_on_the_ground_is_a_square_in_the_picture() -> None:
    window = window_round(CELL)
    longitude, latitude = hexgrid.centre(CELL)
    square = box(longitude, latitude, *lengths.moved((longitude, latitude), east=500, north=500))
    corners = points_of(svg.outline_path(square, window))
    across = max(x for x, _y in corners) - min(x for x, _y in corners)
    up = max(y for _x, y in corners) - min(y for _x, y in corners)
    assert across == pytest.approx(up, abs=0.3)
    assert min(y for _x, y in corners) < window.height / 2 + 0.1
    assert across == pytest.approx(500 / lengths.metres_across(window.bounds) * WIDTH, abs=0.3)


def test_the_edge_of_the_picture_is_not_drawn_as_a_boundary() -> None:
    window = window_round(CELL)
    path = svg.outline_path(box(-10, 50, 5, 60), window)
    assert all(x < 0 or x > WIDTH or y < 0 or y > window.height for x, y in points_of(path))


def test_an_outline_far_away_draws_nothing() -> None:
    assert svg.outline_path(box(-8, 57, -7, 58), window_round(CELL)) == ""


def test_without_cells_there_is_no_window() -> None:
    assert window_of_cells([]) is None
