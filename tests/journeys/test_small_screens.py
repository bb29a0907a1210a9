"""Small phones, enlarged windows, old browsers: a page begins on the first screen, and the way out hides nothing."""

import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from reports.geography.models import Area
from tests import factories
from tests.journeys.addresses import public_pages_in_short
from tests.journeys.conftest import Visitor
from tests.public_map.releases import make_place, make_release

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)
PHONES = {f"{width}x{height}": (width, height) for width, height in ((375, 667), (375, 740), (360, 640), (320, 568))}
ENLARGED = (320, 256)  # what is seen of 1280 by 1024 at 400 %
PAGES = [page for page in public_pages_in_short() if page != "/api/docs"] + [f"/map?area={factories.WESTBY}"]

BOXES = """() => {
    const box = (one) => {
        const { top, bottom } = one.getBoundingClientRect();
        return [Math.round(top), Math.round(bottom)];
    };
    const begins = document.querySelector(".app-map__where") ?? document.querySelector("h1");
    return { bar: box(document.querySelector(".app-quick-exit"))[0], heading: box(begins) };
}"""
COVERED = """() => {
    const focused = document.activeElement, bar = document.querySelector(".app-quick-exit");
    if (focused === bar || focused === document.body || focused.matches(".govuk-skip-link")) return "";
    const one = focused.getBoundingClientRect(), other = bar.getBoundingClientRect();
    const beside = one.right <= other.left || one.left >= other.right;
    const clear = one.bottom <= other.top + 1 || beside || one.height > other.top && one.top < other.top;
    const words = focused.textContent.trim().slice(0, 40) || focused.id;
    return clear && one.top >= -1 || one.height > other.top ? "" : `${words}: ${one.top} to ${one.bottom}`;
}"""


@pytest.fixture(autouse=True)
def published(country: dict[str, Area], settings: Any) -> None:
    """A release to show, and the demonstration's notice, which makes every page longer."""
    make_place("Westby Market", factories.IN_WESTBY, 20_000)
    make_release()
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    (settings.VAR_DIR / "demonstration").touch()


def size(width: int, height: int) -> dict[str, int]:
    """A viewport."""
    return {"width": width, "height": height}


@pytest.mark.parametrize("language", ["/", "/cy/"])
@pytest.mark.parametrize("phone", PHONES)
@pytest.mark.parametrize(
    ("address", "act"),
    [("", "main a[href$='/report']"), ("report", "main form .govuk-button")],
    ids=["to report", "to start"],
)
def test_what_one_comes_for_is_on_the_first_screen_whole(
    visit: Visit, address: str, act: str, phone: str, language: str
) -> None:
    """With the way to call 999 before it, or beside it: neither is under the bar, nor below the screen."""
    if (phone, address) == ("320x568", "report"):
        pytest.skip("there the words about danger fill the screen: the act follows them")
    visitor = visit(viewport=size(*PHONES[phone]))
    page = visitor.opens(f"{language}{address}")
    assert page.locator(".app-demonstration").is_visible()
    wanted = page.locator(act)
    found = wanted.bounding_box()
    bar = page.locator(".app-quick-exit").bounding_box()
    assert found is not None
    assert bar is not None
    assert found["y"] + found["height"] <= bar["y"]
    met = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).textContent.trim()",
        [found["x"] + 20, found["y"] + found["height"] - 2],
    )
    assert met == wanted.inner_text()
    danger = page.locator("main a[href='tel:999']").bounding_box()
    assert danger is not None
    assert address == "" or danger["y"] < found["y"]
    visitor.picture(f"first-screen-{address}{phone}{language.replace('/', '-')}", full=False)


# In short the screens that past faults were seen on; `make prove` walks all.
WALKED = [*PHONES.values(), ENLARGED] if os.environ.get("WHOLE") else [(360, 640), ENLARGED]
FOCUSED = [(320, 568), (1280, 900)] if os.environ.get("WHOLE") else [(320, 568)]


