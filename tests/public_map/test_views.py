"""The map's page answers every choice, complete without a script, at the same cost however much there is."""

import gzip
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.public_map import selection, svg_map
from tests.factories import BORDERSHIRE, EASTBY, ENGLAND, GWENT_FACH, IN_LLANFACH, LLANFACH, WALES, WESTBY
from tests.public_map.pages import councils_drawn, drawn, page
from tests.public_map.releases import EARLIER, EASTBY_CELL, QUARTER, WESTBY_CELL, make_release

pytestmark = pytest.mark.usefixtures("country")


def test_without_a_choice_the_newest_period_and_every_area_are_shown(client: Client) -> None:
    make_release(leaves={WESTBY_CELL: 12})
    make_release(EASTBY, leaves={EASTBY_CELL: 45})
    make_release(WESTBY, EARLIER, leaves={WESTBY_CELL: 6})
    html = page(client)
    assert "All areas, July to September 2026</h2>" in html
    assert councils_drawn(html).keys() == {f"?area={code}" for code in (WESTBY, EASTBY)}


@pytest.mark.parametrize(
    ("area", "expected"),
    [
        (WESTBY, {10: 1}),
        (EASTBY, {40: 1}),
        (BORDERSHIRE, {10: 1, 40: 1}),
        (WALES, {20: 1}),
        (GWENT_FACH, {20: 1}),
    ],
)
def test_an_area_shows_its_own_hexagons_alone(client: Client, area: str, expected: dict[int, int]) -> None:
    make_release(leaves={WESTBY_CELL: 12})
    make_release(EASTBY, leaves={EASTBY_CELL: 45})
    make_release(LLANFACH, leaves={hexgrid.cell_at(*IN_LLANFACH, 8): 22})
    html = page(client, f"/map?area={area}")
    assert drawn(html) == expected
    assert councils_drawn(html) == {}


@pytest.mark.parametrize(("area", "expected"), [(ENGLAND, [EASTBY, WESTBY]), ("", [EASTBY, LLANFACH, WESTBY])])
def test_the_country_and_a_nation_open_as_their_councils(client: Client, area: str, expected: list[str]) -> None:
    for council in (WESTBY, EASTBY, LLANFACH):
        make_release(council)
    html = page(client, f"/map?area={area}")
    assert sorted(councils_drawn(html)) == [f"?area={code}" for code in sorted(expected)]
    assert drawn(html) == {}


def test_a_period_shows_its_own_figures(client: Client) -> None:
    make_release(leaves={WESTBY_CELL: 12})
    make_release(WESTBY, EARLIER, leaves={WESTBY_CELL: 99})
    assert drawn(page(client, f"/map?period={EARLIER}")) == {40: 1}
    assert f'<option value="{EARLIER}" selected>April to June 2026</option>' in page(client, f"/map?period={EARLIER}")


def test_only_areas_with_a_release_can_be_chosen(client: Client) -> None:
    make_release()
    options = re.findall(r'<option value="([^"]*)"', page(client))
    assert options == ["", ENGLAND, BORDERSHIRE, WESTBY, QUARTER]


@pytest.mark.parametrize(
    ("area", "councils"), [("", []), (BORDERSHIRE, [EASTBY, WESTBY]), (WESTBY, [EASTBY, WESTBY]), (ENGLAND, [])]
)
def test_where_councils_are_many_the_choice_goes_by_police_force(
    client: Client, monkeypatch: pytest.MonkeyPatch, area: str, councils: list[str]
) -> None:
    monkeypatch.setattr(selection, "MANY_COUNCILS", 2)
    monkeypatch.setattr(svg_map, "MANY_COUNCILS", 2)
    for council in (WESTBY, EASTBY, LLANFACH):
        make_release(council)
    html = page(client, f"/map?area={area}")
    options = re.findall(r'<option value="([^"]*)"', html)
    assert options == ["", ENGLAND, WALES, BORDERSHIRE, GWENT_FACH, *councils, QUARTER]


def test_an_area_without_a_release_says_so_and_offers_others(client: Client) -> None:
    make_release()
    html = page(client, f"/map?area={LLANFACH}")
    assert "Nothing was published for Little Llan for July to September 2026. This does not mean it is safe." in html
    assert f'<option value="{LLANFACH}" selected>' in html
    assert f'<option value="{WESTBY}">Westby</option>' in html
    assert "data-map" not in html


@pytest.mark.parametrize(
    "query",
    [
        "area=E99999999",
        "area=%00",
        "area=%3Cscript%3E",
        "area=" + "9" * 3000,
        "period=2026-Q2",
        "period=x",
        "period=%00",
    ],
)
@pytest.mark.parametrize("address", ["/map", "/map/table"])
def test_a_bad_choice_is_answered_with_the_choices_there_are(client: Client, address: str, query: str) -> None:
    make_release()
    html = page(client, f"{address}?{query}", status=404)
    assert '<h1 class="govuk-heading-l">We cannot show that</h1>' in html
    assert f'<option value="{WESTBY}">Westby</option>' in html
    assert "<script>" not in html


def test_a_bad_choice_before_anything_is_published_is_answered_too(client: Client) -> None:
    assert 'href="/map">Go to the map</a>' in page(client, "/map?period=2026-Q3", status=404)


def test_before_anything_is_published_the_page_says_so(client: Client) -> None:
    html = page(client)
    assert "Nothing has been published yet." in html
    assert "<strong>Few reports does not mean a place is safe.</strong>" in html
    assert "We will publish the next figures on" in html
    assert "data-map" not in html


def test_only_reading_is_allowed(client: Client) -> None:
    assert [client.post(address).status_code for address in ("/map/table", "/map/ground.json")] == [405] * 2
    assert [getattr(client, method)("/map").status_code for method in ("put", "patch", "delete")] == [405] * 3


# -- what it costs and leaves


@pytest.mark.parametrize("address", ["/map", "/map/table", "/map/ground.json", "/map?area=nowhere"])
def test_it_sets_no_cookie_and_is_not_stored(client: Client, address: str) -> None:
    make_release()
    answer = client.get(address)
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-store"


def test_there_is_no_inline_script_or_style(client: Client) -> None:
    make_release()
    for address in ("/map", "/map/table"):
        html = page(client, address)
        assert not re.search(r"<script(?![^>]*\bsrc=)", html)
        assert "<style" not in html
        assert not re.search(r"<[^>]*\s(style|on\w+)=", html)
        assert not re.search(r'(src|href)="(https?:)?//', html)


@pytest.mark.parametrize("councils", [[WESTBY], [WESTBY, EASTBY, LLANFACH]])
def test_once_drawn_the_page_costs_the_same_few_queries(client: Client, councils: list[str]) -> None:
    for council in councils:
        make_release(council)
    page(client)
    with CaptureQueriesContext(connection) as queries:
        page(client)
    # Whether anything was published since: for the periods, the releases and the areas above; the areas' editions, and
    # the names'.
    assert len(queries) == 5


def test_two_thousand_hexagons_stay_under_fourteen_kilobytes(client: Client) -> None:
    cells = hexgrid.neighbours(WESTBY_CELL, 26)[:2000]
    numbers = [(index * 7919) % 61 for index in range(2000)]  # all bands, in no order
    Area.objects.filter(code=WESTBY).update(west=-2.95, east=-2.15, south=51.2, north=51.7)
    make_release(leaves={cell: 6 + number for cell, number in zip(cells, numbers, strict=True)})
    content = client.get("/map", HTTP_ACCEPT_ENCODING="identity").content
    assert sum(drawn(content.decode()).values()) == 2000
    assert len(gzip.compress(content, 6)) <= 14_000
