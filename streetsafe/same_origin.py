"""Refuses a form sent by another site, without a cookie: public pages have none to compare a token with."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# `none` is a person at the address bar or a reload; no page can make a browser say it.
OWN_FETCHES = frozenset({"same-origin", "none"})


def same_origin_post(view: View) -> View:
    """The view, exempt from the cookie check, its unsafe methods answered 403 unless our own page sent them."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in SAFE_METHODS and not sent_by_own_page(request):
            raise PermissionDenied("The form was sent from another site.")
        return view(request, *args, **kwargs)

    return cast(View, csrf_exempt(answer))


def sent_by_own_page(request: HttpRequest) -> bool:
    """Whether the browser says that the request began at this origin.

    `Sec-Fetch-Site` decides when it is there: a page cannot set it. Browsers that do not send it send
    `Origin` with every cross-site POST, so an `Origin` must be ours; under our `no-referrer` policy some
    of them write `null` for our own forms too, and a sandboxed frame elsewhere also writes `null`, so
    `null` is refused. Without either header the sender is no browser that could be tricked by a page
    (a browser old enough to send neither sends `Referer`, which must then be ours).
    """
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in OWN_FETCHES
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    if origin is None:
        return True
    parts = urlsplit(origin)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
