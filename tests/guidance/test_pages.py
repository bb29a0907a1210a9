"""Every page of guidance and about the site: there, well built, and with links that lead somewhere."""

import datetime
import gzip
import itertools
import re
from typing import Any
from unittest import mock
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation

from reports.guidance.routes import all_routes, shown_routes
from tests.guidance.pages import NAMES, Page

# What a page's title must not tell to someone who reads the browser's history.
MOST_REVEALING = re.compile(
    r"stalk|harass|999|victim|abuse|police|unsafe|danger|crime|emergenc|stelc|aflonydd|heddlu", re.I
)


def address_of(name: str, language: str = "en-gb") -> str:
    """Where the page stands; the language is said, since a request leaves its own behind."""
    with translation.override(language):
        return reverse(f"guidance:{name}")


def open_page(client: Client, name: str, language: str = "en-gb", query: str = "") -> Page:
    """The page, which must answer 200."""
    address = address_of(name, language)
    response = client.get(address + query)
    assert response.status_code == 200, address
    return Page(response.content.decode())


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_one_h1_headings_in_order_and_no_id_twice(client: Client, name: str, language: str) -> None:
    """The outline a screen reader walks."""
    page = open_page(client, name, language)
    levels = [level for level, _words in page.headings]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels)), page.headings
    assert all(words for _level, words in page.headings)
    assert len(page.ids) == len(set(page.ids))


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize("name", NAMES)
def test_a_title_tells_a_stranger_nothing(client: Client, name: str, language: str) -> None:
    """It stands in the browser's history."""
    title = open_page(client, name, language).title
    assert title.endswith({"en-gb": "- Places", "cy": "- Lleoedd"}[language])
    assert not MOST_REVEALING.search(title), title


def test_every_page_has_its_own_title(client: Client) -> None:
    """WCAG 2.4.2: pages can be told apart."""
    titles = [open_page(client, name).title for name in NAMES]
    assert len(set(titles)) == len(NAMES)


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize("name", NAMES)
def test_every_link_of_our_own_leads_to_a_page_and_a_place_on_it(client: Client, name: str, language: str) -> None:
    """No address that does not exist; others by https, phone, text or e-mail."""
    page = open_page(client, name, language)
    own = []
    for link in page.links:
        parts = urlsplit(link)
        if parts.scheme:
            assert parts.scheme in {"https", "tel", "sms", "mailto"}, link
        elif parts.path:
            own.append(link)
        else:
            assert parts.fragment in page.ids, link
    for link in own:
        path = urlsplit(link).path
        try:
            with translation.override("cy" if path.startswith("/cy") else "en-gb"):
                resolve(path)
        except Resolver404:
            pytest.fail(f"{name} links to {link}, which does not exist")
    assert own


@pytest.mark.parametrize("name", NAMES)
def test_a_link_into_a_page_meets_its_place_there(client: Client, name: str) -> None:
    """Fragments of links to other pages of guidance."""
    for link in open_page(client, name).links:
        parts = urlsplit(link)
        if not parts.scheme and parts.path and parts.fragment:
            assert parts.fragment in Page(client.get(parts.path).content.decode()).ids, link


@pytest.mark.parametrize("name", NAMES)
def test_a_welsh_page_links_to_welsh_pages(client: Client, name: str) -> None:
    """All but the switch to English, the link to sign in, and help in languages that are neither."""
    page = open_page(client, name, "cy")
    elsewhere = ("/cy/", "/staff", "/help/in/")
    own = [link for link in page.links if link.startswith("/") and not link.startswith(elsewhere)]
    assert set(own) == {address_of(name)}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_sets_no_cookie_and_reaches_for_nobody_else(client: Client, name: str) -> None:
    """No token, nothing inline, every style and script our own."""
    response = client.get(address_of(name))
    source = response.content.decode()
    assert not response.cookies
    assert response["Cache-Control"] == "no-store"
    assert "csrf" not in source
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)", source)
    assets = Page(source).assets
    assert [asset for asset in assets if not asset.startswith("/static/")] == []
    assert assets


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_the_database_nothing(client: Client, name: str) -> None:
    """Without the `db` fixture any query fails: help is there when the database is not."""
    assert client.get(address_of(name)).status_code == 200


@pytest.mark.parametrize("name", [name for name in NAMES if name != "routes"])
def test_a_page_takes_no_form_and_refuses_to_be_posted_to(client: Client, name: str) -> None:
    """405: nothing is ever sent from here."""
    assert client.post(address_of(name)).status_code == 405


def test_the_first_page_is_tiny(client: Client) -> None:
    """At most 14 kB on the line, the first round trip of a slow connection."""
    assert len(gzip.compress(client.get("/").content, 6)) < 5_000


@pytest.mark.parametrize("name", sorted(set(NAMES) - {"privacy", "cookies", "evidence"} | {"evidence"}))
def test_999_is_one_tap_away_from_every_page_of_help(client: Client, name: str) -> None:
    """A link to call, before anything else to read."""
    if name in {"accessibility"}:
        assert address_of("silent_call") in open_page(client, name).links
    else:
        assert "tel:999" in open_page(client, name).links


@pytest.mark.parametrize("name", NAMES)
def test_a_helpline_is_at_most_two_taps_away(client: Client, name: str) -> None:
    """From any page: a link to a page whose links call."""
    page = open_page(client, name)
    calls = [link for link in page.links if link.startswith("tel:0")]
    one_tap_away = [Page(client.get(link).content.decode()).links for link in page.links if link.startswith("/help/")]
    assert calls or any(link.startswith("tel:0") for links in one_tap_away for link in links)


