"""The quick exit without script: two hops, the second to another site."""

from typing import Any

import pytest
from django.test import Client

CLEAR = '"cache", "storage"'


@pytest.mark.parametrize(("address", "onward"), [("/leave", "/leave/out"), ("/cy/leave", "/cy/leave/out")])
def test_the_first_hop_is_a_page_that_goes_on_by_itself(client: Client, address: str, onward: str) -> None:
    """200, a refresh at once, and a title that tells nothing."""
    response = client.get(address)
    page = response.content.decode()
    assert response.status_code == 200
    assert response["Clear-Site-Data"] == CLEAR
    assert response["Cache-Control"] == "no-store"
    assert f'<meta http-equiv="refresh" content="0; url={onward}">' in page
    assert f"<title>{'Lleoedd' if address.startswith('/cy') else 'Places'}</title>" in page
    assert f'href="{onward}"' in page
    assert not response.cookies
    assert "<script" not in page


@pytest.mark.parametrize("address", ["/leave/out", "/cy/leave/out"])
def test_the_second_hop_leaves_the_site(client: Client, settings: Any, address: str) -> None:
    """303 to the operator's address, so that the browser asks with GET."""
    settings.EXIT_URL = "https://weather.example/today"
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (303, "https://weather.example/today")
    assert response["Clear-Site-Data"] == CLEAR
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response.content == b""
    assert not response.cookies


def test_the_scripts_post_is_answered_with_nothing(settings: Any) -> None:
    """204 without a token: the page has no cookie to hold one."""
    response = Client(enforce_csrf_checks=True).post("/leave")
    assert (response.status_code, response.content, response["Clear-Site-Data"]) == (204, b"", CLEAR)
    assert not response.cookies


@pytest.mark.parametrize(("method", "address"), [("put", "/leave"), ("delete", "/leave"), ("post", "/leave/out")])
def test_other_methods_are_refused(client: Client, method: str, address: str) -> None:
    """405."""
    assert getattr(client, method)(address).status_code == 405
