"""With script every form of the report and of its deletion is equally long on the wire, and each step asks once."""

import contextlib
import re
from collections.abc import Callable, Iterator
from unittest import mock

import pytest
from playwright.sync_api import Page, Request, Route, expect

from reports.intake.models import IncomingReport, Verification
from tests.journeys.conftest import Visitor
from tests.journeys.test_someone_reports_a_place import press

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)

SIZE = 4_096
WITHOUT_WORK = "Object.defineProperty(globalThis.crypto, 'subtle', { value: undefined })"
LANGUAGES = ("", "/cy")
START = {"": "Start", "/cy": "Dechrau"}


def forms(visitor: Visitor) -> list[Request]:
    """What was posted."""
    return [asked for asked in visitor.requests if asked.method == "POST"]


def sizes(visitor: Visitor) -> set[int]:
    """How many bytes each of them took."""
    return {len(asked.post_data_buffer or b"") for asked in forms(visitor)}


@contextlib.contextmanager
def a_step(page: Page) -> Iterator[None]:
    """Waits for the page that follows what is done within: a form filled in meanwhile would be taken away."""
    page.evaluate("document.querySelector('h1').setAttribute('data-before', '')")
    yield
    page.locator("h1:not([data-before])").wait_for()


def button(page: Page, value: str) -> None:
    """Presses the visible button of this value."""
    with a_step(page):
        page.locator(f"main button[value={value}]:not([aria-hidden])").first.click()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("much", [False, True], ids=["the least", "the most"])
def test_whatever_is_chosen_typed_and_proved(ground: None, visit: Visit, language: str, much: bool) -> None:
    """The least without a proof of work; the most with one, the longest search, every reason and every question."""
    visitor = visit()
    if not much:
        visitor.context.add_init_script(WITHOUT_WORK)
    with mock.patch.multiple("reports.intake.verification", FEWEST_TRIES=1, SPREAD=1):
        page = visitor.opens(f"{language}/report")
        press(page, START[language])
        if much:
            page.fill("input[name=q]", "€" * 60)
            button(page, "find")
            button(page, "map")
            button(page, "in")
            page.locator(".app-place__map").focus()
            with a_step(page):
                page.keyboard.press("ArrowUp")
            with a_step(page):
                page.locator(".app-place__map").click(position={"x": 300, "y": 5})
        page.fill("input[name=q]", "wb1 1aa")
        button(page, "find")
        button(page, "here")
        ticks = page.locator("input[type=checkbox]")
        for number in range(ticks.count() if much else 1):
            ticks.nth(number).check()
        button(page, "next")
        if much:
            page.locator("input[type=radio]").last.check()
            button(page, "next")
        page.locator("input[type=radio]").nth(3).check()
        button(page, "next")
        if much:
            page.locator("input[type=radio]").nth(2).check()
            button(page, "next")
            for number in range(3):
                page.locator("input[type=checkbox]").nth(number).check()
            button(page, "next")
            for number in range(3):
                page.locator("select").nth(number).select_option(index=2)
            button(page, "next")
            page.wait_for_timeout(1_500)  # the phone does its work
        else:
            button(page, "skip")
            button(page, "skip")
        button(page, "send")
        expect(page.locator("form input[name=s][value=code]")).to_have_count(1)
    proofs = [re.search(r"(?:^|&)p=([^&]*)", asked.post_data or "") for asked in forms(visitor)]
    assert [bool(found[1]) for found in proofs if found] == [much]  # the work of one and not of the other
    (kept,) = IncomingReport.objects.all()
    assert (kept.verification == Verification.VERIFIED) == much or kept.verification == Verification.DOUBTFUL
    assert (len(forms(visitor)) >= (13 if much else 7), sizes(visitor)) == (True, {SIZE})
    after = visitor.requests[visitor.requests.index(forms(visitor)[0]) :]
    assert [asked.url for asked in after if not asked.url.startswith("data:")] == [
        asked.url for asked in forms(visitor)
    ]  # a step is one request


def test_a_form_tried_again_is_as_long(ground: None, visit: Visit) -> None:
    """Without a network the same form is tried again and again."""
    visitor = visit()
    page = visitor.opens("/report")
    attempts: list[int] = []

    def lose(route: Route) -> None:
        attempts.append(len(route.request.post_data_buffer or b""))
        route.abort() if len(attempts) < 3 else route.continue_()

    page.route("**/report", lose)
    press(page, "Start")
    assert attempts == [SIZE] * 3
    visitor.complaints.clear()  # of the requests that were lost


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_delete_are_as_long_as_others(visit: Visit, language: str) -> None:
    visitor = visit()
    page = visitor.opens(f"{language}/withdraw")
    for words in ("", "able acid acorn acre", "€" * 60):
        page.fill("input[name=w]", words)
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator("main form button").click()
        page.locator(".govuk-error-summary").wait_for()
    assert (len(forms(visitor)), sizes(visitor)) == (3, {SIZE})
