"""Two periods compared on one scale: two maps that move as one on a desk, a switch on a phone, and honest words."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from reports.geography import hexgrid
from reports.geography.models import Area
from tests import factories
from tests.journeys.conftest import NOTHING_KEPT, Visitor
from tests.journeys.test_someone_reads_the_map import moving
from tests.public_map.releases import EARLIER, QUARTER, WESTBY_CELL, make_release

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)
NEWER, OLDER = "July to September 2026", "April to June 2026"
MAP = f"/map?area={factories.WESTBY}&period={QUARTER}"
WIDE = {"width": 1700, "height": 900}


@pytest.fixture(autouse=True)
def published(country: dict[str, Area]) -> None:
    """Two maps: the middle about 20 and about 10, one beside it 40 or more and about 10, one only on the newer."""
    ring = hexgrid.neighbours(WESTBY_CELL, 1)
    second, third = ring[1], ring[4]  # on either side: the map opens with the middle one in its middle
    make_release(quarter=EARLIER, leaves={WESTBY_CELL: 9, second: 9}, total=560)
    make_release(leaves={WESTBY_CELL: 17, second: 44, third: 17}, total=120)


def compare(page: Page, name: str = OLDER) -> None:
    """Chooses the other period."""
    page.get_by_label("Compare with").select_option(name)


def metres_of_a_pixel(page: Page) -> list[float]:
    """By the scale of each map."""
    lines = page.locator(".leaflet-control-scale-line:first-child").all()
    stated = [(line.inner_text().split(), line.evaluate("it => parseFloat(it.style.width)")) for line in lines]
    return [float(number) * (1000 if unit == "km" else 1) / wide for (number, unit), wide in stated]


def test_on_a_phone_a_switch_changes_the_period_of_map_and_page(visit: Visit) -> None:
    visitor = visit()
    page = moving(visitor, MAP)
    compare(page)
    says = page.locator("[data-map-says]")
    expect(says).to_have_text(
        f"{NEWER} beside {OLDER}. Hexagons that can be compared: 3. Differences that may be chance: 1. "
        "Differences that are more than the random change explains: 2."
    )
    switch = page.get_by_role("group", name="Which period the map shows")
    expect(switch.get_by_role("button", name=NEWER)).to_have_attribute("aria-pressed", "true")
    assert [one.inner_text() for one in switch.get_by_role("button").all()] == [OLDER, NEWER]
    assert all((one.bounding_box() or {})["height"] >= 44 for one in switch.get_by_role("button").all())
    page.get_by_role("button", name="Choose what the map shows").click()
    assert visitor.axe() == []
    switch.get_by_role("button", name=OLDER).click()
    expect(switch.get_by_role("button", name=OLDER)).to_have_attribute("aria-pressed", "true")
    expect(switch.get_by_role("button", name=OLDER)).to_be_focused()
    expect(page.get_by_role("heading", level=2).first).to_have_text(f"Westby, {OLDER}")
    assert page.locator("#period").input_value() == EARLIER
    assert f"period={EARLIER}" in page.url
    assert page.locator(".app-live-map").count() == 1
    assert visitor.keeps() == NOTHING_KEPT


def test_on_a_desk_two_maps_move_as_one(visit: Visit) -> None:
    visitor = visit(viewport=WIDE)
    page = moving(visitor, MAP)
    page.locator(".app-live-map-shell").evaluate("(it) => { it.parentElement.style.width = '1200px' }")
    compare(page)
    maps = page.locator(".app-live-map")
    expect(maps).to_have_count(2)
    assert [one.inner_text() for one in page.locator(".app-live-map__compared p").all()] == [NEWER, OLDER]
    canvases = page.locator("canvas.app-live-map__hexagons")
    expect(canvases.nth(0)).to_have_attribute("data-hexagons", "3")
    expect(canvases.nth(1)).to_have_attribute("data-hexagons", "2")
    page.get_by_role("application").press("ArrowRight")
    before = metres_of_a_pixel(page)
    page.get_by_role("button", name="Zoom in").first.click()
    after = metres_of_a_pixel(page)
    assert before[0] == pytest.approx(before[1], rel=0.03)
    assert after[0] == pytest.approx(after[1], rel=0.03)
    assert after[0] < 0.8 * before[0]
    assert (
        page.get_by_role("application").count() == 1
    )  # the second is for the eye: what it shows is said with the first
    compare(page, "No other period")
    expect(maps).to_have_count(1)
    assert visitor.axe() == []


def test_a_card_says_what_the_other_period_had_and_whether_it_may_be_chance(visit: Visit) -> None:
    page = moving(visit(), MAP)
    compare(page)
    page.get_by_role("button", name="Choose what the map shows").click()
    expect(page.locator(".app-live-map__compared")).to_be_visible()
    page.get_by_role("application").press("Enter")
    card = page.locator(".leaflet-popup")
    expect(card).to_contain_text(f"About 20 reports in {NEWER}")
    expect(card).to_contain_text(f"{OLDER}: about 10 reports. The difference may be chance.")


def test_the_page_s_own_list_of_periods_moves_the_map(visit: Visit) -> None:
    page = moving(visit(), MAP)
    page.locator("#period").select_option(EARLIER)
    slider = page.get_by_role("slider", name="Period")
    expect(slider).to_have_attribute("aria-valuetext", OLDER)
    expect(page.get_by_role("heading", level=2).first).to_have_text(f"Westby, {OLDER}")
    expect(page.locator("[data-map-says]")).to_have_text(f"{OLDER}. Hexagons shown: 2.")
