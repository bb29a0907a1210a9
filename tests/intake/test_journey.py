"""The whole journey without script: every step, back, change and done."""

import datetime
import re
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from reports.geography import hexgrid
from reports.intake.models import AboutYouTally, IncomingReport, Submission, Verification
from reports.intake.shuffling import shuffle_intake
from reports.vocabulary.experience import DayKind, Frequency, Incident, TimeOfDay
from reports.vocabulary.reasons import BY_CODE, bits_of
from reports.vocabulary.uk_time import day_in_london
from tests import factories
from tests.intake.walking import Reporter

pytestmark = pytest.mark.usefixtures("fixed_clock")
KEY = "0f" * 16  # as a page's script makes one
ADDRESSES_OF_THE_JOURNEY = {"/report"}


def kept(report: IncomingReport) -> dict[str, Any]:
    """Everything a report's row holds but its random id and the mark of its code."""
    random = {"id", "withdrawal_mark"}
    return {field.attname: getattr(report, field.attname) for field in report._meta.fields if field.name not in random}


def test_the_shortest_report_is_kept_whole_and_thanked(reporter: Reporter) -> None:
    reporter.to_check().press("send")
    assert (reporter.response.status_code, reporter.heading) == (200, "Thank you")
    assert re.search(r"We will publish the next map with new reports on \d+ \w+ 20\d\d\.", reporter.text)
    assert kept(IncomingReport.objects.get()) == {
        "cell": hexgrid.cell_at(*factories.IN_WESTBY),
        "council_id": factories.WESTBY,
        "received_on": factories.TODAY,
        "felt_in": None,
        "band": TimeOfDay.EVENING,
        "day_kind": DayKind.NOT_SURE,
        "frequency": Frequency.NOT_SURE,
        "reasons": BY_CODE["badly-lit"].bit,
        "main_reason": BY_CODE["badly-lit"].number,
        "incident": Incident.UNANSWERED,
        "why_not_reported": 0,
        "verification": Verification.DOUBTFUL,  # the clock stands still: nobody is that quick
    }
    shuffle_intake(now=factories.NOW.replace(month=12), whole=True)
    assert AboutYouTally.objects.count() == 0


def test_the_fullest_report_is_kept_whole(reporter: Reporter) -> None:
    reporter.to_why().press("next", one=["badly-lit", "layout"], two=["followed"], three=["transport"])
    assert reporter.heading == "Which one matters most?"
    reporter.press("next", one="followed")
    assert reporter.heading == "When does it feel unsafe?"
    reporter.press("next", one="4", two="2", three="2", four="2026-09")
    reporter.press("next", one="3")
    assert "Why was it not reported?" in reporter.text
    reporter.press("next", one=["2", "3"])
    reporter.press("next", one="16-24", two="woman", three="no")
    assert reporter.heading == "Check your answers"
    reporter.press("send")
    assert reporter.heading == "Thank you"
    chosen = [BY_CODE[code] for code in ("badly-lit", "layout", "followed", "transport")]
    assert kept(IncomingReport.objects.get()) == {
        "cell": hexgrid.cell_at(*factories.IN_WESTBY),
        "council_id": factories.WESTBY,
        "received_on": factories.TODAY,
        "felt_in": datetime.date(2026, 9, 1),
        "band": TimeOfDay.NIGHT,
        "day_kind": DayKind.WEEKEND,
        "frequency": Frequency.SOMETIMES,
        "reasons": bits_of(chosen),
        "main_reason": BY_CODE["followed"].number,
        "incident": Incident.NOT_REPORTED,
        "why_not_reported": 0b1100,
        "verification": Verification.DOUBTFUL,
    }
    assert AboutYouTally.objects.count() == 0
    shuffle_intake(now=factories.NOW.replace(month=12), whole=True)
    stated = AboutYouTally.objects.values_list("council", "month", "question", "answer", "count").order_by("question")
    assert list(stated) == [
        (factories.WESTBY, datetime.date(2026, 11, 1), "age", "16-24", 1),
        (factories.WESTBY, datetime.date(2026, 11, 1), "disability", "no", 1),
        (factories.WESTBY, datetime.date(2026, 11, 1), "gender", "woman", 1),
    ]


