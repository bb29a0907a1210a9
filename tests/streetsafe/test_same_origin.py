"""Who may post a form to a public page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from streetsafe.same_origin import same_origin_post, sent_by_own_page
from streetsafe.urls import handler403
from streetsafe.urls import urlpatterns as site_urlpatterns

OURS = "http://testserver"


@same_origin_post
def thanks(request: HttpRequest, *, name: str = "you") -> HttpResponse:
    """Thanks."""
    return HttpResponse(f"thanks, {name}")


urlpatterns = [path("thanks", thanks), *site_urlpatterns]
__all__ = ["handler403", "urlpatterns"]


@pytest.fixture
def post() -> Callable[..., HttpResponse]:
    """Posts to the view with the given headers."""

    def send(method: str = "post", **headers: str) -> HttpResponse:
        sent = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        request = getattr(RequestFactory(), method)("/thanks", **sent)
        return thanks(request)  # type: ignore[no-any-return]

    return send


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "same-origin", "origin": OURS},
        {"sec_fetch_site": "same-origin", "origin": "null"},
        {"sec_fetch_site": "none"},
        {"origin": OURS},
        {"origin": "null"},
        {"referer": f"{OURS}/report"},
        {"origin": OURS, "referer": "https://elsewhere.example/"},
        {},
    ],
    ids=str,
)
def test_our_own_forms_and_programs_may_post(post: Callable[..., HttpResponse], headers: dict[str, str]) -> None:
    assert post(**headers).content == b"thanks, you"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "cross-site", "origin": OURS},
        {"sec_fetch_site": "cross-site", "origin": "null"},
        {"sec_fetch_site": ""},
        {"sec_fetch_site": "Same-Origin"},
        {"origin": "https://elsewhere.example"},
        {"origin": "https://testserver"},
        {"origin": "http://testserver:8001"},
        {"origin": "http://testserver.elsewhere.example"},
        {"origin": "http://testserver@elsewhere.example"},
        {"referer": "https://elsewhere.example/testserver"},
        {"origin": "https://elsewhere.example", "referer": OURS},
    ],
    ids=str,
)
def test_another_site_may_not_post(post: Callable[..., HttpResponse], headers: dict[str, str]) -> None:
    with pytest.raises(PermissionDenied):
        post(**headers)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_changing_methods_are_held_to_the_same(post: Callable[..., HttpResponse], method: str) -> None:
    with pytest.raises(PermissionDenied):
        post(method, sec_fetch_site="cross-site")


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_link_from_another_site_may_be_followed(post: Callable[..., HttpResponse], method: str) -> None:
    assert post(method, sec_fetch_site="cross-site").status_code == 200


@pytest.mark.urls("tests.streetsafe.test_same_origin")
def test_the_decorated_view_needs_no_token_and_sets_no_cookie() -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post("/thanks", headers={"sec-fetch-site": "same-origin"})
    assert (response.status_code, response.content, dict(response.cookies)) == (200, b"thanks, you", {})


@pytest.mark.urls("tests.streetsafe.test_same_origin")
def test_a_refused_post_is_told_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/thanks", headers={"sec-fetch-site": "cross-site"})
    page = response.content.decode()
    assert response.status_code == 403
    assert "Your answers were not saved anywhere." in page
    assert 'href="/report"' in page
    assert dict(response.cookies) == {}


def test_arguments_reach_the_view() -> None:
    assert thanks(RequestFactory().get("/thanks"), name="Ann").content == b"thanks, Ann"


def test_the_sites_own_address_with_another_port_is_trusted_when_it_is_named(settings: Any) -> None:
    """A proxy hands the host on without its port; a browser names it."""
    request = RequestFactory().post("/report", headers={"origin": "https://testserver:8443"}, secure=True)
    assert not sent_by_own_page(request)
    settings.CSRF_TRUSTED_ORIGINS = ["https://testserver:8443"]
    assert sent_by_own_page(request)
