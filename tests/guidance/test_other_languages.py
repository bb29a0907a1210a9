"""Help in ten other languages: the same in each, every number from the routes, and marked as not reviewed."""

import datetime
import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import clear_url_caches

from reports.guidance.other_languages import CODES, FOLDER, KEYS, BadLanguage, language_of_table, other_languages
from reports.guidance.routes import Route, shown_routes
from tests.guidance.pages import Page
from tests.guidance.test_languages import welsh_host  # noqa: F401  # a fixture

NAMES = {
    "pl": "Polski",
    "ro": "Română",
    "pa": "ਪੰਜਾਬੀ",
    "ur": "اردو",
    "pt": "Português",
    "es": "Español",
    "ar": "العربية",
    "bn": "বাংলা",
    "gu": "ગુજરાતી",
    "it": "Italiano",
}
SAID = {one.id: one for one in shown_routes()}
# What every page tells, one after the other: (the heading of its part, the route) and the numbers one taps.
TOLD = [
    ("danger_heading", "emergency", ["tel:999"]),
    ("silent_heading", "silent-999-mobile", ["tel:999"]),
    ("deaf_heading", "text-999", ["sms:999"]),
    ("police_heading", "police-101", ["tel:101"]),
    ("rail_heading", "british-transport-police", ["tel:0800405040", "sms:61016"]),
    ("interpreters_heading", "live-fear-free", ["tel:08088010800", "sms:07860077333"]),
    ("", "scotland-domestic-abuse", ["tel:08000271234"]),
]
SAYS = {
    "emergency": "danger",
    "silent-999-mobile": "silent",
    "text-999": "deaf",
    "police-101": "police",
    "british-transport-police": "rail",
    "live-fear-free": "wales",
    "scotland-domestic-abuse": "scotland",
}
DAY_AND_NIGHT = {"tel:999", "sms:999", "tel:101", "sms:61016", "tel:08088010800", "tel:08000271234"}


def source_of(client: Client, code: str) -> str:
    """The page of a language."""
    response = client.get(f"/help/in/{code}")
    assert (response.status_code, response["Content-Language"]) == (200, f"{code}, en")
    return response.content.decode()


def expected(code: str) -> list[str]:
    """Every line of the page's main part, from the words of its file and the numbers of the routes."""
    (one,) = [language for language in other_languages() if language.code == code]
    words = one.words
    lines = [
        words["heading"],
        words["not_reviewed"],
        "A translator has not reviewed this page. We wrote it on 27 November 2026.",
    ]
    for heading, name, links in TOLD:
        route = SAID[name]
        lines += [words[heading]] if heading else []
        lines += [route.name.en, words[SAYS[name]].replace("{press}", "55")]
        for link in links:
            verb, number = ("call", route.phone) if link.startswith("tel:") else ("text", route.text)
            lines += [words[verb], number] + ([words["day_and_night"]] if link in DAY_AND_NIGHT else [])
    lines += [words[key] for key in ("others", "others_link", "site_heading", "site", "site_link", "phone_heading")]
    lines += [words["phone"].replace("{leave}", words["leave"]), "Where these numbers come from"]
    lines += ["We compared these details with public sources on the days shown. We did not call."]
    for _heading, name, _links in TOLD:
        day = f"{SAID[name].last_checked:%-d %B %Y}"
        lines += [SAID[name].name.en, f"Source: {SAID[name].source.en}. Last checked {day}."]
    return lines


def lines_of(source: str) -> list[str]:
    """What stands between the tags of the main part."""
    main = source[source.index("<main") : source.index("</main>")]
    pieces = (" ".join(html.unescape(piece).split()) for piece in re.split(r"<[^>]+>", main[main.index(">") + 1 :]))
    return [piece for piece in pieces if piece]


@pytest.mark.parametrize("code", CODES)
def test_a_page_says_this_and_nothing_else(client: Client, code: str) -> None:
    """The whole main part: so every page says the same things in the same order."""
    assert lines_of(source_of(client, code)) == expected(code)


@pytest.mark.parametrize("code", CODES)
def test_a_page_leads_to_these_addresses_and_no_others(client: Client, code: str) -> None:
    links = Page(source_of(client, code)).links
    assert links == [
        *("#main-content", "/leave", "/", "/help/", "/cy/help/"),
        *(link for _heading, _name, numbers in TOLD for link in numbers),
        *("/help/routes", "/report", "/help/", "/privacy", "/accessibility", "/contact"),
    ]


@pytest.mark.parametrize("code", CODES)
def test_every_number_of_a_page_is_one_of_the_routes(client: Client, code: str) -> None:
    """Nothing with a digit but a number of a route, what to press, and in English the days and the sources."""
    known = {number for route in SAID.values() for number in (route.phone, route.text, route.press) if number}
    own = [re.sub(r"\b55\b", "", line) if "55" in line else line for line in lines_of(source_of(client, code))]
    counted = [line for line in own[: own.index("Where these numbers come from")] if re.search(r"\d", line)]
    english = {SAID[name].name.en for _heading, name, _links in TOLD}
    marked = "A translator has not reviewed this page. We wrote it on 27 November 2026."
    assert [line for line in counted if line not in known | english | {marked}] == []
    assert [line for line in counted if line in known] == [
        *("999", "999", "999", "101", "0800 40 50 40", "61016", "0808 80 10 800", "07860 077 333", "0800 027 1234")
    ]


