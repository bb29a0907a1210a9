"""Plain words: the reading age of each page, the length of its sentences, no jargon, and headings that ask."""

import re

import pytest
from django.test import Client

from tests.guidance.pages import NAMES, Page
from tests.guidance.readability import Prose, reading_age, syllables_in, words_in
from tests.guidance.test_pages import address_of

OLDEST_READER = 11.0  # what a child of eleven reads, a frightened grown-up can read too
OLDEST_READER_OF_EASY_WORDS = 7.0
LONGEST = 22  # words in a sentence
LONGEST_IN_EASY_WORDS = 10
GUIDANCE = ("help", "check", "stalking", "harassment", "in_public", "online", "effects", "someone_else", "orders")
GUIDANCE += ("after_reporting", "no_name", "evidence", "silent_call")
EASY = ("silent_call_easy", "routes_easy", "reporting_easy")
# Words of forms and files, each with what we say instead.
JARGON = re.compile(
    r"\b(perpetrators?|offenders?|complainants?|coercive|disclos\w+|statutory|legislation|pursuant|prior to|utilis\w+"
    r"|facilitat\w+|safeguard\w*|convict\w+|indict\w+|magistrates?|course of conduct|surveillance|spoof\w*|doxx?ing"
    r"|stakeholders?|incidents?|individuals?|vulnerab\w+|multi-agency|signpost\w*|access(?:ing)? support|commence\w*"
    r"|ascertain|regarding|aforementioned|in respect of|anonymi[sz]\w+|third part(?:y|ies)|data controller)\b",
    re.I,
)
# Words that cannot be left out, and what must stand on the same page to explain them.
EXPLAINED = {
    "Stalking Protection Order": "It sets rules for the stalker",
    "Crimestoppers": "not the police|do not give your name|without giving your name|not give your name",
    "anonymous": "without saying who you are|not have to give your name",
    "beta": "a new service that we are still working on|you may find faults|not yet delete",
    "cookie": "A cookie is a small note|cookies",
}


def prose(client: Client, name: str) -> list[str]:
    """The sentences of a page."""
    return Prose(client.get(address_of(name)).content.decode()).sentences


@pytest.mark.parametrize("name", NAMES)
def test_a_child_of_eleven_can_read_a_page(client: Client, name: str) -> None:
    """The Flesch-Kincaid grade and five; the figure is printed with -s."""
    age = reading_age(prose(client, name))
    print(f"{name:<18}{age:5.1f}")  # noqa: T201 -- the table is this test's product
    assert age <= (OLDEST_READER_OF_EASY_WORDS if name in EASY else OLDEST_READER)


@pytest.mark.parametrize("name", NAMES)
def test_sentences_are_short(client: Client, name: str) -> None:
    """And shorter in easy words."""
    limit = LONGEST_IN_EASY_WORDS if name in EASY else LONGEST
    assert [sentence for sentence in prose(client, name) if len(words_in(sentence)) > limit] == []


@pytest.mark.parametrize("name", NAMES)
def test_there_is_no_jargon(client: Client, name: str) -> None:
    """Words of forms and files stay in forms and files."""
    assert [sentence for sentence in prose(client, name) if JARGON.search(sentence)] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_hard_word_is_explained_where_it_stands(client: Client, name: str) -> None:
    """On the same page."""
    words = Page(client.get(address_of(name)).content.decode()).words
    said = " ".join(prose(client, name))
    assert [word for word, why in EXPLAINED.items() if word in said and not re.search(why, words)] == []


@pytest.mark.parametrize("name", GUIDANCE)
def test_most_headings_ask_what_the_reader_asks(client: Client, name: str) -> None:
    """Half or more of the headings of the second rank are questions, and so answered below."""
    page = Page(client.get(address_of(name)).content.decode())
    headings = [words for level, words in page.headings if level == 2]
    asking = [words for words in headings if words.endswith("?")]
    assert len(asking) * 2 >= len(headings), headings


def test_the_counting_tells_plain_from_hard() -> None:
    """A sentence of a law is far above the limit, one of ours far below; both counted by hand."""
    assert [syllables_in(word) for word in ("stalking", "police", "harassment", "repeated", "people", "999")] == [
        2,
        2,
        3,
        3,
        2,
        1,
    ]
    law = [
        "A person is guilty of an offence if that person pursues a course of conduct that amounts to harassment of"
        " another and which is intended, or ought reasonably to be understood, to occasion alarm or distress"
    ]
    assert reading_age(law) > 18
    assert reading_age(["Call the police now", "It is not your fault"]) < 6
    # 12 words, 2 sentences, 15 syllables: 0.39 x 6 + 11.8 x 1.25 - 15.59 + 5
    known = ["The police can find where you are", "Stay on the line"]
    assert len([word for sentence in known for word in words_in(sentence)]) == 11
    assert reading_age(known) == pytest.approx(0.39 * 5.5 + 11.8 * 12 / 11 - 15.59 + 5)


def test_the_reader_leaves_out_only_what_is_not_our_prose() -> None:
    """Lists of services, sources, choices of a form."""
    left_out = '<ul class="app-routes"><li>Two</li></ul><p class="app-source">Three.</p>'
    source = f"<main><p>One.</p>{left_out}<p>Four. Five</p></main>"
    assert Prose(source).sentences == ["One.", "Four.", "Five"]
