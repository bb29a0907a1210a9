"""Someone walks in: the page is gone from the screen, from Back, and from the title, at once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.signals import request_started
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.journeys.conftest import Visitor, goes_back

pytestmark = pytest.mark.django_db

WEATHER = "/cy/cookies"  # an exit page within reach: tests have no network
Visit = Callable[..., Visitor]


@pytest.fixture
def weather(settings: Any, live_server: LiveServer) -> str:
    """The address the way out leads to."""
    settings.EXIT_URL = f"{live_server.url}{WEATHER}"
    return str(settings.EXIT_URL)


def press_shift_thrice(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


WAYS: dict[str, Callable[[Page], object]] = {
    "the button": lambda page: page.click(".app-quick-exit"),
    "Escape": lambda page: page.keyboard.press("Escape"),
    "Shift three times": press_shift_thrice,
    "the keyboard": lambda page: [page.keyboard.press(key) for key in ("Tab", "Tab", "Enter")],
}


@pytest.fixture
def leavings(live_server: LiveServer) -> Iterator[list[str]]:
    """How the server was told that somebody leaves: asked of the server, for a page in leaving may not tell of it."""
    told: list[str] = []

    def heard(environ: dict[str, Any], **_: object) -> None:
        if environ["PATH_INFO"] == "/leave":
            told.append(environ["REQUEST_METHOD"])

    request_started.connect(heard)
    yield told
    request_started.disconnect(heard)


def wait_for_the_first(told: list[str], page: Page) -> None:
    """Until the server heard of it, or patience ends; the caller asserts."""
    for _ in range(100):
        if told:
            return
        page.wait_for_timeout(100)


@pytest.mark.parametrize("way", WAYS)
def test_each_way_out_leads_to_the_weather_and_back_never_shows_the_page(
    visit: Visit, weather: str, leavings: list[str], way: str
) -> None:
    visitor = visit()
    visitor.opens("/help/")
    visitor.opens("/about")
    WAYS[way](visitor.page)
    visitor.page.wait_for_url(weather)
    wait_for_the_first(leavings, visitor.page)
    assert leavings == ["POST"]
    goes_back(visitor.page)
    assert "/about" not in visitor.page.url
    assert visitor.keeps()["cookies"] == []


def test_without_script_two_hops_lead_out(visit: Visit, weather: str) -> None:
    visitor = visit(script=False)
    visitor.opens("/about")
    visitor.page.click(".app-quick-exit")
    visitor.page.wait_for_url(weather)
    hops = [asked.url.removeprefix(visitor.site) for asked in visitor.requests if "/leave" in asked.url]
    assert hops == ["/leave", "/leave/out"]


def test_the_page_is_covered_at_once_on_a_dead_network(visit: Visit, settings: Any) -> None:
    """Before the click has been dealt with: whatever the network does, nothing stands on the screen by then."""
    settings.EXIT_URL = "http://127.0.0.1:9/weather"
    visitor = visit()
    page = visitor.opens("/about")
    assert page.evaluate("document.body.innerText") != ""
    visitor.context.set_offline(True)
    seen = page.evaluate(
        """() => {
            document.querySelector('.app-quick-exit').click()
            const { visibility } = getComputedStyle(document.body)
            return { left: document.body.innerText, title: document.title, visibility }
        }"""
    )
    assert (seen["left"], seen["title"], seen["visibility"]) == ("", "", "hidden")
    page.wait_for_timeout(200)
    visitor.complaints.clear()  # the browser says that the exit page was not reached: that was the point


@pytest.mark.parametrize(
    "owner",
    [
        "<dialog open><button id='inside'>Close</button></dialog>",
        "<div role='dialog'><button id='inside'>Close</button></div>",
        "<input id='inside' role='combobox' aria-expanded='true'>",
    ],
)
def test_escape_belongs_to_an_open_dialog_or_list_first(visit: Visit, weather: str, owner: str) -> None:
    page = visit().opens("/about")
    page.evaluate("(owner) => document.querySelector('main').insertAdjacentHTML('beforeend', owner)", owner)
    page.focus("#inside")
    page.keyboard.press("Escape")
    page.wait_for_timeout(200)
    assert page.url.endswith("/about")
    page.evaluate("() => document.querySelector('#inside').closest('dialog, [role=dialog], input').remove()")
    page.keyboard.press("Escape")
    page.wait_for_url(weather)


def test_typing_capitals_and_pressing_shift_slowly_is_not_leaving(visit: Visit, weather: str) -> None:
    page = visit().opens("/about")
    for key in ("Shift", "A", "Shift", "B", "Shift", "Shift"):
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.url.endswith("/about")


@pytest.mark.parametrize("address", ["/report", "/withdraw"])
def test_a_page_with_answers_kept_for_back_and_forward_is_empty_and_begins_again(visit: Visit, address: str) -> None:
    page = visit().opens(address)
    page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert page.evaluate("() => document.body.children.length") == 0
    page.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    page.locator("h1").wait_for()
    assert page.url.endswith(address)


def test_any_other_page_kept_for_back_and_forward_is_the_same_page_made_fresh(visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens("/about")
    page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
    assert page.evaluate("() => document.querySelector('h1').textContent") == "About this site"
    with page.expect_navigation():
        page.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert page.url == f"{visitor.site}/about"
    assert page.evaluate("() => performance.getEntriesByType('navigation')[0].type") == "reload"


def test_the_picture_in_the_list_of_open_apps_is_blank(visit: Visit) -> None:
    page = visit().opens("/about")
    covered = page.evaluate(
        """() => {
            const seen = (hidden) => {
                Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
                document.dispatchEvent(new Event('visibilitychange'))
                return getComputedStyle(document.body).visibility
            }
            return [seen(true), seen(false)]
        }"""
    )
    assert covered == ["hidden", "visible"]


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_the_way_out_is_on_the_screen_wherever_one_has_scrolled(visit: Visit, width: int) -> None:
    visitor = visit(viewport={"width": width, "height": 480})
    page = visitor.opens("/privacy")
    height = page.evaluate("() => document.documentElement.scrollHeight")
    assert height > 480
    for at in (0, height // 2, height):
        page.evaluate("(at) => scrollTo(0, at)", at)
        seen = page.evaluate(
            """() => {
                const control = document.querySelector('.app-quick-exit')
                const box = control.getBoundingClientRect()
                const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
                return { height: box.height, width: box.width, bottom: box.bottom, isOnTop: top === control }
            }"""
        )
        assert seen["height"] >= 44
        assert seen["width"] >= 44
        assert seen["bottom"] <= 480
        assert seen["isOnTop"]
    # At the end of the page nothing stands under it.
    under = page.evaluate(
        """() => {
            const top = document.querySelector('.app-quick-exit').getBoundingClientRect().top
            const links = [...document.querySelectorAll("footer a")]
            const bottoms = links.map((link) => link.getBoundingClientRect().bottom)
            return bottoms.filter((bottom) => bottom > top).length
        }"""
    )
    assert under == 0
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_what_has_the_focus_is_never_under_the_way_out(visit: Visit) -> None:
    page = visit(viewport={"width": 320, "height": 480}).opens("/help/")
    hidden = []
    for _ in range(40):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
                const one = document.activeElement
                if (one === document.body || one.matches('.app-quick-exit, .govuk-skip-link')) return null
                const bar = document.querySelector('.app-quick-exit').getBoundingClientRect()
                return one.getBoundingClientRect().bottom > bar.top + 1 ? one.outerHTML : null
            }"""
        )
        hidden += [found] if found else []
    assert hidden == []
