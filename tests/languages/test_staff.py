"""Every page of the staff stands whole in Welsh too, and so does the way in with a second factor."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.geography.models import Area
from reports.staff.invitations import invite
from reports.staff.models import StaffUser
from tests import factories
from tests.factories import StaffClient
from tests.journeys.addresses import staff_pages
from tests.journeys.test_every_page import NOT_STAFF_PAGES, OF_SIGNING_IN
from tests.languages.comparing import english_left, shape_of, welsh_left
from tests.languages.reading import Reading, reading_of
from tests.public_map.releases import make_place, make_release
from tests.responses import wordings
from tests.staff import second_factors
from tests.staff.second_factors import CHECK, SET_UP, SIGN_IN, code_of

PAGES = sorted(set(staff_pages()) - NOT_STAFF_PAGES - OF_SIGNING_IN - {"/staff/"})
APP, CODES = reverse("mfa_activate_totp"), reverse("mfa_view_recovery_codes")


@pytest.fixture
def work(country: dict[str, Area]) -> None:
    """Something to show on each page: a release, a report that waits, one that was accepted."""
    make_place("Westby Market", factories.IN_WESTBY, 20_000)
    make_release()
    factories.make_report()
    factories.make_accepted_report()
    for maker in (wordings.draft, wordings.published, wordings.withdrawn):
        maker()


@pytest.fixture
def person(work: None) -> StaffUser:
    """Somebody with every role, an app and recovery codes, who has invited a colleague."""
    person = factories.make_person("manager", username="m")
    for role in ("moderator", "analyst", "council_officer"):
        person.memberships.create(role=role, area_id=factories.BORDERSHIRE)
    factories.make_person("moderator", username="c")
    second_factors.give_app(person)
    second_factors.give_recovery_codes(person)
    area = Area.objects.get(code=factories.WESTBY)
    invite("n", role="moderator", area=area, expires_on=None, by=person, now=factories.NOW)
    return person


def both(client: Client, person: StaffUser, address: str) -> tuple[Reading, Reading]:
    """The page as this person meets it in English, and in Welsh."""
    readings = []
    for language in ("en-gb", "cy"):
        StaffUser.objects.filter(pk=person.pk).update(language=language)
        readings.append(reading_of(client.get(address, follow=True).content.decode()))
    return readings[0], readings[1]


def assert_whole(english: Reading, welsh: Reading, name: str) -> None:
    """Both are one page, each in its language alone."""
    assert (name, english.languages, welsh.languages) == (name, [("en-GB", "ltr")], [("cy", "ltr")])
    assert (name, english_left(english, welsh)) == (name, set())
    assert (name, welsh_left(english)) == (name, set())
    assert (name, shape_of(welsh)) == (name, shape_of(english))


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_a_staff_page_is_whole_in_each_language(client: StaffClient, person: StaffUser, address: str) -> None:
    client.force_login(person)
    assert_whole(*both(client, person, address), address)


@pytest.mark.django_db
def test_what_the_pages_lead_to_is_whole_in_each_language(client: StaffClient, person: StaffUser) -> None:
    """A place, a decision about all of it, a colleague's lost device: what needs a choice made before."""
    client.force_login(person)
    found = [link for address in PAGES for link in both(client, person, address)[0].links]
    asked = [
        link for link in dict.fromkeys(found) if link.startswith("/staff/") and link.partition("?")[0] not in PAGES
    ]
    walked = []
    for address in asked:
        if client.get(address, follow=True).headers["Content-Type"].startswith("text/html"):
            assert_whole(*both(client, person, address), address)
            walked.append(address)
    assert len(walked) > 3


def signing_in(language: str) -> dict[str, Reading]:
    """Every page on the way in: a wrong password, setting up an app, its codes; then the check, wrong and right."""
    person, browser = factories.make_person(username=f"w-{language}"), Client()
    entry = f"{SIGN_IN}?language={language}"
    pages: dict[str, Any] = {}
    pages["the entry"] = browser.get(entry)
    pages["a wrong password"] = browser.post(entry, {"username": person.username, "password": "wrong"})
    browser.post(entry, {"username": person.username, "password": factories.PASSWORD})
    pages["no factor yet"] = browser.get(SET_UP)
    pages["setting up an app"] = browser.get(APP)
    pages["a wrong first code"] = browser.post(APP, {"code": "000000"})
    secret = re.findall(r"<code[^>]*>([A-Z2-7]{32})</code>", pages["setting up an app"].text)[0]
    browser.post(APP, {"code": code_of(secret)})
    pages["recovery codes"] = browser.get(CODES)
    pages["recovery codes once more"] = browser.get(CODES)
    pages["giving up the app"] = browser.get(reverse("mfa_deactivate_totp"))
    second = Client()
    second.post(entry, {"username": person.username, "password": factories.PASSWORD})
    pages["the check"] = second.get(CHECK)
    pages["a wrong code"] = second.post(CHECK, {"code": "000000"})
    for _try in range(5):
        pages["locked out"] = second.post(CHECK, {"code": "000000"})
    return {name: reading_of(page.text) for name, page in pages.items()}


@pytest.mark.django_db
def test_the_way_in_is_whole_in_each_language(work: None) -> None:
    english, welsh = signing_in("en-gb"), signing_in("cy")
    assert len({page.title for page in welsh.values()}) == 6
    for name, page in english.items():
        assert_whole(page, welsh[name], name)
