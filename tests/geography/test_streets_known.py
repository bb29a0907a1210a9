"""Where no street can be searched for."""

import pytest

from reports.geography.models import Area, Place
from reports.geography.streets_known import councils_without_streets
from tests.factories import EASTBY, IN_EASTBY, IN_WESTBY, LLANFACH, WESTBY

pytestmark = pytest.mark.django_db


def test_a_council_has_streets_when_one_lies_in_it(country: dict[str, Area]) -> None:
    councils = [country[code] for code in (WESTBY, EASTBY, LLANFACH)]
    assert councils_without_streets(councils) == councils
    for kind, (longitude, latitude) in (("street", IN_WESTBY), ("settlement", IN_EASTBY)):
        Place.objects.create(kind=kind, name="Mill Lane", longitude=longitude, latitude=latitude)
    assert councils_without_streets(councils) == councils[1:]
