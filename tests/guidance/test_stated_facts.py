"""Every law, number, hour and promise of safety on a page of guidance has a source and a day, shown beside it."""

import datetime
import html
import re
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format

from reports.guidance.facts import BadFact, Fact, UnknownFact, all_facts, fact, fact_of_table
from reports.guidance.routes import all_routes, shown_routes
from tests.guidance.pages import Page
from tests.guidance.readability import Prose
from tests.guidance.test_pages import address_of

GUIDANCE: tuple[str, ...] = (
    "help",
    "check",
    "stalking",
    "harassment",
    "in_public",
    "online",
    "effects",
    "someone_else",
    "orders",
)
GUIDANCE += ("after_reporting", "no_name", "evidence", "silent_call", "silent_call_easy", "routes", "routes_easy")

LAW = re.compile(
    r"\bActs?\b|\b[Ss]ection \d|\bin (?:prison|force|effect)\b|[Ii]njunction|Protection Orders?\b"
    r"|\b(?:restraining|molestation|harassment) order|Clare's Law|protection notice|\blaws?\b|unlawful"
    r"|\b(?:is|are|can be|may be) (?:a )?crimes?\b"
)
NUMBER = re.compile(r"\d|\ba (?:third|half|quarter)\b")
PROMISE = re.compile(
    r"\b(?:does|do|will|can) not (?:keep|show|see|learn|look up|trace|record|find out)\b"
    r"|\bstays? (?:anonymous|secret)\b"
    r"|\b(?:safe|safer)\b|\btake out what could show\b|\bnobody (?:can|will) (?:see|know)\b|\bfind where you are\b"
)
# The numbers everyone calls: their source stands with the phone numbers of each page.
CALLED = re.compile(r"\b(?:999|101)\b")
# What the pattern catches and is no fact about the world, with what it is instead.
NO_FACTS = {
    "If you were given 4 words when you sent it, you can delete it with them.": "this service",
    "Delete a report with 4 words": "this service",
    "There are 3 ways, and each does something different.": "counts what follows",
    "They work out whether it is a crime.": "what the police decide",
    "They explain whether it is a crime, and which one.": "what the police decide",
    "They explain whether it is a crime.": "what the police decide",
    "They work out whether it is a crime, and which one, and explain it to you.": "what the police decide",
    "They work out which law fits.": "what the police decide",
    "They have other laws.": "says that we say nothing of them",
    "Where this law is in force we have not checked.": "says that it is not settled",
    "It may change Stalking Protection Orders.": "says that it is not settled",
    "What does the law say?": "a heading",
    "The law in each nation": "a link",
    "What stalking is, and what the law says": "a link",
    "Is it a crime in England and Wales?": "a heading",
    "Is harassment in the street because of my sex a crime?": "a heading",
    "“Can you apply for a Stalking Protection Order?": "words to say",
    "Use a phone that is safe.": "advice",
    "Keep yourself safe first.": "advice",
    "Keep the record for them, if their phone or home is not safe.": "advice",
    "Save what you get, if it is safe:": "advice",
    "Keep a record, if it is safe.": "advice",
    "Only if it is safe.": "advice",
    "If someone looks at your phone, do not keep the record on it.": "advice",
    "Paper at a friend's home is safer.": "advice",
    "They need to know who you are to reach you and to keep you safe.": "advice",
    "We never ask who you are, and we cannot find out.": "this service: docs/promises.md",
    "Do not go near the person to get proof.": "advice",
}


def source_of(client: Client, name: str, language: str = "en-gb") -> str:
    """The page."""
    return client.get(address_of(name, language)).content.decode()


def parts_of(source: str) -> list[tuple[list[str], list[str]]]:
    """(sentences, citations) of each part of the main column, from one heading of the second rank to the next."""
    main = source[source.index("<main") : source.index("</main>")]
    parts = re.split(r"(?=<h2\b)", main)
    texts = [re.findall(r'<p class="app-source">(.*?)</p>', part, re.S) for part in parts]
    return [
        (
            Prose(f"<main>{part}</main>" if number else f"{part}</main>").sentences,
            [" ".join(html.unescape(re.sub("<[^>]+>", "", text)).split()) for text in cited],
        )
        for number, (part, cited) in enumerate(zip(parts, texts, strict=True))
    ]


