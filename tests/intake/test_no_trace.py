"""What the report's pages promise somebody whose phone is looked through, as far as the pages themselves show it."""

import re

from django.test import Client

from reports.geography.models import Area
from tests.intake.walking import HEADINGS, Reporter


def pages_of(reporter: Reporter) -> list[Reporter]:
    """Every kind of page of the journey, one after another."""
    pages = []
    for step in (
        lambda: reporter,
        reporter.start,
        lambda: reporter.press("find", q="Newton"),
        lambda: reporter.press("find", q="Westby Cross"),
        lambda: reporter.press("here"),
        lambda: reporter.press("next", one=["badly-lit"], two=["followed"]),
        lambda: reporter.press("next", one="followed"),
        lambda: reporter.press("next", one="3"),
        lambda: reporter.press("next", one="3"),
        lambda: reporter.press("skip"),
        lambda: reporter.press("skip"),
        lambda: reporter.press("send"),
    ):
        found = Reporter.__new__(Reporter)
        found.response = step().response
        pages.append(found)
    headings = [page.heading for page in pages]
    start, where, *rest = HEADINGS
    assert headings == [start, where, where, where, *rest]
    return pages


def test_no_answer_of_the_journey_may_be_kept_or_tells_where_it_came_from(reporter: Reporter) -> None:
    kept = {
        (page.response["Cache-Control"], page.response["Referrer-Policy"], str(page.response.cookies))
        for page in pages_of(reporter)
    }
    assert kept == {("no-store", "no-referrer", "")}


def test_no_field_takes_words_but_the_search_and_none_is_remembered(reporter: Reporter) -> None:
    names: set[str] = set()
    for page in pages_of(reporter):
        main = page.page.split("<main", 1)[1]
        words = re.findall(r'<(?:textarea|input(?=[^>]*type="(?:text|search|email|tel)"))[^>]*>', main)
        assert {re.search(r'name="(\w+)"', field)[1] for field in words} <= {"q", "f"}  # type: ignore[index]  # all have one
        assert [field for field in words if 'autocomplete="off"' not in field] == []
        assert [field for field in words if 'name="q"' in field and 'autocorrect="off"' not in field] == []
        forms = re.findall(r"<form[^>]*>", main)
        assert [form for form in forms if 'autocomplete="off"' not in form] == []
        names |= set(re.findall(r'<(?:input|select|button)[^>]* name="([^"]+)"', main))
    assert names <= {"s", "a", "b", "q", "f", "m", "at", "one", "two", "three", "four"}


def test_the_last_page_has_no_number_to_find_the_report_by(reporter: Reporter) -> None:
    reporter.to_check().press("send")
    from reports.intake.models import IncomingReport, Submission

    for found in (IncomingReport.objects.get().id, Submission.objects.get().id):
        assert found.hex not in reporter.page
        assert str(found) not in reporter.page
    assert "reference" not in reporter.text.lower()


def test_the_first_page_says_what_it_is_not_for_and_what_cannot_be_hidden(
    client: Client, country: dict[str, Area]
) -> None:
    text = Reporter(client).text
    for words in (
        "In danger now? Call 999 Nobody reads reports straight away, so we cannot send help.",
        "This is not a way to report a crime.",
        "your browser history lists the sites you visit, with their addresses and when you were there",
        "your browser also keeps a list of open tabs. Every page of the report has the same name and address there",
        "Other browsers, and those on phones, may keep more",
        "Until your report is sent, anyone who opens such a page within 20 minutes can continue with it",
        "spyware (an app that secretly watches what you do) can see your screen",
        "your router or your employer can see which sites you visit",
        "Use a private browsing window, or a phone that nobody else checks.",
        "To leave quickly, select ‘Leave this site now’. With JavaScript turned on, you can also press the Escape key, "
        "or the Shift key 3 times.",
    ):
        assert words in text
    page = Reporter(client).page
    start = page.index(">Start</button>")
    assert page.index("To leave quickly, select ‘Leave this site now’.") < start  # before a question is met
    assert page.index('href="/withdraw"') < page.index("<footer")
