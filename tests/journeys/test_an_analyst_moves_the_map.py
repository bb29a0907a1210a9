"""An analyst moves the map of hotspots: made by Leaflet from the settings in the page, and nobody else is asked."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.models import Area
from tests import factories
from tests.journeys.conftest import Visitor

Visit = Callable[..., Visitor]


@pytest.fixture
def analyst(country: dict[str, Area], transactional_db: None) -> str:
    """The name of an analyst whose area has reports in two places."""
    for at in (factories.IN_WESTBY, factories.IN_WESTBY, (-2.52, 51.42)):
        factories.make_accepted_report(at=at)
    rebuild_counts()
    return str(factories.make_person("analyst", factories.BORDERSHIRE).username)


@pytest.mark.parametrize("viewport", [{"width": 375, "height": 667}, {"width": 1280, "height": 900}])
def test_the_picture_becomes_a_map_that_moves(visit: Visit, analyst: str, viewport: dict[str, int]) -> None:
    visitor = visit(viewport=viewport)
    visitor.signs_in(analyst)
    page = visitor.opens("/staff/hotspots")
    picture, element = page.locator(".app-hotspots__map"), page.locator("#hotspots-map")
    expect(picture).to_be_visible()
    expect(element).to_be_hidden()
    page.get_by_role("button", name="Move and zoom the map").click()
    expect(page.get_by_role("application", name="Reports by place")).to_be_focused()
    expect(picture).to_be_hidden()
    hexagons = element.locator("path.app-hotspots__cells")
    assert sorted(hexagons.evaluate_all("all => all.map((one) => one.classList[1])")) == [
        "app-hotspots__cells--0",
        "app-hotspots__cells--0",
    ]
    before = hexagons.first.get_attribute("d")
    page.keyboard.press("+")
    expect(hexagons.first).not_to_have_attribute("d", before or "")
    expect(element.locator(".leaflet-control-attribution")).to_contain_text("Leaflet")
    boxes = [one.bounding_box() for one in element.locator(".leaflet-control-zoom a").all()]
    assert len(boxes) == 2
    assert all(box and min(box["width"], box["height"]) >= 44 for box in boxes)
    assert element.evaluate("map => getComputedStyle(map).touchAction") == "pan-x pan-y"
    assert visitor.axe() == []
    assert visitor.strangers() == []


def test_without_javascript_the_picture_stays_and_no_button_promises_more(visit: Visit, analyst: str) -> None:
    visitor = visit(script=False)
    visitor.signs_in(analyst)
    page = visitor.opens("/staff/hotspots")
    expect(page.locator(".app-hotspots__map")).to_be_visible()
    expect(page.get_by_role("button", name="Move and zoom the map")).to_be_hidden()
    expect(page.locator("#hotspots-map")).to_be_hidden()


def test_where_leaflet_does_not_come_the_picture_stays(visit: Visit, analyst: str) -> None:
    visitor = visit()
    visitor.page.route("**/leaflet.js", lambda route: route.abort())
    visitor.signs_in(analyst)
    page = visitor.opens("/staff/hotspots")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".app-hotspots__map")).to_be_visible()
    expect(page.get_by_role("button", name="Move and zoom the map")).to_be_hidden()
    assert any("leaflet.js" in line or "ERR_FAILED" in line for line in visitor.complaints)
    visitor.complaints.clear()  # of what was kept from it
