"""Somebody finds the page, its field or what was posted: no answer, no word; and a page kept open does not thank."""

import re
from collections.abc import Callable
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Page, Request, expect

from reports.intake.models import IncomingReport
from tests.journeys.conftest import Visitor
from tests.journeys.test_nothing_is_left import to_the_end, to_the_reasons
from tests.journeys.test_someone_reports_a_place import press

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)

ENCRYPTED = "document.querySelector('main [name=a]').value"


def heading(page: Page) -> str:
    """What the page says it is."""
    return page.get_by_role("heading", level=1).inner_text()


def shown_to_whoever_posts(visitor: Visitor, **fields: str | float | bool) -> str:
    """The answer to a form that somebody makes of what they found."""
    posted = visitor.context.request.post(
        f"{visitor.site}/report", form=fields, headers={"Sec-Fetch-Site": "same-origin"}, fail_on_status_code=False
    )
    return posted.text()


def pressed_into_a_new_tab(page: Page, name: str) -> Page:
    """The page that a button leads to, in a tab of its own: this one stays as it is."""
    with page.context.expect_page() as opened:
        page.locator("button:not([aria-hidden]):visible", has_text=name).first.click(modifiers=["Control"])
    opened.value.wait_for_load_state()
    return opened.value


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_field_of_an_open_page_opens_only_where_no_script_could_keep_half_of_its_key(
    ground: None,
    visit: Visit,
    script: bool,
) -> None:
    visitor = visit(script=script)
    page = visitor.opens("/report")
    to_the_reasons(page)
    press(page, "Continue")
    text = shown_to_whoever_posts(visitor, s="why", a=page.evaluate(ENCRYPTED), b="show")
    is_ticked = re.search(r'value="badly-lit\.*" checked', text) is not None
    assert is_ticked == (not script)  # without script it is said, and 20 minutes


def test_what_was_posted_for_the_four_words_shows_them_once(ground: None, visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens("/report")
    asked: list[Request] = []
    page.on("request", lambda one: asked.append(one) if "s=code" in (one.post_data or "") else None)
    to_the_end(page)
    press(page, "Show 4 words")
    words = page.locator("[data-code]").inner_text()
    assert len(words.split()) == 4
    fields = dict(parse_qsl(asked[0].post_data or "", keep_blank_values=True))
    assert {"s", "a", "k"} <= set(fields)  # all of it: half of the key too
    text = shown_to_whoever_posts(visitor, **fields)
    assert (words in text, "The 4 words are shown once" in text) == (False, True)


def test_without_script_words_asked_for_in_two_tabs_are_shown_in_one(ground: None, visit: Visit) -> None:
    visitor = visit(script=False)
    page = visitor.opens("/report")
    to_the_end(page)
    expect(page.get_by_text("We show them only once: not after Back")).to_be_visible()
    assert len(pressed_into_a_new_tab(page, "Show 4 words").locator("[data-code]").inner_text().split()) == 4
    press(page, "Show 4 words")
    assert heading(page) == "The 4 words are shown once"
    assert page.locator("[data-code]").count() == 0
    visitor.complaints.clear()  # 410: that was the point


def test_send_on_a_page_kept_open_after_deleting_does_not_thank(ground: None, visit: Visit) -> None:
    visitor = visit(script=False)
    page = visitor.opens("/report")
    to_the_reasons(page)
    press(page, "Continue")
    page.get_by_label("Night, midnight to 6am").check()
    press(page, "Continue")
    press(page, "Skip")
    press(page, "Skip")
    other = pressed_into_a_new_tab(page, "Send")
    assert heading(other) == "Thank you"
    press(other, "Show 4 words")
    words = other.locator("[data-code]").inner_text()
    other.goto(f"{visitor.site}/withdraw")
    other.fill("#words", words)
    press(other, "Delete the report")
    assert (heading(other), IncomingReport.objects.count()) == ("The report is deleted", 0)
    press(page, "Send")
    assert heading(page) == "The report is deleted"
    assert "Thank you" not in page.inner_text("main")
    assert IncomingReport.objects.count() == 0
    visitor.complaints.clear()  # 410: that was the point
