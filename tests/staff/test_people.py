"""A manager lets people in and out, inside the own areas alone."""

import datetime
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from reports.geography.models import Area
from reports.staff.invitations import InvitationGone, invite, take_up_invitation, withdraw_invitation
from reports.staff.models import AuditEntry, Invitation, Membership, StaffUser
from reports.staff.people import AlreadyHolds, NameTaken, NotYours, OwnRole, end_role, give_role, people_of
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, ENGLAND, LLANFACH, NOW, PASSWORD, TODAY, WALES, WESTBY
from tests.queries import ROW_LEVEL_SECURITY
from tests.staff.conftest import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
LATER = datetime.timedelta(hours=72)
PEOPLE, INVITE, GIVE = reverse("staff:people"), reverse("staff:invite"), reverse("staff:give_role")


def area(code: str) -> Area:
    """The area of a code."""
    return Area.objects.get(code=code)


def invited(username: str = "new", code: str = WESTBY, by: StaffUser | None = None, **changes: Any) -> str:
    """The key of a new invitation."""
    values = {"role": "moderator", "area": area(code), "expires_on": None, "by": by, "now": NOW} | changes
    return invite(username, **values).key


def held(username: str) -> list[tuple[str, str]]:
    """The roles of a person with their areas."""
    return list(Membership.objects.filter(person__username=username).order_by("id").values_list("role", "area_id"))


def acts() -> list[tuple[str, str, str, dict[str, Any]]]:
    """Every entry of the audit: act, who, area, detail."""
    entries = AuditEntry.objects.order_by("number")
    return [(entry.act, entry.who, entry.area, json.loads(entry.detail)) for entry in entries]


def test_an_invitation_lets_one_person_in_once() -> None:
    manager = factories.make_person("manager", BORDERSHIRE, username="ma")
    key = invited(by=manager)
    person = take_up_invitation(key, password=PASSWORD, now=NOW)
    assert person.check_password(PASSWORD)
    assert held("new") == [("moderator", WESTBY)]
    with pytest.raises(InvitationGone):
        take_up_invitation(key, password=PASSWORD, now=NOW)
    assert acts() == [
        ("invite", "ma", WESTBY, {"person": "new", "role": "moderator"}),
        ("give-role", "ma", WESTBY, {"person": "new", "role": "moderator", "expires": None}),
        ("join", "new", WESTBY, {}),
    ]


def test_the_key_is_not_kept() -> None:
    key = invited()
    assert key not in str(list(Invitation.objects.values()) + list(AuditEntry.objects.values()))


def test_an_invitation_dies_after_72_hours() -> None:
    key = invited()
    with pytest.raises(InvitationGone):
        take_up_invitation(key, password=PASSWORD, now=NOW + LATER)
    assert not StaffUser.objects.exists()
    assert take_up_invitation(key, password=PASSWORD, now=NOW + LATER - datetime.timedelta(seconds=1)).pk


def test_a_second_invitation_makes_the_first_worthless() -> None:
    first, second = invited(), invited()
    with pytest.raises(InvitationGone):
        take_up_invitation(first, password=PASSWORD, now=NOW)
    assert take_up_invitation(second, password=PASSWORD, now=NOW).username == "new"


def test_an_invitation_reaches_no_further_than_its_maker_now_does() -> None:
    manager = factories.make_person("manager", WESTBY)
    key = invited(by=manager)
    Membership.objects.filter(person=manager).update(expires_on=datetime.date(2020, 1, 1))
    with pytest.raises(InvitationGone):
        take_up_invitation(key, password=PASSWORD, now=NOW)
    assert not StaffUser.objects.filter(username="new").exists()


