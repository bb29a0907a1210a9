"""Answers with a prepared page while it holds; draws one as the service would answer without any."""

import datetime
import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.utils import timezone

from streetsafe.prepared_pages import edges
from streetsafe.prepared_pages.edition import read_what_the_service_is
from streetsafe.prepared_pages.files import Address, Lifetime, MadeOf, PreparedPage, compressed, page_at

type_of_view = Callable[[HttpRequest], HttpResponse]

STAFF_PREFIX = "/staff/"
DRAWN_ANEW = "streetsafe.drawn_anew"  # no header of a request gets such a name
_OF_THE_SIZE = {"Content-Length", "Content-Encoding"}


class NotAPage(Exception):
    """An address that is not answered by a page for everybody: its status, or a cookie, says so."""


def answer_prepared(get_response: type_of_view) -> type_of_view:
    """Answers with the prepared page of the address, if there is one and it holds; tells the edge of every change."""
    read_what_the_service_is()  # now, not when the first page is asked for

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            page = None if DRAWN_ANEW in request.META else _prepared(request)
            return get_response(request) if page is None else _as_answer(page, request)
        response = get_response(request)
        if request.path_info.startswith(STAFF_PREFIX):
            edges.close_if_changed()  # what was published or withdrawn by this request is so at the edge, too
        return response

    return answer


def _prepared(request: HttpRequest) -> PreparedPage | None:
    # By the host as it was written: of one that is not served no page was prepared.
    address = Address(f"{request.scheme}://{request.META.get('HTTP_HOST', '')}", request.get_full_path())
    page = page_at(address)
    try:
        return page if page and page.lifetime.holds(now=timezone.now().timestamp()) else None
    except DatabaseError:
        return None  # what stands behind this says in words that it cannot answer, or does without


def _as_answer(page: PreparedPage, request: HttpRequest) -> HttpResponse:
    is_compressed = bool(re_accepts_gzip.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))
    response = HttpResponse(page.compressed if is_compressed else page.plain)
    for name, value in page.headers:
        response.headers[name] = value
    if is_compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    # For a proxy of ours, which takes it off: phones are told to keep nothing.
    response.headers["X-Accel-Expires"] = f"@{page.lifetime.until}"
    return response


def drawn_page(
    handler: WSGIHandler, address: Address, *, made_of: MadeOf, now: datetime.datetime, until: datetime.datetime
) -> PreparedPage:
    """What the service answers at an address; raises NotAPage."""
    lifetime = Lifetime(made_of, made_of.edition(), int(now.timestamp()), int(until.timestamp()))
    response = handler.get_response(WSGIRequest(_environ(address)))
    try:
        if response.status_code != 200 or response.cookies or not isinstance(response, HttpResponse):
            raise NotAPage(f"{address.path}: {response.status_code}")
        headers = tuple((name, value) for name, value in response.headers.items() if name not in _OF_THE_SIZE)
        return PreparedPage(lifetime, headers, compressed(response.content), response.content)
    finally:
        response.close()


def _environ(address: Address) -> dict[str, Any]:
    """A request as gunicorn hands it on, of nobody: it takes any form of the page and says nothing else."""
    site = urlsplit(address.site)
    path, _mark, query = address.path.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": site.hostname or "",
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.netloc,
        "HTTP_X_FORWARDED_PROTO": site.scheme,
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        DRAWN_ANEW: True,
    }
