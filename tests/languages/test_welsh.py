"""Every public page stands whole in Welsh: no English sentence, the same headings, links and routes."""

import gettext
import re
from typing import Any

import polib
import pytest
from django.test import Client

from reports.geography.models import Area
from tests import factories
from tests.journeys.addresses import public_pages
from tests.languages.comparing import CATALOGUE, english_left, shape_of, welsh_left
from tests.languages.reading import Reading, reading_of
from tests.public_map.releases import make_place, make_release
from tests.responses import wordings

# A page in another language stands once, beside both: tests/guidance/test_other_languages.py reads those.
ELSEWHERE = ("/cy/", "/api/", "/help/in/")
ENGLISH_PAGES = [address for address in public_pages() if not address.startswith(ELSEWHERE)]


@pytest.fixture
def published(country: dict[str, Area], settings: Any) -> None:
    """Something to show on the map and in the table."""
    make_place("Westby Market", factories.IN_WESTBY, 20_000)
    make_release()
    wordings.published()
    wordings.published(text_cy="")


def read(client: Client, address: str) -> Reading:
    return reading_of(client.get(address).content.decode())


def assert_one_page(english: Reading, welsh: Reading) -> None:
    """Both are the same page, each in its language alone."""
    assert (english.languages, welsh.languages) == ([("en-GB", "ltr")], [("cy", "ltr")])
    assert english_left(english, welsh) == set()
    assert welsh_left(english) == set()
    assert shape_of(welsh) == shape_of(english)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ENGLISH_PAGES)
def test_a_page_is_whole_in_each_language_and_of_one_shape(published: None, client: Client, address: str) -> None:
    assert_one_page(read(client, address), read(client, f"/cy{address}"))


@pytest.mark.django_db
@pytest.mark.parametrize("address", ENGLISH_PAGES)
def test_a_page_leads_to_itself_in_the_other_language(published: None, client: Client, address: str) -> None:
    english, welsh = read(client, address), read(client, f"/cy{address}")
    assert (english.links.count(f"/cy{address}"), welsh.links.count(address)) >= (2, 2)  # above and below
    assert ("cy", "Mae'r dudalen hon ar gael yn Gymraeg") in english.texts
    assert ("en", "This page is available in English") in welsh.texts


@pytest.mark.django_db
def test_the_map_for_other_sites_stands_in_the_language_of_its_address(published: None, client: Client) -> None:
    """It leads to no other language: the page that frames it has chosen one."""
    english, welsh = read(client, "/map/embed"), read(client, "/cy/map/embed")
    assert_one_page(english, welsh)
    assert welsh.links[-1].startswith("/cy/map?")


def test_every_string_of_the_catalogue_is_translated() -> None:
    catalogue = polib.pofile(f"{CATALOGUE}.po")
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []
    assert len(catalogue) > 500


def test_the_compiled_catalogue_is_made_from_the_written_one() -> None:
    with open(f"{CATALOGUE}.mo", "rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in polib.pofile(f"{CATALOGUE}.po"):
        if entry.msgid_plural:
            continue
        asked = compiled.pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt else compiled.gettext(entry.msgid)
        assert asked == entry.msgstr


def test_a_translation_keeps_the_names_of_its_values() -> None:
    """A missing %(name)s would be a page that cannot be drawn."""
    names = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")
    wrong = [
        entry.msgid
        for entry in polib.pofile(f"{CATALOGUE}.po")
        for text in ([entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values())
        if not set(names.findall(text)) <= set(names.findall(entry.msgid + entry.msgid_plural))
        or (not entry.msgid_plural and sorted(names.findall(text)) != sorted(names.findall(entry.msgid)))
    ]
    assert wrong == []
