"""Someone frightened, on a phone: a place reported, with script and without."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from reports.geography import hexgrid
from reports.intake.about_you import count_about_you
from reports.intake.models import AboutYouTally, IncomingReport, Submission, Verification
from reports.moderation.models import ReportStatus
from reports.vocabulary.experience import DayKind, Incident, TimeOfDay
from reports.vocabulary.reasons import reasons_of
from tests import factories
from tests.intake.walking import HEADINGS
from tests.journeys.conftest import NOTHING_KEPT, Visitor

Visit = Callable[..., Visitor]

TITLE = "Form - Places"  # of all of them, also where a browser keeps it


def press(page: Page, name: str) -> None:
    """Presses the visible button of this exact name, and waits for the page that follows."""
    page.evaluate("document.querySelector('h1').setAttribute('data-before', '')")
    page.locator("button:not([aria-hidden]):visible", has_text=name).first.click()
    page.locator("h1:not([data-before])").wait_for()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.django_db(transaction=True)
def test_a_place_is_reported_and_waits_for_a_moderator(ground: None, visit: Visit, script: bool) -> None:
    visitor = visit(script=script)
    page = visitor.opens("/report")
    seen: list[str] = []

    def look() -> None:
        """What must hold on every page of the journey."""
        name = f"journey-{'script' if script else 'plain'}-{len(seen)}"
        seen.append(page.get_by_role("heading", level=1).inner_text())
        assert page.title() == TITLE
        visitor.picture(name)
        assert page.url == f"{visitor.site}/report"
        if script:
            assert visitor.axe() == []
        assert visitor.keeps() == NOTHING_KEPT
        assert page.evaluate("document.documentElement.scrollWidth") <= 375

    look()
    press(page, "Start")
    look()
    page.get_by_label("Postcode, place or station").fill("wb1 1aa")
    press(page, "Find")
    visitor.picture(f"journey-map-{'script' if script else 'plain'}")
    expect(page.get_by_role("status")).to_contain_text("Westby")
    press(page, "Use the centre of the map")
    look()
    page.get_by_label("Badly lit").check()
    page.get_by_label("Being followed").check()
    press(page, "Continue")
    look()
    page.get_by_label("Being followed").check()
    press(page, "Continue")
    look()
    page.get_by_label("Night, midnight to 6am").check()
    page.get_by_label("Which days?").select_option(label="Saturday or Sunday")
    press(page, "Continue")
    look()
    page.get_by_label("Yes, and it was not reported").check()
    press(page, "Continue")
    look()
    page.get_by_label("Nothing would have been done").check()
    press(page, "Continue")
    look()
    page.get_by_label("How old are you?").select_option(label="25 to 34")
    press(page, "Continue")
    look()
    page.wait_for_timeout(4_000)  # nobody is quicker; the worker's turn, on a busy machine
    expect(page.get_by_role("definition").filter(has_text="Westby").first).to_be_visible()
    press(page, "Send")
    look()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    expect(page.get_by_role("link", name="0808 802 0300")).to_have_attribute("href", "tel:08088020300")

    assert seen == HEADINGS
    assert visitor.strangers() == []
    report = IncomingReport.objects.get()
    assert hexgrid.cell_at(*factories.IN_WESTBY) in hexgrid.neighbours(report.cell, 2)
    assert report.council_id == factories.WESTBY
    assert [reason.code for reason in reasons_of(report.reasons)] == ["badly-lit", "followed"]
    assert report.main_reason == 11
    assert (report.band, report.day_kind, report.felt_in) == (TimeOfDay.NIGHT, DayKind.WEEKEND, None)
    assert report.verification == (Verification.VERIFIED if script else Verification.UNVERIFIED)
    assert (report.incident, report.why_not_reported) == (Incident.NOT_REPORTED, 1 << 2)
    assert not ReportStatus.objects.exists()
    assert count_about_you(timezone.localdate() + datetime.timedelta(days=31)) == 3
    tally = AboutYouTally.objects.get()
    assert (tally.question, tally.answer, tally.count) == ("age", "25-34", 1)
    assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_change_from_the_check_page_keeps_the_other_answers(ground: None, visit: Visit) -> None:
    visitor = visit(script=False)
    page = visitor.opens("/report")
    press(page, "Start")
    page.get_by_label("Postcode, place or station").fill("Westby Market")
    press(page, "Find")
    if page.get_by_role("heading", name="Which of these?").count():
        page.get_by_role("button", name="Westby Market").first.click()
    while not page.locator("button:not([aria-hidden]):visible", has_text="Use the centre of the map").count():
        press(page, "Zoom in")
    press(page, "Use the centre of the map")
    page.get_by_label("No CCTV").check()
    press(page, "Continue")
    page.get_by_label("Morning, 6am to midday").check()
    press(page, "Continue")
    press(page, "Skip")
    press(page, "Skip")
    page.get_by_role("button", name=re.compile("When does it feel unsafe")).click()
    page.get_by_label("Any time of day").check()
    press(page, "Continue")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    press(page, "Send")
    report = IncomingReport.objects.get()
    assert (report.band, report.main_reason, report.incident) == (TimeOfDay.ANY, 2, Incident.UNANSWERED)
    assert report.received_on <= datetime.datetime.now(tz=datetime.UTC).date() + datetime.timedelta(days=1)
