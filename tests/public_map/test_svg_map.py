"""The picture shows where something is to be seen, and is drawn anew when the ground under it is loaded anew."""

import pytest
import shapely

from reports.cartography.hexagon_paths import box_round
from reports.cartography.labels import hits
from reports.geography import hexgrid, lengths
from reports.geography.lengths import Bounds
from reports.geography.models import Area, new_edition
from reports.public_map.hexagon_numbers import number_boxes
from reports.public_map.selection import Choice, choice_of
from reports.public_map.svg_map import bounds_of, drawing_of, frame_and_view, picture_of
from tests.factories import LLANFACH, WESTBY
from tests.public_map.releases import WESTBY_CELL, make_place, make_release

pytestmark = pytest.mark.django_db


def chosen() -> Choice:
    """The map without any choice made."""
    choice = choice_of({})
    assert choice is not None
    return choice


def holds(outer: Bounds, inner: Bounds) -> bool:
    """Whether a box holds another whole."""
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def test_it_opens_where_the_hexagons_are(country: dict[str, Area]) -> None:
    ring = hexgrid.neighbours(WESTBY_CELL, 5)
    make_release(WESTBY, leaves=dict.fromkeys(ring, 9))
    assert holds(bounds_of(chosen()), box_round(hexgrid.neighbours(WESTBY_CELL, 4)))
    assert holds(box_round(hexgrid.neighbours(WESTBY_CELL, 6)), bounds_of(chosen()))


def test_one_hexagon_is_seen_with_its_surroundings(country: dict[str, Area]) -> None:
    make_release(WESTBY, leaves={WESTBY_CELL: 9})
    west, south, east, north = bounds_of(chosen())
    assert holds((west, south, east, north), box_round([WESTBY_CELL]))
    assert lengths.metres_across((west, south, east, north)) == pytest.approx(6000, rel=0.02)
    assert (north - south) * 111.2 == pytest.approx(6 * 1.16, rel=0.02)  # with room for the controls


def test_a_hexagon_of_thirty_square_kilometres_does_not_decide_where_it_opens(country: dict[str, Area]) -> None:
    far = hexgrid.cell_at(-2.2, 51.55, 6)
    make_release(WESTBY, leaves={WESTBY_CELL: 9})
    alone = bounds_of(chosen())
    make_release(WESTBY, "2026-Q4", leaves={WESTBY_CELL: 9, far: 9})
    assert bounds_of(chosen()) == alone
    make_release(WESTBY, "2027-Q1", leaves={far: 9})
    assert holds(bounds_of(chosen()), box_round([far]))


def test_one_report_in_a_hundred_far_out_does_not_make_the_others_small(country: dict[str, Area]) -> None:
    near, far = hexgrid.neighbours(WESTBY_CELL, 4), hexgrid.cell_at(-2.46, 51.45, 8)
    make_release(WESTBY, leaves=dict.fromkeys(near, 20) | {far: 6})
    assert holds(box_round(hexgrid.neighbours(WESTBY_CELL, 5)), bounds_of(chosen()))
    picture = picture_of(drawing_of(chosen()))
    assert sum(drawn.path.count("z") for drawn in picture.classes) == len(near) + 1  # and it is drawn all the same
    make_release(WESTBY, "2026-Q4", leaves={near[0]: 20, far: 20})
    assert holds(bounds_of(chosen()), box_round([near[0], far]))


def test_the_ground_reaches_as_far_as_the_widest_and_the_tallest_window(country: dict[str, Area]) -> None:
    make_release(WESTBY)
    frame, view = frame_and_view(bounds_of(chosen()))
    assert frame.width >= view.height * 2.2 - 1
    assert frame.height >= view.width / 0.62 - 1
    assert (view.x + view.width + view.x, view.y + view.height + view.y) == (frame.width, frame.height)


def test_without_a_hexagon_all_councils_are_shown(country: dict[str, Area]) -> None:
    make_release(WESTBY, leaves={})
    make_release(LLANFACH, leaves={})
    assert bounds_of(chosen())[0] == min(country[WESTBY].west, country[LLANFACH].west)
    assert bounds_of(chosen())[2] == max(country[WESTBY].east, country[LLANFACH].east)


def test_areas_loaded_anew_are_drawn_anew(country: dict[str, Area]) -> None:
    make_release(WESTBY)
    before = picture_of(drawing_of(chosen()))
    assert picture_of(drawing_of(chosen())) is before
    west, south, east, north = shapely.from_wkb(bytes(country[WESTBY].boundary)).bounds
    smaller = shapely.box(west, south, (west + east) / 2, north)
    Area.objects.filter(code=WESTBY).update(boundary=shapely.to_wkb(smaller), edition=new_edition())
    assert picture_of(drawing_of(chosen())).land != before.land


@pytest.mark.parametrize("names", [1, 2, 3])
def test_no_name_lies_over_a_figure_and_the_town_is_named(country: dict[str, Area], names: int) -> None:
    """A town and its quarters in the midst of hexagons that all have a figure."""
    for number in range(names):
        longitude, latitude = hexgrid.centre(hexgrid.neighbours(WESTBY_CELL, 2)[5 * number])
        make_place(f"Westby {number}", (longitude, latitude), 90_000 - number)
    make_release(WESTBY, leaves=dict.fromkeys(hexgrid.neighbours(WESTBY_CELL, 3), 20))
    picture = picture_of(drawing_of(chosen()))
    boxes = number_boxes(picture.numbers)
    assert len(boxes) > 20
    assert [label.text for label in picture.labels][:1] == ["Westby 0"]
    assert [label.text for label in picture.labels if hits(label, boxes)] == []
