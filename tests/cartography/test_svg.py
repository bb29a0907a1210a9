"""Shapes become the paths that draw them: rounded, cut at the picture's edge, with their holes."""

import numpy as np
import shapely

from reports.cartography import svg
from reports.cartography.projection import Sheet, sheet_of_bounds

SHEET: Sheet = sheet_of_bounds((-2.6, 51.4, -2.5, 51.5), 1_000)


def test_points_are_rounded_to_tenths() -> None:
    points = np.array([(0.04, 1.0), (2.26, 3.0), (4.0, 5.53)])
    assert svg.closed_path(points) == "M0 1L2.3 3L4 5.5Z"
    assert svg.polygon_points(points) == "0,1 2.3,3 4,5.5"


def test_a_hole_is_a_ring_of_its_own() -> None:
    square = shapely.box(-2.58, 51.42, -2.52, 51.48)
    holed = square - shapely.box(-2.56, 51.44, -2.54, 51.46)
    assert svg.outline_path(square, SHEET).count("M") == 1
    assert svg.outline_path(holed, SHEET).count("M") == 2
    assert [len(ring) for ring in svg.rings_of(holed)] == [5, 5]


def test_an_outline_is_cut_outside_the_picture_and_one_elsewhere_is_nothing() -> None:
    large, elsewhere = shapely.box(-3, 51, -2, 52), shapely.box(0, 52, 1, 53)
    path = svg.outline_path(large, SHEET)
    xs = {float(pair.split()[0]) for pair in path.strip("MZ").split("L")}
    assert (min(xs), max(xs)) == (-svg.BEYOND, 1_000 + svg.BEYOND)
    assert svg.outline_paths([elsewhere, large], SHEET) == [path]
