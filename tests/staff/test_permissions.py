"""Who sees which councils: roles, nesting, expiry, and nothing by magic."""

import datetime

import pytest

from reports.geography.models import Area
from reports.staff.models import Membership, StaffUser
from reports.staff.permissions import councils_of, memberships_of
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, ENGLAND, LLANFACH, TODAY, WALES, WESTBY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
YESTERDAY = TODAY - datetime.timedelta(days=1)


def seen(person: StaffUser, *roles: str) -> set[str]:
    """The codes of the councils the person may see today."""
    return {area.code for area in councils_of(person, *roles, on=TODAY)}


@pytest.mark.parametrize(
    ("area", "councils"),
    [
        (WESTBY, {WESTBY}),
        (BORDERSHIRE, {WESTBY, EASTBY}),
        (ENGLAND, {WESTBY, EASTBY}),
        (WALES, {LLANFACH}),
    ],
)
def test_an_area_covers_all_councils_inside_it(area: str, councils: set[str]) -> None:
    assert seen(factories.make_person("moderator", area), "moderator") == councils


def test_a_role_opens_nothing_to_another_role() -> None:
    analyst = factories.make_person("analyst", BORDERSHIRE)
    assert seen(analyst, "moderator") == set()
    assert seen(analyst, "moderator", "analyst") == {WESTBY, EASTBY}


def test_a_manager_reads_what_every_role_reads_in_the_own_area() -> None:
    assert seen(factories.make_person("manager", WESTBY), "analyst") == {WESTBY}


def test_memberships_add_up() -> None:
    person = factories.make_person("moderator", WESTBY)
    Membership.objects.create(person=person, role="moderator", area_id=LLANFACH)
    Membership.objects.create(person=person, role="analyst", area_id=EASTBY)
    assert seen(person, "moderator") == {WESTBY, LLANFACH}


def test_a_membership_holds_to_the_end_of_its_last_day() -> None:
    person = factories.make_person("moderator", WESTBY)
    Membership.objects.update(expires_on=TODAY)
    assert seen(person, "moderator") == {WESTBY}
    Membership.objects.update(expires_on=YESTERDAY)
    assert seen(person, "moderator") == set()
    assert not memberships_of(person, "moderator", on=TODAY).exists()
    assert memberships_of(person, "moderator", on=YESTERDAY).exists()


def test_a_superuser_sees_nothing_without_a_membership() -> None:
    person = StaffUser.objects.create_superuser("root", password=factories.PASSWORD)
    assert seen(person, "moderator", "analyst", "council_officer", "manager") == set()


def test_somebody_who_left_sees_nothing() -> None:
    person = factories.make_person("moderator", WESTBY)
    StaffUser.objects.update(is_active=False)
    assert seen(person, "moderator") == set()
    assert not memberships_of(person, on=TODAY).exists()


def test_a_council_that_no_longer_stands_is_not_among_them() -> None:
    Area.objects.filter(code=EASTBY).update(is_current=False)
    assert seen(factories.make_person("moderator", BORDERSHIRE), "moderator") == {WESTBY}