@pytest.mark.parametrize("screen", WALKED, ids=str)
def test_every_page_begins_on_the_first_screen_and_its_menu_is_one_line(visit: Visit, screen: tuple[int, int]) -> None:
    page = visit(viewport=size(*screen)).page
    site = visit().site
    faults = {}
    for address in PAGES:
        page.goto(site + address)
        boxes = page.evaluate(BOXES)
        lines = {link.bounding_box()["y"] for link in page.locator(".app-navigation__link").all()}  # type: ignore[index]  # visible
        found = {
            "heading": boxes["heading"][0] + 20 > boxes["bar"] and boxes,
            "menu": len(lines) > 1 and sorted(lines),
            "width": page.evaluate("document.documentElement.scrollWidth > innerWidth"),
        }
        if any(found.values()):
            faults[address] = {name: value for name, value in found.items() if value}
    assert faults == {}


def covered_on_the_way(page: Page) -> list[str]:
    """Goes through a page by Tab; what had the focus while the bar or the edge of the screen hid a part of it."""
    found, seen = [], set()
    for _ in range(400):
        page.keyboard.press("Tab")
        mark = page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
        if mark in seen:
            break
        seen.add(mark)
        if stated := page.evaluate(COVERED):
            found.append(stated)
    assert len(seen) > 8
    return found


@pytest.mark.parametrize("screen", FOCUSED, ids=str)
def test_nothing_that_has_the_focus_is_under_the_way_out(visit: Visit, screen: tuple[int, int]) -> None:
    visitor = visit(viewport=size(*screen))
    faults = {}
    for address in PAGES:
        if not address.startswith("/cy"):
            page = visitor.opens(address)
            if found := covered_on_the_way(page):
                faults[address] = found
    assert faults == {}


def without_inset(route: Route) -> None:
    """The stylesheet as a browser reads it without `inset` and without shorthands for two sides, as Chrome 86."""
    answer = route.fetch()
    known = re.sub(r"@supports not \(inset-inline-start: ?0\)", "@media all", answer.text())
    known = re.sub(r"(?<=[{;\s])(?:inset(?:-\w+)*|(?:margin|padding|border)-(?:inline|block)):[^;}]*;?", "", known)
    assert re.search(r"[{;(\s]inset", known) is None
    route.fulfill(response=answer, body=known)


PLACES = """() => [...document.querySelectorAll("body *")].map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    const before = getComputedStyle(one, "::before"), after = getComputedStyle(one, "::after");
    const placed = [before, after].map((it) => [it.position, it.left, it.top, it.right, it.bottom].join(" "));
    return [one.tagName, one.className.toString(), x, y, width, height, ...placed].join("|");
})"""


@pytest.mark.parametrize("screen", [(375, 667), (1280, 900)], ids=str)
def test_a_browser_without_inset_places_everything_where_others_do(visit: Visit, screen: tuple[int, int]) -> None:
    new, old = visit(viewport=size(*screen)), visit(viewport=size(*screen))
    old.page.route("**/styles/site*.css", without_inset)
    for address in ["/", "/report", "/help/", "/help/routes", f"/map?area={factories.WESTBY}", "/withdraw", "/contact"]:
        assert old.opens(address).evaluate(PLACES) == new.opens(address).evaluate(PLACES), address
    bar = old.page.locator(".app-quick-exit").bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] >= screen[1] - 16


def test_the_styles_taken_away_are_missed(visit: Visit) -> None:
    """The measure itself can fail."""

    def take_all(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r"(?<=[{;\s])(?:inset-[\w-]+|bottom):[^;}]*;?", "", answer.text()))

    visitor = visit()
    visitor.page.route("**/styles/site*.css", take_all)
    bar = visitor.opens("/").locator(".app-quick-exit").bounding_box()
    assert bar is not None
    assert bar["y"] < 600


@pytest.mark.parametrize(
    "address", ["/", f"/map?area={factories.WESTBY}", f"/map/table?area={factories.WESTBY}", "/open-data"]
)
def test_text_of_thirty_pixels_at_least_leaves_the_page_on_the_screen(visit: Visit, address: str) -> None:
    """Firefox and Chromium have a smallest size of text that a person sets; no page may do as if there were none."""
    visitor = visit()
    page = visitor.opens(address)
    page.evaluate(
        "() => [...document.querySelectorAll('body *')]"
        ".filter((one) => parseFloat(getComputedStyle(one).fontSize) < 30)"
        ".forEach((one) => one.style.setProperty('font-size', '30px', 'important'))"
    )
    boxes = page.evaluate(BOXES)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert boxes["heading"][0] + 30 <= boxes["bar"]
