"""The picture shows where something is to be seen, and is drawn anew when the ground under it is loaded anew."""

import pytest
import shapely

from reports.geography.models import Area, new_edition
from reports.public_map.selection import Choice, choice_of
from reports.public_map.svg_map import bounds_of, picture_of
from tests.factories import EASTBY, LLANFACH, WESTBY
from tests.public_map.releases import make_release

pytestmark = pytest.mark.django_db


def chosen() -> Choice:
    """The map without any choice made."""
    choice = choice_of({})
    assert choice is not None
    return choice


def test_all_areas_means_those_with_hexagons(country: dict[str, Area]) -> None:
    make_release(WESTBY)
    make_release(EASTBY, leaves={})
    make_release(LLANFACH, leaves={})
    westby = country[WESTBY]
    assert bounds_of(chosen()) == (westby.west, westby.south, westby.east, westby.north)


def test_without_a_hexagon_all_councils_are_shown(country: dict[str, Area]) -> None:
    make_release(WESTBY, leaves={})
    make_release(LLANFACH, leaves={})
    assert bounds_of(chosen())[0] == min(country[WESTBY].west, country[LLANFACH].west)
    assert bounds_of(chosen())[2] == max(country[WESTBY].east, country[LLANFACH].east)


def test_areas_loaded_anew_are_drawn_anew(country: dict[str, Area]) -> None:
    make_release(WESTBY)
    before = picture_of(chosen())
    assert picture_of(chosen()) is before
    west, south, east, north = shapely.from_wkb(bytes(country[WESTBY].boundary)).bounds
    smaller = shapely.box(west, south, (west + east) / 2, north)
    Area.objects.filter(code=WESTBY).update(boundary=shapely.to_wkb(smaller), edition=new_edition())
    assert picture_of(chosen()).land != before.land
