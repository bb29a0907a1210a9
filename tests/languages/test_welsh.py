"""Every public page stands whole in Welsh: no English sentence, the same headings, links and routes."""

import gettext
import re
from typing import Any

import polib
import pytest
from django.conf import settings
from django.test import Client

from reports.geography.models import Area
from tests import factories
from tests.journeys.addresses import public_pages
from tests.languages.reading import Reading, reading_of
from tests.public_map.releases import make_place, make_release

CATALOGUE = settings.BASE_DIR / "locale" / "cy" / "LC_MESSAGES" / "django"
ENGLISH_PAGES = [address for address in public_pages() if not address.startswith(("/cy/", "/api/"))]

# Names and citations that are the same in both languages; each is a whole text of a page.
THE_SAME = re.compile(
    r"[^a-zA-Z]*"  # numbers and signs
    r"|\S+"  # one word: a name, a unit, a format
    r"|[\w.-]+@[\w.-]+|https?://\S+|[\w.-]+\.(uk|org|wales|cymru|com|gov\.uk)\S*"
)
ALLOWED = {
    # Services that have no Welsh name of their own: what is said on their phones.
    "ASSIST NI",
    "Action Against Stalking",
    "Karma Nirvana",
    "Protection Against Stalking",
    "Rape Crisis Scotland",
    "Scottish Women's Aid",
    "Stop It Now",
    "Veritas Justice",
    "Victim Support Scotland",
    # An area in England, whose file of names has no Welsh one.
    "Bordershire Police",
    # The name of a standard for files.
    "Data Package",
}


@pytest.fixture
def published(country: dict[str, Area], settings: Any) -> None:
    """Something to show on the map and in the table."""
    make_place("Westby Market", factories.IN_WESTBY, 20_000)
    make_release()


def welsh_address(address: str) -> str:
    return f"/cy{address}"


def read(client: Client, address: str) -> Reading:
    return reading_of(client.get(address).content.decode())


def english_marked_as_such(reading: Reading) -> set[str]:
    """Texts that say themselves that they are English: a name, or the way to the other language."""
    return {text for language, text in reading.texts + reading.hidden_labels if language.startswith("en")}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ENGLISH_PAGES)
def test_no_english_text_stands_on_a_welsh_page(published: None, client: Client, address: str) -> None:
    english, welsh = read(client, address), read(client, welsh_address(address))
    told = {text for _, text in english.texts + english.hidden_labels}
    same = {
        text
        for language, text in welsh.texts + welsh.hidden_labels
        if language == "cy" and text in told and not THE_SAME.fullmatch(text) and text.rstrip(",") not in ALLOWED
    }
    assert same - english_marked_as_such(welsh) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ENGLISH_PAGES)
def test_both_languages_have_the_same_shape(published: None, client: Client, address: str) -> None:
    english, welsh = read(client, address), read(client, welsh_address(address))
    assert welsh.headings == english.headings

    def places(reading: Reading) -> list[str]:
        return sorted(re.sub(r"^/cy(?=/|$)", "", link).rstrip("/") or "/" for link in reading.links)

    # A Welsh page may lead to the Welsh line of a service, or to its Welsh site.
    ours = [link for link in places(english) if link.startswith("/")]
    assert [link for link in places(welsh) if link.startswith("/")] == ours


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
