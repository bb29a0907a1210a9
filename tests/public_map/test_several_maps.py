"""The last maps added up: what an area opens with, and that heading, table, address, files and colours agree."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from reports.geography import hexgrid
from reports.public_map.interactive_map import ground_of
from reports.public_map.selection import Choice, choice_of
from reports.public_map.svg_map import drawing_of, picture_of
from reports.publication.withdrawing import withdraw_cell
from tests.factories import EASTBY, NOW, WESTBY, make_person
from tests.public_map.releases import (
    EARLIER,
    EASTBY_CELL,
    HIDDEN_CELL,
    QUARTER,
    WESTBY_CELL,
    YEAR,
    make_release,
    make_year,
)

pytestmark = pytest.mark.usefixtures("country")
MONTHS = "October 2025 to September 2026"
SUM = f"to-{QUARTER}"
FOLDER = f"{WESTBY}-2025-Q4-to-2026-Q3"


def chosen(**query: str) -> Choice:
    """What an address asks for."""
    found = choice_of(query)
    assert found is not None
    return found


def page(client: Client, address: str, status: int = 200) -> str:
    """A page's text, its spaces made single."""
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def periods(content: str) -> list[tuple[str, str, bool]]:
    """The options of the list of periods: value, words, whether it is chosen."""
    listed = re.search(r'<select class="govuk-select" id="period".*?</select>', content)
    assert listed is not None
    return [
        (value, text, bool(mark))
        for value, mark, text in re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)</option>', listed[0])
    ]


def test_an_area_opens_with_the_last_maps_added_up(client: Client) -> None:
    """Named by its months in heading, list and share address; each map alone is in the list."""
    make_year(total=123)
    content = page(client, f"/map?area={WESTBY}")
    assert '<h1 class="govuk-heading-l">Westby: about 490 reports</h1>' in content
    assert f'<p class="govuk-body">{MONTHS}.' in content
    assert f'data-area="Westby">Westby, {MONTHS}</h2>' in content
    assert periods(content) == [
        (SUM, MONTHS, True),
        ("2026-Q3", "July to September 2026", False),
        ("2026-Q2", "April to June 2026", False),
        ("2026-Q1", "January to March 2026", False),
        ("2025-Q4", "October to December 2025", False),
    ]
    assert f"/map?area={WESTBY}&amp;period={SUM}" in content
    assert f'data-ground="/map/ground.json?area={WESTBY}&amp;period={SUM}"' in content
    assert f"/map/table?area={WESTBY}&amp;period={SUM}" in content
    assert (
        f"The map covers reports from {MONTHS}. It adds up the last 4 maps. It is based on about 490 reports."
        in content
    )
    assert "This map adds up several maps" in content
    assert f'href="/releases/{FOLDER}/leaves.csv"' in content


def test_each_map_alone_is_as_it_was(client: Client) -> None:
    """By its own address, with a way back to the sum."""
    make_year()
    alone = page(client, f"/map?area={WESTBY}&period={QUARTER}")
    assert '<h1 class="govuk-heading-l">Westby: about 120 reports</h1>' in alone
    assert [it for it in periods(alone) if it[2]] == [(QUARTER, "July to September 2026", True)]
    assert "This map adds up several maps" not in alone
    assert f'href="/releases/{WESTBY}-{QUARTER}/leaves.csv"' in alone
    assert f'<a class="govuk-link" href="/map?area={WESTBY}&amp;period={SUM}">{MONTHS}</a>' in alone


def test_the_embedded_map_shows_the_sum_too(client: Client) -> None:
    make_year()
    assert f"Westby, {MONTHS}</h1>" in page(client, f"/map/embed?area={WESTBY}")


def test_an_earlier_sum_has_an_address_of_its_own(client: Client) -> None:
    """One that was shared goes on showing what it showed."""
    make_year()
    content = page(client, f"/map?area={WESTBY}&period=to-{EARLIER}")
    assert 'data-area="Westby">Westby, October 2025 to June 2026</h2>' in content
    assert [(value, mark) for value, _, mark in periods(content)][:3] == [
        (SUM, False),
        (f"to-{EARLIER}", True),
        (QUARTER, False),
    ]
    page(client, f"/map?area={WESTBY}&period=to-2020-Q1", status=404)
    page(client, f"/map?area={WESTBY}&period=to-to-{QUARTER}", status=404)


def test_one_map_is_no_sum_and_a_country_is_shown_by_quarters(client: Client) -> None:
    """Where there is nothing to add up the quarter's own map opens, also by an address that asks for the sum."""
    make_release()
    for address in (f"/map?area={WESTBY}", f"/map?area={WESTBY}&period={SUM}"):
        assert [value for value, _, mark in periods(page(client, address)) if mark] == [QUARTER]
    make_release(EASTBY, leaves={EASTBY_CELL: 9})
    assert chosen(period=SUM).period == QUARTER


def test_the_table_has_the_sums_figures(client: Client) -> None:
    """Three times 20 and 40: each of the sum's figures in its own words."""
    make_year(leaves={WESTBY_CELL: 41, HIDDEN_CELL: 5})
    for period, told in ((SUM, ["160 or more reports", "about 20 reports"]), (QUARTER, ["40 or more reports"])):
        content = page(client, f"/map/table?area={WESTBY}&period={period}").split('id="rows"')[1].split("</table>")[0]
        assert re.findall(r"<td class=\"govuk-table__cell\">([^<]*) reports</td>", content) == [
            words.removesuffix(" reports") for words in told
        ]


