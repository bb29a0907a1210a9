"""The country as councils: coloured by their published totals, each a link, and no table of who is first."""

import gzip
import re

import pytest
import shapely
from django.test import Client

from reports.geography.models import Area
from reports.public_map import overview
from reports.public_map.choosing import choice_of
from reports.public_map.overview import FEW, colour_of
from reports.public_map.picture import bounds_of
from reports.publication.released import Total
from tests.factories import EASTBY, ENGLAND, LLANFACH, WESTBY
from tests.public_map.pages import councils_drawn, page
from tests.public_map.releases import EARLIER, make_release

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("value", "colour"),
    [
        (None, FEW),
        (30, 1),
        (90, 1),
        (100, 2),
        (290, 2),
        (300, 3),
        (990, 3),
        (1000, 4),
        (2990, 4),
        (3000, 5),
        (90000, 5),
    ],
)
def test_a_total_has_its_colour(value: int | None, colour: int) -> None:
    assert colour_of(Total(value)) == colour


def test_each_council_is_coloured_by_its_total_and_leads_to_its_map(client: Client, country: dict[str, Area]) -> None:
    for council, total in ((WESTBY, 804), (EASTBY, 29), (LLANFACH, 120)):
        make_release(council, total=total)
    assert councils_drawn(page(client)) == {f"?area={EASTBY}": FEW, f"?area={LLANFACH}": 2, f"?area={WESTBY}": 3}
    assert "<title>Westby: about 800 reports</title>" in page(client)


def test_too_few_to_tell_is_a_pattern_and_no_colour(client: Client, country: dict[str, Area]) -> None:
    make_release(WESTBY, total=804)
    make_release(EASTBY, total=29)
    html = page(client)
    assert '<use class="app-map__few" href="#t0" fill="url(#few)"/>' in html
    assert html.count('<pattern id="few"') == 1
    assert re.findall(r"</svg> ([^<]*)</li>", html)[:6] == [
        "fewer than 30",
        "30 to 99",
        "100 to 299",
        "300 to 999",
        "1,000 to 2,999",
        "3,000 or more",
    ]


def test_the_list_is_by_name_with_the_same_links(client: Client, country: dict[str, Area]) -> None:
    for council, total in ((WESTBY, 804), (EASTBY, 29), (LLANFACH, 120)):
        make_release(council, total=total)
    (listed,) = re.findall(r'<ul class="govuk-list app-map-councils">(.*?)</ul>', page(client))
    assert re.findall(r'<li><a href="([^"]*)">([^<]*)</a> ([^<]*)</li>', listed) == [
        (f"?area={EASTBY}", "Eastby", "fewer than 30 reports"),
        (f"?area={LLANFACH}", "Little Llan", "about 120 reports"),
        (f"?area={WESTBY}", "Westby", "about 800 reports"),
    ]


def test_an_earlier_period_stays_chosen(client: Client, country: dict[str, Area]) -> None:
    for council in (WESTBY, EASTBY):
        make_release(council)
        make_release(council, EARLIER)
    assert sorted(councils_drawn(page(client, f"/map?period={EARLIER}"))) == [
        f"?area={code}&amp;period={EARLIER}" for code in (WESTBY, EASTBY)
    ]


def test_no_key_stops_at_a_shape_the_list_is_there_for_it(client: Client, country: dict[str, Area]) -> None:
    for council in (WESTBY, EASTBY):
        make_release(council)
    html = page(client)
    assert re.search(r'<svg class="app-map__picture" aria-hidden="true" focusable="false"', html)
    (group,) = re.findall(r'<g class="app-map__councils">(.*?)</g></g></g>', html)
    assert group.count("<a ") == group.count('tabindex="-1"') == 2


def test_on_others_sites_a_council_opens_in_a_tab_of_its_own(client: Client, country: dict[str, Area]) -> None:
    for council in (WESTBY, EASTBY):
        make_release(council)
    html = page(client, f"/map/embed?area={ENGLAND}")
    assert f'<a href="/map?area={WESTBY}" tabindex="-1" target="_blank" rel="noopener noreferrer">' in html


def test_it_opens_at_the_councils_that_are_published(country: dict[str, Area]) -> None:
    make_release(WESTBY)
    make_release(EASTBY)
    choice = choice_of({})
    assert choice is not None
    assert bounds_of(choice) == pytest.approx((-2.7, 51.276, -2.1, 51.624))


def many_councils(number: int) -> None:
    """So many councils beside each other, each with a ragged edge, and a release."""
    pattern = Area.objects.get(code=WESTBY)
    for at in range(number):
        west, south = -6 + (at % 20) * 0.4, 50 + (at // 20) * 0.4
        edge = [(west + 0.4 * step / 40, south + 0.03 * (step % 5) / 5) for step in range(41)]
        outline = shapely.Polygon([*edge, (west + 0.4, south + 0.4), (west, south + 0.4)])
        code = f"E07{(at * 7919) % 100_000:06}"
        Area.objects.create(
            code=code,
            kind=pattern.kind,
            name=f"Council of {hex(at * 2654435761 % 2**32)[2:]} and North",
            parent_id=pattern.parent_id,
            boundary=shapely.to_wkb(outline),
            west=west,
            south=south,
            east=west + 0.4,
            north=south + 0.4,
        )
        make_release(code, leaves={}, total=(at * 37) % 900)


def test_some_hundred_councils_fit_the_bytes_of_a_page_and_none_is_lost(
    client: Client, country: dict[str, Area], monkeypatch: pytest.MonkeyPatch
) -> None:
    many_councils(75)
    Area.objects.filter(code="E07007919").update(boundary=shapely.to_wkb(shapely.box(-5.6, 50.0, -5.599, 50.001)))
    html = page(client)
    assert len(councils_drawn(html)) == 75
    assert len(re.findall(r'tabindex="-1"><path d="M[^"]+z"/></a>', html)) == 75
    assert len(gzip.compress(html.encode(), 6)) <= 14_000 * (75 + 150) / (361 + 150)  # the country has 361
    monkeypatch.setattr(overview, "CROWDED", 75)
    overview.overview_of.cache_clear()
    assert "<title>Council of" in page(client)
