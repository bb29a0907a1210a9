"""The map in a browser: a picture until it is touched, then a map that moves; and a picture still when that fails."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from reports.geography.models import Area
from tests import factories
from tests.journeys.conftest import NOTHING_KEPT, Visitor
from tests.public_map.releases import make_place, make_release

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)
MAP = f"/map?area={factories.WESTBY}"


@pytest.fixture(autouse=True)
def published(country: dict[str, Area]) -> None:
    """The made-up country with a release to show."""
    make_place("Westby Market", factories.IN_WESTBY, 20_000)
    make_release(mix={(2, 4): 57})


def width(page: Page) -> int:
    """How wide the page is, in pixels."""
    found: int = page.evaluate("document.documentElement.scrollWidth")
    return found


def test_four_requests_before_a_touch(visit: Visit) -> None:
    visitor = visit()
    visitor.opens(MAP)
    asked = [it.url for it in visitor.requests if not it.url.startswith("data:")]
    assert len(asked) <= 4, asked


def test_the_first_touch_makes_it_move_and_the_keyboard_reads_it(visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens(MAP)
    page.get_by_role("button", name="Move and zoom the map").press("Enter")
    live = page.get_by_role("application")
    expect(live).to_be_focused()
    expect(page.locator("[data-map-says]")).to_contain_text("The map can be moved now")
    assert page.locator(".app-live-map__hexagon").count() >= 1
    live.press("ArrowRight")
    expect(page.locator("[data-map-says]")).not_to_contain_text("The map can be moved now")
    assert visitor.axe() == []
    assert visitor.strangers() == []
    assert visitor.keeps() == NOTHING_KEPT


def test_one_finger_stays_free_to_scroll(visit: Visit) -> None:
    visitor = visit(has_touch=True, is_mobile=True)
    page = visitor.opens(MAP)
    page.locator("[data-map-picture]").tap()
    expect(page.get_by_role("application")).to_be_visible()
    assert page.get_by_role("application").evaluate("it => getComputedStyle(it).touchAction") == "pan-x pan-y"


def test_when_the_data_fail_the_picture_stays(visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens(MAP)
    page.route("**/releases/**", lambda route: route.abort())
    page.get_by_role("button", name="Move and zoom the map").click()
    expect(page.locator("[data-map-says]")).to_have_text("The moving map could not be loaded. The picture stays.")
    expect(page.locator("[data-map-picture]")).to_be_visible()
    assert page.get_by_role("application").count() == 0
    visitor.complaints.clear()  # the browser complains of the broken connection, as it should


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("wide", [320, 375])
def test_no_page_of_the_map_is_wider_than_the_phone(visit: Visit, wide: int, script: bool) -> None:
    page = visit(script=script, viewport={"width": wide, "height": 640}).page
    site = visit().site
    for address in ("/map", MAP, "/map/table", "/method", "/open-data", "/cy/method", "/cy/open-data"):
        page.goto(site + address)
        assert (address, width(page)) == (address, wide)
