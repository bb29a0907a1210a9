"""Tables on a phone: rows within the screen, nothing cut off or scrolled sideways, and still a table to hear."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.responses.models import Response
from reports.staff.models import StaffUser
from reports.staff.tokens import make_token
from tests import factories
from tests.journeys.addresses import public_pages, public_pages_in_short, staff_pages
from tests.journeys.chosen import chosen_pages
from tests.journeys.conftest import DESKTOP, Visitor
from tests.journeys.test_every_page import (  # noqa: F401  # fixtures are used by their names
    NOT_STAFF_PAGES,
    OF_SIGNING_IN,
    of_every_role,
    published,
)
from tests.public_map.releases import WESTBY_CELL, make_place, make_release

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = [375, 320]

SIDEWAYS = """() => [...document.querySelectorAll("body *")]
    .filter((one) => !one.closest(".govuk-visually-hidden") && !one.matches("input, textarea"))
    .filter((one) => one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1)
    .filter((one) => !["visible", "clip"].includes(getComputedStyle(one).overflowX))
    .map((one) => one.className)"""
CUT_OFF = """() => [...document.querySelectorAll("main th, main td, main caption")]
    .filter((one) => !one.matches(".govuk-visually-hidden"))
    .filter((one) => one.getClientRects().length && getComputedStyle(one).visibility !== "hidden")
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 || one.getBoundingClientRect().left < -1)
    .map((one) => one.textContent.trim().slice(0, 40))"""


# Of a table whose rows are stacked: each value that is no row's name and says nothing of what it is.
UNLABELLED = """() => [...document.querySelectorAll("main .app-stacked--labelled tbody td")]
    .filter((one) => one.textContent.trim() && !one.dataset.label && !one.querySelector("a, strong"))
    .filter((one) => !/^(You|Chi)$/.test(one.textContent.trim()))
    .map((one) => one.textContent.trim().slice(0, 40))"""
LINES = """() => [...document.querySelectorAll("main .app-stacked--labelled tbody tr")].slice(0, 3).map((row) => {
    const filled = [...row.children].filter((one) => one.textContent.trim());
    return [filled.length, new Set(filled.map((one) => Math.round(one.getBoundingClientRect().top))).size];
})"""


def faults_of(page: Page, address: str) -> dict[str, object]:
    """What of a page lies beyond the screen."""
    found = {
        "page": page.evaluate("document.documentElement.scrollWidth > innerWidth"),
        "scrolls": page.evaluate(SIDEWAYS),
        "cut off": page.evaluate(CUT_OFF),
        "unlabelled": page.evaluate(UNLABELLED),
        "on one line": [row for row in page.evaluate(LINES) if row[0] != row[1]],
    }
    return {name: value for name, value in found.items() if value}


def analysed(person: StaffUser) -> None:
    """Something to rank, and an access token to list."""
    for _number in range(12):
        factories.make_accepted_report(accepted_on=datetime.date(2026, 8, 3))
    rebuild_counts()
    area = Area.objects.get(code=factories.WESTBY)
    make_token("QGIS", dataset="extract", area=area, by=person, now=timezone.now())


@pytest.mark.parametrize("width", WIDTHS)
def test_no_public_page_scrolls_sideways_in_any_part(published: None, visit: Visit, width: int) -> None:  # noqa: F811
    visitor = visit(viewport={"width": width, "height": 667})
    walked = public_pages() if width == min(WIDTHS) else public_pages_in_short()
    pages = [*walked, f"/map/table?area={factories.WESTBY}", f"/map?area={factories.WESTBY}"]
    pages += [f"/open-data?area={factories.WESTBY}", f"/cy/map/table?area={factories.WESTBY}"]
    faults = {address: faults_of(visitor.opens(address), address) for address in pages}
    assert {address: found for address, found in faults.items() if found} == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_no_staff_page_scrolls_sideways_and_each_value_has_its_label(
    of_every_role: StaffUser,  # noqa: F811
    visit: Visit,
    width: int,
) -> None:
    analysed(of_every_role)
    of_responses = [f"/staff/responses/{made.pk}" for made in Response.objects.all()]
    known = {*staff_pages(), *of_responses, f"{of_responses[-1]}/change", *chosen_pages(of_every_role).values()}
    visitor = visit(viewport={"width": width, "height": 667})
    visitor.signs_in(of_every_role.username)
    pages = sorted(known - NOT_STAFF_PAGES - OF_SIGNING_IN - {"/staff/"})
    faults, tables = {}, set()
    for address in pages:
        faults[address] = faults_of(visitor.opens(address), address)
        rows = visitor.page.locator("main tbody tr")
        assert rows.count() == visitor.page.locator("main .app-stacked--labelled tbody tr").count(), address
        tables |= {address} if rows.count() else set()
    assert {address: found for address, found in faults.items() if found} == {}
    assert tables >= {"/staff/hotspots", "/staff/audit", "/staff/people", "/staff/home", "/staff/exports"}
    assert tables >= {"/staff/tokens", "/staff/moderation/history", "/staff/moderation/figures"}


def test_what_is_wider_than_the_screen_would_be_found(published: None, visit: Visit) -> None:  # noqa: F811
    page = visit().opens(f"/map/table?area={factories.WESTBY}")
    assert faults_of(page, "/map/table") == {}
    page.evaluate("document.querySelector('#rows').style.minWidth = '500px'")
    found = faults_of(page, "/map/table")
    assert found["scrolls"] == ["app-wide-table"]
    assert "page" not in found


@pytest.fixture
def forty_rows(country: dict[str, Area]) -> None:
    """As many places as a city has."""
    make_place("Westby Town", factories.IN_WESTBY, 9_000)
    make_release(leaves=dict.fromkeys(hexgrid.neighbours(WESTBY_CELL, 3)[:36], 9), hot=[WESTBY_CELL])


def test_an_areas_table_is_a_few_lines_a_row_and_sorts_as_before(forty_rows: None, visit: Visit) -> None:
    visitor = visit()
    page = visitor.opens(f"/map/table?area={factories.WESTBY}")
    rows = page.locator("#rows tbody tr").all()
    assert len(rows) >= 30
    heights = [row.bounding_box()["height"] for row in rows]  # type: ignore[index]  # each is seen
    assert max(heights) <= 110
    assert page.evaluate("document.documentElement.scrollHeight") < 9_000
    for text in ("Westby Town", "about 0.65 km²", "about 10 reports"):
        assert text in rows[0].inner_text() or text in rows[1].inner_text()
    visitor.picture("table-on-a-phone", full=False)
    page.get_by_role("link", name="Size of the area").click()
    assert page.locator("#rows th[aria-sort=ascending]").inner_text() == "Size of the area"


def heard(page: Page) -> list[str]:
    """The roles of the rows' table as Chromium tells them to a screen reader, once each."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id: dict[str, Any] = {node["nodeId"]: node for node in tree}
    (table,) = [
        node
        for node in tree
        if node.get("role", {}).get("value") == "table" and "About how many" in node.get("name", {}).get("value", "")
    ]
    roles, waiting = set(), [table]
    while waiting:
        node = waiting.pop()
        roles.add(node.get("role", {}).get("value") if not node.get("ignored") else "")
        waiting += [by_id[child] for child in node.get("childIds", []) if child in by_id]
    return sorted(roles & {"table", "row", "cell", "rowheader", "columnheader", "LayoutTable", "gridcell"})


