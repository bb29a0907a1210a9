"""Areas as the later stages ask for them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation
from shapely.geometry import box

from reports.geography import areas
from reports.geography.models import Area
from tests import factories

pytestmark = pytest.mark.django_db


def codes(found: Any) -> list[str]:
    return [area.code for area in found]


def test_current_areas_of_each_kind_stand_in_the_order_of_their_names(country: dict[str, Area]) -> None:
    assert codes(areas.current_councils()) == [factories.EASTBY, factories.LLANFACH, factories.WESTBY]
    assert codes(areas.current_forces()) == [factories.BORDERSHIRE, factories.GWENT_FACH]
    assert codes(areas.current_nations()) == [factories.ENGLAND, factories.WALES]


def test_an_area_that_stands_no_longer_is_found_by_its_code_alone(country: dict[str, Area]) -> None:
    Area.objects.filter(code=factories.EASTBY).update(is_current=False)
    assert factories.EASTBY not in codes(areas.current_councils())
    assert areas.area_of_code(factories.EASTBY) == country[factories.EASTBY]
    assert codes(areas.councils_within(country[factories.EASTBY])) == [factories.EASTBY]
    assert codes(areas.councils_within(country[factories.BORDERSHIRE])) == [factories.WESTBY]


def test_councils_within_a_nation_a_force_and_a_council(country: dict[str, Area]) -> None:
    both = [factories.EASTBY, factories.WESTBY]
    assert codes(areas.councils_within(country[factories.ENGLAND])) == both
    assert codes(areas.councils_within(country[factories.BORDERSHIRE])) == both
    assert codes(areas.councils_within(country[factories.LLANFACH])) == [factories.LLANFACH]


def test_an_unknown_code_is_refused(country: dict[str, Area]) -> None:
    with pytest.raises(Area.DoesNotExist):
        areas.area_of_code("E06999999")


def test_a_list_of_councils_reads_no_boundary_and_one_query(
    country: dict[str, Area], django_assert_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_num_queries(1):
        listed = [(council.name, council.parent.parent.name) for council in areas.current_councils()]  # type: ignore[union-attr]
    assert listed == [("Eastby", "England"), ("Little Llan", "Wales"), ("Westby", "England")]
    assert "boundary" in areas.current_councils()[0].get_deferred_fields()


def test_outlines_of_many_areas_are_read_in_one_query_and_kept(
    country: dict[str, Area], django_assert_num_queries: Callable[[int], Any]
) -> None:
    listed = list(areas.current_councils())
    with django_assert_num_queries(1):
        found = areas.outlines(listed)
    with django_assert_num_queries(0):
        assert areas.outline(listed[0]).equals(found[factories.EASTBY])
    assert found[factories.EASTBY].equals(box(-2.4, 51.3, -2.1, 51.6))


def test_a_city_has_the_name_people_say_and_a_welsh_one_on_a_welsh_page(country: dict[str, Area]) -> None:
    assert Area(name="Bristol, City of").local_name == "Bristol"
    assert Area(name="Herefordshire, County of").local_name == "Herefordshire"
    assert country[factories.LLANFACH].local_name == "Little Llan"
    with translation.override("cy"):
        assert country[factories.LLANFACH].local_name == "Llan Fach"
        assert country[factories.WESTBY].local_name == "Westby"
