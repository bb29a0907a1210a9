"""The map in a browser: a picture until it is touched, then a map that moves; and a picture still when that fails."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page, expect

from reports.geography import hexgrid
from reports.geography.models import Area
from tests import factories
from tests.journeys.conftest import NOTHING_KEPT, Visitor
from tests.public_map.releases import EARLIER, HIDDEN_CELL, QUARTER, WESTBY_CELL, make_place, make_release

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


def test_five_requests_before_a_touch(visit: Visit) -> None:
    visitor = visit()
    visitor.opens(MAP)
    asked = [it.url for it in visitor.requests if not it.url.startswith("data:")]
    assert len(asked) <= 5, asked


def test_the_first_touch_makes_it_move_and_the_keyboard_reads_it(visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens(MAP)
    page.get_by_role("button", name="Move and zoom the map").press("Enter")
    live = page.get_by_role("application")
    expect(live).to_be_focused()
    expect(page.locator("[data-map-says]")).to_contain_text("You can move the map now")
    assert hexagons_drawn(page) >= 1
    live.press("ArrowRight")
    expect(page.locator("[data-map-says]")).not_to_contain_text("You can move the map now")
    assert visitor.axe() == []
    assert visitor.strangers() == []
    assert visitor.keeps() == NOTHING_KEPT


def moving(visitor: Visitor, address: str = MAP, **media: str) -> Page:
    """The page of a map that moves already, with what can be chosen unfolded."""
    page = visitor.opens(address)
    page.emulate_media(**media)  # type: ignore[arg-type]  # the names are Playwright's
    page.get_by_role("button", name="Move and zoom the map").click()
    expect(page.get_by_role("application")).to_be_focused()
    page.get_by_role("button", name="Choose what the map shows").click()
    return page


def hexagons_drawn(page: Page) -> int:
    """How many hexagons the canvas of the moving map has in and just beyond its view."""
    return int(page.locator("canvas.app-live-map__hexagons").first.get_attribute("data-hexagons") or -1)


def has_drawn(page: Page, number: int) -> None:
    """Waits till so many are drawn."""
    expect(page.locator("canvas.app-live-map__hexagons").first).to_have_attribute("data-hexagons", str(number))


def files_asked_for(visitor: Visitor) -> list[str]:
    """The release files the browser fetched, by what follows the site's address."""
    return [asked.url.removeprefix(visitor.site) for asked in visitor.requests if "/releases/" in asked.url]


def test_time_goes_by_keyboard_and_asks_for_each_file_once(visit: Visit) -> None:
    make_release(quarter=EARLIER, leaves={WESTBY_CELL: 45, HIDDEN_CELL: 9})
    make_release(quarter="2026-Q1", leaves={HIDDEN_CELL: 9})
    visitor = visit()
    page = moving(visitor)
    assert len(files_asked_for(visitor)) == 1
    slider = page.get_by_role("slider", name="Period")
    slider.press("ArrowLeft")
    expect(page.locator("[data-map-says]")).to_have_text("April to June 2026. Hexagons shown: 2.")
    assert slider.get_attribute("aria-valuetext") == "April to June 2026"
    assert hexagons_drawn(page) == 2
    assert len(files_asked_for(visitor)) == 3
    for key, stated in (
        ("Home", "January to March 2026. Hexagons shown: 1"),
        ("End", "July to September 2026. Hexagons shown: 1"),
        ("Home", "January"),
    ):
        slider.press(key)
        expect(page.locator("[data-map-says]")).to_contain_text(stated)
    assert len(files_asked_for(visitor)) == len(set(files_asked_for(visitor))) == 3
    page.get_by_role("link", name="All figures for this period").click()
    expect(page.get_by_role("heading", level=2, name="Westby, January to March 2026")).to_be_visible()


