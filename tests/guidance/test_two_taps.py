"""From any public page a helpline is dialled with at most two taps."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.utils import translation

from reports.guidance.routes import shown_routes
from reports.urls import public_urlpatterns
from tests.guidance.pages import Page

# Not pages: the way out, which must not show where one was, a file for machines, and a picture in others' pages.
NO_PAGES = {"leave", "leave/out", ".well-known/security.txt", "map/embed", "places"}
HELPLINES = {f"tel:{route.tel}" for route in shown_routes() if route.kind == "support" and route.phone}

pytestmark = pytest.mark.django_db


def addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """Every address without a part to fill in."""
    for pattern in patterns:
        address = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, address)
        elif "<" not in address and address not in NO_PAGES:
            yield "/" + address


PUBLIC = sorted(set(addresses(public_urlpatterns)))


def links_of(client: Client, address: str) -> list[str]:
    """The links of a page, its frame included; none where it is not a page to read."""
    with translation.override("cy" if address.startswith("/cy/") else "en-gb"):
        response = client.get(address)
    if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
        return []
    return Page(response.content.decode()).links


def test_the_walk_meets_the_pages() -> None:
    """Guidance, the journey and the map."""
    assert {"/", "/help/", "/help/check", "/report", "/map", "/map/table", "/terms", "/contact"} <= set(PUBLIC)
    assert len(PUBLIC) >= 25


@pytest.mark.parametrize("language", ["", "/cy"])
@pytest.mark.parametrize("address", PUBLIC)
def test_a_helpline_is_dialled_with_two_taps(client: Client, address: str, language: str) -> None:
    """One tap where the number stands on the page; else one to a page, and one to dial."""
    response = client.get(language + address)
    if response.status_code in {301, 302, 303} or not response["Content-Type"].startswith("text/html"):
        pytest.skip("no page: data, or leads on at once to a page that is walked itself")
    links = links_of(client, language + address)
    taps = {1} if HELPLINES & set(links) else set()
    for link in links:
        path = urlsplit(link).path
        if path.startswith(f"{language}/help/") and HELPLINES & set(links_of(client, path)):
            taps.add(2)
    assert taps, f"{language + address} leads to no helpline in two taps"
    assert min(taps) <= 2
