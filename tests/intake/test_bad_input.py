"""What browsers and vandals can post: a clear page with what to do, never a fault, and the good answers kept."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from reports.geography.models import Area
from reports.intake.draft import Draft, decrypt_draft, encrypt_draft, new_draft
from reports.intake.models import IncomingReport
from reports.intake.place_map import MapView
from tests import factories
from tests.intake.walking import ADDRESS, Reporter

LATER = factories.NOW + datetime.timedelta(hours=2, minutes=1)
IN_PARIS = MapView(2.35, 49.01, 2)
SENDS = {"s": "check", "b": "send"}


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime.datetime], None]:
    """Sets the views' clock; at first to factories.NOW."""

    def set_to(now: datetime.datetime) -> None:
        monkeypatch.setattr("reports.intake.views.timezone.now", lambda: now)

    set_to(factories.NOW)
    return set_to


def encrypted(**changes: Any) -> str:
    """An encrypted draft made at factories.NOW."""
    draft = new_draft()
    return encrypt_draft(Draft(draft.submission_id, **{"answers": draft.answers} | changes), now=factories.NOW)


BROKEN_SEALS = {
    "absent": {},
    "empty": {"a": ""},
    "noise": {"a": "bm90IG91cnM="},
    "cut": {"a": encrypted()[:-9]},
    "NULs": {"a": "\0\0"},
    "beyond ASCII": {"a": "ﬁeld ‮ 🏳️‍🌈 \ud800".encode("utf-8", "replace").decode()},
    "twice, the last broken": {"a": [encrypted(), "x"]},
}


@pytest.mark.parametrize("step", ["where", "why", "main", "when", "more", "more-why", "about", "check", "no-such", ""])
@pytest.mark.parametrize("fields", BROKEN_SEALS.values(), ids=BROKEN_SEALS)
def test_a_broken_encryption_asks_to_start_again(client: Client, step: str, fields: dict[str, Any]) -> None:
    response = client.post(ADDRESS, {"s": step, **fields})
    assert response.status_code == 400
    assert "Some of your answers did not reach us." in response.content.decode()
    assert 'href="/report"' in response.content.decode()


def test_an_expired_encryption_says_so(reporter: Reporter, clock: Callable[[datetime.datetime], None]) -> None:
    reporter.to_check()
    clock(LATER)
    reporter.press("send")
    assert reporter.response.status_code == 400
    assert "open for more than 20 minutes" in reporter.text
    assert "Nothing was sent now. If you sent your report before, it is kept." in reporter.text
    assert IncomingReport.objects.count() == 0


@pytest.mark.parametrize("step", ["no-such", "", "check\0", "why ", "steps.WHY"])
def test_an_unknown_step_carries_on_from_the_first_gap_with_the_answers_kept(reporter: Reporter, step: str) -> None:
    reporter.to_when().send({"s": step, "a": reporter.encrypted, "b": "next"})
    assert (reporter.response.status_code, reporter.heading) == (400, "When does it feel unsafe?")
    assert "Your answers are still here" in reporter.text
    reporter.press("back")
    assert reporter.read("one") == ["badly-lit"]


def test_a_step_that_these_answers_do_not_meet_carries_on_too(reporter: Reporter) -> None:
    reporter.to_when().send({"s": "main", "a": reporter.encrypted, "b": "next", "one": "badly-lit"})
    assert (reporter.response.status_code, reporter.heading) == (400, "When does it feel unsafe?")


FORGED = {
    "a reason not in the list": ("why", {"one": ["badly-lit", "no-such-reason"]}),
    "a reason of another group": ("why", {"two": ["badly-lit"]}),
    "a reason with a NUL": ("why", {"one": ["badly-lit\0"]}),
    "a reason in odd letters": ("why", {"one": ["ｂａｄｌｙ-ｌｉｔ"]}),
    "a part of the day not in the list": ("when", {"one": "9"}),
    "a part of the day that is no number": ("when", {"one": "३"}),
    "a month to come": ("when", {"one": "3", "four": "2026-12"}),
    "a month too long ago": ("when", {"one": "3", "four": "2025-11"}),
    "a month 13": ("when", {"one": "3", "four": "2026-13"}),
    "an incident not in the list": ("more", {"one": "0"}),
    "an age not in the list": ("about", {"one": "42"}),
    "two parts of the day, the last forged": ("when", {"one": ["3", "x"]}),
}


@pytest.mark.parametrize(("step", "fields"), FORGED.values(), ids=FORGED)
def test_a_value_the_page_does_not_offer_is_refused_with_the_answers_kept(
    reporter: Reporter, step: str, fields: dict[str, Any]
) -> None:
    reporter.to_check()
    intact = decrypt_draft(reporter.encrypted, now=factories.NOW).answers
    reporter.send({"s": step, "a": reporter.encrypted, "b": "next", **fields})
    assert reporter.response.status_code == 400
    assert "Choose an answer from the list" in reporter.text
    assert decrypt_draft(reporter.encrypted, now=factories.NOW).answers == intact