def test_play_goes_on_by_itself_until_it_is_paused(visit: Visit) -> None:
    make_release(quarter=EARLIER)
    page = moving(visit(), reduced_motion="no-preference")
    slider = page.get_by_role("slider", name="Period")
    page.get_by_role("button", name="Play").click()
    expect(slider).to_have_attribute("aria-valuetext", "April to June 2026")
    expect(slider).to_have_attribute("aria-valuetext", "July to September 2026")  # by itself
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_whom_movement_makes_ill_goes_step_by_step(visit: Visit) -> None:
    make_release(quarter=EARLIER)
    page = moving(visit())
    page.get_by_role("button", name="Next period").click()
    expect(page.locator("[data-map-says]")).to_contain_text("April to June 2026")
    expect(page.get_by_role("button", name="Next period")).to_be_visible()
    assert page.get_by_role("button", name="Pause").count() == 0


def test_numbers_are_chosen_on_the_phone_without_a_request(visit: Visit) -> None:
    ring = hexgrid.neighbours(WESTBY_CELL, 2)
    make_release(quarter="2026-Q4", leaves=dict(zip(ring[:4], (6, 9, 17, 44), strict=True)), hot=ring[:2])
    visitor = visit()
    page = moving(visitor)
    assert hexagons_drawn(page) == 4
    before = len(visitor.requests)
    page.get_by_label("about 5 reports").uncheck()
    has_drawn(page, 3)
    page.get_by_label("only places that an earlier map shows too").check()
    has_drawn(page, 1)
    assert len(visitor.requests) == before
    assert visitor.axe() == []


def test_a_link_is_copied_without_anybody_else(visit: Visit) -> None:
    visitor = visit(permissions=["clipboard-read", "clipboard-write"])
    page = visitor.opens(MAP)
    page.get_by_text("Share this map, or show it on your own site").click()
    page.get_by_role("button", name="Copy the address").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{visitor.site}/map?area={factories.WESTBY}&period={QUARTER}"
    assert visitor.strangers() == []


@pytest.fixture
def framed() -> Iterator[Callable[[Visitor, str], Page]]:
    """Opens a page of another site that has an address of ours in a frame."""
    wanted = ""

    class Council(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<!doctype html><link rel="icon" href="data:,"><iframe src="{wanted}"></iframe>'.encode())

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing: a server of the library's tells every request."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Council)
    Thread(target=server.serve_forever, daemon=True).start()

    def open_framed(visitor: Visitor, address: str) -> Page:
        nonlocal wanted
        wanted = visitor.site + address
        visitor.page.goto(f"http://127.0.0.1:{server.server_port}/")
        return visitor.page

    yield open_framed
    server.shutdown()
    server.server_close()


def test_the_embedded_map_stands_in_a_frame_of_another_site(
    visit: Visit, framed: Callable[[Visitor, str], Page]
) -> None:
    visitor = visit()
    frame = framed(visitor, f"/map/embed?area={factories.WESTBY}").frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_contain_text("Westby, July to September 2026")
    expect(frame.get_by_role("img")).to_be_visible()
    assert visitor.context.cookies() == []
    assert visitor.opens(f"/map/embed?area={factories.WESTBY}").locator("script").count() == 0
    assert visitor.axe() == []


def test_no_other_page_does(visit: Visit, framed: Callable[[Visitor, str], Page]) -> None:
    visitor = visit()
    page = framed(visitor, MAP)
    assert page.frames[1].get_by_role("heading", name="Places where people").count() == 0
    (refused,) = visitor.complaints
    assert "frame-ancestors 'none'" in refused
    visitor.complaints.clear()


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
    expect(page.locator("[data-map-failed]")).to_be_focused()
    expect(page.locator("[data-map-failed]")).to_contain_text(
        "The interactive map could not load. You can still use this picture."
    )
    expect(page.locator("[data-map-picture]")).to_be_visible()
    assert page.get_by_role("application").count() == 0
    visitor.complaints.clear()  # the browser complains of the broken connection, as it should


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("wide", [320, 375])
def test_no_page_of_the_map_is_wider_than_the_phone(visit: Visit, wide: int, script: bool) -> None:
    page = visit(script=script, viewport={"width": wide, "height": 640}).page
    site = visit().site
    for address in ("/map", MAP, "/map/table", "/map/embed", "/method", "/open-data", "/cy/method", "/cy/open-data"):
        page.goto(site + address)
        assert (address, width(page)) == (address, wide)
