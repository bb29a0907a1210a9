"""One hexagon of a given density has one colour: in every council, period, picture, on paper and on others' sites."""

import re
from itertools import pairwise, product
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from reports.cartography import density
from reports.cartography.density import class_of_hexagon
from reports.geography import hexgrid
from reports.public_map import overview
from tests.factories import BORDERSHIRE, EASTBY, LLANFACH, WESTBY
from tests.public_map.colours import contrast, lightness
from tests.public_map.pages import colours, page
from tests.public_map.releases import EARLIER, QUARTER, make_release

IN = {WESTBY: (-2.55, 51.45), EASTBY: (-2.25, 51.45), LLANFACH: (-3.05, 51.60)}
NOISY = {5: 6, 10: 9, 20: 20, 40: 77}  # a value of each band
STYLES = Path(settings.BASE_DIR) / "frontend" / "_map-svg.scss"


def variables(css: str) -> dict[str, str]:
    """The colours a block of styles sets, by name."""
    return {
        name: value if len(value) == 7 else f"#{value[1] * 6}"
        for name, value in re.findall(r"--(map-[\w-]+): (#\w+);", css)
    }


def by_day_and_by_night() -> tuple[dict[str, str], dict[str, str]]:
    """The colours of the map's styles in the two schemes."""
    css = STYLES.read_text(encoding="utf-8")
    day, night = css.split("@media screen and (prefers-color-scheme: dark) {", 1)
    return variables(day), variables(night.split("@media", 1)[0])


def test_the_styles_have_the_colours_of_the_scale() -> None:
    for found, fills, texts in zip(
        by_day_and_by_night(),
        (density.LIGHT, density.DARK),
        (density.TEXT_ON_LIGHT, density.TEXT_ON_DARK),
        strict=True,
    ):
        assert [found[f"map-{number}"] for number in range(7)] == list(fills)
        assert [found[f"map-on-{number}"] for number in range(7)] == list(texts)
    css = STYLES.read_text(encoding="utf-8")
    for number in range(7):
        assert f".app-d{number} {{ fill: var(--map-{number}); }}" in css
        assert f".app-n{number} {{ fill: var(--map-on-{number}); stroke: var(--map-{number}); }}" in css
    assert re.search(rf"\.app-map__hexagons {{\s+fill-opacity: {density.FILL_OPACITY};", css)


def test_nothing_else_gives_a_hexagon_a_colour() -> None:
    css = STYLES.read_text(encoding="utf-8")
    assert sorted(re.findall(r"\.app-([dn]\d)\b", css)) == sorted(
        f"{kind}{number}" for kind, number in product("dn", range(7))
    )
    for template in (Path(settings.BASE_DIR) / "templates" / "public_map").glob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert "url(#band-" not in text, template.name
        assert not re.search(r'data-band="[^>]*fill="', text), template.name


def test_totals_have_colours_of_their_own_in_order() -> None:
    for found, colours_of_totals, step in zip(
        by_day_and_by_night(), (overview.LIGHT, overview.DARK), (-1, 1), strict=True
    ):
        assert [found[f"map-total-{number}"] for number in range(1, 6)] == list(colours_of_totals)
        seen = [lightness(colour) * step for colour in colours_of_totals]
        assert all(later - earlier >= 10 for earlier, later in pairwise(seen))
        assert contrast(found["map-land"], found["map-line"]) >= 3  # what parts a council from its neighbour
        assert contrast(found["map-sea"], found["map-line"]) >= 3


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize("resolution", [7, 8, 9])
def test_one_figure_in_one_size_has_one_colour_wherever_it_stands(client: Client, resolution: int) -> None:
    for quarter, (council, place) in product((QUARTER, EARLIER), IN.items()):
        cells = hexgrid.neighbours(hexgrid.cell_at(*place, resolution), 1)[:4]
        make_release(council, quarter, leaves=dict(zip(cells, NOISY.values(), strict=True)))
    expected = {band: [class_of_hexagon(band, resolution)] for band in NOISY}
    addresses = [
        f"/{language}{address}?area={council}&period={quarter}"
        for language, address, quarter, council in product(("", "cy/"), ("map", "map/embed"), (QUARTER, EARLIER), IN)
    ]
    addresses.append(f"/map?area={BORDERSHIRE}")
    assert {address: colours(page(client, address)) for address in addresses} == dict.fromkeys(addresses, expected)


@pytest.mark.usefixtures("country")
def test_a_map_of_two_quarters_is_coloured_by_what_one_quarter_has(client: Client) -> None:
    cells = hexgrid.neighbours(hexgrid.cell_at(*IN[WESTBY], 8), 1)[:4]
    leaves = dict(zip(cells, NOISY.values(), strict=True))
    make_release(WESTBY, EARLIER, leaves={}, map_from="")
    make_release(WESTBY, QUARTER, leaves=leaves, map_from=EARLIER)
    assert colours(page(client, f"/map?area={WESTBY}")) == {5: [0], 10: [1], 20: [2], 40: [3]}
    make_release(EASTBY, QUARTER, leaves={hexgrid.cell_at(*IN[EASTBY], 8): 77})
    assert colours(page(client, f"/map?area={EASTBY}")) == {40: [4]}


@pytest.mark.usefixtures("country")
def test_the_method_page_has_the_same_scale(client: Client) -> None:
    html = page(client, "/method")
    drawn = re.findall(r'<g class="app-d(\d)"><path id="e\d+"', html)
    said = re.findall(r'<g class="app-n(\d)"><text[^>]*>([^<]+)</text>', html)
    assert [density_class for density_class, _text in said] == drawn
    assert {text: int(found) for found, text in said} == {
        "5": class_of_hexagon(5, 9),
        "40+": class_of_hexagon(40, 9),
    } | {text: class_of_hexagon(int(text), 9) for _found, text in said if text in ("10", "20")}


@pytest.mark.usefixtures("country")
def test_every_number_stands_in_its_own_hexagon_in_its_colours(client: Client) -> None:
    cells = hexgrid.neighbours(hexgrid.cell_at(*IN[WESTBY], 8), 1)[:4]
    make_release(leaves=dict(zip(cells, NOISY.values(), strict=True)))
    html = page(client)
    found = {
        text: (int(number), "app-map__for-desks" in names)
        for number, names, group in re.findall(r'<g class="app-n(\d)([^"]*)" font-size="\d+">(.*?)</g>', html)
        for text in re.findall(r"<text[^>]*>([^<]+)</text>", group)
    }
    assert found == {"5": (1, False), "10": (2, False), "20": (3, False), "40+": (4, False)}
