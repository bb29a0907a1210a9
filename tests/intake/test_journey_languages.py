"""The other language in the middle of a report: the same step, and nothing lost."""

import re

import pytest

from reports.intake.models import IncomingReport
from tests.intake.walking import Reporter

pytestmark = pytest.mark.usefixtures("fixed_clock")


def test_the_whole_journey_stands_in_welsh_and_keeps_its_answers_across(reporter: Reporter) -> None:
    reporter.to_when()
    reporter.address = "/cy/report"
    reporter.press("show")
    assert '<html class="govuk-template" lang="cy"' in reporter.page
    assert 'action="/cy/report"' in reporter.page
    reporter.press("next", one="3").press("skip").press("skip").press("send")
    assert IncomingReport.objects.count() == 1


def test_what_is_filled_in_goes_along_into_the_other_language(reporter: Reporter) -> None:
    """Whole or not: a switch of language is no answer, and must not cost one."""
    reporter.start()
    reporter.address = "/cy/report"
    reporter.press("show", q="Westby Cr")
    assert 'value="Westby Cr"' in reporter.page
    reporter.press("find", q="Westby Cross").press("here")
    reporter.address = "/report"
    reporter.press("show", one=["badly-lit", "no-cctv"], two=["followed"])
    assert ticked(reporter) == ["badly-lit", "no-cctv", "followed"]
    reporter.press("next", one=["badly-lit"])
    reporter.address = "/cy/report"
    reporter.press("show", two="2")  # the days, and not yet the part of the day
    assert 'lang="cy"' in reporter.page
    assert re.search(r'value="2[.]*" selected', reporter.page)
    assert "govuk-error" not in reporter.page
    reporter.press("show", one="no such thing", two=["x" * 900])
    assert reporter.response.status_code == 200


def ticked(reporter: Reporter) -> list[str]:
    """The values of the boxes that are ticked."""
    return [
        value.rstrip(".")
        for value in re.findall(r'<input[^>]*type="checkbox"[^>]*value="([^"]+)"[^>]*checked', reporter.page)
    ]
