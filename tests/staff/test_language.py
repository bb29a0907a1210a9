"""Staff pages speak the language of the person, and the sign-in page that of its address."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.factories import PASSWORD, WESTBY
from tests.staff.second_factors import CHECK, HOME, SET_UP, SIGN_IN, code_of, give_app

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def test_a_language_is_chosen_by_person_and_follows_them(client: Client) -> None:
    person = factories.make_person("manager", WESTBY)
    client.force_login(person)
    assert client.get(HOME).headers["Content-Language"] == "en-gb"
    chosen = client.post(reverse("staff:language"), {"language": "cy", "next": "/staff/people"})
    assert chosen.url == "/staff/people"
    other = factories.StaffClient()
    other.force_login(person)
    for address in (HOME, SET_UP, reverse("staff:people"), "/staff/people/0/second-factor"):
        assert (address, other.get(address).headers["Content-Language"]) == (address, "cy")
    assert other.get("/").headers["Content-Language"] == "en-gb"
    assert client.post(reverse("staff:language"), {"language": "cy", "next": "https://evil.example/"}).url == HOME
    assert client.post(reverse("staff:language"), {"language": "xx"}).status_code == 400


def test_the_sign_in_page_speaks_both_languages_and_whoever_signs_in_there_meets_the_same(client: Client) -> None:
    person = factories.make_person("manager", WESTBY)
    secret = give_app(person)
    assert 'href="?language=cy' in client.get(SIGN_IN).content.decode()
    page = client.get(f"{SIGN_IN}?language=cy")
    assert page.headers["Content-Language"] == "cy"
    assert f'action="{SIGN_IN}?language=cy"' in page.content.decode()
    assert client.get(f"{SIGN_IN}?language=xx").headers["Content-Language"] == "en-gb"
    client.post(f"{SIGN_IN}?language=cy", {"username": person.username, "password": PASSWORD})
    assert client.get(CHECK).headers["Content-Language"] == "cy"
    client.post(CHECK, {"code": code_of(secret)})
    assert client.get(HOME).headers["Content-Language"] == "cy"