def test_the_check_page_says_every_answer_in_words(reporter: Reporter) -> None:
    reporter.to_why().press("next", one=["badly-lit"], two=["followed"]).press("next", one="followed")
    reporter.press("next", one="4", two="2", three="2", four="2026-09").press("next", one="1").press("skip")
    rows = re.findall(r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>\s*(.*?)\s*</dd>", reporter.page, re.S)
    assert [(question, re.split(r"\s*<br>\s*", answer)) for question, answer in rows] == [
        ("Where is the place?", ["close to Westby Cross station, in Westby"]),
        (
            "What makes it feel unsafe?",
            ["Badly lit: poor street lighting, or none", "Being followed, now or in the past"],
        ),
        ("Which one matters most?", ["Being followed, now or in the past"]),
        (
            "When does it feel unsafe?",
            [
                "What time of day? Night, midnight to 6am",
                "Which days? Saturday or Sunday",
                "How often? Sometimes",
                "When did you last feel unsafe there? September 2026",
            ],
        ),
        ("Did something happen to you there?", ["No"]),
        ("A little about you", ["Not answered"]),
    ]


def test_all_that_may_be_skipped_can_be_skipped_at_once(reporter: Reporter) -> None:
    assert 'value="end"' not in reporter.to_why().page
    reporter.press("next", one=["badly-lit"])
    assert (
        reporter.press("end").heading == "When does it feel unsafe?"
    )  # what must be answered is asked for all the same
    assert reporter.press("end", one="3").heading == "Check your answers"
    assert reporter.text.count("Not answered") == 2
    reporter.press("change-when")
    assert 'value="end"' not in reporter.page
    assert reporter.press("next", one="4").heading == "Check your answers"
    assert reporter.press("change-more").press("next", one="1").heading == "Check your answers"
    assert reporter.press("send").heading == "Thank you"


def test_back_keeps_what_was_answered_on_both_pages(reporter: Reporter) -> None:
    reporter.to_why().press("next", one=["badly-lit", "layout"]).press("next", one="layout")
    reporter.press("back", one="2", three="3")
    assert (reporter.heading, reporter.read("one")) == ("Which one matters most?", ["layout"])
    reporter.press("back")
    assert (reporter.heading, reporter.read("one")) == ("What makes it feel unsafe?", ["badly-lit", "layout"])
    reporter.press("next", one=["badly-lit", "layout"])
    assert reporter.read("one") == ["layout"]
    reporter.press("next", one="layout")
    assert (reporter.heading, reporter.read("one"), reporter.read("three")) == (
        "When does it feel unsafe?",
        ["2"],
        ["3"],
    )


def test_back_from_the_first_question_and_on_again_keeps_the_answers(reporter: Reporter) -> None:
    reporter.to_when().press("back").press("back").press("back")
    assert reporter.heading == "Tell us about a place that feels unsafe"
    reporter.start()
    assert reporter.heading == "When does it feel unsafe?"
    reporter.press("back")
    assert reporter.read("one") == ["badly-lit"]


def test_a_change_returns_to_the_check_page(reporter: Reporter) -> None:
    reporter.to_check().press("change-when")
    assert (reporter.heading, reporter.read("one")) == ("When does it feel unsafe?", ["3"])
    reporter.press("next", one="1")
    assert reporter.heading == "Check your answers"
    assert "Morning, 6am to midday" in reporter.text
    assert "Evening" not in reporter.text


def test_a_second_reason_on_change_asks_which_matters_most(reporter: Reporter) -> None:
    reporter.to_check().press("change-why").press("next", one=["badly-lit", "no-cctv"])
    assert reporter.heading == "Which one matters most?"
    reporter.press("next", one="no-cctv")
    assert reporter.heading == "Check your answers"
    reporter.press("change-why").press("next", one=["badly-lit", "layout"])
    assert reporter.heading == "Which one matters most?"  # the main reason chosen before is no longer one of them
    reporter.press("next", one="layout").press("send")
    report = IncomingReport.objects.get()
    assert (report.reasons, report.main_reason) == (0b10010, 4)


def test_a_report_no_longer_unreported_drops_its_why(reporter: Reporter) -> None:
    reporter.to_when().press("next", one="3").press("next", one="3").press("next", one=["2"]).press("skip")
    reporter.press("change-more").press("next", one="2")
    assert (reporter.heading, "Why was it not reported?" in reporter.text) == ("Check your answers", False)
    reporter.press("send")
    report = IncomingReport.objects.get()
    assert (report.incident, report.why_not_reported) == (Incident.REPORTED, 0)


def test_sending_twice_keeps_one_report_and_the_page_that_sent_it_has_the_same_thanks(reporter: Reporter) -> None:
    reporter.key = KEY
    reporter.to_check()
    check = {"s": "check", "a": reporter.encrypted, "b": "send"}
    first = reporter.send(check).text
    second = reporter.send(check).text
    assert "Thank you We have received your report." in first
    assert (first, IncomingReport.objects.count(), Submission.objects.count()) == (second, 1, 1)


def test_other_answers_after_sending_are_refused_with_what_to_do(reporter: Reporter) -> None:
    at_when = reporter.to_when().encrypted
    other = reporter.press("next", one="1").press("skip").press("skip").encrypted
    reporter.send({"s": "when", "a": at_when, "b": "next", "one": "3"}).press("skip").press("skip").press("send")
    reporter.send({"s": "check", "a": other, "b": "send"})
    assert reporter.response.status_code == 422
    assert "We kept the first answers you sent, but not the changes you made after that." in reporter.text
    assert IncomingReport.objects.get().band == TimeOfDay.EVENING


def test_a_locked_database_keeps_the_answers_on_the_page_and_thanks_nobody(
    reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    reporter.to_check()
    with monkeypatch.context() as patch:
        patch.setattr("reports.intake.submission._keep_report", locked)
        reporter.press("send")
    assert (reporter.response.status_code, reporter.response.headers["Retry-After"]) == (503, "30")
    assert (reporter.heading, "Your answers are still here" in reporter.text) == ("Check your answers", True)
    assert (IncomingReport.objects.count(), Submission.objects.count()) == (0, 0)
    reporter.press("send")
    assert (reporter.heading, IncomingReport.objects.count()) == ("Thank you", 1)


def test_no_page_redirects_sets_a_cookie_or_names_the_place_outside_its_body(reporter: Reporter) -> None:
    responses = [reporter.response]
    reporter.start()
    responses.append(reporter.response)
    for button, fields in (
        ("find", {"q": "Westby Cross"}),
        ("here", {}),
        ("next", {"one": ["badly-lit"]}),
        ("next", {"one": "3"}),
        ("skip", {}),
        ("skip", {}),
        ("send", {}),
    ):
        reporter.press(button, **fields)
        responses.append(reporter.response)
    assert [response.status_code for response in responses] == [200] * 9
    assert {response.request["PATH_INFO"] for response in responses} == ADDRESSES_OF_THE_JOURNEY
    assert [response.headers["Cache-Control"] for response in responses] == ["no-store"] * 9
    assert not reporter.client.cookies
    assert not any("Westby" in str(response.headers) for response in responses)


@pytest.mark.parametrize(("language", "title"), [("", "Form - Places"), ("/cy", "Ffurflen - Lleoedd")])
def test_every_page_of_the_report_and_of_its_deletion_has_one_title(
    reporter: Reporter, client: Client, language: str, title: str
) -> None:
    reporter = Reporter(client, f"{language}/report")
    headings, titles = [], []

    def looks(page: str) -> None:
        headings.extend(re.findall(r"<h1[^>]*>", page))
        titles.extend(re.findall(r"<title>(.*?)</title>", page))

    looks(reporter.page)
    for move in (
        reporter.start,
        lambda: reporter.press("find", q=""),
        lambda: reporter.press("find", q="Westby Cross"),
        lambda: reporter.press("here"),
        lambda: reporter.press("next"),
        lambda: reporter.press("next", one=["badly-lit", "layout"]),
        lambda: reporter.press("next", one="layout"),
        lambda: reporter.press("next", one="3"),
        lambda: reporter.press("next", one="3"),
        lambda: reporter.press("skip"),
        lambda: reporter.press("skip"),
        lambda: reporter.press("send"),
        lambda: reporter.press("code"),
    ):
        looks(move().page)
    words = re.search(r"data-code>([^<]*)<", reporter.page)
    assert words
    for fields in ({"s": "when", "a": "x"}, {"s": "code", "a": "x"}):
        looks(reporter.send(fields).page)
    looks(client.get(f"{language}/withdraw").text)
    for typed in ("able acid acorn acre", words[1]):
        looks(client.post(f"{language}/withdraw", {"w": typed}).text)
    assert len(headings) == 19
    assert titles == [title] * 19


def test_the_day_is_the_day_in_london() -> None:
    summer_midnight = datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC)
    assert day_in_london(summer_midnight) == datetime.date(2026, 7, 1)