@pytest.mark.parametrize("code", [EASTBY, BORDERSHIRE, ENGLAND, LLANFACH])
def test_a_manager_reaches_no_area_outside_the_own(code: str) -> None:
    manager = factories.make_person("manager", WESTBY, username="ma")
    other = factories.make_person("analyst", code, username="other")
    with pytest.raises(NotYours):
        invited(code=code, by=manager)
    with pytest.raises(NotYours):
        give_role(other, role="moderator", area=area(code), expires_on=None, by=manager, now=NOW)
    with pytest.raises(NotYours):
        end_role(Membership.objects.get(person=other), by=manager, now=NOW)
    key = invited("elsewhere", code=code)
    with pytest.raises(NotYours):
        withdraw_invitation(Invitation.objects.get(), by=manager, now=NOW)
    with pytest.raises(NotYours):
        invited("elsewhere", by=manager)  # would take the place of another manager's
    assert (held("ma"), held("other")) == ([("manager", WESTBY)], [("analyst", code)])
    assert take_up_invitation(key, password=PASSWORD, now=NOW).pk


@pytest.mark.parametrize("role", ["moderator", "analyst", "council_officer"])
def test_nobody_but_a_manager_manages(role: str) -> None:
    with pytest.raises(NotYours):
        invited(by=factories.make_person(role, WESTBY))


def test_a_name_that_somebody_has_is_refused_in_any_spelling() -> None:
    factories.make_person(username="mo")
    for name in ("mo", "MO"):
        with pytest.raises(NameTaken):
            invited(name)


def test_a_role_is_given_once_and_again_after_its_end() -> None:
    person = factories.make_person("analyst", WESTBY, username="an")
    give = {"role": "analyst", "area": area(WESTBY), "expires_on": None, "by": None, "now": NOW}
    with pytest.raises(AlreadyHolds):
        give_role(person, **give)  # type: ignore[arg-type]  # a dict of several types
    Membership.objects.update(expires_on=TODAY - datetime.timedelta(days=1))
    assert give_role(person, **give).expires_on is None  # type: ignore[arg-type]  # a dict of several types
    assert held("an") == [("analyst", WESTBY)]


def test_nobody_ends_the_own_role() -> None:
    manager = factories.make_person("manager", WESTBY, username="ma")
    with pytest.raises(OwnRole):
        end_role(Membership.objects.get(), by=manager, now=NOW)
    assert held("ma") == [("manager", WESTBY)]


def test_a_manager_sees_the_roles_inside_the_own_areas() -> None:
    manager = factories.make_person("manager", BORDERSHIRE, username="ma")
    both = factories.make_person("analyst", EASTBY, username="both")
    Membership.objects.create(person=both, role="analyst", area_id=WALES)
    factories.make_person("analyst", ENGLAND, username="above")
    listed = people_of(manager, on=TODAY)
    seen = [(one.person.username, [(held.role, held.area_id) for held in one.memberships]) for one in listed]
    assert seen == [("both", [("analyst", EASTBY)]), ("ma", [("manager", BORDERSHIRE)])]


def test_ending_a_role_closes_every_page_at_the_next_request(client: Client) -> None:
    moderator = factories.make_person("moderator", WESTBY)
    theirs = factories.StaffClient()
    theirs.force_login(moderator)
    assert theirs.get(reverse("moderation:queue")).status_code == 200
    client.force_login(factories.make_person("manager", BORDERSHIRE))
    ended = client.post(reverse("staff:end_role", args=[Membership.objects.get(person=moderator).pk]), follow=True)
    assert "has ended." in ended.content.decode()
    assert theirs.get(reverse("moderation:queue")).status_code == 403


