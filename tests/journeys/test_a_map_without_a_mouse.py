"""The maps for a thumb, a keyboard and an ear: what no automatic checker sees."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from reports.basemap import raster_proxy
from reports.geography.models import Area
from tests.geography.map_service import MapService, map_service
from tests.journeys.conftest import Visitor
from tests.journeys.reporting import button
from tests.public_map.releases import make_release

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)
WHILE_IT_LOADS = 30_000  # milliseconds: Leaflet, and what is drawn with it
STREET_NOT_HOME = "Choose the street, not a home."


def at_the_map(page: Page) -> None:
    """From the opening page to the map of Westby."""
    button(page, "Start").click()
    page.get_by_label("Postcode, place or station").fill("wb1 1aa")
    button(page, "Find").click()
    expect(page.get_by_role("status")).to_contain_text("Westby")


def place_said(page: Page) -> str:
    """What the live region says of the page that is shown: it follows the focus by a moment."""
    shown = " ".join(page.locator(".app-place__words").inner_text().split())
    expect(page.locator("body > [aria-live]")).to_have_text(shown)
    return shown


def view(page: Page) -> str:
    """The picture: another for every other place."""
    return str(page.locator(".app-place__map").get_attribute("src"))


def test_the_map_has_a_name_a_role_and_large_targets(ground: None, visit: Visit) -> None:
    page = visit(viewport={"width": 320, "height": 568}).opens("/report")
    at_the_map(page)
    expect(page.get_by_role("form", name="Map of the place")).to_be_visible()
    expect(page.get_by_role("button", name="Map. Select a point to centre the map there.")).to_be_visible()
    moves = page.get_by_role("group", name="Move the map")
    assert [one.inner_text().lstrip("←↑→↓ \n") for one in moves.get_by_role("button").all()] == [
        *("North", "South", "West", "East", "Zoom in", "Zoom out"),
    ]
    sizes = [one.bounding_box() for one in page.locator("#map button:not([aria-hidden]):visible").all()]
    assert [size for size in sizes if size is None or size["width"] < 44 or size["height"] < 44] == []
    picture = page.locator(".app-place__map").bounding_box()
    assert picture is not None
    assert (picture["x"], picture["width"]) == (0, 320)  # as wide as it is drawn, on the narrowest phone
    expect(page.get_by_text(STREET_NOT_HOME)).to_be_visible()


def test_the_keyboard_moves_the_map_keeps_its_place_and_is_told_where_it_is(ground: None, visit: Visit) -> None:
    page = visit().opens("/report")
    at_the_map(page)
    said, seen = place_said(page), view(page)
    found = "Found: WB1 1AA (council: Westby, England)."
    assert said.startswith(f"{found} The centre of the map is close to Westby Market")
    page.locator(".app-place__map").focus()
    height = page.locator(".app-place__map").bounding_box()
    for key in ("ArrowUp", "ArrowRight", "-", "-", "-"):
        page.keyboard.press(key)
        expect(page.locator(".app-place__map")).not_to_have_attribute("src", seen)
        seen = view(page)
        assert page.evaluate("document.activeElement.className") == "app-place__map"
        assert page.locator(".app-place__map").bounding_box() == height  # the arrows moved the map, not the page
    extent = "The map shows about 7 miles from side to side. Select the place on the map, or zoom in."
    assert (
        place_said(page)
        == f"The centre of the map is about 600 metres north-east of Westby Market, in Westby. {extent}"
    )


def test_a_button_pressed_again_and_again_keeps_the_focus(ground: None, visit: Visit) -> None:
    page = visit().opens("/report")
    at_the_map(page)
    button(page, "North").focus()
    for _ in range(2):
        seen = view(page)
        page.keyboard.press("Enter")
        expect(page.locator(".app-place__map")).not_to_have_attribute("src", seen)
        assert page.evaluate("document.activeElement.value") == "n"
    assert place_said(page).startswith("The centre of the map is")


def scrolled_by_one_finger(page: Page, selector: str) -> float:
    """How far the page moved when one finger swiped upwards over the element."""
    page.locator(selector).first.scroll_into_view_if_needed()
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    before = page.evaluate("scrollY")
    log = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 200)
    log.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for step in range(1, 11):
        log.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - 15 * step}]})
    log.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(300)
    return float(page.evaluate("scrollY")) - float(before)


def test_a_swipe_over_what_traps_it_is_seen_as_trapped(ground: None, visit: Visit) -> None:
    """The measure itself can fail."""
    page = visit(has_touch=True, is_mobile=True).opens("/report")
    at_the_map(page)
    page.evaluate("document.querySelector('.app-place__map').style.touchAction = 'none'")
    assert scrolled_by_one_finger(page, ".app-place__map") == 0


def test_one_finger_scrolls_the_page_past_the_map_of_a_report(ground: None, visit: Visit) -> None:
    page = visit(has_touch=True, is_mobile=True).opens("/report")
    at_the_map(page)
    assert page.evaluate("getComputedStyle(document.querySelector('.app-place__map')).touchAction") == "manipulation"
    assert scrolled_by_one_finger(page, ".app-place__map") > 50


def test_the_moving_map_of_releases_has_a_name_large_buttons_and_leaves_one_finger_to_the_page(
    country: dict[str, Area], visit: Visit
) -> None:
    make_release()
    page = visit(has_touch=True, is_mobile=True).opens("/map")
    page.locator("[data-map-start] button").tap()
    moving = page.get_by_role("application", name="Map. Arrow keys move it, plus and minus zoom it.")
    expect(moving).to_be_focused(timeout=WHILE_IT_LOADS)
    expect(page.locator("[data-map-says]")).to_contain_text("You can move the map now.")
    sizes = [one.bounding_box() for one in moving.locator(".leaflet-control-zoom a").all()]
    assert len(sizes) == 2
    assert [size for size in sizes if size is None or size["width"] < 44 or size["height"] < 44] == []
    assert page.evaluate("getComputedStyle(document.querySelector('.app-live-map')).touchAction") != "none"
    assert scrolled_by_one_finger(page, ".app-live-map") > 50
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-map-says]")).not_to_contain_text("You can move the map now.")


@pytest.fixture
def service(settings: Any) -> Iterator[MapService]:
    """The operator's map service."""
    raster_proxy.forget()
    with map_service() as found:
        settings.RASTER_URL, settings.RASTER_ATTRIBUTION = found.url + "/{z}/{x}/{y}", "© The Map Company"
        yield found
    raster_proxy.forget()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_map_service_lies_over_our_picture_and_what_it_does_not_give_leaves_it_bare(
    ground: None,
    visit: Visit,
    service: MapService,
    script: bool,
) -> None:
    visitor = visit(script=script)
    page = visitor.opens("/report")
    with page.expect_response("**/tiles/raster/**", timeout=30_000) as first:
        at_the_map(page)
    assert (first.value.status, first.value.headers["cache-control"]) == (200, "no-store")
    expect(page.get_by_text("© The Map Company")).to_be_visible()
    visitor.picture(f"map-service-{script}")
    service.status = 500
    with page.expect_response("**/tiles/raster/**", timeout=30_000) as missing:
        button(page, "Zoom in").click()  # another zoom has other tiles: those of this one stay in memory
    assert missing.value.status == 204
    expect(page.locator(".app-place__map")).to_be_visible()
    visitor.picture(f"map-service-away-{script}")
    button(page, "Use the centre of the map").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What makes it feel unsafe?")
    assert visitor.strangers() == []


def test_a_moving_map_without_its_service_is_drawn_by_us(
    country: dict[str, Area], visit: Visit, service: MapService, settings: Any
) -> None:
    from tests.basemap.archives import make_basemap

    make_basemap(settings.VAR_DIR / "basemap.pmtiles")
    make_release()
    page = visit().opens("/map")
    page.locator("[data-map-start] button").click()
    expect(page.locator(".app-raster img").first).to_be_attached(timeout=WHILE_IT_LOADS)
    expect(page.get_by_text("© The Map Company")).to_be_visible()
    service.status = 500
    raster_proxy.forget()
    page = visit().opens("/map")
    page.locator("[data-map-start] button").click()
    expect(page.locator(".app-basemap canvas").first).to_be_attached(timeout=WHILE_IT_LOADS)