def citation(one: Fact) -> str:
    """How the page names where a fact comes from, in the language that is active."""
    day = date_format(one.read_on, "j F Y")
    if translation.get_language() == "cy":
        return f"Ffynhonnell: {one.source}. Darllenwyd ar {day}."
    return f"Source: {one.source}. We read it on {day}."


def states_a_fact(sentence: str) -> bool:
    """Whether a sentence names a law, a number or an hour, or says that something is safe."""
    if sentence in NO_FACTS or re.fullmatch(r"\d+ services? that can help", sentence):
        return False
    without_calls = CALLED.sub("", sentence)
    return bool(LAW.search(sentence) or NUMBER.search(without_calls) or PROMISE.search(sentence))


def without_a_source(name: str, source: str) -> list[str]:
    """The sentences of a page that state a fact and have no source and day in their part of it."""
    stated = [one for one in all_facts() if name in one.pages]
    return [
        sentence
        for sentences, cited in parts_of(source)
        for sentence in sentences
        if states_a_fact(sentence)
        and not any(
            any(says_it(piece, sentence) for piece in one.says) and any(citation(one) in text for text in cited)
            for one in stated
        )
    ]


def says_it(piece: str, sentence: str) -> bool:
    """Whether a sentence is the one, or part of the one, that a fact speaks of: some end at a colon."""
    return piece.rstrip(".") in sentence or sentence.rstrip(".:") in piece


@pytest.mark.parametrize("name", GUIDANCE)
def test_no_law_number_hour_or_promise_is_without_source_and_day(client: Client, name: str) -> None:
    assert without_a_source(name, source_of(client, name)) == []


@pytest.mark.parametrize(
    "added",
    [
        "The line is open until 9pm.",
        "About 1 in 5 people are stalked.",
        "Stalking is section 2A of the Act.",
        "A new law has been in force since May.",
        "The call does not show on the bill.",
        "They do not learn your name.",
        "Call 0800 123 456.",
        "More than half: a third of them know the person.",
    ],
)
def test_what_is_slipped_in_without_a_source_is_seen(client: Client, added: str) -> None:
    """The control: in a paragraph of any part of a page."""
    source = source_of(client, "effects")
    assert without_a_source("effects", source.replace("</h2>", f"</h2><p>{added}</p>", 1))[-1:] != []


def test_a_fact_whose_source_is_taken_from_the_page_is_seen(client: Client) -> None:
    """The other control: the sentence stays, its source goes."""
    source = source_of(client, "orders")
    line = citation(fact("stalking-protection-order-northern-ireland"))
    assert line in html.unescape(source)
    bare = re.sub(r'<p class="app-source">Northern Ireland\. .*?</p>', "", source)
    assert "Breaking it can mean up to 5 years in prison." in without_a_source("orders", bare)


@pytest.mark.parametrize("one", all_facts(), ids=lambda one: one.id)
def test_a_fact_stands_on_its_pages_with_its_source_in_both_languages(client: Client, one: Fact) -> None:
    """Each piece on one of its pages at least, no page without any, and the source with its day on each."""
    english = {name: Page(source_of(client, name)).words for name in one.pages}
    assert [piece for piece in one.says if not any(piece in words for words in english.values())] == []
    assert [name for name, words in english.items() if not any(piece in words for piece in one.says)] == []
    for language in ("en-gb", "cy"):
        for name in one.pages:
            source = source_of(client, name, language)
            with translation.override(language):
                assert any(citation(one) in text for _said, cited in parts_of(source) for text in cited), name


def test_a_law_says_for_which_nation_it_holds(client: Client) -> None:
    """Beside its source; and a law of no named nation says that it is not settled."""
    for one in all_facts():
        if one.kind == "law":
            for name in one.pages:
                lines = [text for _said, cited in parts_of(source_of(client, name)) for text in cited]
                mine = {text for text in lines if citation(one) in text}
                assert all(text.endswith("We have not confirmed this.") == (not one.settled) for text in mine)
                assert one.nations or not one.settled
                assert all(not text.startswith("Source:") for text in mine if one.nations), one.id


