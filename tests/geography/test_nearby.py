"""A place in words."""

import pytest
from django.utils import translation
from geopy.distance import geodesic

from reports.geography import hexgrid, nearby
from reports.geography.models import Area, Place
from tests.geography.places import make_places

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(country: dict[str, Area]) -> None:
    make_places()


def cell_from(longitude: float, latitude: float, *, east: float = 0, north: float = 0) -> int:
    """The cell some metres away from a position."""
    return hexgrid.cell_at(longitude + east / 69_300, latitude + north / 111_195)


@pytest.mark.parametrize(
    ("east", "north", "words"),
    [
        (0, 300, "about 300 metres north of King's Lynn, in Westby"),
        (300, 300, "about 400 metres north-east of King's Lynn, in Westby"),
        (500, 0, "about 500 metres east of King's Lynn, in Westby"),
        (300, -300, "about 400 metres south-east of King's Lynn, in Westby"),
        (0, -800, "about 800 metres south of King's Lynn, in Westby"),
        (-300, -300, "about 400 metres south-west of King's Lynn, in Westby"),
        (-1_700, 0, "about 1 mile west of King's Lynn, in Westby"),
        (-2_300, 2_300, "about 2 miles north-west of King's Lynn, in Westby"),
        (0, 0, "close to King's Lynn, in Westby"),
    ],
)
def test_a_cell_is_told_by_the_nearest_place(east: float, north: float, words: str) -> None:
    assert nearby.place_in_words(cell_from(-2.50, 51.40, east=east, north=north)) == words


@pytest.mark.parametrize(("bearing", "direction"), [(0, 0), (45, 1), (90, 2), (180, 4), (225, 5), (270, 6)])
@pytest.mark.parametrize("town", [(-5.537, 50.118), (-2.588, 51.4545), (-2.094, 57.149), (-1.145, 60.155)], ids=str)
def test_a_place_is_as_far_as_it_is_everywhere(town: tuple[float, float], bearing: int, direction: int) -> None:
    Place.objects.all().update(longitude=town[0], latitude=town[1])
    for metres in (150, 1_950, 29_500):
        there = geodesic(meters=metres).destination((town[1], town[0]), bearing)
        (near,) = nearby.places_near(there.longitude, there.latitude, limit=1)
        assert near.metres == pytest.approx(metres, rel=0.001)
        assert near.direction == direction


def test_a_cell_off_every_council_is_outside() -> None:
    assert nearby.place_in_words(hexgrid.cell_at(1.85, 50.95)) == "outside the United Kingdom"


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ((-2.80, 51.30), "at sea or outside the United Kingdom, about 15 miles south-west of King's Lynn"),
        ((-2.50, 51.25), "at sea or outside the United Kingdom, about 10 miles south of King's Lynn"),
        ((-2.05, 51.50), "at sea or outside the United Kingdom, about 6 miles east of Newport Pagnell"),
    ],
)
def test_a_cell_at_sea_says_which_way_it_lies(at: tuple[float, float], words: str) -> None:
    """Or who moves a map by ear could not come back."""
    assert nearby.place_in_words(hexgrid.cell_at(*at)) == words


def test_places_within_a_distance_are_of_one_kind_and_nearest_first() -> None:
    found = nearby.places_within(-2.55, 51.45, 1_000, kind="station")
    assert [place.name for place in found] == ["Westby station", "Westby Temple Meads station"]
    assert [place.name for place in nearby.places_within(-2.55, 51.45, 200, kind="station")] == ["Westby station"]


def test_a_cell_far_from_every_place_has_its_council_alone() -> None:
    Place.objects.all().delete()
    assert nearby.place_in_words(hexgrid.cell_at(-2.55, 51.45)) == "in Westby"


def test_the_words_use_the_welsh_names_on_a_welsh_page() -> None:
    with translation.override("cy"):
        stated = nearby.place_in_words(cell_from(-3.05, 51.60, north=-400))
    assert "Casnewydd" in stated
    assert "Llan Fach" in stated


def test_nearest_places_come_first_with_their_metres_and_direction() -> None:
    near = nearby.places_near(-2.55, 51.45, limit=3)
    assert [(place.kind, place.name) for place in near] == [
        ("settlement", "Westby"),
        ("station", "Westby station"),
        ("station", "Westby Temple Meads station"),
    ]
    assert near[1].metres == pytest.approx(131, abs=2)
    assert near[1].direction == 3  # from the station one goes south-west... and a step more west than south
    assert near[0].metres == 0
