"""The time of the moving map is moved: everything the page says, leads to, shares and prints is of that time."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from reports.geography.models import Area
from tests import factories
from tests.basemap.archives import make_basemap
from tests.journeys.conftest import DESKTOP, NOTHING_KEPT, Visitor, goes_back
from tests.journeys.test_someone_reads_the_map import moving
from tests.public_map.releases import EARLIER, HIDDEN_CELL, QUARTER, WESTBY_CELL, make_place, make_release, make_year

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)
NEWER, OLDER, OLDEST = "July to September 2026", "April to June 2026", "January to March 2026"
MAP = f"/map?area={factories.WESTBY}"


@pytest.fixture(autouse=True)
def published(country: dict[str, Area]) -> None:
    """Three times with totals of their own."""
    make_release(quarter="2026-Q1", leaves={HIDDEN_CELL: 9}, total=310)
    make_release(quarter=EARLIER, leaves={WESTBY_CELL: 45, HIDDEN_CELL: 9}, total=560)
    make_release(quarter=QUARTER, total=120)


def spoken_of(page: Page) -> dict[str, object]:
    """What the page says of its time, by where it says it."""
    links = [link.get_attribute("href") or "" for link in page.locator("main a[href*='period=']:visible").all()]
    periods = sorted({parse_qs(urlsplit(link).query)["period"][0] for link in links if urlsplit(link).path != "/map"})
    return {
        "heading": page.get_by_role("heading", level=2).first.inner_text(),
        "caption": page.locator("main caption").first.inner_text(),
        "total": page.get_by_role("cell", name=re.compile("^about .* reports")).first.inner_text().split("\n")[0],
        "address": parse_qs(urlsplit(page.url).query),
        "shared": parse_qs(urlsplit(page.locator("#share").input_value()).query),
        "chosen": page.locator("#period").input_value(),
        "links": periods,
        "in the other language": [
            urlsplit(link.get_attribute("href") or "").query
            for link in page.locator("[lang=cy][href], [lang=cy] a").all()
        ],
    }


def of_time(period: str, name: str, total: str) -> dict[str, object]:
    """What all of it is for one time."""
    asked = {"area": [factories.WESTBY], "period": [period]}
    return {
        "heading": f"Westby, {name}",
        "caption": f"Total reports, {name}",
        "total": f"about {total} reports",
        "address": asked,
        "shared": asked,
        "chosen": period,
        "links": [period],
        "in the other language": [f"area={factories.WESTBY}&period={period}"] * 2,
    }


def is_settled(page: Page) -> None:
    """Waits till the numbers of the time have come."""
    expect(page.locator("[data-of-period][aria-busy=true]")).to_have_count(0)


def test_all_of_the_page_follows_the_time_and_so_do_reload_table_and_back(visit: Visit) -> None:
    visitor = visit(viewport=DESKTOP)
    page = moving(visitor, MAP + f"&period={QUARTER}")
    assert spoken_of(page) == of_time(QUARTER, NEWER, "120")
    before = page.evaluate("history.length")
    page.get_by_role("slider", name="Period").press("ArrowLeft")
    is_settled(page)
    assert spoken_of(page) == of_time(EARLIER, OLDER, "560")
    assert f"Westby, {NEWER}" not in page.locator("main").inner_text()
    page.get_by_role("slider", name="Period").press("ArrowLeft")
    is_settled(page)
    assert spoken_of(page) == of_time("2026-Q1", OLDEST, "310")
    assert page.evaluate("history.length") == before  # Back does not go through the times one by one
    page.get_by_role("link", name="See the same figures as a table").click()
    expect(page.get_by_role("heading", level=2, name=f"Hexagons: Westby, {OLDEST}")).to_be_visible()
    goes_back(page)
    assert spoken_of(page) == of_time("2026-Q1", OLDEST, "310")
    page.reload()
    assert spoken_of(page) == of_time("2026-Q1", OLDEST, "310")
    assert visitor.axe() == []
    assert visitor.keeps() == NOTHING_KEPT


def test_the_time_it_began_with_is_there_again_without_a_request(visit: Visit) -> None:
    visitor = visit()
    page = moving(visitor, MAP + f"&period={QUARTER}")
    page.get_by_role("slider", name="Period").press("ArrowLeft")
    is_settled(page)
    asked = len(visitor.requests)
    page.get_by_role("slider", name="Period").press("ArrowRight")
    is_settled(page)
    assert spoken_of(page) == of_time(QUARTER, NEWER, "120")
    assert len(visitor.requests) == asked
    assert visitor.strangers() == []


def test_while_it_plays_the_page_goes_along(visit: Visit) -> None:
    page = moving(visit(), MAP + f"&period={EARLIER}", reduced_motion="no-preference")
    page.get_by_role("button", name="Play").click()
    heading = page.get_by_role("heading", level=2).first
    expect(heading).to_have_text(f"Westby, {NEWER}")
    expect(heading).to_have_text(f"Westby, {OLDEST}")  # by itself, from the newest to the oldest
    page.get_by_role("button", name="Pause").click()
    is_settled(page)
    found = spoken_of(page)
    stated = (found["address"], found["caption"])
    assert stated in [
        ({"area": [factories.WESTBY], "period": [period]}, f"Total reports, {name}")
        for period, name in (("2026-Q1", OLDEST), (EARLIER, OLDER), (QUARTER, NEWER))
    ]
    assert found["heading"] == f"Westby, {str(found['caption']).partition(', ')[2]}"


def test_old_numbers_cannot_be_followed_while_new_ones_come_nor_stay_when_they_do_not(visit: Visit) -> None:
    visitor = visit()
    page = moving(visitor, MAP + f"&period={QUARTER}")
    waiting: list[Route] = []
    page.route(re.compile(r"/map\?"), lambda route: waiting.append(route))
    page.get_by_role("slider", name="Period").press("ArrowLeft")
    expect(page.get_by_role("heading", level=2).first).to_have_text(f"Westby, {OLDER}")
    numbers = page.locator("[data-of-period=numbers]")
    expect(numbers).to_have_attribute("aria-busy", "true")
    assert numbers.evaluate("part => part.inert")
    expect(numbers).to_contain_text(NEWER)
    waiting[0].abort()
    expect(numbers).to_be_empty()
    expect(page.locator("[data-map-says]")).to_contain_text("could not load")
    visitor.complaints.clear()  # the request that was broken off
    page.unroute(re.compile(r"/map\?"))
    page.get_by_role("slider", name="Period").press("ArrowLeft")
    is_settled(page)
    assert spoken_of(page) == of_time("2026-Q1", OLDEST, "310")


def test_a_late_answer_does_not_take_the_place_of_a_newer_one(visit: Visit) -> None:
    page = moving(visit(), MAP + f"&period={QUARTER}")
    late: list[Route] = []
    page.route(re.compile(rf"/map\?.*period={EARLIER}"), lambda route: late.append(route))
    slider = page.get_by_role("slider", name="Period")
    slider.press("ArrowLeft")
    expect(page.locator("[data-of-period=numbers]")).to_have_attribute("aria-busy", "true")
    slider.press("ArrowLeft")
    is_settled(page)
    late[0].continue_()
    page.wait_for_load_state("networkidle")
    assert spoken_of(page) == of_time("2026-Q1", OLDEST, "310")


def test_on_paper_stands_the_time_and_which_numbers_were_asked_for(visit: Visit) -> None:
    page = moving(visit(viewport=DESKTOP), MAP + f"&period={QUARTER}")
    page.get_by_role("slider", name="Period").press("ArrowLeft")
    page.get_by_label("about 5 reports").uncheck()
    is_settled(page)
    on_screen = page.locator(".app-map-controls").inner_text()
    assert "about 5 reports" in on_screen
    page.emulate_media(media="print")
    controls = page.locator(".app-map-controls").inner_text()
    assert [line for line in controls.split("\n") if line.strip()] == [
        "Show",
        "about 10 reports",
        "about 20 reports",
        "40 or more reports",
    ]
    paper = page.locator("main").inner_text()
    assert f"Westby, {OLDER}" in paper
    assert "about 560 reports" in paper


def nodes_of(page: Page) -> dict[str, dict[str, Any]]:
    """Chromium's own tree of the page for screen readers."""
    session = page.context.new_cdp_session(page)
    return {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}