@pytest.mark.parametrize("code", CODES)
def test_a_page_is_in_its_language_its_direction_and_its_way_out(client: Client, code: str) -> None:
    """The frame's words are the language's own; what is English says so, and a number reads from left to right."""
    source = source_of(client, code)
    (one,) = [language for language in other_languages() if language.code == code]
    direction = "rtl" if code in {"ar", "ur"} else "ltr"
    assert f'<html class="govuk-template" lang="{code}" dir="{direction}">' in source
    assert (one.name, one.direction) == (NAMES[code], direction)
    words = one.words
    aside = f'<aside aria-label="{words["leave_label"]}"><a class="app-quick-exit" href="/leave"'
    assert aside in source
    assert f"data-quick-exit>{words['leave']}</a></aside>" in source
    assert f'data-module="govuk-skip-link">{html.escape(words["skip"])}</a>' in source
    assert f'data-words="{words["continue"]}"' in source
    assert Page(source).title == f"{words['title']} - Places"
    assert re.findall(r'<bdi dir="(\w+)">', source) == ["ltr"] * 9
    assert '<span lang="en" dir="ltr">A translator has not reviewed' in source
    assert '<footer class="app-footer" lang="en" dir="ltr">' in source
    assert [level for level, _words in Page(source).headings] == [1] + [2] * 8


@pytest.mark.parametrize("code", CODES)
def test_a_page_leaves_no_trace_and_asks_the_database_nothing(client: Client, code: str) -> None:
    """Without the `db` fixture any query fails."""
    response = client.get(f"/help/in/{code}")
    source = response.content.decode()
    assert (response["Cache-Control"], response["Referrer-Policy"], len(response.cookies)) == (
        "no-store",
        "no-referrer",
        0,
    )
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)|<form", source)
    assert [asset for asset in Page(source).assets if not asset.startswith("/static/")] == []
    assert client.post(f"/help/in/{code}").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/help/", "/report", "/cy/help/", "/cy/report"])
def test_each_is_one_tap_away_by_its_own_name(client: Client, address: str) -> None:
    """From help and from the first page of a report; each name in its own language and direction."""
    source = client.get(address).content.decode()
    found = re.findall(r'href="/help/in/(\w+)" hreflang="(\w+)" lang="(\w+)" dir="(\w+)">([^<]+)</a>', source)
    assert found == [(code, code, code, "rtl" if code in {"ar", "ur"} else "ltr", name) for code, name in NAMES.items()]


@pytest.mark.usefixtures("welsh_host")
def test_a_welsh_host_has_the_same_pages_at_the_same_addresses(client: Client) -> None:
    """What is not in the language itself is in English there too; the links lead to the host's own addresses."""
    source = source_of(client, "pl")
    assert lines_of(source) == expected("pl")
    assert {"/en-gb/help/", "/help/", "/en-gb/help/routes", "/en-gb/report"} <= set(Page(source).links)
    clear_url_caches()


def test_a_route_that_the_operator_hides_or_adds(client: Client, settings: Any, tmp_path: Path) -> None:
    """A hidden one is gone with its words; one that interprets and has no words here stands in English."""
    own = tmp_path / "own.toml"
    own.write_text(
        '[[route]]\nid = "live-fear-free"\nconfirmed = false\n'
        '[[route]]\nid = "national-domestic-abuse-helpline"\ninterpreters = true\n',
        encoding="utf-8",
    )
    settings.ROUTES_FILE = str(own)
    source = source_of(client, "pl")
    assert "0808 80 10 800" not in source
    assert "Walia." not in source
    assert '<bdi dir="ltr">0808 2000 247</bdi>' in source
    assert '<p class="govuk-body" lang="en" dir="ltr">England. For women harmed by a partner' in source


def test_every_line_that_interprets_has_words_in_each_language() -> None:
    interpreting = {route.id for route in shown_routes() if route.interpreters}
    assert interpreting == {"live-fear-free", "scotland-domestic-abuse"}
    assert {one.code: set(one.words) for one in other_languages()} == {code: set(KEYS) for code in CODES}
    assert {file.stem for file in FOLDER.glob("*.toml")} == set(CODES)


def test_no_two_languages_share_their_words() -> None:
    """What was copied and not translated would be the same: but for short words, none is."""
    for key in KEYS:
        said = [one.words[key] for one in other_languages()]
        assert len(set(said)) == len(said) or key in {"continue", "title"}, key


TABLE: dict[str, Any] = {
    "name": "Polski",
    "english": "Polish",
    "direction": "ltr",
    "written_on": datetime.date(2026, 11, 27),
    "words": dict.fromkeys(KEYS, "słowa"),
}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"words": {**TABLE["words"], "danger": "Zadzwoń 999."}}, "danger has a number of its own"),
        ({"words": {**TABLE["words"], "danger": "اتصل ٩٩٩"}}, "danger has a number of its own"),
        ({"words": {**TABLE["words"], "danger": " "}}, "danger is ' ', not words"),
        ({"words": {**TABLE["words"], "danger": "{phone}"}}, "danger asks for something other"),
        ({"words": {**TABLE["words"], "extra": "słowa"}}, "missing or unknown: extra"),
        ({"words": {key: "słowa" for key in KEYS if key != "deaf"}}, "missing or unknown: deaf"),
        ({"words": None}, "missing or unknown"),
        ({"direction": "left"}, "neither ltr nor rtl"),
        ({"reviewed": True}, "says more or less"),
    ],
)
def test_a_file_that_cannot_be_shown_is_refused_by_name(changed: dict[str, Any], fault: str) -> None:
    assert language_of_table("pl", TABLE).words["danger"] == "słowa"
    with pytest.raises(BadLanguage, match=fault):
        language_of_table("pl", TABLE | changed)


def test_what_is_pressed_stands_in_what_the_route_says() -> None:
    """The number of the silent call is that of the English words."""
    route: Route = SAID["silent-999-mobile"]
    assert (route.press, "press 55" in route.what.en, "pwyswch 55" in route.what.cy) == ("55", True, True)
