"""The map in a heading and a sentence: each claim holds by the published figures, and none is made that may not."""

import re

import pytest
from django.test import Client

from reports.geography import hexgrid
from tests.factories import BORDERSHIRE, EASTBY, WESTBY
from tests.public_map.pages import page
from tests.public_map.releases import EARLIER, QUARTER, WESTBY_CELL, make_place, make_release

pytestmark = pytest.mark.usefixtures("country")
NORTH, SOUTH = (-2.55, 51.55), (-2.55, 51.35)


def said(client: Client, address: str = f"/map?area={WESTBY}") -> tuple[str, str]:
    """The heading, and the sentence under it."""
    found = re.search(
        r'<h1 class="govuk-heading-l">([^<]*)</h1> <p class="govuk-body">([^<]*)</p>', page(client, address)
    )
    assert found is not None
    return found[1], found[2]


def leaves_at(place: tuple[float, float], number: int, noisy: int) -> dict[int, int]:
    """So many hexagons about a place."""
    return dict.fromkeys(hexgrid.neighbours(hexgrid.cell_at(*place, 9), 2)[:number], noisy)


def test_it_says_how_many_and_when(client: Client) -> None:
    make_release(total=804)
    assert said(client) == ("Westby: about 800 reports", "July to September 2026.")
    make_release(EASTBY, total=12)
    assert said(client, f"/map?area={EASTBY}")[0] == "Eastby: fewer than 30 reports"


@pytest.mark.parametrize(
    ("north", "south", "sentence"),
    [
        (9, 2, "Most are around Northby."),
        (2, 9, "Most are around Southby."),
        (5, 5, "The places with most are around"),
    ],
)
def test_it_says_where_most_are(client: Client, north: int, south: int, sentence: str) -> None:
    make_place("Northby", NORTH, 9_000)
    make_place("Southby", SOUTH, 9_000)
    make_release(leaves=leaves_at(NORTH, north, 9) | leaves_at(SOUTH, south, 9))
    assert sentence in said(client)[1]


def test_where_one_has_more_than_any_other_and_not_most_it_says_that(client: Client) -> None:
    for name, place in (("Northby", NORTH), ("Southby", SOUTH), ("Midby", (-2.55, 51.45))):
        make_place(name, place, 9_000)
    make_release(leaves=leaves_at(NORTH, 8, 9) | leaves_at(SOUTH, 5, 9) | leaves_at((-2.55, 51.45), 5, 9))
    assert "More are around Northby than around any other place." in said(client)[1]


def test_a_town_that_names_the_council_is_its_middle(client: Client) -> None:
    make_place("Westby", (-2.55, 51.45), 90_000)
    make_release()
    assert "Most are around the centre of Westby." in said(client)[1]


def test_what_is_far_from_a_town_is_not_said_to_be_around_it(client: Client) -> None:
    make_place("Northby", NORTH, 9_000)
    apart = [hexgrid.cell_at(-2.65 + 0.08 * at, 51.32 + 0.05 * at, 9) for at in range(3)]
    make_release(leaves=leaves_at(NORTH, 5, 9) | dict.fromkeys(apart, 50))
    assert said(client)[1] == "July to September 2026. More are around Northby than around any other place."
    make_release(quarter="2026-Q4", leaves=leaves_at(NORTH, 5, 9) | leaves_at(SOUTH, 6, 9))
    assert said(client)[1] == "October to December 2026."


def test_where_no_place_is_known_nothing_is_claimed_of_one(client: Client) -> None:
    make_release()
    assert said(client)[1] == "July to September 2026."


@pytest.mark.parametrize(
    ("mix", "sentence"),
    [
        ({(1, 3): 500, (2, 3): 400, (1, 1): 40, (3, 3): 30, (4, 3): 30}, "Most are in the evening."),
        (
            {(group, 4): 100 for group in (1, 2, 3, 4)} | {(group, 3): 90 for group in (1, 2, 3, 4)},
            "More are at night than",
        ),
        ({(1, 3): 40, (1, 2): 40}, ""),
        ({(1, 3): 60}, ""),  # what is too few to tell may be 57 at another time, and as much beside
        ({}, ""),
    ],
)
def test_a_time_is_named_only_where_no_untold_number_could_pass_it(
    client: Client, mix: dict[tuple[int, int], int], sentence: str
) -> None:
    make_release(mix=mix)
    text = said(client)[1]
    assert (sentence in text) if sentence else (text == "July to September 2026.")


def test_a_map_of_other_months_says_which(client: Client) -> None:
    make_release(quarter=EARLIER)
    make_release(map_from="")
    assert said(client)[1] == "July to September 2026. The hexagons cover April to June 2026."


def test_councils_together_are_a_sum_and_a_floor_where_one_is_untold(client: Client) -> None:
    make_release(total=804)
    make_release(EASTBY, total=203)
    assert said(client, f"/map?area={BORDERSHIRE}")[0] == "Bordershire Police: about 1,000 reports"
    make_release(WESTBY, "2026-Q4", total=804)
    make_release(EASTBY, "2026-Q4", total=3)
    assert said(client, f"/map?area={BORDERSHIRE}")[0] == "Bordershire Police: about 800 reports or more"


def test_in_welsh_it_says_the_same(client: Client) -> None:
    make_place("Westby Town", (-2.55, 51.45), 9_000)
    make_release(leaves={WESTBY_CELL: 9}, mix={(1, 3): 500, (1, 1): 40})
    title, sentence = said(client, f"/cy/map?area={WESTBY}&period={QUARTER}")
    assert title == "Westby: tua 120 adroddiad"
    assert "o gwmpas Westby Town" in sentence.replace("&#x27;", "'")
    assert "Mae'r rhan fwyaf gyda'r nos." in sentence.replace("&#x27;", "'")