@pytest.mark.parametrize("noisy", [6, 10, 20, 43])
def test_a_place_has_one_colour_on_each_map_and_on_the_sum(noisy: int) -> None:
    """A year of the same number in each quarter: its density is that of a quarter."""
    make_year(leaves={WESTBY_CELL: noisy, HIDDEN_CELL: 0})
    classes = []
    for period in (SUM, QUARTER):
        picture = picture_of(drawing_of(chosen(area=WESTBY, period=period)))
        classes.append([it.density for it in picture.classes])
    assert classes[0] == classes[1]
    assert len(classes[0]) == 1


def test_the_number_in_a_hexagon_is_the_sums() -> None:
    make_year(leaves={WESTBY_CELL: 41, HIDDEN_CELL: 10})
    picture = picture_of(drawing_of(chosen(area=WESTBY)))
    assert sorted(number.text for each in picture.numbers for number in each.each) == ["160+", "40"]


def test_the_moving_map_has_the_sum_as_its_last_step(client: Client) -> None:
    """After the quarters, with its own file; the maps by themselves have theirs."""
    make_year()
    for period in (SUM, QUARTER):
        ground: dict[str, Any] = json.loads(client.get(f"/map/ground.json?area={WESTBY}&period={period}").content)
        assert ground["period"] == period
        files = ground["councils"][0]["files"]
        assert list(files) == [*YEAR, SUM]
        assert files[SUM] == f"/releases/{FOLDER}/map.json"
        assert ground["covers"][" ".join(YEAR)] == MONTHS
        steps = re.findall(
            r'<option value="(\d)" label="([^"]*)" data-period="([^"]*)"( data-sum)?>', ground["controls"]
        )
        assert steps[-1] == ("4", MONTHS, SUM, " data-sum")
        assert [it[3] for it in steps[:-1]] == [""] * 4
        assert ground["words"]["bands"]["sum"]["40"] == "About 40 reports"
        assert ground["words"]["bands"]["one"]["40"] == "40 or more reports"
    file = json.loads(client.get(f"/releases/{FOLDER}/map.json").content)
    assert (file["map_quarters"], file["highest"]) == (list(YEAR), 160)


def test_a_sums_files_are_handed_out_and_lead_on_after_a_withdrawal(client: Client) -> None:
    """As a release's are: for ever under one name, and none of the earlier edition."""
    releases = make_year()
    answer = client.get(f"/releases/{FOLDER}/leaves.csv")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    assert hexgrid.name(WESTBY_CELL) in answer.content.decode()
    for name in ("nothing.csv", "../leaves.csv", "leaves.csv.gz"):
        assert client.get(f"/releases/{FOLDER}/{name}").status_code == 404
    assert client.get(f"/releases/{FOLDER}.1/leaves.csv").status_code == 404
    assert client.get(f"/releases/{WESTBY}-2026-Q1-to-2026-Q3/leaves.csv").status_code == 404
    withdraw_cell(releases[0], cell=WESTBY_CELL, by=make_person("manager"), now=NOW)
    moved = client.get(f"/releases/{FOLDER}/leaves.csv")
    assert (moved.status_code, moved["Location"]) == (302, f"/releases/{FOLDER}.1/leaves.csv")
    assert hexgrid.name(WESTBY_CELL) not in client.get(moved["Location"]).content.decode()
    assert f'href="/releases/{FOLDER}.1/leaves.csv"' in page(client, f"/map?area={WESTBY}")


def test_councils_of_an_area_each_add_up_their_own(client: Client) -> None:
    """One with a single map shows that one, with the totals of its quarters; the heading counts both."""
    make_year(total=100)
    make_release(EASTBY, leaves={EASTBY_CELL: 9}, total=60)
    westby = chosen(area=WESTBY).releases[0].council
    force = westby.parent_id
    content = page(client, f"/map?area={force}")
    assert f"{MONTHS}. Each council's hexagons cover its own last maps." in content.replace("&#x27;", "'")
    assert ": about 460 reports</h1>" in content
    ground = ground_of(chosen(area=force or ""))
    assert [council["files"].get(SUM) for council in ground["councils"]] == [
        f"/releases/{EASTBY}-{QUARTER}/map.json",
        f"/releases/{FOLDER}/map.json",
    ]


def test_the_page_of_files_has_the_sums(client: Client) -> None:
    """Under the sum's months, with what its highest figures mean."""
    make_year()
    content = page(client, f"/open-data?area={WESTBY}&period={SUM}")
    assert f"Westby, {MONTHS}</h3>" in content
    assert "These files add up several maps." in content
    assert re.findall(r'href="/releases/([^"]*)"', content) == [
        f"{FOLDER}/{name}" for name in ("leaves.csv", "leaves.geojson", "map.json", "figures.json", "manifest.json")
    ]
    alone = page(client, f"/open-data?area={WESTBY}&period={QUARTER}")
    assert "These files add up several maps." not in alone
    assert f'href="/releases/{WESTBY}-{QUARTER}/leaves.gpkg"' in alone
