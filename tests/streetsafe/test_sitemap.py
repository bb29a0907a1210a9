"""The sitemap names every public page in both languages, each leading to the other; robots.txt says where it is."""

from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from reports.geography.models import Area
from tests.journeys.addresses import public_pages

SITEMAP, XHTML = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"


def entries(client: Client) -> dict[str, dict[str, str]]:
    """Each page's path with the paths of the same page by language."""
    answer = client.get("/sitemap.xml")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    assert not answer.cookies
    root = ET.fromstring(answer.content)  # noqa: S314  # our own answer
    found = {}
    for url in root.findall(f"{SITEMAP}url"):
        links = {str(it.get("hreflang")): urlsplit(str(it.get("href"))).path for it in url.findall(f"{XHTML}link")}
        found[urlsplit(str(url.findtext(f"{SITEMAP}loc"))).path] = links
    return found


def test_every_page_stands_in_it_with_its_twin(client: Client, country: dict[str, Area]) -> None:
    listed = entries(client)
    not_searched = {"/withdraw", "/cy/withdraw", "/api/docs"}
    assert set(listed) == {page for page in public_pages() if not page.startswith("/help/in/")} - not_searched
    for page, twins in listed.items():
        assert set(twins) == {"en-GB", "cy"}
        assert page in twins.values()
        assert listed[twins["cy"]] == twins
        assert twins["cy"].removeprefix("/cy") == twins["en-GB"]


@pytest.mark.parametrize("page", ["/", "/cy/", "/map", "/report", "/open-data"])
def test_what_it_names_is_there(client: Client, country: dict[str, Area], page: str) -> None:
    assert page in entries(client)
    assert client.get(page).status_code == 200


def test_a_site_whose_first_language_is_welsh_has_its_addresses(client: Client, settings: Any) -> None:
    settings.LANGUAGES = list(reversed(settings.LANGUAGES))
    assert set(entries(client)["/map"]) == {"en-GB", "cy"}


def test_robots_may_read_everything_and_are_told_where_the_sitemap_is(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert answer.content.decode() == "User-agent: *\nDisallow:\n\nSitemap: http://testserver/sitemap.xml\n"
