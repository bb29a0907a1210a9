"""Passwords: what is refused, how an owner changes one, and how a manager helps who forgot it."""

import re
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from reports.staff.models import AuditEntry, StaffUser
from streetsafe.hashing import LaneFull
from tests import factories
from tests.factories import BORDERSHIRE, LLANFACH, PASSWORD, WESTBY
from tests.staff.conftest import Clock
from tests.staff.second_factors import CHECK, HOME, give_app, give_password, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
CHANGE, SIGN_IN, SET_UP = reverse("staff:change_password"), reverse("staff:sign_in"), reverse("mfa_index")
EVERYWHERE, SIGN_OUT = reverse("staff:sign_out_everywhere"), reverse("staff:sign_out")
GOOD = "kettle-marble-orchid"
GONE = "It may already have been used, or it may have expired."


@pytest.mark.parametrize(
    "password",
    [
        "short",
        " " * 12,
        "\u00a0" * 14,
        "a         b ",
        "aaaaaaaaaaaa",
        "abababababab",
        "abc123abc123abc123",
        "Passw0rd!Passw0rd!",
        "abcdefghijklm",
        "zyxwvutsrqponm",
        "123456789012",
        "210987654321",
        "qwertyuiopasdf",
        "password1234",
        "PASSWORD!!!!!!",
        "1234password",
        "P@$$w0rd2026!",
        "letmein letmein",
        "jo.pemberton",
        "Pemberton2026",
        "2026-jo.pemberton-1",
        "p e m b e r t o n 1",
        "PlacesPlaces1",
        "westby-council-1",
        "Westby Council!",
        "streetsafe2026",
        "places.example",
        "x" * 257,
    ],
)
def test_a_password_that_is_guessed_first_is_refused(settings: Any, password: str) -> None:
    settings.RELEASES_PUBLISHER, settings.ALLOWED_HOSTS = "Westby Council", ["places.example", "testserver"]
    with pytest.raises(ValidationError):
        validate_password(password, StaffUser(username="jo.pemberton"))


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "correct horse battery staple",
        "tri gair ar hap eto",
        "Ŵyddgrug lemwn eira",
        "westby kettle marble",
        "x7#Qm2!vT9pL",
    ],
)
def test_a_password_nobody_guesses_is_taken_with_blanks_and_accents(settings: Any, password: str) -> None:
    settings.RELEASES_PUBLISHER = "Westby Council"
    validate_password(password, StaffUser(username="jo.pemberton"))


def signed_in(person: StaffUser) -> factories.StaffClient:
    client = factories.StaffClient()
    client.force_login(person)
    return client


def acts() -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.order_by("number").values_list("act", "who", "area"))


def changed(client: Client, *, current: str = PASSWORD, password: str = GOOD, again: str = GOOD) -> Any:
    return client.post(CHANGE, {"current": current, "password": password, "again": again})


def test_an_owner_changes_the_password_and_is_signed_out_everywhere_else(clock: Clock) -> None:
    person = factories.make_person(username="mo")
    here, elsewhere = signed_in(person), signed_in(person)
    assert elsewhere.get(HOME).status_code == 200
    assert changed(here).url == SET_UP
    assert "Your password is changed. You are signed out everywhere else." in here.get(SET_UP).content.decode()
    assert elsewhere.get(HOME).url.startswith(SIGN_IN)
    person.refresh_from_db()
    assert (person.check_password(GOOD), person.check_password(PASSWORD)) == (True, False)
    assert acts() == [("change-password", "mo", "")]


@pytest.mark.parametrize(
    ("sent", "stated"),
    [
        ({"current": "wrong"}, "The password does not match. Try again."),
        ({"current": ""}, "Enter your password."),
        ({"again": "another-one-here"}, "The passwords do not match."),
        ({"password": "password1234", "again": "password1234"}, "Many people use this password. Choose another."),
    ],
)
def test_a_change_that_is_wrong_changes_nothing(clock: Clock, sent: dict[str, str], stated: str) -> None:
    person = factories.make_person(username="mo")
    here, elsewhere = signed_in(person), signed_in(person)
    answer = changed(here, **sent)
    assert (answer.status_code, stated in answer.content.decode()) == (400, True)
    person.refresh_from_db()
    assert (person.check_password(PASSWORD), elsewhere.get(HOME).status_code, acts()) == (True, 200, [])


def test_the_password_of_an_open_desk_is_guessed_five_times(clock: Clock) -> None:
    here = signed_in(factories.make_person(username="mo"))
    for _try in range(5):
        changed(here, current="wrong")
    answer = changed(here)
    assert "There were too many wrong passwords or codes." in answer.content.decode()


