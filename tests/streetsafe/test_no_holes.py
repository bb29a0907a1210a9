"""No sentence has a hole: every variable that a page's words name is there, in both languages."""

import html
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from reports.geography.models import Area
from reports.staff.models import Membership
from tests import factories
from tests.factories import LLANFACH, WESTBY
from tests.intake.walking import Reporter, make_places
from tests.public_map.releases import make_release
from tests.responses import wordings
from tests.streetsafe.test_hostile_values import patterns

pytestmark = pytest.mark.django_db

# A blank before a comma or a stop, brackets around nothing, a colon before a comma, words of Python.
HOLES = re.compile(r"\s[,.;:](?=\s|$)|[:,;]\s*[,.;:]|\(\s*[,)]|“\s*”|‘\s*’|\bNone\b|\bnan\b|\{\{|%\(|\[\]")
MARK = "⟦%s⟧"


def words_of(page: str) -> str:
    """What is read on a page: its text and the words of its attributes, blanks as one."""
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page, flags=re.S)
    attributes = re.findall(r'\s(?:alt|title|aria-label|content|placeholder|value)="([^"]*)"', page)
    blocks = re.sub(r"</?(?:a|b|i|em|strong|span|abbr|code|time|bdi)\b[^>]*>", "", page)
    text = re.sub(r"<[^>]*>", " \n ", blocks)
    lines = [" ".join(html.unescape(line).split()) for line in [*text.splitlines(), *attributes]]
    return "\n".join(line for line in lines if line)


def addresses() -> list[str]:
    """Every page without a part of its own, and the map's pages with a choice."""
    plain = [f"/{route}" for route, _name in patterns() if "<" not in route and "^" not in route]
    return [*plain, *(f"{page}?area={WESTBY}" for page in ("/map", "/map/table", "/open-data"))]


def missing_in(page: str) -> list[str]:
    """The variables nobody gave; an option of a component may be left out."""
    return sorted(set(re.findall("⟦([^⟧]*)⟧", page)) - optional())


@cache
def optional() -> frozenset[str]:
    """What may be absent: the options of GOV.UK's macros in a component's own template, and what has a default."""
    templates = django_settings.BASE_DIR / "templates"
    components = "".join(file.read_text("utf-8") for file in (templates / "components").glob("*.html"))
    named = re.findall(r"[\w.]+", " ".join(re.findall(r"\{[{%].*?[%}]\}", components)))
    everywhere = "".join(file.read_text("utf-8") for file in templates.rglob("*.html"))
    return frozenset(named) | frozenset(re.findall(r"\{\{ ([\w.]+)\|default:", everywhere))


@pytest.fixture
def ground(country: dict[str, Area]) -> None:
    """Something of each kind to tell of; some of it with no Welsh."""
    make_places()
    make_release()
    make_release(LLANFACH)
    wordings.draft()
    factories.make_report()


def read(client: Client, address: str) -> str | None:
    """A page that is one; None for what is no page of words."""
    answer = client.get(address)
    if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
        return None
    return answer.content.decode()


def walked(client: Client, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Each public page's address and words."""
    for address in addresses():
        if address.startswith(
            ("/staff", "/api", "/releases", "/tiles", "/leave", "/healthz", "/readyz", "/favicon.ico")
        ):
            continue
        page = read(client, prefix + address)
        if page is not None:
            yield prefix + address, page


@pytest.mark.parametrize("prefix", ["", "/cy"])
@pytest.mark.parametrize("is_set", [True, False], ids=["an operator's settings", "a trial's"])
def test_no_public_page_has_a_hole_in_its_words(
    client: Client, ground: None, settings: Any, prefix: str, is_set: bool
) -> None:
    settings.CONTACT_ADDRESS, settings.CONTACT_PHONE = ("Town Hall, Westby", "01632 960000") if is_set else ("", "")
    if is_set:
        settings.RELEASES_PUBLISHER = "Westby Council"
    found = {address: HOLES.findall(words_of(page)) for address, page in walked(client, prefix)}
    assert len(found) > 30
    assert {address: holes for address, holes in found.items() if holes} == {}


@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_every_variable_of_a_public_page_is_there(client: Client, ground: None, settings: Any, prefix: str) -> None:
    _mark_what_is_missing(settings)
    found = {address: missing_in(page) for address, page in walked(client, prefix)}
    assert len(found) > 30
    assert {address: names for address, names in found.items() if names} == {}


@pytest.mark.parametrize("role", Membership.Role.values)
def test_every_variable_of_a_staff_page_is_there(client: Client, ground: None, settings: Any, role: str) -> None:
    _mark_what_is_missing(settings)
    client.force_login(factories.make_person(role))
    pages = {address: read(client, address) for address in addresses() if address.startswith("/staff")}
    found = {address: missing_in(page) for address, page in pages.items() if page}
    assert len(found) > 3
    assert {address: names for address, names in found.items() if names} == {}


def _mark_what_is_missing(settings: Any) -> None:
    """A variable that a template names and nobody gives stands as a mark."""
    engine = django_settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"OPTIONS": engine["OPTIONS"] | {"string_if_invalid": MARK}}]


@pytest.mark.parametrize(
    ("publisher", "address", "sentence"),
    [
        ("Westby Council", "/open-data", "Source: Westby Council, places where people said they felt unsafe."),
        (None, "/open-data", "Source: Demonstration Council, places where people said they felt unsafe."),
        (None, "/cy/open-data", "Cyngor yr Arddangosiad,"),
        ("Westby Council", "/cy/open-data", "Westby Council,"),
        ("Westby Council", "/about", "Westby Council runs this site."),
        (None, "/cy/terms", "Cyngor yr Arddangosiad"),
    ],
)
def test_who_publishes_is_named(
    client: Client, ground: None, settings: Any, publisher: str | None, address: str, sentence: str
) -> None:
    if publisher:
        settings.RELEASES_PUBLISHER = publisher
    page = read(client, address)
    assert page is not None
    assert sentence in words_of(page).replace("\n", " ")


def test_a_hole_would_be_seen(client: Client, ground: None, settings: Any) -> None:
    settings.RELEASES_PUBLISHER = " "
    page = read(client, "/open-data")
    assert page is not None
    assert HOLES.search(words_of(page))
    reporter = Reporter(client)
    assert not HOLES.search(words_of(reporter.to_check().page))
