"""Web Mercator pictures, on known numbers."""

import pytest

from reports.cartography.frame import fit_frame
from reports.geography.lengths import Bounds


def test_a_frame_shows_its_box_whole_and_in_the_middle() -> None:
    frame = fit_frame((-2.7, 51.3, -2.1, 51.6))
    (left, bottom), (right, top) = frame.pixels([(-2.7, 51.3), (-2.1, 51.6)]).tolist()
    assert (frame.width, left, 800 - right) == (800, 32, 32)
    assert 0 < top < bottom < frame.height
    assert abs(top - (frame.height - bottom)) <= 1


@pytest.mark.parametrize(
    ("box", "height"),
    [((-8.0, 49.9, 1.8, 60.9), 1000), ((-3.0, 51.4, -2.0, 51.41), 420), ((-2.6, 51.45, -2.6, 51.45), 800)],
    ids=["tall", "flat", "a single point"],
)
def test_a_frame_is_never_too_tall_or_too_flat(box: Bounds, height: int) -> None:
    assert fit_frame(box).height == height


def test_a_frame_knows_its_bounds_in_degrees() -> None:
    frame = fit_frame((-2.7, 51.3, -2.1, 51.6))
    west, south, east, north = frame.bounds
    assert frame.pixels([(west, north), (east, south)]).tolist() == [[0, 0], [frame.width, frame.height]]
