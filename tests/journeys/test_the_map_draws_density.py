"""What the moving map's canvas has on it: colours of one scale, legible numbers, and the smooth view cut to them."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from reports.cartography import density
from reports.geography import hexgrid
from reports.geography.models import Area
from tests.factories import IN_WESTBY, WESTBY
from tests.journeys.conftest import DESKTOP, Visitor
from tests.journeys.test_someone_reads_the_map import has_drawn, hexagons_drawn, moving
from tests.public_map.colours import contrast, over
from tests.public_map.releases import HIDDEN_CELL, WESTBY_CELL, make_place, make_release

Visit = Callable[..., Visitor]
pytestmark = pytest.mark.django_db(transaction=True)
LAND = {"light": "#f6f5f1", "dark": "#151d24"}

# What the canvas is told to draw, of the last time it was drawn.
RECORD = """() => {
    window.drawn = []
    const canvas = CanvasRenderingContext2D.prototype
    const isOurs = (context) => context.canvas.classList.contains('app-live-map__hexagons')
    const size = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, 'width')
    Object.defineProperty(HTMLCanvasElement.prototype, 'width', {
        ...size,
        set(value) {
            if (this.classList.contains('app-live-map__hexagons')) window.drawn = []
            size.set.call(this, value)
        },
    })
    for (const name of ['fill', 'fillText', 'stroke']) {
        const own = canvas[name]
        canvas[name] = function (...words) {
            if (isOurs(this)) {
                drawn.push({
                    act: name, words: words[0] ?? '', fill: String(this.fillStyle), line: String(this.strokeStyle),
                    at: this.globalAlpha, font: this.font,
                })
            }
            return own.apply(this, words)
        }
    }
}"""
COLOURS = """() => {
    const canvas = document.querySelector('canvas.app-live-map__hexagons')
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    const found = {}
    for (let at = 0; at < data.length; at += 4) {
        if (data[at + 3] < 200) continue
        const key = '#' + [0, 1, 2].map((part) => data[at + part].toString(16).padStart(2, '0')).join('')
        found[key] = (found[key] ?? 0) + 1
    }
    return found
}"""


@pytest.fixture
def four_figures(country: dict[str, Area]) -> dict[int, int]:
    """Hexagons of one size with every figure, and a small one with a small figure that is dense."""
    ring = hexgrid.neighbours(WESTBY_CELL, 2)
    leaves = dict(zip(ring[:4], (6, 9, 17, 44), strict=True)) | {hexgrid.children(ring[-1])[0]: 6}
    make_release(leaves=leaves)
    return leaves


def drawn(page: Page, act: str) -> list[dict[str, Any]]:
    """What was drawn by that act."""
    return [one for one in page.evaluate("window.drawn") if one["act"] == act]


def recorded(visitor: Visitor, **media: str) -> Page:
    """A map that moves, close enough for its numbers, and what is drawn of it written down."""
    visitor.page.add_init_script(f"({RECORD})()")
    page = moving(visitor, **media)
    for _step in range(2):
        page.get_by_role("button", name="Zoom in").click()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_hexagon_has_the_colour_of_its_density_and_a_number_that_can_be_read(
    four_figures: dict[int, int], visit: Visit, scheme: str
) -> None:
    page = recorded(visit(viewport=DESKTOP, color_scheme=scheme))
    fills, texts = {
        "light": (density.LIGHT, density.TEXT_ON_LIGHT),
        "dark": (density.DARK, density.TEXT_ON_DARK),
    }[scheme]
    expected = [("5", 5, 8), ("10", 10, 8), ("20", 20, 8), ("40+", 40, 8), ("5", 5, 9)]
    levels = [density.class_of_hexagon(band, resolution) for _text, band, resolution in expected]
    assert levels[-1] == levels[-2]  # as dense as 40 in a hexagon of seven times its size
    numbers = {(one["words"], one["fill"]) for one in drawn(page, "fillText")}
    assert numbers == {(text, texts[level]) for (text, _band, _size), level in zip(expected, levels, strict=True)}
    used = {one["fill"] for one in drawn(page, "fill")}
    assert {fills[level] for level in levels} <= used
    for level in levels:
        assert contrast(texts[level], over(fills[level], LAND[scheme], density.FILL_OPACITY)) >= 4.5


def test_a_number_stands_only_where_it_has_room(four_figures: dict[int, int], visit: Visit) -> None:
    page = recorded(visit(viewport=DESKTOP))
    for _step in range(6):
        page.get_by_role("button", name="Zoom out").click()
    assert hexagons_drawn(page) == 5
    assert drawn(page, "fillText") == []
    assert drawn(page, "fill") != []


def test_all_of_a_class_are_one_path(country: dict[str, Area], visit: Visit) -> None:
    make_release(leaves=dict.fromkeys(hexgrid.neighbours(WESTBY_CELL, 4), 17))
    page = recorded(visit(viewport=DESKTOP))
    assert hexagons_drawn(page) > 30
    same = density.LIGHT[density.class_of_hexagon(20, 8)]
    assert [one["fill"] for one in drawn(page, "fill") if one["fill"] == same] == [same]
    assert page.locator(".leaflet-overlay-pane path").count() <= 1  # the outline


def test_the_smooth_view_spreads_a_figure_over_its_own_hexagon_in_the_same_colours(
    country: dict[str, Area], visit: Visit
) -> None:
    make_release(leaves={WESTBY_CELL: 44, HIDDEN_CELL: 6})
    visitor = visit(viewport=DESKTOP)
    page = moving(visitor)
    before = len(visitor.requests)
    page.get_by_label("Heatmap").check()
    expect(page.get_by_text("It contains no extra information.")).to_be_visible()
    has_drawn(page, 2)
    found = page.evaluate(COLOURS)
    wanted = {density.LIGHT[density.class_of_hexagon(band, 8)] for band in (5, 40)}
    most = sorted(found, key=lambda colour: -found[colour])[:2]
    assert {nearest(colour) for colour in most} == wanted
    assert {nearest(colour) for colour in found} <= set(density.LIGHT)
    assert abs(found[most[0]] - found[most[1]]) < 0.2 * found[most[0]]  # each its own area, no wider for being more
    assert len(visitor.requests) == before
    assert visitor.axe() == []
    page.get_by_label("40 or more reports").uncheck()
    has_drawn(page, 1)
    assert {nearest(colour) for colour in page.evaluate(COLOURS)} == {density.LIGHT[density.class_of_hexagon(5, 8)]}


GAPS = """async ([rows, reach]) => {
    const heat = document.querySelector("[data-live]").dataset.live.replace("map-live", "public-map-heat");
    const { gapsIn } = await import(heat);
    const known = Float32Array.from(rows.join(""), (one) => (one === "#" ? 1 : 0));
    return gapsIn(known, rows[0].length, rows.length, reach);
}"""


@pytest.mark.parametrize(
    ("rows", "gaps"),
    [
        (["###.###", "###.###", "#######"], [[3, 0], [3, 1]]),  # a sliver between two
        (["#######", "#.....#", "#######"], [[1, 1], [2, 1], [3, 1], [4, 1], [5, 1]]),
        (["##.....", "##.....", "......."], []),  # beside one: nothing is known there
        (["#.....#", "#.....#", "#.....#"], []),  # wider than any gap
        ([".......", ".......", "......."], []),
    ],
)
def test_the_smooth_view_shuts_gaps_between_hexagons_and_grows_no_further(
    country: dict[str, Area], visit: Visit, rows: list[str], gaps: list[list[int]]
) -> None:
    """Fine hexagons leave slivers open beside a wide one, which were white in the middle of the warmest."""
    make_release()
    page = visit().opens(f"/map?area={WESTBY}")
    assert page.evaluate(GAPS, [rows, 2]) == gaps


def nearest(colour: str) -> str:
    """The colour of the scale that it is, rounded as a canvas keeps what shines through."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return min(
        density.LIGHT,
        key=lambda one: sum(abs(int(one[at : at + 2], 16) - part) for at, part in zip((1, 3, 5), parts, strict=True)),
    )


def test_a_press_on_a_hexagon_says_what_is_there_and_leads_to_a_report_without_an_address(
    country: dict[str, Area], visit: Visit
) -> None:
    make_place("Westby Market", IN_WESTBY, 20_000)
    make_release(leaves={WESTBY_CELL: 17}, hot=[WESTBY_CELL])
    visitor = visit()
    page = moving(visitor)
    page.get_by_role("button", name="Choose what the map shows").click()
    page.get_by_role("application").press("Enter")
    card = page.locator(".leaflet-popup")
    expect(card).to_contain_text("About 20 reports in July to September 2026, near Westby Market, in 0.7 km².")
    expect(card).to_contain_text("Also on the map before.")
    expect(page.locator("[data-map-says]")).to_contain_text("About 20 reports in July to September 2026")
    assert visitor.axe() == []
    card.get_by_role("button", name="Report a place here").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tell us about a place that feels unsafe")
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".app-place__words")).to_contain_text("Westby Market")
    assert page.url == f"{visitor.site}/report"
    assert [one.url for one in visitor.requests if "-2.5" in one.url or "51.4" in one.url] == []
