"""7,617, not 7617, wherever a person reads a number, in both languages; never where a program reads it."""

import html
import re
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import formats, translation

from reports.analyst.saying import change_in_words
from reports.geography import nearby
from reports.geography.models import Area
from reports.spatial_statistics.change import Change
from reports.staff.models import Membership
from tests import factories
from tests.streetsafe.test_no_holes import addresses, ground, read, walked  # noqa: F401  # a fixture is used by its name

pytestmark = pytest.mark.django_db
MARK = "⁞"
READ_ALOUD = {"aria-label", "title", "alt", "placeholder", "aria-valuetext", "label"}


@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_a_template_groups_a_number_by_thousands(language: str) -> None:
    with translation.override(language):
        assert Template("{{ n }}").render(Context({"n": 7617})) == "7,617"
        counted = "{% blocktranslate count n=n %}{{ n }} report{% plural %}{{ n }} reports{% endblocktranslate %}"
        assert Template("{% load i18n %}" + counted).render(Context({"n": 12345})).startswith("12,345 ")
        assert Template("{% load l10n %}{{ n|unlocalize }}").render(Context({"n": 7617})) == "7617"


def test_sentences_made_in_the_code_group_theirs() -> None:
    change = Change(before=1200, now=3400, expected=1300.4, is_enough=True, is_clear=True)
    assert change_in_words(change, is_compared=True).in_full == "▲ 1,200 → 3,400 1,300 expected"


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (40, "100 metres"),
        (900, "900 metres"),
        (949, "900 metres"),
        (951, "1 mile"),
        (1_000, "1 mile"),
        (3_300, "2 miles"),
    ],
)
def test_a_distance_is_metres_up_to_900_and_then_miles(metres: float, words: str) -> None:
    """`about 1000 metres` stood above `about 1 mile`."""
    assert nearby.distance_in_words(metres) == words


@pytest.fixture
def grouped_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every number of two digits or more that a template writes for people is told by a mark."""
    plain = formats.get_format

    def marked(name: str, *args: Any, **named: Any) -> Any:
        return {"NUMBER_GROUPING": 1, "THOUSAND_SEPARATOR": MARK}.get(name, plain(name, *args, **named))

    monkeypatch.setattr(formats, "get_format", marked)


def misplaced(page: str) -> list[str]:
    """Attributes and code with a number written for people: a drawing or an address would break at 1,000."""
    page = html.unescape(page)
    attributes = re.findall(r'\s([\w:-]+)="([^"]*)"', page)
    found = [f"{name}={value}" for name, value in attributes if MARK in value and name not in READ_ALOUD]
    return found + re.findall(rf"<code[^>]*>[^<]*{MARK}[^<]*</code>", page)


def test_a_misplaced_number_would_be_seen() -> None:
    assert misplaced(f'<svg viewBox="0 0 1{MARK}0 9"><text>1{MARK}2</text></svg>') == [f"viewBox=0 0 1{MARK}0 9"]


@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_no_drawing_address_or_field_of_a_public_page_is_grouped(
    client: Client,
    ground: None,  # noqa: F811
    grouped_by_one: None,
    prefix: str,
) -> None:
    pages = dict(walked(client, prefix))
    assert len(pages) > 30
    assert any(MARK in page for page in pages.values())
    assert {address: found for address, page in pages.items() if (found := misplaced(page))} == {}


@pytest.mark.parametrize("role", Membership.Role.values)
def test_no_drawing_address_or_field_of_a_staff_page_is_grouped(
    client: Client,
    country: dict[str, Area],
    grouped_by_one: None,
    role: str,
) -> None:
    for number in range(12):
        factories.make_report(reasons=["followed"], band=number % 4 + 1)
    client.force_login(factories.make_person(role))
    wanted = [address for address in addresses() if address.startswith("/staff")]
    pages = {address: page for address in wanted if (page := read(client, address))}
    assert len(pages) > 3
    assert {address: found for address, page in pages.items() if (found := misplaced(page))} == {}