def tree(page: Page) -> list[tuple[str, str]]:
    """What Chromium tells a screen reader of the moving map, in order: role and name."""
    nodes = nodes_of(page)
    (top,) = [node for node in nodes.values() if node.get("role", {}).get("value") == "application"]
    stated: list[tuple[str, str]] = []

    def walk(node: dict[str, Any]) -> None:
        role = node.get("role", {}).get("value")
        if not node.get("ignored") and role not in {"generic", "InlineTextBox"}:
            stated.append((role, node.get("name", {}).get("value", "").strip()))
        for child in node.get("childIds", []):
            if child in nodes:
                walk(nodes[child])

    walk(top)
    return stated


def test_a_screen_reader_meets_the_buttons_first_and_no_loose_name_or_canvas(visit: Visit, settings: Any) -> None:
    make_place("Westby Market", factories.IN_WESTBY, 20_000)
    buttons_alone = [
        ("application", "Map. Arrow keys move it, plus and minus zoom it."),
        ("button", "Zoom in"),
        ("button", "Zoom out"),
    ]
    page = moving(visit())
    expect(page.locator(".app-live-map__name", has_text="Westby Market")).to_be_visible()
    assert [one for one in tree(page) if one[0] != "StaticText"] == buttons_alone
    assert not [name for _role, name in tree(page) if name == "Westby Market"]
    make_basemap(settings.VAR_DIR / "basemap.pmtiles")
    page = moving(visit())
    expect(page.locator(".app-basemap canvas").first).to_be_attached()
    assert [one for one in tree(page) if one[0] != "StaticText"] == buttons_alone
    page.get_by_label("Heatmap").check()
    assert [role for role, _name in tree(page) if role in {"Canvas", "image"}] == []
    page.get_by_label("Hexagons").check()
    page.get_by_role("application").press("Enter")
    assert page.locator(".leaflet-popup, [data-map-says]").first.inner_text() != ""