@pytest.mark.parametrize("route", [route for route in all_routes() if route.confirmed], ids=lambda route: route.id)
def test_every_phone_number_has_a_source_a_day_and_a_page_to_check_it_on(route: Any) -> None:
    assert (bool(route.source), bool(route.last_checked or route.read_on), bool(route.check_on)) == (True, True, True)
    assert "general knowledge" not in route.source.en


@pytest.mark.parametrize("name", GUIDANCE)
def test_every_number_to_dial_has_its_source_on_the_page(client: Client, name: str) -> None:
    """By the name of its service; the pages on silent calls cite the facts themselves."""
    source = source_of(client, name)
    dialled = set(re.findall(r'href="(?:tel|sms):(\d+)"', source)) - {"999"}
    listed = html.unescape(" ".join(re.findall(r'<ul class="govuk-list app-source">(.*?)</ul>', source, re.S)))
    named = {
        number
        for route in shown_routes()
        if f"<strong>{route.name}</strong>" in listed
        for number in (route.tel, route.sms, route.relay_tel)
    }
    assert dialled - named == set()


@pytest.mark.parametrize(
    ("today", "older"),
    [
        ("2026-11-27", {"stalked-in-a-life", "victims-2020"}),
        ("2027-03-31", {"stalked-in-a-life", "victims-2020"}),
        ("2027-04-01", {"stalked-in-a-life", "victims-2020", "stalked-in-a-year"}),
        ("2028-11-20", {"stalked-in-a-life", "victims-2020", "stalked-in-a-year", "who-stalks"}),
    ],
)
def test_a_figure_grows_old_by_itself(client: Client, today: str, older: set[str]) -> None:
    """Two years after its time ends the page says so; nobody has to remember."""
    day = datetime.date.fromisoformat(today)
    with mock.patch.object(timezone, "localdate", return_value=day):
        lines = [text for _said, cited in parts_of(source_of(client, "stalking")) for text in cited]
    said = {
        one.id
        for one in all_facts()
        for text in lines
        if citation(one) in text and "This is an older figure. There may be a newer one." in text
    }
    assert said == older == {one.id for one in all_facts() if one.is_older(on=day)}


GOOD: dict[str, Any] = {
    "id": "a-law",
    "kind": "law",
    "pages": ["stalking"],
    "says": ["It is the law"],
    "nations": ["E"],
    "source": "a page",
    "read_on": datetime.date(2026, 11, 27),
    "check_on": "https://www.gov.uk",
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"source": ""}, "a-law: 'source' is missing"),
        ({"read_on": None}, "a-law: 'read_on' is missing"),
        ({"read_on": "2026"}, "a-law: read_on is '2026', not a date"),
        ({"says": []}, "a-law: 'says' is missing"),
        ({"kind": "rumour"}, "a-law: kind is 'rumour'"),
        ({"nations": ["X"]}, "a-law: nations are ['X']"),
        ({"nations": []}, "a-law: a law holds somewhere"),
        ({"colour": "red"}, "a-law: unknown key 'colour'"),
    ],
)
def test_a_fact_that_is_wrong_is_refused_by_name(change: dict[str, Any], fault: str) -> None:
    assert fact_of_table(GOOD).nations == frozenset("E")
    with pytest.raises(BadFact, match=re.escape(fault)):
        fact_of_table(GOOD | change)


def test_a_page_that_names_an_unknown_fact_is_refused() -> None:
    with pytest.raises(UnknownFact):
        fact("no-such-fact")


def test_what_is_no_fact_is_still_said(client: Client) -> None:
    """An exception that is not needed any more would hide the next one."""
    said = {sentence for name in GUIDANCE for part, _cited in parts_of(source_of(client, name)) for sentence in part}
    assert [sentence for sentence in NO_FACTS if sentence not in said] == []
