"""A slash too many or too few leads to the page, for every address there is; nothing else is led anywhere."""

from urllib.parse import unquote

import pytest
from django.test import Client

from reports.geography.models import Area
from tests import factories
from tests.journeys.addresses import NOT_PAGES, public_pages, staff_pages
from tests.public_map.releases import make_release

pytestmark = pytest.mark.django_db

OF_PROGRAMS = [
    "/api/v1/",
    "/api/v1/releases",
    "/api/v1/areas",
    "/api/v1/schema",
    f"/api/v1/areas/{factories.WESTBY}",
    "/healthz",
]


def other_writing(address: str) -> str:
    """The address with a slash too many, or without the one it has."""
    return address.rstrip("/") if address.endswith("/") else f"{address}/"


def every_address() -> list[str]:
    """All that stands, but for the first page, which has no other writing."""
    pages = {*public_pages(), *NOT_PAGES, *(f"/cy{address}" for address in NOT_PAGES), *staff_pages(), *OF_PROGRAMS}
    return sorted(pages - {"/"})


@pytest.mark.parametrize("method", ["get", "head"])
def test_every_address_is_reached_by_its_other_writing_with_its_query(client: Client, method: str) -> None:
    led = {}
    for address in every_address():
        answer = getattr(client, method)(f"{other_writing(address)}?area=W%C3%A9st&period=2026-Q3")
        led[address] = (answer.status_code, answer.get("Location"))
    assert led == {address: (301, f"{address}?area=W%C3%A9st&period=2026-Q3") for address in every_address()}
    assert len(led) > 90
    assert {"/cy/", "/map", "/report", "/help/", "/cy/map/table", "/staff/", "/api/v1/"} <= set(led)


def test_a_form_is_sent_again_to_the_address_that_stands_and_not_lost(client: Client) -> None:
    for address in ("/report", "/cy/report", "/withdraw", "/help/", "/staff/"):
        for send in (client.post, client.put):
            answer = send(other_writing(address), {"b": "next"})
            assert (answer.status_code, answer["Location"]) == (308, address)


def test_what_is_led_is_stored_nowhere_and_sets_no_cookie(client: Client) -> None:
    answer = client.get("/map/")
    assert (answer["Cache-Control"], dict(answer.cookies)) == ("no-store", {})


def test_the_page_is_what_one_meets_at_the_end(client: Client, country: dict[str, Area]) -> None:
    make_release()
    answer = client.get(f"/cy/map/?area={factories.WESTBY}", follow=True)
    assert answer.redirect_chain == [(f"/cy/map?area={factories.WESTBY}", 301)]
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/",
        "//evil.example/map/",
        "//evil.example//map/",
        "///evil.example",
        "/\\evil.example/",
        "/%2F%2Fevil.example/",
        "/map/nowhere/",
        "/nowhere",
        "/nowhere/",
        "/en-gb/map/",
        "/api/v1/nowhere",
        "/api/v1/nowhere/",
        "/api/v1/releases/NOPE",
    ],
)
def test_what_stands_nowhere_is_not_found_and_leads_nowhere(client: Client, address: str) -> None:
    answer = client.get("/", PATH_INFO=unquote(address))  # the client would read two slashes as a host
    assert (answer.status_code, answer.get("Location")) == (404, None)


@pytest.mark.parametrize("address", ["//map/", "//map//", "//report/", "/map//", "/map/////"])
def test_no_number_of_slashes_leads_to_another_site(client: Client, address: str) -> None:
    answer = client.get("/", PATH_INFO=unquote(address))  # the client would read two slashes as a host
    location = answer.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))


def test_a_site_below_a_prefix_keeps_it(client: Client) -> None:
    assert client.get("/map/?area=1", SCRIPT_NAME="/places", PATH_INFO="/map/")["Location"] == "/places/map?area=1"
