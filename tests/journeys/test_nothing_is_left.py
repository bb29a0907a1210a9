"""Someone looks through the phone afterwards: no word of the report in Back, in storage or in the browser's files."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Playwright, Request, Route, expect
from pytest_django.live_server_helper import LiveServer

from reports.intake.models import IncomingReport, Submission
from tests.journeys.conftest import (
    CHROMIUM_ARGUMENTS,
    NOTHING_KEPT,
    PATIENCE,
    PHONE,
    Visitor,
    goes_back,
    system_chromium,
)
from tests.journeys.test_someone_reports_a_place import press

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)

SENTINEL = "Westby"  # what was searched for, chosen and told back
MARKERS = ("Badly lit", SENTINEL, "What makes it feel unsafe")


def tap(page: Page, name: str) -> None:
    """Presses a button and waits for nothing."""
    page.locator("button:not([aria-hidden]):visible", has_text=name).first.click()


def to_the_reasons(page: Page) -> None:
    """From the opening page to a ticked reason."""
    press(page, "Start")
    page.get_by_label("Postcode, place or station").fill("wb1 1aa")
    press(page, "Find")
    press(page, "Use the centre of the map")
    page.get_by_label("Badly lit").check()


def to_the_end(page: Page) -> None:
    """A whole report."""
    to_the_reasons(page)
    press(page, "Continue")
    page.get_by_label("Night, midnight to 6am").check()
    press(page, "Continue")
    press(page, "Skip")
    expect(page.get_by_role("heading", level=1)).to_contain_text("A little about you")
    press(page, "Skip")
    press(page, "Send")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")


def shown_by_back(page: Page) -> list[str]:
    """What five presses of Back show."""
    shown = []
    for _ in range(5):
        goes_back(page, wait_until="load")
        shown.append(page.evaluate("document.body ? document.body.innerText : ''"))
    return shown


def weather(page: Page) -> None:
    """The exit page answers without a network."""
    answer = {"body": "<title>Weather</title>sunny", "content_type": "text/html"}
    page.route("**/weather*", lambda route: route.fulfill(**answer))


def test_going_back_after_leaving_shows_no_answer(ground: None, visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens("/report")
    weather(page)
    to_the_reasons(page)
    assert "Badly lit" in page.inner_text("body")  # what is looked for below was there
    page.keyboard.press("Escape")
    page.wait_for_url("**/weather*")
    shown = "".join(shown_by_back(page))
    assert [marker for marker in MARKERS if marker in shown] == []


def test_the_whole_report_is_one_entry_of_the_back_list(ground: None, visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens("/help/")
    page.goto(f"{visitor.site}/report")
    before = page.evaluate("history.length")
    to_the_end(page)
    assert page.evaluate("history.length") == before
    assert visitor.keeps() == NOTHING_KEPT
    assert page.evaluate("navigator.storage.estimate().then((found) => found.usage)") == 0
    goes_back(page)
    assert page.url.endswith("/help/")
    assert {asked.url.removeprefix(visitor.site) for asked in visitor.requests if asked.method == "POST"} == {"/report"}
    assert visitor.strangers() == []


def reload_the_browsers_own_page(page: Page) -> None:
    """As Chromium's page says: "press the reload button to resubmit"; it takes a moment to stand there itself."""
    for attempt in range(20):
        try:
            page.reload()
        except Error:
            assert attempt < 19
            page.wait_for_timeout(250)
        else:
            return