def test_the_slider_says_its_time_in_words(visit: Visit) -> None:
    page = moving(visit(), MAP)
    slider = page.get_by_role("slider", name="Period", exact=True)
    for key, words in (("Home", OLDEST), ("ArrowRight", OLDER), ("End", NEWER)):
        slider.press(key)
        expect(slider).to_have_attribute("aria-valuetext", words)
        (stated,) = [node for node in nodes_of(page).values() if node.get("role", {}).get("value") == "slider"]
        assert (stated["name"]["value"], stated["description"]["value"]) == ("Period", words)
    regions = page.locator(".app-map-controls :is(output, [aria-live], [role=status])")
    assert regions.count() == 0  # the line under the map tells it already


def test_the_words_beside_the_scale_are_of_the_map_that_is_shown(visit: Visit) -> None:
    make_year("E06000902", leaves={WESTBY_CELL: 45})
    page = moving(visit(), "/map?area=E06000902")
    note, added = page.locator(".app-map__note"), "This map adds up several maps: a number is for all their months."
    expect(note).to_contain_text(added)
    slider = page.get_by_role("slider", name="Period", exact=True)
    slider.press("ArrowLeft")
    is_settled(page)
    expect(note).not_to_contain_text(added)
    expect(note).to_contain_text("A number in a hexagon is about how many reports.")
    slider.press("End")
    is_settled(page)
    expect(note).to_contain_text(added)


def test_on_paper_the_map_has_no_box_to_type_in(visit: Visit) -> None:
    page = visit().opens(MAP)
    expect(page.locator("#q")).to_be_visible()
    page.emulate_media(media="print")
    for control in ("#q", "#area", "#period", "[data-map-start]", "label[for=patterns]"):
        expect(page.locator(control)).to_be_hidden()
    expect(page.locator("[data-map-picture], .app-map__frame svg").first).to_be_visible()