@pytest.mark.parametrize("viewport", [{"width": 375, "height": 667}, DESKTOP], ids=["phone", "desktop"])
def test_it_is_heard_as_a_table_however_it_is_drawn(forty_rows: None, visit: Visit, viewport: dict[str, int]) -> None:
    page = visit(viewport=viewport).opens(f"/map/table?area={factories.WESTBY}")
    assert heard(page) == ["cell", "columnheader", "row", "rowheader", "table"]


def test_on_paper_all_of_it_is_rows_and_columns(forty_rows: None, visit: Visit) -> None:
    page = visit().opens(f"/map/table?area={factories.WESTBY}")
    assert page.locator("#rows tbody tr").first.evaluate("row => getComputedStyle(row).display") == "flex"
    page.emulate_media(media="print")
    assert page.locator("#rows tbody tr").first.evaluate("row => getComputedStyle(row).display") == "table-row"
    assert page.locator("#rows td").first.is_visible()


SORTS = """() => [...document.querySelectorAll("main thead a")].map((one) => {
    const { width, height } = one.getBoundingClientRect();
    return [one.textContent.trim(), Math.round(Math.min(width, height) * 10) / 10];
})"""


@pytest.mark.parametrize(
    ("options", "least"),
    [({"viewport": DESKTOP}, 24), ({"viewport": {"width": 1024, "height": 768}, "has_touch": True}, 44), ({}, 44)],
    ids=["mouse", "tablet", "phone"],
)
def test_what_sorts_a_table_is_hit(
    of_every_role: StaffUser,  # noqa: F811
    visit: Visit,
    options: dict[str, Any],
    least: int,
) -> None:
    analysed(of_every_role)
    visitor = visit(**options)
    visitor.signs_in(of_every_role.username)
    found: list[list[Any]] = visitor.opens(f"/map/table?area={factories.WESTBY}").evaluate(SORTS)
    assert [one[0] for one in found if one[0] == "Council"]
    assert len(found) >= 3
    assert [one for one in found if one[1] < least] == []
