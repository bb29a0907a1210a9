"""Refuses a form sent by another site, without a cookie: public pages have none to compare a token with."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from django.conf import settings
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

    `Sec-Fetch-Site` decides when it is there: no page can set it, and every browser since March 2023 sends
    it. Without it `Origin` must be ours, and without that `Referer`. Two answers are less obvious:
    - `Origin: null` passes, but only without `Sec-Fetch-Site`. An older phone writes it on our own forms,
      because of our `no-referrer` policy, and its owner must be able to report. A hostile page can have
      such a phone write it too; it gains nothing, for the request carries no cookie and no authority.
    - Without all three there is no browser that a page could have sent: a program may post as it likes.
    """
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        return fetch_site in OWN_FETCHES
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    if origin is None or origin == "null":
        return True
    parts = urlsplit(origin)
    if f"{parts.scheme}://{parts.netloc}" in settings.CSRF_TRUSTED_ORIGINS:
        return True
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())
