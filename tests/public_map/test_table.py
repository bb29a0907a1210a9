"""The same figures as rows."""

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.geography import hexgrid
from tests.factories import EASTBY, IN_WESTBY, WESTBY
from tests.public_map.releases import EASTBY_CELL, HIDDEN_CELL, QUARTER, WESTBY_CELL, make_place, make_release

IN_COUNCIL = {WESTBY: WESTBY_CELL, EASTBY: EASTBY_CELL}
pytestmark = pytest.mark.usefixtures("country")


def page(client: Client, query: str = "", status: int = 200) -> str:
    """The page's text, its spaces made single."""
    answer = client.get(f"/map/table{query}")
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def rows(client: Client, query: str = "") -> list[tuple[str, ...]]:
    """The cells of the table of smaller places: council, place, size and reports."""
    parts = page(client, query).split('id="rows"')
    body = parts[1].split("<tbody")[1].split("</tbody>")[0]
    return [
        tuple(html.unescape(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row))
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body)
    ]


def test_each_published_figure_is_a_row_in_words(client: Client) -> None:
    make_place("Westby Town", IN_WESTBY, 9_000)
    make_release(leaves={WESTBY_CELL: 12, HIDDEN_CELL: 5})
    assert rows(client) == [
        (
            "Westby",
            "about 300 metres west of Westby Town, in Westby",
            "about 0.65 km² (870 metres across)",
            "about 10 reports",
        )
    ]


def test_what_is_left_over_in_wider_areas_is_told_apart(client: Client) -> None:
    values = dict.fromkeys(hexgrid.children(hexgrid.parent(WESTBY_CELL, 7)), 5)
    make_release(leaves=values)
    assert [row[2:] for row in rows(client)] == [
        ("the rest of an area of about 4.5 km² (2.3 km across)", "about 20 reports")
    ]


def test_what_is_left_over_in_a_whole_council_has_a_row(client: Client) -> None:
    cells = [hexgrid.cell_at(-2.65 + step * 0.04, 51.35, 7) for step in range(6)]
    apart = list({hexgrid.parent(cell, 6): cell for cell in cells}.values())
    make_release(leaves=dict.fromkeys(apart, 5))
    assert ("Westby", "Elsewhere in the council's area", "the whole council") in [row[:3] for row in rows(client)]


def test_every_council_has_its_total_with_or_without_hexagons(client: Client) -> None:
    make_release(total=123)
    make_release(EASTBY, leaves={EASTBY_CELL: 2}, total=12)
    text = page(client)
    assert re.findall(r'<td class="govuk-table__cell">([^<]*)<br>', text) == [
        "fewer than 30 reports",
        "about 120 reports",
    ]
    assert f'href="/releases/{WESTBY}-{QUARTER}/leaves.csv"' in text


@pytest.fixture
def three_figures(country: object) -> None:
    """Three hexagons of two councils, of two sizes."""
    make_release(leaves={WESTBY_CELL: 45, HIDDEN_CELL: 6})
    make_release(EASTBY, leaves={hexgrid.parent(EASTBY_CELL, 7): 12})


@pytest.mark.usefixtures("three_figures")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["40 or more", "about 10", "about 5"]),
        ("?sort=reports&order=asc", ["about 5", "about 10", "40 or more"]),
        ("?sort=council", ["about 10", "40 or more", "about 5"]),
        ("?sort=council&order=desc", ["40 or more", "about 5", "about 10"]),
        ("?sort=size", ["40 or more", "about 5", "about 10"]),
        ("?sort=size&order=desc", ["about 10", "40 or more", "about 5"]),
        (f"?area={EASTBY}", ["about 10"]),
        (f"?area={WESTBY}&sort=reports&order=asc", ["about 5", "40 or more"]),
    ],
)
def test_it_is_sorted_and_filtered_by_the_address(client: Client, query: str, expected: list[str]) -> None:
    assert [row[3].removesuffix(" reports") for row in rows(client, query)] == expected


@pytest.mark.usefixtures("three_figures")
def test_headings_sort_by_a_link_and_say_how_it_is_sorted(client: Client) -> None:
    text = page(client, f"?area={WESTBY}")
    assert re.findall(
        r'scope="col" class="govuk-table__header" aria-sort="(\w+)"><a class="govuk-link" href="([^"]*)"', text
    ) == [
        ("none", f"?area={WESTBY}&amp;period={QUARTER}&amp;sort=council&amp;order=asc"),
        ("none", f"?area={WESTBY}&amp;period={QUARTER}&amp;sort=size&amp;order=asc"),
        ("descending", f"?area={WESTBY}&amp;period={QUARTER}&amp;sort=reports&amp;order=asc"),
    ]


@pytest.mark.usefixtures("three_figures")
@pytest.mark.parametrize(
    "query", ["?sort=place", "?sort=", "?order=up", "?page=0", "?page=2", "?page=x", "?page=-1", "?page=%00"]
)
def test_a_bad_query_is_answered_with_the_choices_there_are(client: Client, query: str) -> None:
    assert "We cannot show that" in page(client, query, status=404)


def test_a_long_table_is_parted_into_pages_that_keep_the_sorting(client: Client) -> None:
    make_release(leaves=dict.fromkeys(hexgrid.neighbours(WESTBY_CELL, 8), 9))
    assert len(hexgrid.neighbours(WESTBY_CELL, 8)) == 217
    assert [len(rows(client, f"?page={number}")) for number in range(1, 9)] == [30] * 7 + [7]
    text = page(client, "?page=2&sort=size&order=desc")
    assert "Rows 31 to 60 of 217" in text
    assert f'href="?area=&amp;period={QUARTER}&amp;sort=size&amp;order=desc&amp;page=3" rel="next"' in text


def test_without_a_small_figure_it_says_why(client: Client) -> None:
    make_release(leaves={WESTBY_CELL: 1})
    assert "No hexagon here has enough reports to show safely." in page(client)


def test_one_councils_table_has_all_that_its_map_has(client: Client) -> None:
    make_release(mix={(2, 4): 57})
    for address in (f"?area={WESTBY}", f"?area={WESTBY}&period={QUARTER}"):
        text = page(client, address)
        assert "Reports over time" in text
        assert "Why and when people felt unsafe" in text
        assert text.count("about 60") == 1
    assert "Reports over time" not in page(client)


def test_before_anything_is_published_it_says_so(client: Client) -> None:
    assert "Nothing has been published yet." in page(client)


def test_an_area_without_a_release_says_so(client: Client) -> None:
    make_release()
    assert "Nothing was published for Eastby" in page(client, f"?area={EASTBY}")


def test_in_welsh_its_addresses_are_the_welsh_ones(client: Client) -> None:
    make_release()
    text = client.get("/cy/map/table").content.decode()
    assert 'action="/cy/map/table"' in text
    assert f'href="/cy/map?area=&amp;period={QUARTER}"' in text


@pytest.mark.parametrize("councils", [[WESTBY], [WESTBY, EASTBY]])
def test_once_read_the_page_costs_the_same_few_queries(client: Client, councils: list[str]) -> None:
    for council in councils:
        make_release(council, leaves={IN_COUNCIL[council]: 12})
    page(client)
    with CaptureQueriesContext(connection) as queries:
        page(client)
    assert (
        len(queries) == 11
    )  # whether anything was published since, three times; the rest puts the page's places into words
