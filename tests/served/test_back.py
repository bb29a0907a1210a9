"""Back: from any page the page before, whole and fresh, as browsers keep pages; from the report its start."""

import contextlib
import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from selenium.common.exceptions import WebDriverException

from tests.served.browsers import Visit
from tests.served.firefox import FirefoxError
from tests.served.service import Site
from tests.served.test_waiting import to_the_reasons
from tests.served.walking import FILES, LEFT_OUT, kind_of
from tests.served.windows import ENGINES, Window

WALK = ["/", "/map", "/map/table", "/help/", "/about", "/method", "/cy/help/", "/report", "/privacy"]


MANY = 40
START = "/help/evidence"
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')
OF_THE_REPORT = re.compile(r"^(/cy)?/(report|withdraw|staff)\b")
# Three ways back: the browser's button, its key, and the page's own script. WebKitGTK's test browser has no key for it:
# there something of the page is pressed.
WAYS: dict[str, Callable[[Window], None]] = {
    "the button": lambda opened: opened.goes_back(),
    "the key": lambda opened: opened.presses("alt+Left") if opened.engine != "webkit" else press_back(opened),
    "a script": lambda opened: opened.runs("setTimeout(() => history.back(), 20)"),
}


def press_back(opened: Window) -> None:
    """Something of the page that leads back, pressed."""
    opened.runs(
        "const one = document.createElement('button'); one.id = 'back'; one.textContent = 'Back';"
        "one.addEventListener('click', () => history.back()); document.querySelector('main').prepend(one)"
    )
    opened.clicks("#back")


def heading(page: Page) -> str:
    return page.locator("h1").first.inner_text()


def test_back_leads_to_the_page_before_and_forward_to_the_one_after(visit: Visit) -> None:
    visitor = visit()
    page = visitor.page
    seen = []
    for address in WALK:
        visitor.opens(address)
        seen.append((page.url, heading(page)))
    for url, words in reversed(seen[:-1]):
        page.evaluate("document.documentElement.dataset.before = ''")
        page.go_back(wait_until="commit")
        page.locator("html:not([data-before]) h1").first.wait_for()
        assert (page.url, heading(page)) == (url, words)
    for url, words in seen[1:]:
        page.evaluate("document.documentElement.dataset.before = ''")
        page.go_forward(wait_until="commit")
        page.locator("html:not([data-before]) h1").first.wait_for()
        assert (page.url, heading(page)) == (url, words)


def test_back_to_the_report_begins_again_and_shows_nothing_of_it(visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens("/report")
    to_the_reasons(page)
    visitor.opens("/help/")
    page.go_back(wait_until="commit")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tell us about a place")
    assert "Badly lit" not in page.content()
    assert page.url == f"{visitor.site}/report"


@pytest.mark.window
@pytest.mark.parametrize("engine", ENGINES)
def test_back_in_a_real_window_leads_to_the_page_before(engine: str, window: Callable[..., Window]) -> None:
    opened = window(engine)
    for address in ("/map", "/map/table", "/help/"):
        opened.opens(address)
    for address in ("/map/table", "/map"):
        opened.goes_back()
        assert opened.waits_for(opened.site + address)
        assert opened.runs("return document.body.innerText.length > 200")


def public_pages(site: Site, number: int) -> list[str]:
    """So many public pages as links lead to them, no more than three of a kind; none of the report's own."""
    waiting, found, kinds = ["/", "/cy/"], list[str](), dict[str, int]()
    while waiting and len(found) < number:
        address = waiting.pop(0)
        kinds[kind_of(address)] = kinds.get(kind_of(address), 0) + 1
        if kinds[kind_of(address)] > 3 or address in [*found, START]:
            continue
        found.append(address)
        links = [link.replace("&amp;", "&") for link in LINK.findall(site.answers(address)[1])]
        waiting += [one for one in links if not any(left.search(one) for left in (LEFT_OUT, FILES, OF_THE_REPORT))]
    return found


def follow_a_link(opened: Window, address: str) -> None:
    """As a person does: browsers' Back leaps over a page that somebody never touched."""
    opened.runs(
        "const link = document.createElement('a'); link.id = 'onwards'; link.textContent = 'Onwards';"
        f"link.href = {address!r}; document.querySelector('main').prepend(link)"
    )
    opened.clicks("#onwards")


def comes_true(opened: Window, condition: str) -> bool:
    """Whether a condition of the page holds within half a minute; a page in change is asked again."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with contextlib.suppress(WebDriverException, FirefoxError):
            if opened.runs(f"return document.body !== null && {condition}"):
                return True
        time.sleep(0.1)
    return False


def stands(opened: Window, address: str) -> bool:
    """Whether this very page comes to stand whole: a key pressed sooner goes to the page before."""
    return comes_true(opened, f"document.readyState === 'complete' && location.href === {opened.site + address!r}")


def says(opened: Window, words: str) -> bool:
    """Whether the page comes to say so."""
    return comes_true(opened, f"document.body.innerText.includes({words!r})")


@pytest.mark.whole
@pytest.mark.window
@pytest.mark.parametrize("engine", ENGINES)
def test_back_from_forty_pages_in_three_ways(engine: str, window: Callable[..., Window], site: Site) -> None:
    opened = window(engine)
    pages = public_pages(site, MANY)
    assert len(pages) == MANY
    wrong = []
    for address in pages:
        for way, goes_back in WAYS.items():
            opened.opens(START)
            follow_a_link(opened, address)
            there = stands(opened, address)
            goes_back(opened)
            if not (there and stands(opened, START) and says(opened, "How do I keep a record?")):
                wrong.append((address, way, opened.address))
    assert wrong == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_numbers_asked_for_are_on_the_screen_and_in_the_other_language(visit: Visit, script: bool) -> None:
    """A form at the top of a long page: its answer stands below it, and must not seem to be nothing."""
    visitor = visit(script=script)
    page = visitor.opens("/help/routes")
    page.locator("#nation").select_option(index=2)
    page.locator("main form button").first.click()
    numbers = page.locator("#numbers[data-shown]")
    expect(numbers).to_be_in_viewport()
    if script:
        expect(numbers).to_be_focused()
    page.locator("body > header").get_by_role("button", name="Cymraeg").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    assert page.locator("#nation").evaluate("one => one.selectedIndex") == 2


def test_back_to_the_numbers_is_a_page(visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens("/help/routes")
    page.locator("#nation").select_option(index=2)
    page.locator("main form button").first.click()
    expect(page.locator("#numbers[data-shown]")).to_be_focused()
    page.locator("main a.govuk-link").first.click()
    page.wait_for_url("**/help/routes/easy" if page.url.endswith("easy") else "**/help/**")
    page.go_back(wait_until="commit")  # a page that was kept for Back is not loaded again
    expect(page.get_by_role("heading", level=1)).to_have_text("All phone numbers")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_back_to_a_page_that_was_called_useful_is_that_page(visit: Visit, script: bool, answer: str) -> None:
    visitor = visit(script=script)
    page = visitor.opens("/help/evidence")
    page.locator("form[data-useful]").get_by_role("button", name=answer).click()
    if script:
        expect(page.locator("[data-useful-said]")).to_be_focused()
        expect(page.locator("[data-useful-said]")).to_contain_text("Thank you.")
        expect(page.locator("form[data-useful]")).to_be_hidden()
    visitor.waits_until_quiet()
    assert page.url == f"{visitor.site}/help/evidence"
    visitor.opens("/about")
    page.go_back(wait_until="commit")  # a page that was kept for Back is not loaded again
    expect(page.get_by_role("heading", level=1)).to_have_text("How do I keep a record?")
