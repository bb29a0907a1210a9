"""The moving map as it is served: touched, it moves; each control does what it says, and the page goes along."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.served.browsers import DESKTOP, PHONE, Visit, Visitor

SCREENS = {"phone": PHONE, "desktop": DESKTOP}
CANVAS = "canvas.app-live-map__hexagons"
PAINTED = """canvas => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value, index) => index % 4 === 3 && value > 0);
}"""


def an_area(page: Page) -> None:
    """The map of Norwich, chosen as anyone would choose it."""
    choice = page.locator("#area option", has_text="Norwich").get_attribute("value")
    page.locator("#area").select_option(choice)
    page.locator("form:has(#area) button").first.click()
    page.wait_for_url("**area=*")


def moving(visitor: Visitor, address: str = "/map") -> Page:
    """A map of one area that moves, with its hexagons there."""
    page = visitor.opens(address)
    an_area(page)
    page.locator("[data-map-start] button").click()
    expect(page.get_by_role("application")).to_be_focused()
    shows_hexagons(page)
    page.locator("[data-choices]").click()
    return page


def shows_hexagons(page: Page) -> int:
    """Waits till some are drawn; how many."""
    expect(page.locator(CANVAS)).to_have_attribute("data-hexagons", re.compile(r"^[1-9]\d*$"))
    return int(page.locator(CANVAS).get_attribute("data-hexagons") or 0)


def settled(page: Page) -> None:
    """Waits till the numbers of the time shown have come."""
    expect(page.locator("[data-of-period][aria-busy=true]")).to_have_count(0)


@pytest.mark.parametrize("language", ["", "/cy"], ids=["English", "Welsh"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_touch_makes_it_move_and_every_control_does_what_it_says(visit: Visit, screen: str, language: str) -> None:
    visitor = visit(viewport=SCREENS[screen])
    page = moving(visitor, f"{language}/map")
    canvas = page.locator(CANVAS)
    all_of_them = shows_hexagons(page)
    assert all_of_them > 5
    expect(page.locator(".app-basemap canvas").first).to_be_attached()
    page.locator("[name=band]").first.uncheck()
    expect(canvas).not_to_have_attribute("data-hexagons", str(all_of_them))
    page.locator("[name=band]").first.check()
    expect(canvas).to_have_attribute("data-hexagons", str(all_of_them))
    page.locator("[name=hot]").check()
    page.locator("[name=hot]").uncheck()
    page.locator("[name=view][value=heat]").check()
    expect(page.locator("[data-heat-means]")).to_be_visible()
    assert canvas.evaluate(PAINTED)
    page.locator("[name=view][value=hexagons]").check()
    expect(canvas).to_have_attribute("data-hexagons", str(all_of_them))
    page.locator(".leaflet-control-zoom-in").click()
    live = page.get_by_role("application")
    for key in ("ArrowUp", "ArrowLeft", "+", "-", "Enter"):
        live.press(key)
    expect(page.locator("[data-map-says]")).not_to_be_empty()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visitor.strangers() == []


def test_the_whole_country_moves_too(visit: Visit) -> None:
    page = visit().opens("/map")
    page.locator("[data-map-start] button").click()
    expect(page.get_by_role("application")).to_be_focused()
    expect(page.locator("[data-map-says]")).to_contain_text("You can move the map now")
    assert page.locator("canvas.app-live-map__councils").evaluate(PAINTED)
    for _step in range(3):
        page.locator(".leaflet-control-zoom-in").click()
    shows_hexagons(page)
    expect(page.locator("canvas.app-live-map__councils")).to_have_count(0)


def test_a_thumb_on_the_picture_makes_it_move(visit: Visit) -> None:
    page = visit(has_touch=True, is_mobile=True).opens("/map")
    an_area(page)  # in the picture of all areas a council leads to its own
    page.locator("[data-map-picture]").tap()
    expect(page.get_by_role("application")).to_be_visible()


@pytest.mark.parametrize("screen", SCREENS)
def test_the_page_its_address_and_the_way_back_speak_of_the_time_shown(visit: Visit, screen: str) -> None:
    page = moving(visit(viewport=SCREENS[screen]))
    area = parse_qs(urlsplit(page.url).query)["area"]
    slider = page.locator("[data-map-controls] [name=period]")
    heading = page.locator("#map-heading")
    newest, numbers = heading.inner_text(), page.locator("[data-of-period=numbers]").inner_text()
    for _step in range(2):
        slider.press("ArrowLeft")
    settled(page)
    name = slider.get_attribute("aria-valuetext") or "?"
    assert heading.inner_text() == f"Norwich area, {name}" != newest
    shown = page.locator("[data-of-period=numbers]").inner_text()
    assert shown != numbers
    assert f"Total reports, {name}" in shown
    asked = parse_qs(urlsplit(page.url).query)
    assert asked["area"] == area
    assert parse_qs(urlsplit(page.locator("#share").input_value()).query) == asked
    link = page.get_by_role("link", name="See the same figures as a table")
    assert parse_qs(urlsplit(link.get_attribute("href") or "").query) == asked
    link.click()
    expect(page.get_by_role("heading", level=2, name=f"Hexagons: Norwich area, {name}")).to_be_visible()
    page.go_back(wait_until="commit")  # a page that was kept for Back is not loaded again
    expect(page.locator("#map-heading")).to_have_text(f"Norwich area, {name}")
    assert parse_qs(urlsplit(page.url).query) == asked
    expect(page.locator("[data-of-period=numbers]")).to_contain_text(f"Total reports, {name}")


def test_playing_it_goes_through_the_times_till_it_is_paused(visit: Visit) -> None:
    page = moving(visit())
    heading = page.locator("#map-heading")
    begun = heading.inner_text()
    page.locator("[data-play]").click()
    expect(heading).not_to_have_text(begun)
    second = heading.inner_text()
    expect(heading).not_to_have_text(second)  # by itself
    page.locator("[data-play]").click()
    settled(page)
    name = heading.inner_text().partition(", ")[2]
    expect(page.locator("main caption").first).to_have_text(f"Total reports, {name}")


def test_without_script_the_picture_stays_and_the_times_are_links(visit: Visit) -> None:
    page = visit(script=False).opens("/map")
    assert page.locator("[data-map-picture]").is_visible()
    assert not page.locator("[data-map-start]").is_visible()
    page.get_by_role("link", name="April to June 2026").first.click()
    assert page.locator("#map-heading").inner_text() == "All areas, April to June 2026"


@pytest.mark.parametrize("address", ["/map/", "/report/", "/cy/map/", "/help", "/cy", "/open-data/", "/map/table/"])
def test_an_address_with_a_slash_too_many_or_too_few_leads_to_the_page(visit: Visit, address: str) -> None:
    page = visit().opens(f"{address}?area=")
    other = address.removesuffix("/") if address.endswith("/") else f"{address}/"
    assert urlsplit(page.url).path == other
    assert urlsplit(page.url).query == "area="


def test_a_time_that_cannot_be_loaded_shows_no_other_times_hexagons(visit: Visit) -> None:
    visitor = visit(viewport=PHONE)
    page = moving(visitor)
    settled(page)
    page.locator("#map-period").focus()
    visitor.context.set_offline(True)
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("The map for this period could not load.", exact=False).first).to_be_in_viewport()
    expect(page.locator(CANVAS)).to_have_attribute("data-hexagons", "0")
    visitor.context.set_offline(False)
    page.keyboard.press("ArrowRight")
    shows_hexagons(page)
    expect(page.locator("[data-not-loaded]")).to_be_hidden()
    settled(page)
    visitor.complaints.clear()  # the browser says that it was offline: that was the point