def test_a_manager_invites_by_the_page_and_the_link_lets_in(client: Client) -> None:
    client.force_login(factories.make_person("manager", BORDERSHIRE))
    sent = {"username": "new", "role": "analyst", "area": WESTBY, "expires_on": "2030-01-31"}
    page = client.post(INVITE, sent, follow=True)
    link = page.context["link"]
    assert link.startswith("http://testserver/staff/invitation/")
    assert link in page.content.decode()
    assert link not in client.get(PEOPLE).content.decode()
    theirs = factories.StaffClient()
    assert "<strong>new</strong>" in theirs.get(link).content.decode()
    assert theirs.post(link, {"password": PASSWORD, "again": PASSWORD}).url == reverse("mfa_index")
    assert theirs.get(link).status_code == 404
    theirs.force_login(StaffUser.objects.get(username="new"))
    assert "31 January 2030" in theirs.get(reverse("staff:home")).content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"password": "short", "again": "short"}, "Use 12 characters or more."),
        ({"password": PASSWORD, "again": PASSWORD + "r"}, "The passwords do not match."),
        ({"password": "new-new-new-new", "again": "new-new-new-new"}, "This password is too much like the username."),
        ({}, "Enter a password."),
    ],
)
def test_a_weak_or_mistyped_password_makes_nobody(
    client: Client, clock: Clock, sent: dict[str, str], words: str
) -> None:
    key = invited("new-new-new")
    page = client.post(reverse("staff:invitation", args=[key]), sent)
    assert page.status_code == 400
    assert words in page.content.decode()
    assert not StaffUser.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"username": "mo"}, "This username is already taken. Choose another."),
        ({"username": "two words"}, "Use letters from A to Z, with or without accents"),
        ({"username": ".."}, "Begin it with a letter or a number"),
        ({"username": "m\u0430nager"}, "Use letters from A to Z, with or without accents"),  # Cyrillic
        ({"username": "x" * 400}, "Use 150 characters or fewer. There are 400 now."),
        ({"area": LLANFACH}, "Choose an area from the list."),
        ({"role": "king"}, "Choose a role."),
        ({"expires_on": "2020-01-01"}, "The last day must not be in the past."),
    ],
)
def test_what_cannot_be_invited_is_said(client: Client, change: dict[str, str], words: str) -> None:
    factories.make_person(username="mo")
    client.force_login(factories.make_person("manager", WESTBY))
    page = client.post(INVITE, {"username": "new", "role": "analyst", "area": WESTBY} | change)
    assert page.status_code == 400
    assert words in page.content.decode()
    assert not Invitation.objects.exists()


def test_a_manager_gives_a_role_to_the_own_people_alone(client: Client) -> None:
    ours, theirs = factories.make_person("analyst", WESTBY), factories.make_person("analyst", LLANFACH)
    client.force_login(factories.make_person("manager", WESTBY))
    sent = {"role": "moderator", "area": WESTBY}
    assert client.post(GIVE, sent | {"person": theirs.pk}).status_code == 400
    assert "has a new role." in client.post(GIVE, sent | {"person": ours.pk}, follow=True).content.decode()
    again = client.post(GIVE, sent | {"person": ours.pk})
    assert (again.status_code, "has this role there already." in again.content.decode()) == (400, True)
    assert (held(ours.username)[1:], held(theirs.username)[1:]) == ([("moderator", WESTBY)], [])


def test_a_withdrawn_invitation_is_worthless(client: Client) -> None:
    client.force_login(factories.make_person("manager", WESTBY))
    key = invited()
    client.post(reverse("staff:withdraw", args=[Invitation.objects.get().pk]))
    assert client.get(reverse("staff:invitation", args=[key])).status_code == 404


def test_the_command_prints_a_link_that_works(client: Client) -> None:
    out = StringIO()
    call_command("invite", "new", "--role", "manager", "--area", BORDERSHIRE, stdout=out)
    link = next(line for line in out.getvalue().splitlines() if line.startswith("/staff/"))
    client.post(link, {"password": PASSWORD, "again": PASSWORD})
    assert held("new") == [("manager", BORDERSHIRE)]
    with pytest.raises(CommandError, match="Somebody is called new already"):
        call_command("invite", "new", "--role", "manager", "--area", BORDERSHIRE)
    with pytest.raises(CommandError, match="No current area has the code E06999999"):
        call_command("invite", "other", "--role", "manager", "--area", "E06999999")


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_asks_the_database_as_often_for_many_people(
    client: Client, django_assert_num_queries: Any, many: int
) -> None:
    for number in range(many):
        factories.make_person("analyst", WESTBY)
        invited(f"new-{number}")
    client.force_login(factories.make_person("manager", WESTBY))
    with django_assert_num_queries(6 + ROW_LEVEL_SECURITY):
        client.get(PEOPLE)
