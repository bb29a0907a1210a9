"""A place is one of the gazetteer's within the council, or it is refused."""

import pytest
from django.utils import translation

from reports.geography.models import Area, Place
from reports.responses.place_lookup import NoSuchPlace, PublicPlace, place_of_council
from tests.factories import IN_EASTBY, IN_LLANFACH, IN_WESTBY, LLANFACH, WESTBY
from tests.public_map.releases import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def westby(country: dict[str, Area]) -> Area:
    """Westby with two towns and a station; a town of the same name in Eastby."""
    make_place("Newton", IN_WESTBY, 900)
    make_place("Newton", IN_EASTBY, 90_000)
    make_place("Milltown", (-2.5, 51.4), 5_000)
    make_place("Millford", (-2.5, 51.5), 4_000)
    make_place("Newton", (-2.56, 51.45), kind="station")
    return country[WESTBY]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("newton", PublicPlace("Newton", "Newton")),
        ("Newton station", PublicPlace("Newton station", "Gorsaf Newton")),
        ("MILLTOWN", PublicPlace("Milltown", "Milltown")),
        ("Millto", PublicPlace("Milltown", "Milltown")),
    ],
)
def test_a_place_of_the_council_is_found(westby: Area, asked: str, found: PublicPlace) -> None:
    assert place_of_council(asked, westby) == found


@pytest.mark.parametrize(
    ("asked", "alike"), [("Mill", ("Milltown", "Millford")), ("Elsewhere", ()), ("12 Mill Lane", ()), ("BS1 4DJ", ())]
)
def test_another_is_refused_with_what_there_is(westby: Area, asked: str, alike: tuple[str, ...]) -> None:
    with pytest.raises(NoSuchPlace) as refused:
        place_of_council(asked, westby)
    assert refused.value.alike == alike


def test_a_place_of_another_council_is_none_of_ours(westby: Area, country: dict[str, Area]) -> None:
    make_place("Cae Mawr", IN_LLANFACH, 700, name_cy="Y Cae Mawr")
    Place.objects.filter(name="Cae Mawr").update(alternate_names="|y cae mawr|")  # as the loader writes it
    with pytest.raises(NoSuchPlace):
        place_of_council("Cae Mawr", westby)
    assert place_of_council("Cae Mawr", country[LLANFACH]) == PublicPlace("Cae Mawr", "Y Cae Mawr")
    with translation.override("cy"):
        assert place_of_council("Y Cae Mawr", country[LLANFACH]) == PublicPlace("Cae Mawr", "Y Cae Mawr")
