"""The journey, walked in both languages at once: every step, every refusal, and the thanks."""

import datetime
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from reports.geography.models import Area
from reports.intake import deletion_code_limit
from reports.intake.draft import Draft, decrypt_draft, encrypt_draft, new_draft
from reports.intake.place_map import MapView
from reports.intake.submission import submit_report
from reports.intake.withdrawal import code_of_submission, withdraw_report
from tests import factories
from tests.intake.test_submission import ANSWERS
from tests.intake.walking import Reporter, make_places
from tests.languages.comparing import english_left, shape_of, welsh_left
from tests.languages.reading import Reading, reading_of

EARLIER = factories.NOW - datetime.timedelta(hours=3)
IN_PARIS = MapView(2.35, 49.01, 2)


def encrypted(now: datetime.datetime = factories.NOW, **changes: Any) -> str:
    """A sealed draft with these parts."""
    draft = new_draft()
    return encrypt_draft(Draft(draft.submission_id, **{"answers": draft.answers} | changes), now=now)


def posted_again(reporter: Reporter, step: str, **fields: Any) -> Reporter:
    """Posts a step with the answers of this page."""
    return reporter.send({"s": step, "a": reporter.encrypted, "b": "next", **fields})


def sent_with_other_answers(reporter: Reporter) -> Reporter:
    at_when = reporter.to_when().encrypted
    other = reporter.press("next", one="1").press("skip").press("skip").encrypted
    reporter.send({"s": "when", "a": at_when, "b": "next", "one": "3"}).press("skip").press("skip").press("send")
    return reporter.send({"s": "check", "a": other, "b": "send"})


def sent(reporter: Reporter) -> tuple[str, Reporter]:
    """Sent; and the sealed answers it was sent with."""
    answers = reporter.to_check().encrypted
    return answers, reporter.press("send")


def sent_again(reporter: Reporter) -> Reporter:
    answers, reporter = sent(reporter)
    return reporter.send({"s": "check", "a": answers, "b": "send"})


def asked_twice_for_words(reporter: Reporter) -> Reporter:
    _answers, reporter = sent(reporter)
    asks = {"s": "code", "a": reporter.encrypted, "b": "code"}
    return reporter.send(asks).send(asks)


def sent_and_deleted(reporter: Reporter) -> Reporter:
    answers, reporter = sent(reporter)
    withdraw_report(code_of_submission(decrypt_draft(answers, now=factories.NOW).submission_id))
    return reporter.send({"s": "check", "a": answers, "b": "send"})


Move = Callable[[Reporter], Reporter]
THE_WHOLE_WAY: dict[str, Move] = {
    "opening": lambda it: it,
    "where": lambda it: it.start(),
    "where, nothing typed": lambda it: it.press("find", q=""),
    "where, nothing found": lambda it: it.press("find", q="Atlantis"),
    "where, a map too wide to choose on": lambda it: it.press("map").press("here"),
    "where, a position that is none": lambda it: posted_again(it, "where", at="nan,51,2"),
    "where, two of one name": lambda it: it.press("find", q="Newton"),
    "where, found": lambda it: it.press("find", q="Westby Cross"),
    "where, away from the place": lambda it: posted_again(it, "where", **{"m.x": "300", "m.y": "20"}),
    "where, the picture pressed by keyboard": lambda it: posted_again(it, "where", **{"m.x": "0", "m.y": "0"}),
    "why": lambda it: it.press("here"),
    "why, nothing ticked": lambda it: it.press("next"),
    "why, not of the list": lambda it: posted_again(it, "why", one=["no-such-reason"]),
    "which most": lambda it: it.press("next", one=["badly-lit", "layout"], two=["followed"], three=["transport"]),
    "which most, none": lambda it: it.press("next"),
    "when": lambda it: it.press("next", one="followed"),
    "when, nothing chosen": lambda it: it.press("next"),
    "when, a month not of the list": lambda it: posted_again(it, "when", one="4", four="2020-01"),
    "more": lambda it: it.press("next", one="4", two="2", three="2", four="2026-07"),
    "more, not of the list": lambda it: posted_again(it, "more", one="0"),
    "why not reported": lambda it: it.press("next", one="3"),
    "about": lambda it: it.press("next", one=["1", "2", "3", "4", "5", "6", "7"]),
    "about, not of the list": lambda it: posted_again(it, "about", one="42"),
    "check": lambda it: it.press("next", one="16-24", two="woman", three="no"),
    "a page that is none": lambda it: posted_again(it, "no-such"),
    "thanks": lambda it: it.press("send"),
    "four words": lambda it: it.press("code"),
}
ELSEWHERE: dict[str, Move] = {
    "a place outside the country": lambda it: it.send({"s": "where", "a": encrypted(view=IN_PARIS), "b": "here"}),
    "20 minutes later": lambda it: it.send({"s": "why", "a": encrypted(EARLIER), "b": "next"}),
    "two hours later, with script": lambda it: it.send({"s": "why", "a": encrypted(EARLIER, key="0f"), "k": "0f"}),
    "answers broken on the way": lambda it: it.send({"s": "why", "a": "x", "b": "next"}),
    "sent with a gap": lambda it: it.send({"s": "check", "a": encrypted(), "b": "send"}),
    "sent with other answers before": sent_with_other_answers,
    "sent twice": sent_again,
    "the words asked for twice": asked_twice_for_words,
    "sent when it was deleted": sent_and_deleted,
    "back at the opening page": lambda it: it.start().press("back"),
    "words for a report that was never sent": lambda it: it.send({"s": "code", "a": encrypted(), "b": "code"}),
}


