"""What the law asks an operator to say: who answers for the site, how to complain, and to whom."""

import datetime
import re
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from tests.guidance.pages import Page

DELETING = "/withdraw"


def open_page(client: Client, address: str) -> Page:
    return Page(client.get(address).content.decode())


@pytest.fixture
def operator(settings: Any) -> None:
    settings.RELEASES_PUBLISHER = "Westby Council"
    settings.CONTACT_ADDRESS, settings.CONTACT_PHONE = "Town Hall, Westby", "01632 960000"
    settings.DATA_PROTECTION_OFFICER, settings.ICO_REGISTRATION = "Jo Westby, 01632 960001", "ZA123456"


def test_the_privacy_page_names_who_answers_for_it_and_where_to_complain(client: Client, operator: None) -> None:
    page = open_page(client, "/privacy")
    for sentence in (
        "Westby Council decides how this data is used. In law it is the ‘controller’. "
        "Its registration number with the Information Commissioner's Office "
        "(ICO) is ZA123456.",
        "Westby Council Town Hall, Westby 01632 960000",
        "Data protection officer: Jo Westby, 01632 960001",
        "The lawful basis for this is: public task (UK GDPR, Article 6(1)(e)).",
        "You have the right to complain to the ICO about how we use personal data.",
    ):
        assert sentence in page.words
    assert "https://ico.org.uk/make-a-complaint/" in page.links
    assert "has not named" not in page.words


def test_the_accessibility_statement_says_how_to_complain_and_who_enforces(client: Client, operator: None) -> None:
    page = open_page(client, "/accessibility")
    for sentence in (
        "This website is partially compliant with the Web Content Accessibility Guidelines version 2.2, level AA",
        "Report a problem, or ask for another format",
        "Westby Council Town Hall, Westby 01632 960000",
        "(SI 2018/952)",
        "the Equality and Human Rights Commission enforces these regulations",
        "the Equality Commission for Northern Ireland enforces them",
    ):
        assert sentence in page.words
    assert {"https://www.equalityadvisoryservice.com/", "https://www.equalityni.org/"} <= set(page.links)


@pytest.mark.parametrize("address", ["/privacy", "/accessibility", "/contact"])
def test_a_trial_says_that_nobody_is_named_yet(client: Client, settings: Any, address: str) -> None:
    for name in ("CONTACT_ADDRESS", "CONTACT_PHONE", "DATA_PROTECTION_OFFICER", "ICO_REGISTRATION"):
        setattr(settings, name, "")
    page = open_page(client, address)
    assert "It has not named an address or a phone number here yet." in page.words
    assert ("It has not named a data protection officer here yet." in page.words) == (address == "/privacy")
    assert "registration number" not in page.words


@pytest.mark.parametrize("address", ["/contact", "/help/", "/privacy"])
def test_the_way_to_delete_a_report_is_told_where_one_looks_for_it(client: Client, address: str) -> None:
    page = open_page(client, address)
    assert page.links.count(DELETING) >= 1
    assert "4 words" in page.words


@pytest.mark.parametrize(("address", "to"), [("/", DELETING), ("/map", DELETING), ("/cy/terms", f"/cy{DELETING}")])
def test_the_foot_of_every_page_leads_to_it(client: Client, db: None, address: str, to: str) -> None:
    foot = client.get(address).content.decode().split("<footer")[1]
    assert f'href="{to}"' in foot


NATIONS_LINES = ("08082000247", "08088010800", "08000271234", "08088021414")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-20T12:00", ["999", "08088020300", *NATIONS_LINES, "101"]),
        ("2026-11-21T03:00", ["999", "101", *NATIONS_LINES, "08088020300"]),
    ],
)
def test_helplines_come_before_the_links_on_the_help_page(client: Client, now: str, expected: list[str]) -> None:
    """999, then six numbers, each with whom it is for, at night those that answer first; then what to read."""
    instant = datetime.datetime.fromisoformat(now).replace(tzinfo=datetime.UTC)
    with mock.patch.object(timezone, "now", return_value=instant):
        source = client.get("/help/").content.decode().split("<main")[1]
    calls = [one.split('"')[0] for one in source.split('href="tel:')[1:8]]
    assert calls == expected
    assert source.index('href="tel:08088020300"') < source.index("/help/check")
    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", source)
    assert headings[:4] == [
        "Talk to someone now",
        "Is this happening to me?",
        "What can I do?",
        "What can the police and the courts do?",
    ]
    words = open_page(client, "/help/").words
    assert words.index("England: National Domestic Abuse Helpline") < words.index("Wales: Live Fear Free")
