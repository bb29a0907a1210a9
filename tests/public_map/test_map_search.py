"""A search on the map: what was found is named and shown, a guess is asked about, and no address tells of it."""

import gzip
import re
from typing import Any

import pytest
from django.test import Client

from reports.geography.models import Area, Postcode
from reports.public_map import svg_map
from streetsafe import one_size
from tests.factories import EASTBY, IN_EASTBY, IN_LLANFACH, IN_WESTBY, WESTBY
from tests.public_map.pages import drawn
from tests.public_map.releases import QUARTER, make_place, make_release

pytestmark = pytest.mark.usefixtures("country")
FOUND = "Found: Westby Market (council: Westby, England)."
NOT_FOUND = "We could not find that place. Check the spelling, or enter a nearby town or postcode."


@pytest.fixture(autouse=True)
def places(country: dict[str, Area]) -> None:
    """A market town in the west, one name twice in the east, and a place where nothing is published."""
    make_release()
    make_place("Westby Market", IN_WESTBY, 20_000)
    for north in (0, 0.05):
        make_place("Newton", (IN_EASTBY[0], IN_EASTBY[1] + north), 900)
    make_place("Llan", IN_LLANFACH, 900)
    Postcode.objects.create(code="WB11AA", longitude=IN_WESTBY[0], latitude=IN_WESTBY[1])


def searched(client: Client, *, address: str = "/map", status: int = 200, **fields: str) -> str:
    """The page after a search from the map of everywhere, its spaces made single."""
    answer = client.post(address, {"area": "", "period": QUARTER} | fields)
    assert answer.status_code == status
    assert "Location" not in answer.headers
    assert answer.headers["Cache-Control"].startswith("no-store")
    return " ".join(answer.content.decode().split())


def said(html: str) -> str:
    """What the page says of the search."""
    words = re.search(r'id="place-words" role="status">(.*?)</p>|id="q-error">.*?</span>(.*?)</p>', html)
    return (words[1] or words[2]).strip() if words else ""


def in_the_box(html: str) -> str:
    found = re.search(r'id="q"[^>]* value="([^"]*)"', html)
    assert found
    return found[1]


def chosen_area(html: str) -> str:
    return str(re.findall(r'<option value="([^"]*)" selected', html)[0])


@pytest.mark.parametrize("query", ["Westby Market", "westby  MARKET", "Westby Market, Westby"])
def test_what_was_found_is_named_and_the_map_is_about_it(client: Client, query: str) -> None:
    html = searched(client, q=query)
    assert (said(html), in_the_box(html), chosen_area(html)) == (FOUND, " ".join(query.split()), WESTBY)
    assert "data-opens-at=" in html
    assert f'data-found="{IN_WESTBY[0]},{IN_WESTBY[1]}"' in html
    assert re.search(r'<g class="app-map__mark" aria-hidden="true"><circle cx="\d+" cy="\d+" r="24"/>', html)
    assert sum(drawn(html).values()) == 1


def test_nothing_of_it_stands_in_an_address(client: Client) -> None:
    html = searched(client, q="WB1 1AA")
    assert in_the_box(html) == "WB1 1AA"
    addresses = " ".join(re.findall(r'(?:href|action|src|data-ground|value)="([^"]*[/?][^"]*)"', html))
    assert f"/map/ground.json?area={WESTBY}" in addresses  # what is shown, as a council
    for trace in ("WB1", "51.45", "-2.55", "Market"):
        assert trace not in addresses


def test_a_guess_is_asked_about_and_never_jumped_to(client: Client) -> None:
    html = searched(client, q="Westby Markit")
    asked = "We do not know a place with exactly that name. Do you mean Westby Market (council: Westby, England)?"
    assert (said(html), in_the_box(html), chosen_area(html)) == (asked, "Westby Markit", "")
    assert "data-opens-at" not in html
    (value,) = re.findall(r'name="at" value="([^"]*)">Westby Market, Westby<', html)
    html = searched(client, q="Westby Markit", at=value)
    assert (said(html), in_the_box(html), chosen_area(html)) == (FOUND, "Westby Markit", WESTBY)


