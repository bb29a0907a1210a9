"""Names on a picture, on known numbers."""

import pytest

from reports.cartography import labels
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


UNIT = 360 / 1_000_000
TOWN, VILLAGE = PlaceName("Town", 500 * UNIT, -500 * UNIT), PlaceName("Nearby", 500 * UNIT, -520 * UNIT)
# Beside its dot on the right; on both sides; and all round it.
RIGHT, SIDES, ROUND = (505, 480, 600, 520), (300, 480, 700, 520), (300, 300, 700, 700)


@pytest.mark.parametrize(
    ("taken", "at"),
    [([], (510, 509)), ([RIGHT], (430, 509)), ([SIDES], None), ([ROUND], None)],
    ids=["free", "the right is taken", "both sides and the dot", "all round"],
)
def test_a_name_stands_where_nothing_is_covered(taken: list[labels.Box], at: tuple[int, int] | None) -> None:
    placed = place_labels([TOWN], SQUARE, limit=5, taken=taken)
    assert [(label.text_x, label.text_y) for label in placed] == ([at] if at else [])


def test_the_first_name_stands_all_the_same_and_the_next_does_not() -> None:
    placed = place_labels([TOWN, VILLAGE], SQUARE, limit=5, taken=[ROUND], sure=1)
    assert placed == [Label(500, 500, "Town", 510, 509)]


def test_a_name_between_two_others_stands_above_or_below_its_dot() -> None:
    taken = [(505.0, 491.0, 600.0, 509.0), (400.0, 491.0, 495.0, 509.0)]
    (label,) = place_labels([TOWN], SQUARE, limit=5, taken=taken)
    assert (label.text_x, label.text_y) == (470, 481)
    assert not labels.hits(label, taken)
