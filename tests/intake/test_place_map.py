"""The map of the question «where»: its arithmetic, and a picture that any browser draws."""

from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from geopy.distance import great_circle
from hypothesis import assume, given
from hypothesis import strategies as some

from reports.geography.map_positions import EAST, NORTH, SOUTH, UK_ZOOM, WEST, WIDTHS, NotAPosition
from reports.geography.models import Area, Place
from reports.intake import place_map
from reports.intake.place_map import MapView
from tests import factories
from tests.intake.walking import Reporter, make_places

views = some.builds(MapView, some.floats(-8, 1.5), some.floats(49.5, 61), some.integers(0, UK_ZOOM - 1))
EDGES = (WEST, EAST, SOUTH, NORTH)
HERE = MapView(*factories.IN_WESTBY, 2)


def drawn(view: MapView) -> ElementTree.Element:
    """The picture, parsed."""
    address = place_map.picture(view)
    assert address.startswith("data:image/svg+xml,")
    return ElementTree.fromstring(unquote(address.removeprefix("data:image/svg+xml,")))  # noqa: S314 - our own


@given(views)
def test_the_picture_is_as_wide_as_it_says(view: MapView) -> None:
    west, south, east, north = view.bounds
    across = great_circle((view.latitude, west), (view.latitude, east)).meters
    up = great_circle((south, view.longitude), (north, view.longitude)).meters
    assert across == pytest.approx(WIDTHS[view.zoom], rel=0.01)
    assert up == pytest.approx(WIDTHS[view.zoom], rel=0.01)


@given(views, some.sampled_from(["ns", "sn", "ew", "we"]))
def test_a_pan_and_its_opposite_lead_back(view: MapView, pans: str) -> None:
    away = place_map.moved(view, pans[0])
    assume(
        away.longitude not in EDGES and away.latitude not in EDGES
    )  # held at an edge it went less far than it comes back
    back = place_map.moved(away, pans[1])
    slack = WIDTHS[view.zoom] * 0.12 if pans in ("ns", "sn") else 3
    assert great_circle((view.latitude, view.longitude), (back.latitude, back.longitude)).meters <= slack


@given(views, some.integers(1, place_map.SIDE), some.integers(1, place_map.SIDE))
def test_a_pressed_point_becomes_the_middle(view: MapView, x: int, y: int) -> None:
    try:
        pressed = place_map.pressed(view, str(x), str(y))
    except NotAPosition:
        return  # the point lies beyond the United Kingdom's edge
    assert pressed is not None
    right, down = view.sheet.point(pressed.longitude, pressed.latitude)
    assert (right, down) == (pytest.approx(x, abs=1), pytest.approx(y, abs=1))


def test_a_press_comes_closer_until_a_place_can_be_meant() -> None:
    view = MapView(-2.55, 51.45, 5)
    zooms = []
    for _ in range(5):
        pressed = place_map.pressed(view, "160", "160")
        assert pressed is not None
        view = pressed
        zooms.append(view.zoom)
    assert zooms == [4, 3, 2, 2, 2]


def test_zooming_ends_at_both_ends() -> None:
    closest, widest = MapView(-2.5, 51.4, 0), MapView(-2.5, 51.4, UK_ZOOM)
    assert (place_map.moved(closest, "in"), place_map.moved(widest, "out")) == (closest, widest)


def test_panning_stays_about_the_united_kingdom() -> None:
    view = MapView(-3.5, 55.3, 9)
    for button in "nnnnwwww":
        view = place_map.moved(view, button)
    assert (view.longitude, view.latitude) == (-9.0, 61.5)


def test_the_picture_names_the_places_inside_it_once(country: dict[str, Area]) -> None:
    make_places()
    texts = [element.text for element in drawn(MapView(-2.54, 51.455, 4)).iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["Newton", "Westby Cross station", "1250 m"]


def test_the_picture_draws_the_edge_between_councils(country: dict[str, Area]) -> None:
    paths = [path.get("d", "") for path in drawn(MapView(-2.4, 51.45, 4)).iter("{http://www.w3.org/2000/svg}path")]
    assert paths[0].startswith("M160 ")  # the edge at -2.4 crosses the middle, top to bottom
    assert "L160 " in paths[0]


def test_a_name_cannot_break_the_picture(country: dict[str, Area]) -> None:
    Place.objects.create(
        kind="settlement",
        name='<script>&"#%',
        search_name="script",
        nation="E",
        longitude=-2.5505,
        latitude=51.4505,
    )
    texts = [element.text for element in drawn(HERE).iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == '<script>&"#%'
    assert not {"<", ">", '"', "#"} & set(place_map.picture(HERE))


def test_the_patch_that_would_be_kept_is_drawn_when_close(country: dict[str, Area]) -> None:
    polygon = "{http://www.w3.org/2000/svg}polygon"
    assert [len(list(drawn(MapView(-2.55, 51.45, zoom)).iter(polygon))) for zoom in (0, 2, 3, 9)] == [1, 1, 0, 0]


def test_where_no_streets_are_loaded_that_is_said(reporter: Reporter) -> None:
    sentence = "We have no street map here. Use the names, or enter a postcode or a place."
    reporter.start().press("find", q="Westby Cross")
    assert sentence in reporter.text
    for _ in range(3):
        reporter.press("out")
    assert sentence not in reporter.text  # of so wide a map nobody expects them


@pytest.mark.parametrize("loaded", [True, False])
def test_a_map_with_streets_is_not_said_to_have_none(monkeypatch: pytest.MonkeyPatch, loaded: bool) -> None:
    monkeypatch.setattr("reports.basemap.street_svg.has_streets_in", lambda bounds: loaded)
    assert place_map.lacks_streets(HERE) is not loaded
    monkeypatch.setattr("reports.basemap.raster_proxy.is_in_use", lambda: True)
    assert not place_map.lacks_streets(HERE)
