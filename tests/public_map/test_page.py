"""What stands on the map's page: nothing but what was released, in a picture and in words."""

import re
from typing import Any

import pytest
from django.test import Client

from reports.geography import hexgrid
from tests.factories import BORDERSHIRE, EASTBY, IN_LLANFACH, IN_WESTBY, LLANFACH, WESTBY
from tests.public_map.pages import drawn, of_hot, page
from tests.public_map.releases import (
    EARLIER,
    HIDDEN_CELL,
    QUARTER,
    WESTBY_CELL,
    make_place,
    make_release,
)

pytestmark = pytest.mark.usefixtures("country")


def test_it_draws_each_published_hexagon_in_its_band(client: Client) -> None:
    ring = hexgrid.neighbours(WESTBY_CELL, 2)
    values = dict.fromkeys(ring[:3], 6) | dict.fromkeys(ring[3:5], 9) | {ring[5]: 20} | dict.fromkeys(ring[6:10], 77)
    make_release(leaves=values | dict.fromkeys(ring[10:], 2))
    assert drawn(page(client)) == {5: 3, 10: 2, 20: 1, 40: 4}


def test_a_value_that_was_not_published_is_nowhere_on_any_page(client: Client) -> None:
    pages = ("/map", "/map/table", "/map/ground.json", f"/releases/{WESTBY}-{QUARTER}/map.json")
    make_release(leaves={WESTBY_CELL: 7777, HIDDEN_CELL: 7778}, total=7779)
    shown = [client.get(address).content.decode() for address in pages]
    assert drawn(shown[0]) == {40: 2}
    make_release(quarter="2026-Q4", leaves={WESTBY_CELL: 7777, HIDDEN_CELL: 5}, total=7779)
    shown = [client.get(address.replace(QUARTER, "2026-Q4")).content.decode() for address in pages]
    assert drawn(shown[0]) == {40: 1}
    for text in shown:
        assert "7777" not in text
        assert "7779" not in text
        assert hexgrid.name(HIDDEN_CELL) not in text


def test_the_legend_names_every_class_with_a_pattern_of_its_own(client: Client) -> None:
    make_release()
    html = page(client)
    texts = re.findall(r'fill="url\(#hatch-(\d)\)"/></svg> ([^<]*)</li>', html)
    assert texts == [
        ("0", "fewer than 4"),
        ("1", "4 to 8"),
        ("2", "8 to 15"),
        ("3", "15 to 30"),
        ("4", "30 to 60"),
        ("5", "60 to 120"),
        ("6", "120 or more"),
    ]
    patterns = re.findall(r'<pattern id="hatch-\d"[^>]*>(.*?)</pattern>', html)
    assert len(set(patterns)) == len(patterns) == 7
    assert "Reports for the size of the place" in html


def test_the_picture_has_a_title_and_words_and_a_table_of_the_same(client: Client) -> None:
    make_release()
    html = page(client, f"/map?area={WESTBY}")
    assert '<svg class="app-map__picture" role="img" aria-labelledby="picture-title picture-words"' in html
    assert '<title id="picture-title">Map: Westby, July to September 2026</title>' in html
    assert "1 hexagon has enough reports to show. The table has the same figures." in html
    assert f'<a class="govuk-link" href="/map/table?area={WESTBY}&amp;period={QUARTER}">' in html


def test_it_says_that_few_reports_is_not_safe_and_what_an_empty_place_means(client: Client) -> None:
    make_release()
    html = page(client)
    assert "<strong>Few reports does not mean a place is safe.</strong>" in html
    assert "No hexagon: too few reports to show safely. It does not mean a place is safe." in html


def test_it_says_how_numbers_are_made_and_when_the_next_come(client: Client, monkeypatch: Any) -> None:
    make_release()
    html = page(client)
    assert "we change every figure slightly, at random" in html
    assert re.search(r"We will publish the next figures on \d+ (January|April|July|October) \d{4}\.", html)


@pytest.mark.parametrize(
    ("total", "words"),
    [(123, "about 120 reports"), (29, "fewer than 30 reports"), (-4, "fewer than 30 reports"), (1234, "about 1,230 ")],
)
def test_the_councils_total_is_in_words(client: Client, total: int, words: str) -> None:
    make_release(total=total)
    assert f'<td class="govuk-table__cell">{words}' in page(client)


def test_a_council_without_a_hexagon_is_still_listed(client: Client) -> None:
    make_release(leaves={WESTBY_CELL: 3}, total=44)
    html = page(client)
    assert "about 40 reports" in html
    assert "no hexagon: too few reports to show safely" in html
    assert drawn(html) == {}


def test_a_wider_area_that_has_a_figure_of_its_own_is_drawn_pale(client: Client) -> None:
    values = dict.fromkeys(hexgrid.children(hexgrid.parent(WESTBY_CELL, 7)), 5)
    make_release(leaves=values)
    html = page(client)
    assert re.search(r'<path class="app-map__rest" d="M[^"]*z"/>', html)
    assert "reports spread over a wider area" in html


