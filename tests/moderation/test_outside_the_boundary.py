"""How far outside its council a report lies: in metres, wherever in the country and whichever way."""

import itertools

import pytest
from django.test import Client
from django.urls import reverse
from geopy.distance import geodesic
from shapely import wkb
from shapely.geometry import Polygon, box

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.moderation.signals_of_abuse import OUTSIDE_METRES
from reports.moderation.svg_map import metres_outside
from reports.moderation.waiting import GROUP_RESOLUTION
from tests import factories
from tests.factories import WESTBY
from tests.moderation.pages import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]

PENZANCE, BRISTOL, ABERDEEN, LERWICK = (-5.537, 50.118), (-2.588, 51.4545), (-2.094, 57.149), (-1.145, 60.155)
TOWNS = pytest.mark.parametrize(
    "town", [PENZANCE, BRISTOL, ABERDEEN, LERWICK], ids=["Penzance", "Bristol", "Aberdeen", "Lerwick"]
)
SIDES = range(0, 360, 45)
_editions = itertools.count(100)  # what a boundary was is remembered by its edition, from test to test
SAYS = "1 report lies outside the council"


def bound_westby(at: tuple[float, float], metres: float, side: int) -> None:
    """Gives Westby an area whose edge passes so many metres from the middle of a report's cell, on one side of it."""
    longitude, latitude = hexgrid.centre(hexgrid.cell_at(*at))
    edge = geodesic(meters=metres).destination((latitude, longitude), side)
    far = geodesic(meters=metres + 2_000).destination((latitude, longitude), side)
    corners = [
        geodesic(meters=1_000).destination(middle, side + turn)
        for middle, turn in ((edge, -90), (edge, 90), (far, 90), (far, -90))
    ]
    boundary = Polygon([(corner.longitude, corner.latitude) for corner in corners])
    west, south, east, north = boundary.bounds
    Area.objects.filter(code=WESTBY).update(
        boundary=wkb.dumps(boundary), west=west, south=south, east=east, north=north, edition=next(_editions)
    )


@TOWNS
@pytest.mark.parametrize("metres", [20, 150, 2_900])
def test_metres_are_told_as_metres(town: tuple[float, float], metres: float) -> None:
    first, second = factories.make_report(at=town), factories.make_report(at=town)
    for side in SIDES:
        bound_westby(town, metres, side)
        found = metres_outside([first, second])
        assert found == {first.id: pytest.approx(metres, rel=0.01), second.id: pytest.approx(metres, rel=0.01)}, side


@TOWNS
def test_the_desk_speaks_of_it_from_a_hundred_metres_on(desk: Client, town: tuple[float, float]) -> None:
    """Degrees east taken for degrees north told of 60 metres in Bristol and of 50 in Lerwick."""
    report = factories.make_report(at=town)
    name = hexgrid.name(hexgrid.parent(report.cell, GROUP_RESOLUTION))  # not always the cell of the same position
    group = reverse("moderation:group", args=[name])
    for side in SIDES:
        bound_westby(town, OUTSIDE_METRES * 1.02, side)
        assert SAYS in text_of(desk.get(group)), side
        bound_westby(town, OUTSIDE_METRES * 0.98, side)
        assert SAYS not in text_of(desk.get(group)), side


def test_within_there_is_no_distance() -> None:
    assert box(-2.7, 51.3, -2.4, 51.6).contains(Polygon([factories.IN_WESTBY] * 3))
    report = factories.make_report()
    assert metres_outside([report]) == {report.id: 0.0}
