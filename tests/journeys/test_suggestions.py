"""Suggestions as one types, in the report and on the map: by keys and by mouse, of one size, and in no history."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.journeys.conftest import Visitor, goes_back
from tests.journeys.hearing import listen
from tests.journeys.reporting import button
from tests.public_map.releases import make_release

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)
DESK = {"width": 1280, "height": 900}


@pytest.fixture(autouse=True)
def towns(ground: None) -> None:
    """Two towns of one name, a market, and a map of one council."""
    for at in ((-2.52, 51.46), (-2.22, 51.44)):
        factories.make_place("Newton", at, 900)
    make_release()


def opens(visitor: Visitor, address: str) -> Page:
    """The page with the box."""
    page = visitor.opens(address)
    if address == "/report":
        button(page, "Start").click()
    expect(page.locator("#q")).to_be_visible()
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("address", ["/report", "/map"])
def test_one_is_chosen_by_keys_alone(visit: Visit, address: str) -> None:
    visitor = visit()
    page = opens(visitor, address)
    entries = page.evaluate("history.length")
    before = page.locator("h1").bounding_box()
    box, options = page.locator("#q"), page.locator("[role=listbox] [role=option]")
    box.press_sequentially("newto")
    expect(options).to_have_text(["Newton, Westby", "Newton, Eastby"])
    assert page.locator("h1").bounding_box() == before  # the list moves nothing
    expect(box).to_have_attribute("aria-expanded", "true")
    assert visitor.axe() == []
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.nth(1).get_attribute("id")
    visitor.picture(f"suggestions-{address.strip('/')}", full=False)
    box.press("Escape")  # the list goes, and nobody leaves
    expect(options).to_have_count(0)
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("n")
    expect(options).to_have_count(2)
    box.press("ArrowUp")
    box.press("Enter")
    expect(page.locator("#place-words")).to_contain_text("Found: Newton (council: Eastby, England).")
    expect(page.locator("#q")).to_have_value("newton")
    assert (page.evaluate("history.length"), page.url) == (entries, f"{visitor.site}{address}")
    posted = [asked for asked in visitor.requests if asked.method == "POST"]
    assert {len(asked.post_data_buffer or b"") for asked in posted} == {4_096}
    assert [asked.url for asked in posted].count(f"{visitor.site}/places") >= 2
    assert [asked.url for asked in visitor.requests if "newto" in asked.url.lower()] == []


@pytest.mark.parametrize("address", ["/report", "/map"])
def test_one_is_chosen_by_a_press(visit: Visit, address: str) -> None:
    page = opens(visit(), address)
    page.locator("#q").press_sequentially("westby mar")
    page.get_by_role("option", name="Westby Market, Westby").click()
    expect(page.locator("#place-words")).to_contain_text("Found: Westby Market (council: Westby, England).")


def test_the_same_without_script_by_enter(visit: Visit) -> None:
    page = visit(script=False).opens("/map")
    page.locator("#q").fill("newto")
    page.locator("#q").press("Enter")
    expect(page.locator("#place-words")).to_contain_text("We do not know a place with exactly that name.")
    page.locator('button[name="at"]', has_text="Newton, Westby").click()
    expect(page.locator("#place-words")).to_contain_text("Found: Newton (council: Westby, England).")
    expect(page.locator("#q")).to_have_value("newto")


@pytest.mark.parametrize("viewport", [None, DESK], ids=["phone", "desk"])
def test_a_search_of_the_map_is_said_once_and_stays_in_no_history(visit: Visit, viewport: dict[str, int]) -> None:
    visitor = visit(viewport=viewport)
    page = opens(visitor, "/map")
    entries = page.evaluate("history.length")
    heard = listen(page)
    page.locator("#q").fill("Westby Market")
    page.locator("#q").press("Enter")
    expect(page.locator("#place-words")).to_be_visible()
    assert heard() == [["status", "Found: Westby Market (council: Westby, England)."]]
    expect(page.locator("h1")).to_be_focused()
    assert visitor.axe() == []
    page.locator("#q").fill("Atlantis")
    page.locator("#q").press("Enter")
    expect(page.locator("#q-error")).to_contain_text("We could not find that place.")
    expect(page.locator("#q")).to_be_focused()
    assert (page.evaluate("history.length"), page.url) == (entries, f"{visitor.site}/map")
    assert visitor.keeps()["cookies"] == []


def test_without_script_back_leads_to_the_map(visit: Visit) -> None:
    visitor = visit(script=False)
    page = visitor.opens("/map")
    page.locator("#q").fill("Westby Market")
    page.locator("#q").press("Enter")
    expect(page.locator("#place-words")).to_be_visible()
    assert page.url == f"{visitor.site}/map"
    goes_back(page)
    expect(page.locator("#q")).to_have_value("")
    expect(page.locator(".app-map__picture")).to_be_visible()


def test_the_map_that_moves_goes_to_what_is_found(visit: Visit) -> None:
    visitor = visit(viewport=DESK)
    page = opens(visitor, "/map")
    page.locator("[data-map-start] button").click()
    drawn = page.locator("canvas.app-live-map__hexagons")
    expect(drawn).to_be_visible()
    page.locator("#q").fill("Westby Market")
    page.locator("#q").press("Enter")
    expect(page.locator("#place-words")).to_be_visible()
    expect(drawn).to_have_attribute("data-hexagons", "1")
    expect(page.locator("path.app-map__mark")).to_have_count(1)
    assert page.locator(".app-live-map-shell").count() == 1
    assert page.url == f"{visitor.site}/map"