BLANKS = {
    "no reason": ("why", {}, "Choose at least one reason"),
    "no part of the day": ("when", {"two": "1"}, "Select a time of day, or ‘Not sure’"),
}


@pytest.mark.parametrize(("step", "fields", "message"), BLANKS.values(), ids=BLANKS)
def test_a_question_left_blank_is_asked_again_without_blame(
    reporter: Reporter, step: str, fields: dict[str, Any], message: str
) -> None:
    reporter.to_when().send({"s": step, "a": reporter.encrypted, "b": "next", **fields})
    assert (reporter.response.status_code, message in reporter.text) == (200, True)


GAPS = {
    "nothing": ({}, "Where is the place?"),
    "only the place": ({"where": {"cell": ["8b195da49a9bfff"]}}, "What makes it feel unsafe?"),
    "no place": ({"why": {"one": ["badly-lit"]}, "when": {"one": ["3"]}}, "Where is the place?"),
    "two reasons and no main one": (
        {"where": {"cell": ["8b195da49a9bfff"]}, "why": {"one": ["badly-lit", "layout"]}, "when": {"one": ["3"]}},
        "Which one matters most?",
    ),
    "a month that fell out of the list": (
        {
            "where": {"cell": ["8b195da49a9bfff"]},
            "why": {"one": ["badly-lit"]},
            "when": {"one": ["3"], "four": ["2020-01"]},
        },
        "When does it feel unsafe?",
    ),
}


@pytest.mark.parametrize(("answers", "heading"), GAPS.values(), ids=GAPS)
def test_sending_with_a_gap_goes_to_the_gap(reporter: Reporter, answers: dict[str, Any], heading: str) -> None:
    reporter.send(SENDS | {"a": encrypted(answers=answers)})
    assert (reporter.response.status_code, reporter.heading) == (400, heading)
    assert "Answer this question first." in reporter.text
    assert IncomingReport.objects.count() == 0


def test_a_place_outside_the_uk_is_refused_where_it_is_chosen(reporter: Reporter) -> None:
    reporter.send({"s": "where", "a": encrypted(view=IN_PARIS), "b": "here"})
    assert (reporter.response.status_code, reporter.heading) == (400, "Where is the place?")
    assert "outside the United Kingdom" in reporter.text


@pytest.mark.parametrize(
    "fields",
    [
        {"at": "2.35,48.85,2"},
        {"at": "0,0,0"},
        {"at": "nan,51,2"},
        {"at": "inf,51,2"},
        {"at": "-2.5,51.4,99"},
        {"at": "-2.5,51.4,-1"},
        {"at": "-2.5,51.4"},
        {"at": "\0"},
        {"at": ""},
        {"m.x": "999", "m.y": "5"},
        {"m.x": "x", "m.y": "5"},
        {"m.x": "-3", "m.y": "5"},
        {"m.x": "5"},
        {"m.x": "9" * 5000, "m.y": "5"},
    ],
)
def test_no_posted_position_is_believed_beyond_the_map(reporter: Reporter, fields: dict[str, str]) -> None:
    reporter.send({"s": "where", "a": encrypted(), **fields})
    assert (reporter.response.status_code, reporter.heading) == (400, "Where is the place?")
    assert "That is not a place on this map." in reporter.text


@pytest.mark.parametrize("query", ["", "   ", "\0", "\u202e\u200b", "x" * 5000, "'; DROP TABLE", "%", "💡", "½"])
def test_odd_searches_find_nothing_and_say_what_to_do(reporter: Reporter, query: str) -> None:
    reporter.send({"s": "where", "a": encrypted(), "b": "find", "q": query})
    assert (reporter.response.status_code, reporter.heading) == (200, "Where is the place?")
    assert "There is a problem" in reporter.text


def test_a_forged_change_button_loses_nothing(reporter: Reporter) -> None:
    reporter.to_check().send({"s": "check", "a": reporter.encrypted, "b": "change-no-such"})
    assert (reporter.response.status_code, reporter.heading) == (400, "Check your answers")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
        (b"a=%ff%00&s=%80", "application/x-www-form-urlencoded"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b'{"s": "start"}', "application/json"),
        (b"&".join(b"f%d=1" % number for number in range(500)), "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_is_no_form_of_ours_is_a_bad_request(client: Client, body: bytes, kind: str) -> None:
    assert client.post(ADDRESS, body, content_type=kind).status_code == 400


def test_a_body_over_32_kilobytes_is_too_large(client: Client) -> None:
    assert client.post(ADDRESS, {"s": "start", "a": "x" * 33_000}).status_code == 413


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_not_allowed(client: Client, method: str) -> None:
    assert getattr(client, method)(ADDRESS).status_code == 405


def test_a_form_of_another_site_is_refused(client: Client, country: dict[str, Area]) -> None:
    assert client.post(ADDRESS, {"s": "start"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post(ADDRESS, {"s": "start"}, headers={"sec-fetch-site": "same-origin"}).status_code == 200
