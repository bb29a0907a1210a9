"""A hexagon's card is seen whole: nothing lies over its words or its button, and what is said is what it says."""

import pytest
from playwright.sync_api import expect

from reports.geography import hexgrid
from reports.geography.models import Area
from tests import factories
from tests.journeys.conftest import DESKTOP, PHONE
from tests.journeys.test_someone_reads_the_map import moving
from tests.journeys.test_the_map_draws_density import Visit
from tests.public_map.releases import EARLIER, WESTBY_CELL, make_release

pytestmark = pytest.mark.django_db(transaction=True)

# What lies over a card, at points all over it: nothing where a finger or an eye meets only the card.
COVERED = """(card) => {
    const { left, top, width, height } = card.getBoundingClientRect();
    const found = [];
    for (let across = 0.05; across < 1; across += 0.15) {
        for (let down = 0.05; down < 1; down += 0.15) {
            const one = document.elementFromPoint(left + across * width, top + down * height);
            if (!card.parentElement.contains(one)) found.push(one?.className ?? "outside the window");
        }
    }
    const says = document.querySelector("[data-map-says]").getBoundingClientRect();
    const card_box = card.getBoundingClientRect();
    const apart = says.right <= card_box.left || says.left >= card_box.right
        || says.bottom <= card_box.top || says.top >= card_box.bottom || says.width <= 1;
    return apart ? found : [...found, "what is said"];
}"""


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_lies_over_an_open_card(country: dict[str, Area], visit: Visit, screen: dict[str, int]) -> None:
    make_release(leaves={WESTBY_CELL: 17}, hot=[WESTBY_CELL])
    page = moving(visit(viewport=screen))
    page.get_by_role("button", name="Choose what the map shows").click()
    page.get_by_role("application").press("Enter")
    card = page.locator(".leaflet-popup-content-wrapper")
    expect(card).to_contain_text("About 20 reports in July to September 2026")
    page.wait_for_timeout(1_000)  # the map makes room for it
    assert card.evaluate(COVERED) == []
    expect(page.locator("[data-map-says]")).to_contain_text("About 20 reports in July to September 2026, in 0.7 km²")


@pytest.mark.parametrize(("name", "numbers"), [("", 1), ("Westby", 0)], ids=["no name", "a name"])
def test_no_number_lies_under_a_name(country: dict[str, Area], visit: Visit, name: str, numbers: int) -> None:
    """Half of a number is another number; the hexagon's card has it whole."""
    make_release(leaves={WESTBY_CELL: 17})
    if name:
        factories.make_place(name, hexgrid.centre(WESTBY_CELL), 20_000)
    page = moving(visit())
    canvas = page.locator("canvas.app-live-map__hexagons")
    expect(page.locator(".app-live-map__name")).to_have_count(1 - numbers)
    expect(canvas).to_have_attribute("data-hexagons", "1")
    expect(canvas).to_have_attribute("data-numbers", str(numbers))
    page.get_by_role("application").press("Enter")
    expect(page.locator(".leaflet-popup-content-wrapper")).to_contain_text("About 20 reports")


# The controls that something else lies over, at their middle or near a corner.
UNDER_ANOTHER = """() => {
    const over = ".leaflet-control-zoom a, [data-choices], #q, .app-map__search button";
    const names = `${over}, #area, #period, .app-map__when button`;
    return [...document.querySelectorAll(names)].filter((one) => {
        one.scrollIntoView({ block: "center" });
        const { left, top, width, height } = one.getBoundingClientRect();
        const at = (part) => document.elementFromPoint(left + part * width, top + part * height);
        return width === 0 || [0.25, 0.5, 0.75].some((part) => !one.contains(at(part)));
    }).map((one) => one.outerHTML.slice(0, 60));
}"""


@pytest.mark.parametrize("screen", [PHONE, DESKTOP, {"width": 320, "height": 568}], ids=["phone", "desktop", "small"])
def test_no_control_of_the_map_lies_under_another(
    country: dict[str, Area], visit: Visit, screen: dict[str, int]
) -> None:
    make_release(leaves={WESTBY_CELL: 17})
    page = moving(visit(viewport=screen))
    page.get_by_role("button", name="Choose what the map shows").click()  # and so closes them
    expect(page.locator(".leaflet-control-zoom a")).to_have_count(2)
    assert page.evaluate(UNDER_ANOTHER) == []


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_what_names_two_periods_lies_over_no_control(
    country: dict[str, Area], visit: Visit, screen: dict[str, int]
) -> None:
    make_release(quarter=EARLIER, leaves={WESTBY_CELL: 45})
    make_release(leaves={WESTBY_CELL: 17})
    page = moving(visit(viewport=screen))
    page.get_by_label("Compare with").select_option(index=1)
    expect(page.locator(".app-live-map__compared button")).to_have_count(2)
    page.get_by_role("button", name="Choose what the map shows").click()
    assert page.evaluate(UNDER_ANOTHER.replace("#area", "#area, .app-live-map__compared button")) == []


def test_the_card_says_by_which_street_it_is(country: dict[str, Area], visit: Visit) -> None:
    make_release(leaves={WESTBY_CELL: 17})
    longitude, latitude = hexgrid.centre(WESTBY_CELL)
    for name, east in (("Stokes Croft", 0.0), ("Jamaica Street", 0.02)):
        factories.make_street(name, (longitude + east, latitude))
    page = moving(visit())
    page.get_by_role("application").press("Enter")
    told = "About 20 reports in July to September 2026, near Stokes Croft, Westby, in 0.7 km²."
    expect(page.locator(".leaflet-popup-content-wrapper")).to_contain_text(told)
    expect(page.locator("[data-map-says]")).to_contain_text(told)