def test_only_what_an_earlier_map_shows_too_can_be_marked(client: Client) -> None:
    make_release(leaves={WESTBY_CELL: 12, HIDDEN_CELL: 45}, hot=[HIDDEN_CELL])
    html = page(client)
    assert of_hot(html) == ["40"]
    assert "Mark places that an earlier map shows too</label>" in html
    assert (
        '<input class="app-map__choice app-map__choice--earlier" type="checkbox" id="earlier" autocomplete="off">'
        in html
    )
    assert page(client, "/map/table").count("on an earlier map too") == 1
    make_release(quarter="2026-Q4", leaves={WESTBY_CELL: 12})
    assert of_hot(page(client)) == []
    assert "an earlier map" not in page(client)


def test_a_hexagon_of_two_councils_is_drawn_as_the_higher(client: Client) -> None:
    make_release(leaves={WESTBY_CELL: 45})
    make_release(EASTBY, leaves={WESTBY_CELL: 12})
    assert drawn(page(client, f"/map?area={BORDERSHIRE}")) == {40: 1}


def test_without_script_there_are_links_to_the_times_beside(client: Client) -> None:
    for quarter in ("2026-Q1", EARLIER, QUARTER):
        make_release(quarter=quarter)
    assert (
        f'Other periods: <a class="govuk-link" href="/map?area=&amp;period={EARLIER}">April to June 2026</a></p>'
        in page(client)
    )
    links = re.findall(r'&amp;period=([^"]*)">[A-Z][a-z]+ to', page(client, f"/map?period={EARLIER}"))
    assert links == ["2026-Q1", QUARTER]


def test_the_address_to_share_holds_the_choice_and_nothing_else(client: Client) -> None:
    make_release()
    html = page(client, f"/map?area={WESTBY}&utm_source=x&at=51.4,-2.6")
    assert f'value="http://testserver/map?area={WESTBY}&amp;period={QUARTER}" readonly' in html
    assert "utm_source" not in html


def test_a_council_is_offered_a_frame_for_its_own_site(client: Client) -> None:
    make_release()
    assert "&lt;iframe" not in page(client)
    html = page(client, f"/map?area={WESTBY}")
    assert f'&lt;iframe src="http://testserver/map/embed?area={WESTBY}" title="Westby: Places' in html


def test_the_embedded_map_alone_may_stand_in_a_frame(client: Client) -> None:
    make_release()
    address = f"/map/embed?area={WESTBY}"
    answer = client.get(address)
    assert "frame-ancestors *;" in answer["Content-Security-Policy"] + ";"
    assert "X-Frame-Options" not in answer
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not answer.cookies
    html = page(client, address)
    assert drawn(html) == {10: 1}
    assert "<script" not in html
    assert "Few reports does not mean a place is safe." in html
    for other in ("/map", "/map/table", "/open-data", "/method", "/", "/report", "/cy/map"):
        told = client.get(other)
        assert "frame-ancestors 'none'" in told["Content-Security-Policy"], other
        assert told["X-Frame-Options"] == "DENY", other


@pytest.mark.parametrize("query", ["?area=E99999999", "?period=2020-Q1", f"?area={EASTBY}"])
def test_what_is_not_published_cannot_be_embedded(client: Client, query: str) -> None:
    make_release()
    assert client.get(f"/map/embed{query}").status_code == 404


def test_the_most_populous_places_in_view_are_named(client: Client) -> None:
    make_release()
    make_place("Westby Town", IN_WESTBY, 9_000)
    make_place("Nowhere", (0.0, 51.5), 900_000)
    html = page(client, f"/map?area={WESTBY}")
    assert ">Westby Town</text>" in html
    assert "Nowhere" not in html


def test_in_welsh_areas_and_places_have_their_welsh_names(client: Client) -> None:
    make_release(LLANFACH, leaves={hexgrid.cell_at(*IN_LLANFACH, 8): 30})
    make_place("Little Town", IN_LLANFACH, 9_000, name_cy="Tref Fach")
    html = page(client, f"/cy/map?area={LLANFACH}")
    assert ">Tref Fach</text>" in html
    assert f'<option value="{LLANFACH}" selected>Llan Fach</option>' in html
    assert 'action="/cy/map"' in html
    assert ">Little Town</text>" in page(client, f"/map?area={LLANFACH}")


def test_it_links_to_the_files_of_each_release_and_to_a_report(client: Client) -> None:
    make_release()
    html = page(client)
    for file in ("leaves.csv", "leaves.geojson", "manifest.json"):
        assert f'href="/releases/{WESTBY}-{QUARTER}/{file}"' in html
    assert '<a class="govuk-link" href="/report">Report a place</a>' in html


def test_a_place_name_cannot_put_markup_into_the_page(client: Client) -> None:
    make_release()
    make_place("<script>x</script>", IN_WESTBY, 9_000)
    html = page(client)
    assert "&lt;script&gt;x" in html
    assert "<script>x" not in html