def test_a_password_that_nobody_had_time_to_hash_is_not_changed(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    person = factories.make_person(username="mo")
    here = signed_in(person)

    def full(*_args: object) -> None:
        raise LaneFull

    with monkeypatch.context() as patched:
        patched.setattr("django.contrib.auth.hashers.MD5PasswordHasher.encode", full)
        answer = changed(here)
    assert (answer.status_code, "Many people are signing in just now." in answer.content.decode()) == (503, True)
    person.refresh_from_db()
    assert (person.check_password(PASSWORD), here.get(HOME).status_code) == (True, 200)


def test_signing_out_everywhere_ends_every_session(clock: Clock) -> None:
    person, other = factories.make_person(username="mo"), factories.make_person(username="jo")
    here, elsewhere, others = signed_in(person), signed_in(person), signed_in(other)
    assert "Sign out everywhere" in here.get(SET_UP).content.decode()
    assert here.get(EVERYWHERE).status_code == 405
    answer = here.post(EVERYWHERE)
    assert (answer.status_code, answer.url) == (302, SIGN_IN)
    assert [client.get(HOME).status_code for client in (here, elsewhere, others)] == [302, 302, 200]
    assert acts() == [("sign-out-everywhere", "mo", "")]


@pytest.mark.parametrize("address", [SIGN_OUT, EVERYWHERE])
def test_signing_out_leaves_nothing_in_the_browser(clock: Clock, address: str) -> None:
    here = signed_in(factories.make_person())
    assert "Clear-Site-Data" not in here.get(HOME).headers
    answer = here.post(address)
    # No "cookies": those of all other sites of the same council would go too.
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert {name: one.value for name, one in answer.cookies.items()} == {"staff": "", "staff-csrf": ""}


def made_link(manager: Client, person: StaffUser) -> str:
    """The path of a link that a manager makes, as the page shows it."""
    address = reverse("staff:make_password_link", args=[person.pk])
    number = re.findall(r'name="once" value="([^"]+)"', manager.get(address).content.decode())[0]
    shown = manager.get(manager.post(address, {"once": number}).url).content.decode()
    return re.findall(r"<code[^>]*>https?://testserver([^<]+)</code>", shown)[0]


def test_a_managers_link_gives_a_new_password_once_and_the_second_factor_is_asked(clock: Clock) -> None:
    manager = signed_in(factories.make_person("manager", WESTBY, username="manager"))
    person = factories.make_person("moderator", WESTBY, username="mo")
    secret, elsewhere = give_app(person), signed_in(person)
    link = made_link(manager, person)
    assert elsewhere.get(HOME).status_code == 302  # signed out everywhere
    visitor = Client()
    assert "Your username is <strong>mo</strong>." in visitor.get(link).content.decode()
    assert visitor.post(link, {"password": "password1234", "again": "password1234"}).status_code == 400
    assert visitor.post(link, {"password": GOOD, "again": GOOD}).url == SIGN_IN
    again = visitor.post(link, {"password": GOOD + "2", "again": GOOD + "2"})
    assert (again.status_code, GONE in again.content.decode()) == (404, True)
    assert visitor.get(HOME).status_code == 302  # the link alone lets nobody in
    assert visitor.post(SIGN_IN, {"username": "mo", "password": GOOD}).url == CHECK
    assert acts() == [("make-password-link", "manager", WESTBY), ("use-password-link", "mo", "")]
    assert link.rpartition("/")[2] not in str(list(AuditEntry.objects.values()))
    assert secret


def test_a_link_dies_with_a_newer_one_with_a_sign_in_and_after_a_day(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "django.contrib.auth.tokens.PasswordResetTokenGenerator._now", lambda _self: clock.now.replace(tzinfo=None)
    )
    manager = signed_in(factories.make_person("manager", WESTBY))
    person = factories.make_person("moderator", WESTBY, username="mo")
    secret = give_app(person)
    first = made_link(manager, person)
    second = made_link(manager, person)
    assert [Client().get(link).status_code for link in (first, second)] == [404, 200]
    assert sign_in(Client(), person, secret) == HOME
    assert Client().get(second).status_code == 404
    third = made_link(manager, person)
    clock.pass_by(hours=23, minutes=59)
    assert Client().get(third).status_code == 200
    clock.pass_by(minutes=2)
    assert Client().get(third).status_code == 404


def test_a_link_of_one_is_none_of_another_and_of_nobody(clock: Clock) -> None:
    manager = signed_in(factories.make_person("manager", WESTBY))
    person, other = (factories.make_person("moderator", WESTBY, username=name) for name in ("mo", "jo"))
    key = made_link(manager, person).rpartition("/")[2]
    for number in (other.pk, 987_654_321):
        assert Client().get(reverse("staff:password_link", args=[number, key])).status_code == 404
    StaffUser.objects.filter(pk=person.pk).update(is_active=False)
    assert Client().get(reverse("staff:password_link", args=[person.pk, key])).status_code == 404


def test_a_manager_helps_the_own_people_alone_and_not_those_with_roles_elsewhere(clock: Clock) -> None:
    me = factories.make_person("manager", WESTBY, username="me")
    manager = signed_in(me)
    stranger = factories.make_person("moderator", LLANFACH)
    wide = factories.make_person("moderator", WESTBY)
    wide.memberships.create(role="moderator", area_id=LLANFACH)
    above = factories.make_person("manager", BORDERSHIRE)
    above.memberships.create(role="moderator", area_id=WESTBY)
    statuses = {}
    for name, person in {"me": me, "stranger": stranger, "wide": wide, "above": above}.items():
        address = reverse("staff:make_password_link", args=[person.pk])
        statuses[name] = (manager.get(address).status_code, manager.post(address).headers.get("Location"))
    people = reverse("staff:people")
    assert statuses == {"me": (200, people), "stranger": (404, None), "wide": (200, people), "above": (200, people)}
    assert acts() == []
    assert give_password(Client(), wide) is not None
