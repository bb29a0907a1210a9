"""The command that lets a person in."""

import datetime
import getpass
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from reports.staff.models import Membership, StaffUser
from tests.factories import BORDERSHIRE, EASTBY, PASSWORD, WESTBY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def add(*arguments: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("add_person", *arguments, stdout=out)
    return out.getvalue()


def held() -> list[tuple[str, str, str, datetime.date | None]]:
    """Every membership there is."""
    rows = Membership.objects.select_related("person").order_by("id")
    return [(m.person.username, m.role, m.area_id, m.expires_on) for m in rows]


def test_the_printed_password_lets_the_person_in(client: Client) -> None:
    printed = add("mo", "--role", "moderator", "--area", BORDERSHIRE, "--expires", "2027-03-31")
    assert "mo is now Moderator of Bordershire Police until 2027-03-31." in printed
    assert held() == [("mo", "moderator", BORDERSHIRE, datetime.date(2027, 3, 31))]
    assert StaffUser.objects.get(username="mo").check_password(printed.split()[-1])


def test_a_second_call_adds_a_role_and_leaves_the_password(client: Client) -> None:
    password = add("mo", "--role", "moderator", "--area", WESTBY).split()[-1]
    printed = add("mo", "--role", "analyst", "--area", EASTBY)
    assert "Password" not in printed
    assert held() == [("mo", "moderator", WESTBY, None), ("mo", "analyst", EASTBY, None)]
    assert StaffUser.objects.get(username="mo").check_password(password)


def test_a_role_held_already_is_refused() -> None:
    add("mo", "--role", "moderator", "--area", WESTBY)
    with pytest.raises(CommandError, match="has this role there already"):
        add("mo", "--role", "moderator", "--area", WESTBY, "--expires", "2027-03-31")
    assert held() == [("mo", "moderator", WESTBY, None)]


def test_a_password_can_be_asked_for_and_is_never_printed(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda: PASSWORD)
    assert PASSWORD not in add("mo", "--role", "moderator", "--area", WESTBY, "--ask-password")
    assert StaffUser.objects.get(username="mo").check_password(PASSWORD)


@pytest.mark.parametrize("weak", ["short", "password1234"])
def test_a_weak_password_makes_nobody(monkeypatch: pytest.MonkeyPatch, weak: str) -> None:
    monkeypatch.setattr(getpass, "getpass", lambda: weak)
    with pytest.raises(CommandError, match=r"Use 12 characters or more|Many people use this password"):
        add("mo", "--role", "moderator", "--area", WESTBY, "--ask-password")
    assert not StaffUser.objects.exists()


def test_an_unknown_area_makes_nobody() -> None:
    with pytest.raises(CommandError, match="No current area has the code E06999999"):
        add("mo", "--role", "moderator", "--area", "E06999999")
    assert not StaffUser.objects.exists()
