"""The map as one sees it first: what is on the first screen, on a phone and on a desk, with a script and without."""

import gzip
import re
from collections.abc import Callable
from itertools import cycle

import pytest
from playwright.sync_api import Page, expect

from reports.geography import hexgrid
from reports.geography.models import Area
from tests import factories
from tests.journeys.conftest import Visitor
from tests.public_map.releases import EARLIER, EASTBY_CELL, QUARTER, WESTBY_CELL, make_place, make_release

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)
MAP = f"/map?area={factories.WESTBY}"
PHONE, DESK = {"width": 375, "height": 740}, {"width": 1280, "height": 900}
NOISY = (6, 9, 6, 20, 9, 6, 50)  # about 5, 10, 20 and 40 or more

# The numbers in hexagons whose middle is on the screen and under nothing; and how many hexagons the picture has.
SEEN = """() => {
    const numbers = [...document.querySelectorAll(".app-map__numbers text")].filter((it) => it.getClientRects().length);
    const isSeen = (it) => {
        const { left, top, width, height } = it.getBoundingClientRect();
        const [x, y] = [left + width / 2, top + height / 2];
        const isOnScreen = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
        return isOnScreen && !!document.elementFromPoint(x, y)?.closest(".app-map__picture");
    };
    const paths = [...document.querySelectorAll(".app-map__hexagons path")].map((it) => it.getAttribute("d"));
    return {
        hexagons: paths.join("").split("z").length - 1,
        all: numbers.map((it) => parseInt(it.textContent)),
        seen: numbers.filter(isSeen).map((it) => parseInt(it.textContent)),
        narrowest: Math.min(...numbers.map((it) => it.getBoundingClientRect().height)),
    };
}"""
BOXES = """() => [".app-map__picture", "h1", ".app-map__legend", ".app-map-rest", "#area", "#period"].map((it) => {
    const { x, y, width, height } = document.querySelector(it).getBoundingClientRect();
    return [it, Math.round(x), Math.round(y), Math.round(width), Math.round(height)];
})"""


@pytest.fixture(autouse=True)
def city(country: dict[str, Area]) -> None:
    """A council with as many hexagons as a city has, one of them far out and one of thirty square kilometres."""
    make_place("Westby Market", factories.IN_WESTBY, 20_000)
    cells = hexgrid.neighbours(WESTBY_CELL, 4)
    far = [hexgrid.neighbours(WESTBY_CELL, 7)[-1], hexgrid.cell_at(-2.42, 51.58, 6)]
    leaves = dict(zip(cells, cycle(NOISY), strict=False)) | dict.fromkeys(far, 6)
    mix = {(2, 3): 500, (1, 3): 90, (1, 4): 40}
    make_release(leaves=leaves, total=804, mix=mix, hot=cells[:9])
    make_release(quarter=EARLIER, leaves=leaves, total=640, mix=mix)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_most_of_what_is_shown_is_on_the_first_screen(visit: Visit, viewport: dict[str, int], script: bool) -> None:
    page = visit(viewport=viewport, script=script).opens(MAP)
    found = page.evaluate(SEEN)
    # The one of thirty square kilometres lies beyond the ground drawn, and the town's name over one figure.
    assert (found["hexagons"], len(found["all"])) == (62, 61)
    assert sum(found["seen"]) >= sum(found["all"]) / 2
    assert len(found["seen"]) >= 40
    assert found["narrowest"] >= 9  # pixels


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_it_is_laid_out_alike_with_a_script_and_without(visit: Visit, viewport: dict[str, int]) -> None:
    boxes = [visit(viewport=viewport, script=script).opens(MAP).evaluate(BOXES) for script in (True, False)]
    assert boxes[0] == boxes[1]