def test_without_script_what_follows_back_is_said_and_sends_no_second_report(
    ground: None,
    visit: Visit,
) -> None:
    visitor = visit(script=False)
    page = visitor.opens("/report")
    expect(
        page.get_by_text("JavaScript is turned off in this browser. While this tab is open, the Back button can show")
    ).to_be_visible()
    to_the_end(page)
    expect(page.get_by_text("We have received your report, once only. JavaScript is turned off")).to_be_visible()
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        goes_back(page)
    reload_the_browsers_own_page(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your report was sent before")
    assert [marker for marker in MARKERS if marker in page.content()] == []
    visitor.complaints.clear()  # the browser's own page has no answer, and a page that was sent before is gone: 410
    assert (IncomingReport.objects.count(), Submission.objects.count()) == (1, 1)


def test_a_report_sent_offline_is_sent_later_once_and_kept_nowhere_meanwhile(
    ground: None,
    visit: Visit,
) -> None:
    visitor = visit()
    page = visitor.opens("/report")
    to_the_reasons(page)
    visitor.context.set_offline(True)
    tap(page, "Continue")
    expect(page.get_by_text("Not sent yet")).to_be_visible()
    visitor.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_contain_text("When")
    page.get_by_label("Night, midnight to 6am").check()
    press(page, "Continue")
    press(page, "Skip")
    expect(page.get_by_role("heading", level=1)).to_contain_text("A little about you")
    press(page, "Skip")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    visitor.context.set_offline(True)
    tap(page, "Send")
    expect(page.get_by_text("Not sent yet")).to_be_visible()
    assert IncomingReport.objects.count() == 0
    assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    visitor.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    assert IncomingReport.objects.count() == 1
    visitor.complaints.clear()  # the browser says that it was offline: that was the point


def test_an_answer_lost_on_its_way_is_asked_for_again_and_is_one_report(ground: None, visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens("/report")
    lost = []

    def lose_the_first_answer(route: Route) -> None:
        if "b=send" in (route.request.post_data or "") and not lost:
            lost.append(route.fetch().status)  # it reached us: the answer is what does not arrive
            route.abort()
        else:
            route.continue_()

    page.route("**/report", lose_the_first_answer)
    to_the_end(page)
    assert lost == [200]
    assert IncomingReport.objects.count() == 1
    visitor.complaints.clear()  # the browser says that an answer was lost: that was the point


def test_a_double_tap_sends_one_report(ground: None, visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens("/report")
    to_the_reasons(page)
    press(page, "Continue")
    page.get_by_label("Night, midnight to 6am").check()
    press(page, "Continue")
    press(page, "Skip")
    expect(page.get_by_role("heading", level=1)).to_contain_text("A little about you")
    press(page, "Skip")
    page.locator("button:not([aria-hidden]):visible", has_text="Send").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    sent = [asked for asked in visitor.requests if asked.method == "POST" and "b=send" in (asked.post_data or "")]
    assert len(sent) == 1
    assert IncomingReport.objects.count() == 1


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_no_file_of_the_browser_holds_a_word_of_the_report(
    ground: None,
    playwright: Playwright,
    live_server: LiveServer,
    tmp_path: Path,
    settings: Any,
    script: bool,
) -> None:
    """Every byte of the profile folder, after leaving: words as UTF-8 and UTF-16, and the history's addresses."""
    settings.EXIT_URL = f"{live_server.url}/cy/cookies#weather"  # an exit page within reach: tests have no network
    requests: list[Request] = []
    context = playwright.chromium.launch_persistent_context(
        tmp_path / "profile",
        executable_path=system_chromium(),
        args=CHROMIUM_ARGUMENTS,
        java_script_enabled=script,
        viewport=PHONE,
    )
    context.set_default_timeout(PATIENCE)
    page = context.pages[0]
    page.on("request", lambda asked: requests.append(asked))
    page.goto(f"{live_server.url}/report")
    to_the_end(page)
    page.click(".app-quick-exit")
    page.wait_for_url("**/cy/cookies**")
    exits = [asked for asked in requests if "/cy/cookies" in asked.url]
    assert [asked.all_headers().get("referer") for asked in exits] == [None] * len(exits)
    assert len(exits) >= 1
    context.close()

    files = [file for file in (tmp_path / "profile").rglob("*") if file.is_file() and not file.is_symlink()]
    words = [word.encode(code) for word in (SENTINEL, "wb1 1aa", "Badly lit") for code in ("utf-8", "utf-16-le")]
    found = [(file.name, word) for file in files for word in words if word in file.read_bytes()]
    assert found == []
    with sqlite3.connect(f"file:{tmp_path}/profile/Default/History?mode=ro", uri=True) as history:
        visited = {row[0] for row in history.execute("SELECT url FROM urls")}
    own = {address.removeprefix(live_server.url) for address in visited if address.startswith(live_server.url)}
    assert own - {"/report", "/leave", "/leave/out", "/cy/cookies#weather"} == set()
    assert "/report" in own  # what the opening page says plainly: the browser's own list names the site
    assert [
        address for address in visited if not address.startswith(live_server.url) and "weather" not in address
    ] == []
    assert not [asked.url for asked in requests if not re.match(rf"{live_server.url}|data:|.*weather", asked.url)]


def test_nobody_is_asked_where_they_are_before_they_press(ground: None, visit: Visit) -> None:
    visitor = visit(permissions=["geolocation"], geolocation={"longitude": -2.6, "latitude": 51.45})
    page = visitor.page
    page.add_init_script(
        """window.asked = 0
        const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation)
        navigator.geolocation.getCurrentPosition = (...words) => { window.asked += 1; ask(...words) }"""
    )
    visitor.opens("/report")
    press(page, "Start")
    assert page.evaluate("window.asked") == 0
    expect(page.get_by_text("your phone may keep a note that you did")).to_be_visible()
    tap(page, "Use my location")
    expect(page.get_by_role("status")).to_contain_text("The centre of the map")
    assert page.evaluate("window.asked") == 1
