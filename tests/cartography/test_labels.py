"""Names on a picture, on known numbers."""

from reports.cartography.labels import Label, PlaceName, place_labels
from tests.cartography.frames import SQUARE


def test_names_do_not_cover_each_other_and_the_first_wins() -> None:
    unit = 360 / 1_000_000
    names = [
        PlaceName("Bigtown", 100 * unit, -100 * unit),
        PlaceName("Hidden", 110 * unit, -105 * unit),
        PlaceName("Far", 500 * unit, -500 * unit),
    ]
    assert place_labels(names, SQUARE, limit=5) == [
        Label(100, 100, "Bigtown", 110, 109),
        Label(500, 500, "Far", 510, 509),
    ]


def test_a_name_at_the_right_edge_stands_left_of_its_dot() -> None:
    name = PlaceName("Eastend", 980 * 360 / 1_000_000, -100 * 360 / 1_000_000)
    assert place_labels([name], SQUARE, limit=5) == [Label(980, 100, "Eastend", 865, 109)]


def test_no_more_names_than_asked_for_and_none_outside() -> None:
    unit = 360 / 1_000_000
    names = [
        PlaceName("A", -50 * unit, -50 * unit),
        PlaceName("B", 50 * unit, -50 * unit),
        PlaceName("C", 50 * unit, -500 * unit),
    ]
    assert [label.text for label in place_labels(names, SQUARE, limit=1)] == ["B"]
