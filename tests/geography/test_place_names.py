"""Names for places: by streets and landmarks, never by a house, and by nothing that anybody reported."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from reports.geography import hexgrid, place_names
from reports.geography.models import Area, Place
from reports.intake.models import Report
from reports.moderation.models import ReportStatus
from tests import factories
from tests.factories import IN_LLANFACH, IN_WESTBY, WESTBY
from tests.public_map.releases import WESTBY_CELL, make_release

pytestmark = pytest.mark.django_db
EAST, NORTH = 1 / 69_300, 1 / 111_195  # degrees for a metre, about here
RESIDENTIAL, PATH, PARK, UNSORTED = 180, 120, 280, 190


@pytest.fixture(autouse=True)
def town(country: dict[str, Area]) -> None:
    factories.make_place("Westby", IN_WESTBY, 20_000)


def feature(
    name: str,
    *,
    east: float = 0,
    north: float = 0,
    kind: str = "street",
    importance: int = RESIDENTIAL,
    town: str = "Westby",
    name_cy: str = "",
) -> Place:
    """A street or landmark some metres from the middle of the town."""
    at = IN_WESTBY[0] + east * EAST, IN_WESTBY[1] + north * NORTH
    return factories.make_place(name, at, name_cy=name_cy, kind=kind, nation="", town=town, importance=importance)


def cell(east: float = 0, north: float = 0, resolution: int = 11) -> int:
    return hexgrid.cell_at(IN_WESTBY[0] + east * EAST, IN_WESTBY[1] + north * NORTH, resolution)


def test_a_street_names_the_cell_that_holds_it() -> None:
    feature("Stokes Croft")
    feature("Jamaica Street", east=150)
    assert place_names.name_of_place(cell()) == "near Stokes Croft, Westby"
    assert place_names.name_of_place(cell(east=150)) == "near Jamaica Street, Westby"


def test_of_several_in_a_cell_the_greatest_names_it() -> None:
    feature("Back Lane", importance=170)
    feature("Long Road", east=60, importance=215)
    feature("Castle Park", east=-60, kind="landmark", importance=PARK)
    assert place_names.name_of_place(cell(resolution=8)) == "near Castle Park, Westby"


def test_another_cell_is_named_by_the_two_nearest_and_its_side() -> None:
    feature("Stokes Croft")
    feature("Jamaica Street", east=150)
    names = place_names.names_of_places([cell(north=200), cell(north=-200)])
    assert names == [
        "about 200 metres north of Stokes Croft, by Jamaica Street, Westby",
        "about 200 metres south of Stokes Croft, by Jamaica Street, Westby",
    ]


def test_what_may_be_a_house_and_a_path_name_nothing() -> None:
    feature("Rose Cottage", kind="landmark", importance=UNSORTED)
    feature("12 Low Road", kind="landmark", importance=PARK)
    feature("Public Footpath 4", importance=PATH)
    assert place_names.name_of_place(cell()) == "close to Westby, in Westby"
    feature("Low Road", east=120)
    feature("High Road", east=250)
    assert place_names.name_of_place(cell()) == "about 100 metres west of Low Road, by High Road, Westby"


def test_a_second_street_of_the_name_is_told_apart() -> None:
    feature("Park Road")
    feature("Mill Lane", north=90)
    feature("Park Road", east=3_000)
    feature("Quay Street", east=3_090)
    first, second = place_names.names_of_places([cell(), cell(east=3_000)])
    assert ("by Mill Lane, Westby" in first, "by Quay Street, Westby" in second) == (True, True)


@pytest.mark.parametrize("resolution", [9, 10])
def test_neighbours_have_different_names(resolution: int) -> None:
    for column in range(-4, 5):
        for row in range(-4, 5):
            feature(f"Street {column}.{row}", east=column * 130 + row * 17, north=row * 110 + column * 23)
    cells = hexgrid.neighbours(cell(resolution=resolution), 3)
    names = place_names.names_of_places(cells)
    assert len(cells) == 37
    assert len(set(names)) == 37


def test_a_name_depends_on_no_other_cell_that_is_named_with_it() -> None:
    feature("Stokes Croft")
    feature("Jamaica Street", east=150)
    cells = hexgrid.neighbours(cell(), 4)
    together = place_names.names_of_places(cells)
    assert [place_names.name_of_place(one) for one in cells] == together
    assert place_names.names_of_places(cells[::-1]) == together[::-1]


def test_it_is_welsh_in_welsh() -> None:
    factories.make_place("Little Llan", IN_LLANFACH, 900, "Llan Fach")
    Place.objects.create(
        kind="street",
        name="Station Road",
        name_cy="Heol yr Orsaf",
        search_name="station road",
        longitude=IN_LLANFACH[0],
        latitude=IN_LLANFACH[1],
        town="Little Llan",
        importance=RESIDENTIAL,
    )
    here = hexgrid.cell_at(*IN_LLANFACH)
    assert place_names.name_of_place(here) == "near Station Road, Little Llan"
    with translation.override("cy"):
        assert place_names.name_of_place(here) == "ger Heol yr Orsaf, Llan Fach"


def test_where_nothing_is_known_and_off_the_land_it_is_as_before() -> None:
    assert place_names.name_of_place(cell(north=300)) == "about 300 metres north of Westby, in Westby"
    Place.objects.create(
        kind="street", name="Quay", search_name="quay", longitude=-2.0, latitude=51.45, town="Westby", importance=200
    )
    Place.objects.create(
        kind="street", name="Pier", search_name="pier", longitude=-2.0, latitude=51.4501, town="Westby", importance=200
    )
    assert place_names.name_of_place(hexgrid.cell_at(-2.0, 51.45)).startswith("at sea or outside the United Kingdom")


def public_names(client: Client) -> list[str]:
    html = client.get(f"/map/table?area={WESTBY}").content.decode()
    return re.findall(r"(?:near|about|close to) [^<>]*, (?:in )?Westby", html)


def test_no_name_moves_when_every_report_is_another(client: Client) -> None:
    feature("Stokes Croft")
    feature("Jamaica Street", east=150)
    make_release(leaves=dict.fromkeys(hexgrid.neighbours(WESTBY_CELL, 1), 12))
    cells = hexgrid.neighbours(cell(), 3)
    before: Any = (place_names.names_of_places(cells), public_names(client))
    assert len(before[1]) >= 7
    for east in range(0, 400, 40):
        factories.make_accepted_report(at=(IN_WESTBY[0] + east * EAST, IN_WESTBY[1]))
    assert (place_names.names_of_places(cells), public_names(client)) == before
    Report.objects.all().update(cell=cells[-1])
    assert (place_names.names_of_places(cells), public_names(client)) == before
    ReportStatus.objects.all().delete()
    assert (place_names.names_of_places(cells), public_names(client)) == before
