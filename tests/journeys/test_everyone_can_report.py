"""The whole report by keyboard alone, on the narrowest phone, enlarged, in forced colours, without styles."""

import datetime
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from reports.intake import verification
from reports.intake.models import IncomingReport, Verification
from reports.vocabulary.experience import Incident, TimeOfDay
from tests import factories
from tests.journeys.conftest import NOTHING_KEPT, PHONE, Visitor
from tests.journeys.reporting import button, report_a_place

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)

BY_THE_STATION = {"longitude": factories.IN_WESTBY[0], "latitude": factories.IN_WESTBY[1]}
MOST_TABS = 60  # from one control to the next: more is no way for a person

HAS_FOCUS = "(one) => one === document.activeElement"
# What a sighted keyboard user sees of the focus: something is drawn about it, and it is not under the way out.
FOCUS_SHOWN = """() => {
    const one = document.activeElement
    const seen = [one, one.nextElementSibling, one.parentElement].filter(Boolean).flatMap((near) => [
        getComputedStyle(near), getComputedStyle(near, '::before')])
    const isDrawn = seen.some((style) => style.boxShadow !== 'none' || style.outlineStyle !== 'none')
    const bar = document.querySelector('.app-quick-exit').getBoundingClientRect()
    const box = one.getBoundingClientRect()
    return isDrawn && (one.matches('.app-quick-exit') || box.bottom <= bar.top + 1 || box.left > bar.right)
}"""


class Keyboard:
    """Somebody who has no pointer: Tab until it has the focus, then a key."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.unseen: list[str] = []

    def go_to(self, control: Locator) -> None:
        aim = control.element_handle()
        for _ in range(MOST_TABS):
            if aim.evaluate(HAS_FOCUS):
                if not self.page.evaluate(FOCUS_SHOWN):
                    self.unseen.append(aim.evaluate("(one) => one.outerHTML"))
                return
            # A group of radios is one stop, of which the arrows choose.
            self.page.keyboard.press("ArrowDown" if self._shares_a_stop(aim) else "Tab")
        raise AssertionError(f"not reached by {MOST_TABS} keys: {aim.evaluate('(one) => one.outerHTML')}")

    def choose(self, control: Locator) -> None:
        self.go_to(control)
        if control.evaluate("(one) => one.type") == "submit":
            self.page.keyboard.press("Enter")
        elif not control.is_checked():
            self.page.keyboard.press("Space")

    def write(self, field: Locator, text: str) -> None:
        self.go_to(field)
        self.page.keyboard.type(text)

    def _shares_a_stop(self, aim: Any) -> bool:
        return bool(
            aim.evaluate(
                "(one) => one.type === 'radio' && document.activeElement.type === 'radio'"
                " && one.name === document.activeElement.name"
            )
        )


def without_styles(page: Page) -> None:
    """Every stylesheet arrives empty."""

    def empty(route: Route) -> None:
        route.fulfill(body="", content_type="text/css")

    page.route("**/*.css", empty)


def the_report_is_kept() -> None:
    """The report that every way below leads to."""
    report = IncomingReport.objects.get()
    assert (report.band, report.main_reason) == (TimeOfDay.NIGHT, 11)
    assert (report.incident, report.why_not_reported) == (Incident.NOT_REPORTED, 1 << 2)


MEANS: dict[str, dict[str, Any]] = {
    "at 320 pixels": {"viewport": {"width": 320, "height": 568}},
    "at 320 pixels without script": {"viewport": {"width": 320, "height": 568}, "script": False},
    "enlarged four times": {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
    "in forced colours": {"viewport": PHONE, "forced_colors": "active"},
    "by night": {"viewport": PHONE, "color_scheme": "dark"},
    "without styles": {"viewport": PHONE},
    "without styles and script": {"viewport": PHONE, "script": False},
}


@pytest.mark.parametrize("means", MEANS)
def test_a_report_is_made(ground: None, visit: Visit, means: str) -> None:
    visitor = visit(**MEANS[means])
    has_styles = "without styles" not in means
    if not has_styles:
        without_styles(visitor.page)
    page = visitor.opens("/report")
    seen = 0

    def look() -> None:
        nonlocal seen
        seen += 1
        visitor.picture(f"means-{means.replace(' ', '-')}-{seen}", full="enlarged" not in means)
        # Sideways scrolling is a barrier; a page without styles is as wide as its widest control.
        assert not has_styles or page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert not visitor.has_script or not has_styles or visitor.axe() == []

    report_a_place(page, choose=lambda one: one.click(), write=lambda field, text: field.fill(text), look=look)
    assert seen == 11
    assert visitor.keeps() == NOTHING_KEPT
    the_report_is_kept()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_report_is_made_by_keyboard_alone(ground: None, visit: Visit, script: bool) -> None:
    visitor = visit(script=script)
    page = visitor.opens("/report")
    keyboard = Keyboard(page)
    report_a_place(page, choose=keyboard.choose, write=keyboard.write, look=lambda: None)
    assert keyboard.unseen == []
    the_report_is_kept()


def test_a_thumb_needs_nine_taps_from_the_first_page(ground: None, visit: Visit) -> None:
    """Where one stands, one reason and a part of the day; what may be skipped is skipped at once."""
    visitor = visit(has_touch=True, is_mobile=True, permissions=["geolocation"], geolocation=BY_THE_STATION)
    page = visitor.opens("/")
    taps: list[str] = []
    began = time.perf_counter()

    def tap(control: Locator) -> None:
        taps.append(control.evaluate("(one) => (one.labels?.[0] ?? one).textContent.trim()"))
        control.tap()

    tap(page.get_by_role("link", name="Report a place").first)
    tap(button(page, "Start"))
    tap(button(page, "Use my location"))
    tap(button(page, "Use the centre of the map"))
    tap(page.get_by_label("Badly lit"))
    tap(button(page, "Continue"))
    tap(page.get_by_label("Night, midnight to 6am"))
    tap(button(page, "Skip the other questions"))
    tap(button(page, "Send"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    seconds = time.perf_counter() - began
    print(f"\nA whole report: {len(taps)} taps, {seconds:.1f} seconds of an untiring thumb: {taps}")  # noqa: T201  # asked for
    assert len(taps) == 9
    assert IncomingReport.objects.get().council_id == factories.WESTBY


def test_the_page_answers_while_the_work_is_done(
    ground: None,
    visit: Visit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The work is made endless: were it done in the page's own turn, nothing below would ever happen."""
    monkeypatch.setattr(verification, "FEWEST_TRIES", 1_000_000)
    monkeypatch.setattr(verification, "QUICKEST", datetime.timedelta(0))  # a fast machine answers six pages in less
    visitor = visit()
    page = visitor.opens("/report")
    report_a_place(page, choose=lambda one: one.click(), write=lambda field, text: field.fill(text), look=lambda: None)
    assert IncomingReport.objects.get().verification == Verification.UNVERIFIED