@pytest.fixture(autouse=True)
def fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The views' clock stands at factories.NOW."""
    monkeypatch.setattr("reports.intake.views.timezone.now", lambda: factories.NOW)


@pytest.fixture
def pair(country: dict[str, Area]) -> tuple[Reporter, Reporter]:
    """Somebody who reads English, and somebody who reads Welsh."""
    make_places()
    return Reporter(Client()), Reporter(Client(), "/cy/report")


def readings(pair: tuple[Reporter, Reporter]) -> tuple[Reading, Reading]:
    english, welsh = (reading_of(reporter.page) for reporter in pair)
    return english, welsh


def assert_whole(pair: tuple[Reporter, Reporter], name: str) -> None:
    """Both pages are the same page, each in its language alone."""
    assert pair[0].response.status_code == pair[1].response.status_code, name
    english, welsh = readings(pair)
    assert (name, english.languages, welsh.languages) == (name, [("en-GB", "ltr")], [("cy", "ltr")])
    assert (name, english_left(english, welsh)) == (name, set())
    assert (name, welsh_left(english)) == (name, set())
    assert (name, shape_of(welsh)) == (name, shape_of(english))
    assert (name, ("cy", "Mae'r dudalen hon ar gael yn Gymraeg") in english.texts) == (name, True)
    assert (name, ("en", "This page is available in English") in welsh.texts) == (name, True)


def test_each_step_and_each_refusal_stands_in_the_language_of_its_address(pair: tuple[Reporter, Reporter]) -> None:
    headings, titles = [], set()
    for name, move in THE_WHOLE_WAY.items():
        for reporter in pair:
            move(reporter)
        assert_whole(pair, name)
        headings.append((pair[0].heading, pair[1].heading))
        titles.add((pair[0].title, pair[1].title))
    assert headings[-2:] == [("Thank you", "Diolch"), ("Your 4 words", "Eich 4 gair")]
    assert len(set(headings)) == 11  # the walk came by every page
    assert titles == {("Form", "Ffurflen")}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_a_page_beside_the_way_stands_in_the_language_of_its_address(
    pair: tuple[Reporter, Reporter], name: str
) -> None:
    for reporter in pair:
        ELSEWHERE[name](reporter)
    assert_whole(pair, name)


@pytest.mark.parametrize("fault", ["full", "too many"])
def test_what_could_not_be_kept_is_said_in_the_language_of_its_address(
    pair: tuple[Reporter, Reporter], monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    if fault == "full":
        monkeypatch.setattr("reports.intake.submission._keep_report", refused)
    else:
        monkeypatch.setattr("reports.intake.verification.is_too_many", lambda *_, **__: True)
    for reporter in pair:
        reporter.to_check().press("send")
    assert pair[0].response.status_code == {"full": 503, "too many": 429}[fault]
    assert_whole(pair, fault)


def test_the_month_is_named_in_welsh(pair: tuple[Reporter, Reporter]) -> None:
    pages = [reporter.to_when().page for reporter in pair]
    assert ("November 2026" in pages[0], "Tachwedd 2026" in pages[1]) == (True, True)
    assert ("July 2026" in pages[0], "Gorffennaf 2026" in pages[1]) == (True, True)


@pytest.mark.usefixtures("set_clock")
def test_taking_a_report_back_is_said_in_the_language_of_its_address(country: dict[str, Area]) -> None:
    """The wrong words, the right ones, and more tries than there are."""
    codes = []
    for number in (1, 2):
        submit_report(ANSWERS, submission_id=uuid.UUID(int=number), now=factories.NOW)
        codes.append(code_of_submission(uuid.UUID(int=number)))
    pair = (Reporter(Client(), "/withdraw"), Reporter(Client(), "/cy/withdraw"))
    for name, status, words in (("unknown", 200, ["able acid acorn acre"] * 2), ("deleted", 200, codes)):
        for reporter, code in zip(pair, words, strict=True):
            assert reporter.send({"w": code}).response.status_code == status
        assert_whole(pair, name)
    assert [reporter.heading for reporter in pair] == ["The report is deleted", "Mae'r adroddiad wedi'i ddileu"]
    for reporter in pair:
        for _try in range(deletion_code_limit.SOURCE_FEWEST + deletion_code_limit.SOURCE_SPREAD):
            reporter.send({"w": "able acid acorn acre"})
        assert reporter.response.status_code == 429
    assert_whole(pair, "too many")
