"""How long a sign-in holds, when the password is asked for again, and what no thief of a cookie gets."""

import datetime
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from reports.staff import sessions
from reports.staff.models import Membership
from tests import factories
from tests.factories import PASSWORD, WESTBY
from tests.staff.conftest import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
SIGN_IN, HOME, CONFIRM = reverse("staff:sign_in"), reverse("staff:home"), reverse("staff:confirm")
INVITE = reverse("staff:invite")


def is_in(client: Client) -> bool:
    """Whether the client is signed in still."""
    return client.get(HOME).status_code == 200


def test_half_an_hour_of_nothing_ends_the_sign_in(client: Client, clock: Clock) -> None:
    client.force_login(factories.make_person())
    clock.pass_by(minutes=30)
    assert is_in(client)
    clock.pass_by(minutes=30, seconds=1)
    assert not is_in(client)
    assert "_auth_user_id" not in client.session


def test_eight_hours_end_the_sign_in_whatever_is_done(client: Client, clock: Clock) -> None:
    client.force_login(factories.make_person())
    for _quarter_of_an_hour in range(32):
        clock.pass_by(minutes=15)
        assert is_in(client)
    clock.pass_by(seconds=1)
    assert not is_in(client)


def test_a_session_without_times_is_over(client: Client) -> None:
    client.force_login(factories.make_person())
    session = client.session
    del session["began"]
    session.save()
    assert not is_in(client)


def test_a_page_writes_to_the_session_once_a_minute_at_most(client: Client, clock: Clock) -> None:
    client.force_login(factories.make_person())
    kept = Session.objects.get().session_data
    clock.pass_by(seconds=59)
    client.get(HOME)
    assert Session.objects.get().session_data == kept
    clock.pass_by(seconds=2)
    client.get(HOME)
    assert Session.objects.get().session_data != kept


def test_a_cookie_is_worthless_after_signing_out(client: Client) -> None:
    client.force_login(factories.make_person())
    thief = Client()
    thief.cookies["staff"] = client.cookies["staff"].value
    assert is_in(thief)
    client.post(reverse("staff:sign_out"))
    assert not is_in(thief)


def test_the_password_is_asked_for_again_before_people_are_changed(client: Client, clock: Clock) -> None:
    manager = factories.make_person("manager", WESTBY)
    client.force_login(manager)
    assert client.get(INVITE).status_code == 200
    clock.pass_by(minutes=15, seconds=1)
    asked = client.get(INVITE)
    assert asked.url == f"{CONFIRM}?next={INVITE}"
    page = client.get(asked.url)
    assert f'name="next" value="{INVITE}"' in page.content.decode()
    refused = client.post(CONFIRM, {"password": "wrong", "next": INVITE})
    assert (refused.status_code, "The password does not match." in refused.content.decode()) == (400, True)
    assert client.get(INVITE).status_code == 302
    assert client.post(CONFIRM, {"password": PASSWORD, "next": INVITE}).url == INVITE
    assert client.get(INVITE).status_code == 200


def test_another_persons_password_confirms_nothing(client: Client, clock: Clock) -> None:
    manager = factories.make_person("manager", WESTBY)
    other = factories.make_person("manager", WESTBY)
    other.set_password("another long password")
    other.save()
    client.force_login(manager)
    clock.pass_by(minutes=16)
    assert client.post(CONFIRM, {"password": "another long password"}).status_code == 400
    assert client.get(INVITE).status_code == 302


def test_what_needs_the_password_needs_it_by_direct_address(client: Client, clock: Clock) -> None:
    manager, colleague = factories.make_person("manager", WESTBY), factories.make_person("analyst", WESTBY)
    membership = Membership.objects.get(person=colleague)
    client.force_login(manager)
    clock.pass_by(minutes=16)
    for method, url in (
        ("POST", INVITE),
        ("POST", reverse("staff:give_role")),
        ("POST", reverse("staff:end_role", args=[membership.pk])),
        ("GET", reverse("staff:tokens")),
        ("POST", reverse("staff:tokens")),
        ("GET", reverse("staff:audit_file")),
        ("GET", reverse("council_exports:extract")),
    ):
        answer = client.generic(method, url)
        assert (url, answer.status_code, answer.url.partition("?")[0]) == (url, 302, CONFIRM)
    assert Membership.objects.filter(pk=membership.pk).exists()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site_after_signing_in_again(client: Client, elsewhere: str) -> None:
    client.force_login(factories.make_person())
    assert client.post(CONFIRM, {"password": PASSWORD, "next": elsewhere}).url == HOME


def test_the_times_are_those_that_were_promised() -> None:
    promised = (datetime.timedelta(minutes=30), datetime.timedelta(hours=8), datetime.timedelta(minutes=15))
    assert promised == (sessions.IDLE, sessions.WHOLE, sessions.CONFIRMED)


def test_the_cookies_of_production_travel_by_https_to_the_staff_pages_alone(client: Client, settings: Any) -> None:
    """As production sets them: see `streetsafe/settings.py`."""
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    factories.make_person(username="mo")
    client.get(SIGN_IN, secure=True)
    client.post(SIGN_IN, {"username": "mo", "password": PASSWORD}, secure=True)
    for name in ("staff", "staff-csrf"):
        cookie = client.cookies[name]
        flags = (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"])
        assert (name, flags) == (name, (True, True, "Strict", "/staff", ""))
