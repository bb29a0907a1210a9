"""Languages: each page tells of the others, the host orders them, and a third takes a catalogue and nothing else."""

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import clear_url_caches
from django.utils import translation
from django.utils.translation import trans_real

from streetsafe import environment
from tests.guidance.pages import NAMES, Page
from tests.guidance.test_pages import address_of

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PSEUDO = "ar"  # a code Django knows as written from right to left; its catalogue here is made up


def foot_of(source: str) -> str:
    """The footer."""
    return source[source.index("<footer") : source.index("</footer>")]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_says_in_the_other_language_that_it_is_there_too(client: Client, name: str) -> None:
    """With a link to the same page, both ways; the words bear their language."""
    welsh = address_of(name, "cy")
    said = re.findall(r'<p[^>]*lang="cy"><a[^>]*href="([^"]+)">([^<]+)</a>', foot_of(client.get(address_of(name)).text))
    assert [address for address, _words in said] == [welsh]
    assert "Gymraeg" in said[0][1] or said[0][1] == "Cymraeg"  # the name alone, until the catalogue has the sentence
    back = re.findall(r'<p[^>]*lang="en"><a[^>]*href="([^"]+)">([^<]+)</a>', foot_of(client.get(welsh).text))
    assert back == [(address_of(name), "This page is available in English")]


def test_the_host_orders_the_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both, once each; anything else is refused by name."""
    known: Any = {"en-gb": "English", "cy": "Welsh"}
    assert environment.languages("SITE_LANGUAGES_UNSET", known) == [("en-gb", "English"), ("cy", "Welsh")]
    monkeypatch.setenv("SITE_LANGUAGES", "cy, en-gb")
    assert environment.languages("SITE_LANGUAGES", known) == [("cy", "Welsh"), ("en-gb", "English")]
    for wrong in ("cy", "cy,cy", "cy,en-gb,fr", "en"):
        monkeypatch.setenv("SITE_LANGUAGES", wrong)
        with pytest.raises(ImproperlyConfigured, match="SITE_LANGUAGES"):
            environment.languages("SITE_LANGUAGES", known)


@pytest.fixture
def welsh_host(settings: Any) -> Iterator[None]:
    """SITE_LANGUAGES is cy,en-gb; addresses are remembered by language, so they are forgotten before and after."""
    settings.LANGUAGES = [("cy", "Welsh"), ("en-gb", "English")]
    settings.LANGUAGE_CODE = "cy"
    clear_url_caches()
    yield
    clear_url_caches()
    translation.activate("en-gb")


@pytest.mark.usefixtures("welsh_host")
def test_a_welsh_host_stands_in_welsh_at_the_short_addresses(client: Client) -> None:
    """English moves under its own prefix; each still leads to the other."""
    welsh, english = client.get("/help/").text, client.get("/en-gb/help/").text
    assert ('lang="cy" dir="ltr"' in welsh, 'lang="en-GB" dir="ltr"' in english) == (True, True)
    assert 'href="/en-gb/help/" hreflang="en"' in welsh
    assert 'href="/help/" hreflang="cy"' in english


def messages_of_the_templates() -> Iterator[str]:
    """Every plain phrase marked for translation in a public template."""
    for file in [TEMPLATES / "base.html", *(TEMPLATES / "guidance").glob("*.html")]:
        yield from re.findall(r'{% translate "([^"]+)" %}', file.read_text(encoding="utf-8"))


def write_catalogue(file: Path, messages: dict[str, str]) -> None:
    """A GNU .mo file: a header, two tables of (length, offset), the texts."""
    entries = sorted((key.encode(), text.encode()) for key, text in messages.items())
    tables, texts, start = [b"", b""], b"", 28 + 16 * len(entries)
    for column in (0, 1):
        for entry in entries:
            tables[column] += struct.pack("<II", len(entry[column]), start + len(texts))
            texts += entry[column] + b"\0"
    header = struct.pack("<7I", 0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, 0)
    file.parent.mkdir(parents=True)
    file.write_bytes(header + tables[0] + tables[1] + texts)


@pytest.fixture
def third_language(tmp_path: Path, settings: Any) -> Iterator[None]:
    """A language written from right to left, by a catalogue alone: every phrase in brackets."""
    messages = {"": "Content-Type: text/plain; charset=UTF-8\n"}
    messages |= {
        phrase: f"[{phrase}]" for phrase in [*messages_of_the_templates(), "This page is available in English"]
    }
    write_catalogue(tmp_path / PSEUDO / "LC_MESSAGES" / "django.mo", messages)
    settings.LOCALE_PATHS = [*configured.LOCALE_PATHS, tmp_path]
    settings.LANGUAGES = [*configured.LANGUAGES, (PSEUDO, "Pseudo")]
    yield
    trans_real._translations.pop(PSEUDO, None)
    translation.activate(configured.LANGUAGE_CODE)


@pytest.mark.usefixtures("third_language")
@pytest.mark.parametrize("name", ["home", "help", "check", "effects", "no_name", "orders", "cookies", "terms"])
def test_a_third_language_needs_a_catalogue_and_nothing_else(client: Client, name: str) -> None:
    """From right to left, every heading in its words, offered by and offering the other two."""
    address = address_of(name, PSEUDO)
    assert address.startswith(f"/{PSEUDO}/")
    source = client.get(address).text
    assert f'<html class="govuk-template" lang="{PSEUDO}" dir="rtl">' in source
    page = Page(source)
    built_in = {"Anywhere in the UK"}  # names of nations are in the data's code, not in a template
    headings = [words for _level, words in page.headings if not words.startswith(("England", "Wales", "Scotland"))]
    assert [
        words for words in headings if not words.startswith("[") and words not in built_in | {"Northern Ireland"}
    ] == []
    assert page.title.strip().startswith("[")
    assert re.findall(r'hreflang="(\w+)" lang="\w+" rel="alternate"', source) == ["en", "cy"]
    assert (
        f'lang="{PSEUDO}"><a class="app-footer__link" href="{address}">[This page' in client.get(address_of(name)).text
    )


@pytest.mark.usefixtures("third_language")
def test_the_styles_do_not_care_which_side_is_first() -> None:
    """Inline-start and inline-end; left and right would stand on the wrong side."""
    style = (TEMPLATES.parent / "frontend" / "_guidance.scss").read_text(encoding="utf-8")
    assert re.findall(r"(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)|float:", style) == []