def test_two_of_a_name_are_told_apart(client: Client) -> None:
    make_release(EASTBY)
    html = searched(client, q="Newton")
    assert said(html) == "2 places were found. Choose the one you mean."
    assert len(set(re.findall(r'name="at" value="[^"]*">(Newton[^<]*)<', html))) == 2
    assert chosen_area(html) == ""


def test_what_is_not_known_is_said_and_the_map_stays(client: Client) -> None:
    html = searched(client, q="Atlantis", area=WESTBY)
    assert (said(html), in_the_box(html), chosen_area(html)) == (NOT_FOUND, "Atlantis", WESTBY)
    assert 'aria-describedby="q-hint q-error"' in html
    assert said(searched(client, q="  ")) == "Enter a postcode, place or station"


def test_where_nothing_is_published_that_is_said_and_one_may_report(client: Client) -> None:
    html = searched(client, q="Llan, Little Llan")
    unpublished = "Nothing was published for Little Llan for July to September 2026. This does not mean it is safe."
    assert said(html) == f"Found: Llan (council: Little Llan, Wales). {unpublished}"
    assert chosen_area(html) == ""
    assert f'name="at" value="{IN_LLANFACH[0]:.4f},{IN_LLANFACH[1]:.4f}"' in html


def test_a_report_of_the_place_is_posted_and_begins_at_the_text_on_safety(client: Client) -> None:
    html = searched(client, q="Westby Market")
    form = re.search(r'<form method="post" action="(/report)".*?</form>', html)
    assert form
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    assert fields == {"s": "map", "at": "-2.5500,51.4500"}
    page = client.post(form[1], fields).content.decode()
    assert "Call 999" in page


@pytest.mark.parametrize("value", ["", "nowhere", "0,0,2", "-2.5,51.4,99", "nan,51.4,2", "-2.5,51.4,2,1", "\0,1,2"])
def test_a_made_up_place_is_refused_in_words(client: Client, value: str) -> None:
    html = searched(client, at=value, q="Westby Market", status=400)
    assert said(html) == "That is not a place on this map. Search for it, or choose from the list."


@pytest.mark.parametrize("fields", [{"area": "E99999999"}, {"period": "1999-Q1"}])
def test_a_made_up_area_or_period_is_refused_as_in_an_address(client: Client, fields: dict[str, str]) -> None:
    assert "We cannot show that" in searched(client, q="Westby Market", status=404, **fields)


def test_another_site_cannot_post_it(client: Client) -> None:
    post = {"area": "", "period": QUARTER, "q": "Westby Market"}
    assert client.post("/map", post, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.post("/map", post, headers={"sec-fetch-site": "same-origin"}).status_code == 200


def test_a_picture_of_a_search_is_not_remembered(client: Client) -> None:
    client.get(f"/map?area={WESTBY}")
    before = svg_map.picture_of.cache_info()
    searched(client, q="Westby Market")
    assert svg_map.picture_of.cache_info() == before


@pytest.mark.parametrize("accepts", ["gzip", ""])
def test_every_answer_has_one_size(client: Client, accepts: str, settings: Any) -> None:
    sizes = set()
    for address in ("/map", "/cy/map"):
        for fields in (
            {"q": "Westby Market"},
            {"q": "Newton"},
            {"q": "Atlantis"},
            {"q": ""},
            {"q": "ŷ" * 60},
            {"at": "nowhere"},
            {"period": "1999-Q1"},
        ):
            post = {"area": "", "period": QUARTER} | fields
            answer = client.post(address, post, headers={"accept-encoding": accepts})
            page = gzip.decompress(answer.content) if accepts else answer.content
            assert b"</html>" in page
            letters = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
            sizes.add((len(answer.content), letters + len(f"{answer.status_code} {answer.reason_phrase}")))
    assert sizes == {(one_size.MAP_COMPRESSED if accepts else one_size.MAP_PLAIN, one_size.HEAD)}


def test_the_words_are_welsh_in_welsh(client: Client) -> None:
    html = searched(client, address="/cy/map", q="Westby Market")
    assert said(html).startswith("Wedi dod o hyd i: Westby Market (cyngor: Westby, Lloegr).")
    assert 'action="/cy/map"' in html
