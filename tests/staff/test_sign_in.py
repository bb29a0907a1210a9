"""Signing in and out, and the first page after it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.staff.models import Membership, StaffUser
from tests import factories
from tests.factories import BORDERSHIRE, PASSWORD, WESTBY
from tests.staff.second_factors import give_app, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
SIGN_IN, HOME = reverse("staff:sign_in"), reverse("staff:home")


def text_of(response: Any) -> str:
    """The page's words, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_sign_in_page_stands_at_staff_and_asks_for_two_things(client: Client) -> None:
    page = client.get("/staff/")
    html = page.content.decode()
    assert page.status_code == 200
    assert html.count("<h1") == 1
    assert 'autocomplete="username"' in html
    assert 'autocomplete="current-password"' in html


def test_signing_in_leads_home_and_tells_what_one_may_do(client: Client) -> None:
    person = factories.make_person("moderator", BORDERSHIRE, username="mo")
    assert sign_in(client, person, give_app(person)) == HOME
    page = client.get(HOME)
    assert "You are signed in as mo." in text_of(page)
    assert "Moderator Bordershire Police No end" in text_of(page)
    assert [entry.view for entry in page.context["entries"]] == ["moderation:queue"]


@pytest.mark.parametrize(
    ("role", "entries"),
    [
        ("moderator", ["moderation:queue"]),
        ("analyst", ["analyst:hotspots", "council_exports:exports", "imports:imports", "staff:tokens"]),
        (
            "council_officer",
            [
                "council_exports:exports",
                "imports:imports",
                "responses_desk:desk",
                "staff:tokens",
                "webhooks:webhooks",
            ],
        ),
        (
            "manager",
            [
                "moderation:queue",
                "analyst:hotspots",
                "council_exports:exports",
                "imports:imports",
                "responses_desk:desk",
                "staff:tokens",
                "webhooks:webhooks",
                "staff:people",
                "feedback:feedback",
                "staff:audit",
            ],
        ),
    ],
)
def test_the_home_page_offers_what_the_role_may_do(client: Client, role: str, entries: list[str]) -> None:
    client.force_login(factories.make_person(role, WESTBY))
    page = client.get(HOME)
    assert [entry.view for entry in page.context["entries"]] == entries
    for entry in entries:
        assert client.get(reverse(entry)).status_code == 200


def test_somebody_without_a_role_is_told_so(client: Client) -> None:
    client.force_login(factories.make_person())
    Membership.objects.all().delete()
    assert "You have no role at the moment." in text_of(client.get(HOME))


@pytest.mark.parametrize(
    ("username", "password"),
    [("mo", "wrong"), ("nobody", PASSWORD), ("left", PASSWORD)],
    ids=["password", "name", "left"],
)
def test_whatever_is_wrong_the_words_are_the_same(client: Client, username: str, password: str) -> None:
    factories.make_person(username="mo")
    factories.make_person(username="left", is_active=False)
    page = client.post(SIGN_IN, {"username": username, "password": password})
    assert "The username and password do not match. Check both and try again." in text_of(page)
    assert "_auth_user_id" not in client.session


def test_empty_fields_are_named(client: Client) -> None:
    words = text_of(client.post(SIGN_IN, {}))
    assert "Enter your username." in words
    assert "Enter your password." in words


def test_the_page_one_came_for_is_reached_after_signing_in(client: Client) -> None:
    factories.make_person("moderator", username="mo")
    asked = client.get(reverse("moderation:queue") + "?page=2")
    assert asked.url == f"{SIGN_IN}?next=/staff/moderation%3Fpage%3D2"
    page = client.get(asked.url)
    assert '<input type="hidden" name="next" value="/staff/moderation?page=2">' in page.content.decode()
    answer = client.post(SIGN_IN, {"username": "mo", "password": PASSWORD, "next": "/staff/moderation?page=2"})
    assert answer.url == "/staff/moderation?page=2"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_nobody_is_sent_to_another_site_after_signing_in(client: Client, elsewhere: str) -> None:
    factories.make_person(username="mo")
    answer = client.post(SIGN_IN, {"username": "mo", "password": PASSWORD, "next": elsewhere})
    assert answer.url == HOME


def test_the_session_is_a_new_one_after_signing_in_and_its_cookie_stays_with_the_staff_pages(client: Client) -> None:
    factories.make_person(username="mo")
    client.get(SIGN_IN)
    client.session["seen"] = True
    client.post(SIGN_IN, {"username": "mo", "password": PASSWORD})
    cookie = client.cookies["staff"]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/staff", "Strict", True)


def test_signing_out_needs_a_post_and_ends_the_session(client: Client) -> None:
    client.force_login(factories.make_person())
    assert client.get(reverse("staff:sign_out")).status_code == 405
    assert client.get(HOME).status_code == 200
    answer = client.post(reverse("staff:sign_out"))
    assert (answer.status_code, answer.url) == (302, SIGN_IN)
    assert client.get(HOME).status_code == 302


def test_somebody_signed_in_is_not_asked_again(client: Client) -> None:
    client.force_login(factories.make_person())
    assert client.get(SIGN_IN).url == HOME


def test_the_admin_of_django_is_not_there(client: Client) -> None:
    StaffUser.objects.create_superuser("root", password=PASSWORD)
    client.force_login(StaffUser.objects.get(username="root"))
    assert client.get("/admin/").status_code == 404


def test_a_browser_tells_staff_forms_where_they_come_from_and_nobody_else(client: Client) -> None:
    """Under `no-referrer` it would send `Origin: null`, and nobody could sign in."""
    assert client.get(SIGN_IN).headers["Referrer-Policy"] == "same-origin"
    assert client.get("/").headers["Referrer-Policy"] == "no-referrer"
    strict = Client(enforce_csrf_checks=True)
    factories.make_person(username="mo")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', strict.get(SIGN_IN).content.decode())
    assert token is not None
    sent = {"username": "mo", "password": PASSWORD, "csrfmiddlewaretoken": token[1]}
    assert strict.post(SIGN_IN, sent, headers={"origin": "null"}).status_code == 403
    assert strict.post(SIGN_IN, sent, headers={"origin": "http://testserver"}).status_code == 302