def test_the_list_of_routes_shows_every_confirmed_number_and_no_other(client: Client) -> None:
    """Numbers as links to call or to text, with the day of the check."""
    page = open_page(client, "routes")
    shown = {f"tel:{number}" for route in shown_routes() for number in (route.tel, route.relay_tel) if number}
    hidden = {f"tel:{route.tel}" for route in all_routes() if route.phone and not route.confirmed}
    assert {link for link in page.links if link.startswith("tel:")} == shown
    assert hidden - shown
    assert {link for link in page.links if link.startswith("sms:")} == {"sms:999", "sms:61016", "sms:07860077333"}
    assert {"tel:18000", "tel:18001101"} <= shown
    assert "Last checked 20 November 2026." in page.words
    assert "We read it on 27 November 2026." in page.words
    assert "We have not checked these details with the service itself." in page.words


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("?nation=W&need=partner", "Live Fear Free", "Refuge"),
        ("?nation=E&need=partner", "Refuge", "Live Fear Free"),
        ("?nation=N&need=rail", "Crimestoppers", "61016"),
        ("?nation=S&need=rail", "61016", "Live Fear Free"),
        ("?nation=X&need=partner", "Live Fear Free", "Childline"),
        ("?nation=W&need=nonsense", "Live Fear Free", "Refuge"),
        ("?nation=%00&need=%3Cscript%3E", "Live Fear Free", "<script>alert"),
    ],
)
def test_the_list_narrows_without_script(client: Client, query: str, there: str, not_there: str) -> None:
    """By a plain form or by an address; what it does not know it takes as no choice."""
    posted = client.post(address_of("routes"), dict(parse_qsl(query[1:])))
    for page in (open_page(client, "routes", query=query), Page(posted.content.decode())):
        assert there in page.words
        assert not_there not in page.words


def test_what_a_reader_picks_stands_in_no_address(client: Client) -> None:
    """The form posts; the answer names no address to go on to, and another site's form is refused."""
    source = client.get(address_of("routes")).content.decode()
    assert re.findall(r'<form[^>]*method="(\w+)"', source) == ["post"]
    answer = client.post(address_of("routes"), {"nation": "W", "need": "partner", "under_18": "yes"})
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"
    assert client.post(address_of("routes"), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_the_picked_answers_stay_picked(client: Client) -> None:
    """So that a reader can change one of them."""
    picked = {"nation": "S", "need": "stalking", "relation": "partner", "place": "station", "open_now": "yes"}
    source = client.post(address_of("routes"), picked).content.decode()
    assert re.findall(r'<option value="([^"]+)" selected', source) == ["S", "stalking", "partner", "station"]
    assert re.findall(r'id="(\w+)"[^>]* checked', source) == ["open_now"]


def test_who_is_known_to_be_closed_is_left_out_when_asked(client: Client) -> None:
    """At three at night the stalking helpline is asleep; who always answers, or may, stays and is marked."""
    instant = datetime.datetime(2026, 11, 21, 3, 0, tzinfo=datetime.UTC)
    with mock.patch.object(timezone, "now", return_value=instant):
        asked = {"nation": "W", "need": ["stalking", "young", "rail"], "relation": "partner"}
        everyone = Page(client.post(address_of("routes"), asked).content.decode())
        awake = Page(client.post(address_of("routes"), asked | {"open_now": "yes"}).content.decode())
    calls = [link for link in awake.links if link.startswith(("tel:", "sms:"))]
    assert calls == [
        *("tel:999", "tel:999"),  # the first stands above the form
        "tel:08001111",
        *("tel:0800405040", "sms:61016"),
        *("tel:08088010800", "sms:07860077333"),
        "tel:02038664107",
        *("tel:101", "tel:0800555111"),
    ]
    assert "We do not know its opening hours." in awake.words
    assert set(everyone.links) - set(awake.links) == {"tel:08088020300"}


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-07-16T08:30:00", "Should be open now, until 4pm"),  # half past nine in summer
        ("2026-11-20T09:00:00", "We think it is closed now. It should open today at 9:30am"),  # nine in winter
    ],
)
def test_the_page_says_who_answers_now(client: Client, now: str, words: str) -> None:
    """In UK time, with a word about bank holidays."""
    instant = datetime.datetime.fromisoformat(now).replace(tzinfo=datetime.UTC)
    with mock.patch.object(timezone, "now", return_value=instant):
        page = open_page(client, "stalking")
    assert words in page.words
    assert "closed on bank holidays" in page.words


def test_each_nation_has_its_own_part_of_the_page(client: Client) -> None:
    """Live Fear Free under Wales, Scotland's and Northern Ireland's own under theirs."""
    headings = [words for _level, words in open_page(client, "stalking").headings]
    for nation in ("Anywhere in the UK", "England and Wales", "England", "Wales", "Scotland", "Northern Ireland"):
        assert nation in headings


def test_security_txt_is_there_once_the_operator_names_an_address(client: Client, settings: Any) -> None:
    """404 without: a made-up address would be worse."""
    settings.SECURITY_CONTACT = ""
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@council.example"
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert lines["Contact"] == "mailto:security@council.example"
    assert datetime.datetime.fromisoformat(lines["Expires"]) > timezone.now() + datetime.timedelta(days=100)