def test_on_a_phone_the_map_is_first_and_all_that_is_said_under_it(visit: Visit) -> None:
    page = visit(viewport=PHONE).opens(MAP)
    boxes = {name: (x, y, width, height) for name, x, y, width, height in page.evaluate(BOXES)}
    x, y, width, height = boxes[".app-map__picture"]
    assert (x, width) == (0, 375)
    assert y <= 120  # under the header and the menu, nothing between
    assert 0.55 <= height / PHONE["height"] <= 0.65
    assert boxes[".app-map__legend"][1] >= y + height
    assert boxes["h1"][1] > boxes[".app-map__legend"][1]
    for control in ("#area", "#period"):
        assert y <= boxes[control][1] <= y + height - 44
        assert boxes[control][3] >= 44
    assert page.locator(".app-map__picture").evaluate("it => getComputedStyle(it).touchAction") == "auto"
    assert page.evaluate("document.documentElement.scrollHeight") > 2 * PHONE["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_on_a_desk_the_map_fills_the_height_beside_its_panel(visit: Visit) -> None:
    page = visit(viewport=DESK).opens(MAP)
    boxes = {name: (x, y, width, height) for name, x, y, width, height in page.evaluate(BOXES)}
    x, y, width, height = boxes[".app-map__picture"]
    assert (x, width) == (0, 880)
    assert y <= 120
    assert 880 <= y + height <= 905
    assert boxes["h1"][0] > 880
    assert boxes["h1"][1] < 200
    page.mouse.wheel(0, 600)
    expect(page.locator(".app-map__picture")).to_be_in_viewport(ratio=0.85)


# What somebody asks the page, and the words that answer.
QUESTIONS = {
    "which place has most": r"Most are around the centre of Westby|Most are around Westby Market",
    "how many": r"Westby: about 800 reports",
    "when": r"July to September 2026\..*Most are in the evening\.",
    "is the rest safe": r"Few reports does not mean a place is safe\.",
    "where do the numbers come from": r"The figures come from reports that people sent us\.",
}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_five_questions_are_answered_by_what_one_reads_first(visit: Visit, script: bool) -> None:
    page = visit(viewport=PHONE, script=script).opens(MAP)
    first = " ".join(page.locator("body").inner_text().split())[:900]
    assert {question for question, answer in QUESTIONS.items() if not re.search(answer, first)} == set()


def hatched(page: Page) -> list[str]:
    """How the patterns over the hexagons, and those of the legend, are displayed."""
    shown: list[str] = page.evaluate(
        "[...document.querySelectorAll('.app-map .app-map__hatching')].map((it) => getComputedStyle(it).display)"
    )
    return sorted(set(shown))


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_patterns_are_a_choice_and_stand_on_paper_and_in_ones_own_colours(visit: Visit, script: bool) -> None:
    page = visit(viewport=PHONE, script=script).opens(MAP)
    assert hatched(page) == ["none"]
    page.get_by_text("Patterns", exact=True).click()
    assert hatched(page) == ["inline"]
    page.get_by_label("Patterns", exact=True).focus()
    page.keyboard.press("Space")
    assert hatched(page) == ["none"]
    page.emulate_media(media="print")
    assert hatched(page) == ["inline"]
    page.emulate_media(media="screen", forced_colors="active")
    assert hatched(page) == ["inline"]
    assert page.url.endswith(MAP)  # nothing of it is in the address


def test_what_an_earlier_map_shows_too_is_marked_on_request_alone(visit: Visit) -> None:
    page = visit(viewport=PHONE, script=False).opens(MAP)
    edges = """[...document.querySelectorAll(".app-map__hexagons > g")].map(
        (it) => [it.classList.contains("app-hot"), getComputedStyle(it).strokeWidth])"""
    assert {width for _hot, width in page.evaluate(edges)} == {"1px"}
    page.get_by_text("Mark places that an earlier map shows too").click()
    found = {(hot, width) for hot, width in page.evaluate(edges)}
    assert found == {(True, "3px"), (False, "1px")}


def test_a_busy_councils_table_is_a_few_screens_of_a_phone(visit: Visit) -> None:
    cells = hexgrid.neighbours(WESTBY_CELL, 8)
    make_release(quarter="2026-Q4", leaves=dict(zip(cells, cycle(NOISY), strict=False)), mix={(2, 3): 500}, hot=cells)
    page = visit(viewport=PHONE).opens(f"/map/table?area={factories.WESTBY}")
    assert page.get_by_text("Rows 1 to 30 of 217").is_visible()
    assert page.evaluate("document.documentElement.scrollHeight") <= 6_000
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    page.get_by_text("More about Westby").click()
    assert page.get_by_role("heading", name="Reports over time").is_visible()


def test_a_tap_on_a_council_opens_its_map(visit: Visit) -> None:
    make_release(factories.EASTBY, leaves={EASTBY_CELL: 45}, total=120)
    page = visit(viewport=DESK, script=False).opens("/map")
    box = page.locator(f'.app-map__councils a[href*="{factories.EASTBY}"]').bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.5)
    expect(page.get_by_role("heading", level=1)).to_have_text("Eastby: about 120 reports")
    assert page.url.endswith(f"/map?area={factories.EASTBY}")


def test_before_a_touch_it_is_under_forty_kilobytes_and_five_requests(visit: Visit) -> None:
    visitor = visit(viewport=PHONE)
    page = visitor.opens(MAP)
    page.wait_for_load_state("networkidle")
    asked = [it for it in visitor.requests if not it.url.startswith("data:")]
    answers = {it.url: it.response() for it in asked}
    sizes = {
        url: len(gzip.compress(answer.body(), 6)) for url, answer in answers.items() if answer
    }  # as nginx sends it
    assert len(sizes) == len(asked) <= 5, sizes
    assert QUARTER in page.content()
    assert sum(sizes.values()) <= 40_000, sizes


@pytest.mark.parametrize("address", [MAP, "/map", f"/cy{MAP}"])
def test_axe_finds_nothing(visit: Visit, address: str) -> None:
    make_release(factories.EASTBY, leaves={EASTBY_CELL: 45}, total=12)
    for viewport in (PHONE, DESK):
        visitor = visit(viewport=viewport)
        visitor.opens(address)
        assert visitor.axe() == []
