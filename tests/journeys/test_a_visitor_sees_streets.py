"""The moving map has ground under its hexagons: drawn on the phone, from our own server, by day and by night."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Response

from reports.geography.models import Area
from tests.basemap.archives import ATTRIBUTION, make_basemap
from tests.journeys.conftest import Visitor
from tests.journeys.test_someone_reads_the_map import hexagons_drawn
from tests.public_map.releases import make_release

LAND_BY_DAY, LAND_BY_NIGHT = [246, 245, 241, 255], [21, 29, 36, 255]
BUDGET = 200_000  # bytes after the touch, tiles included

# The colour most of the ground has, and how many colours there are.
LOOK = """() => {
    const seen = new Map()
    for (const tile of document.querySelectorAll('.app-basemap canvas')) {
        const { data } = tile.getContext('2d').getImageData(0, 0, tile.width, tile.height)
        for (let at = 0; at < data.length; at += 4) {
            const colour = data.slice(at, at + 4).join()
            seen.set(colour, (seen.get(colour) ?? 0) + 1)
        }
    }
    const [most] = [...seen].filter(([colour]) => !colour.endsWith(',0')).sort((one, other) => other[1] - one[1])
    return { most: most?.[0].split(',').map(Number), colours: seen.size }
}"""


@pytest.fixture
def somewhere(country: dict[str, Area], settings: Any) -> None:
    """A release in Westby, and the streets of its town."""
    make_basemap(settings.VAR_DIR / "basemap.pmtiles")
    make_release()


def touches_the_map(page: Page) -> None:
    """Asks for the map that moves, and waits until it speaks."""
    page.locator("[data-map-start] button").click()
    page.locator("canvas.app-live-map__hexagons").wait_for(state="attached")


def ground_of(page: Page, wanted: list[int]) -> dict[str, Any]:
    """What is drawn, once most of it has the wanted colour; the page's policy forbids waiting inside it."""
    seen: dict[str, Any] = {}
    for _ in range(30):
        seen = page.evaluate(LOOK)
        if seen.get("most") == wanted and seen["colours"] > 3:
            break
        page.wait_for_timeout(100)
    assert seen.get("most") == wanted, seen
    return seen


@pytest.mark.usefixtures("somewhere")
def test_streets_come_with_the_first_touch_and_say_whose_they_are(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    page = visitor.opens("/map")
    asked_before = {asked.url for asked in visitor.requests}
    assert not [url for url in asked_before if "/tiles/" in url or "vector-tiles" in url]
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    touches_the_map(page)
    assert ground_of(page, LAND_BY_DAY)["colours"] > 3
    assert ATTRIBUTION in page.locator(".leaflet-control-attribution").inner_text()
    assert [one for one in answers if "/tiles/base/" in one.url]
    weights = {one.url: len(gzip.compress(one.body())) for one in answers if one.status == 200}
    assert sum(weights.values()) < BUDGET, weights
    assert visitor.strangers() == []
    assert not any(visitor.keeps().values())
    assert visitor.axe() == []


@pytest.mark.usefixtures("somewhere")
def test_by_night_the_ground_is_dark_and_changes_while_one_looks(visit: Callable[..., Visitor]) -> None:
    page = visit(color_scheme="dark").opens("/map")
    touches_the_map(page)
    assert ground_of(page, LAND_BY_NIGHT)["colours"] > 3
    page.emulate_media(color_scheme="light")
    assert ground_of(page, LAND_BY_DAY)["colours"] > 3


@pytest.mark.usefixtures("somewhere")
def test_when_tiles_or_their_script_fail_the_hexagons_stay(visit: Callable[..., Visitor]) -> None:
    for broken in ("**/tiles/base/**", "**/vector-tiles*.js"):
        visitor = visit()
        visitor.page.route(broken, lambda route: route.abort())
        page = visitor.opens("/map")
        touches_the_map(page)
        page.wait_for_timeout(500)
        assert hexagons_drawn(page) > 0
        assert page.locator("[data-map-start]").is_hidden()
        assert not [line for line in visitor.complaints if line.startswith("script:")]
        visitor.complaints.clear()  # the browser itself says that the network failed


def test_without_a_basemap_the_map_moves_all_the_same(visit: Callable[..., Visitor], country: dict[str, Area]) -> None:
    make_release()
    visitor = visit()
    page = visitor.opens("/map")
    touches_the_map(page)
    assert not [asked.url for asked in visitor.requests if "/tiles/" in asked.url or "vector-tiles" in asked.url]
    assert page.locator(".app-basemap").count() == 0
