"""Headers every answer carries, and the refusals that any page may need: too large, unreadable, and not now."""

import logging
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils.translation import get_language

from streetsafe import faults, health, metrics
from streetsafe.hashing import LaneFull

logger = logging.getLogger(__name__)

type_of_view = Callable[[HttpRequest], HttpResponse]

# Phones keep what they were shown unless told not to; these prefixes hold nothing about a visitor.
CACHEABLE_PREFIXES = ("/static/", "/releases/")

PROBES: dict[str, type_of_view] = {"/healthz": health.alive, "/readyz": health.ready, "/metrics": metrics.metrics}
SILENT_PROXY = (
    "The proxy does not say whether this was asked by https: it must set X-Forwarded-Proto. "
    'See "In front of it" in docs/operating.md.'
)

# Under `no-referrer` a browser sends a form with `Origin: null`, which Django's check of staff forms must refuse.
# WebKit never ends the load when Back leads to a page with an opener policy from a site without: from the exit site.
STAFF_PREFIX = "/staff/"
# A file of reports that a partner sends; nginx has the same size for the same addresses.
LARGER_BODIES = {"/staff/imports": 1_048_576, "/api/v1/imports": 1_048_576}
STAFF_HEADERS = {"Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin"}


def isolation_headers(get_response: type_of_view) -> type_of_view:
    """Apart from other origins everywhere; `no-store` on everything that is not an immutable file."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if request.path.startswith(STAFF_PREFIX):
            for name, value in STAFF_HEADERS.items():
                response.headers[name] = value
        if not request.path.startswith(CACHEABLE_PREFIXES):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def tell_of_a_silent_proxy(get_response: type_of_view) -> type_of_view:
    """Answers 503 in words where no proxy says how it was asked: sent on to https, a browser would be for ever."""
    has_been_told = False

    def answer(request: HttpRequest) -> HttpResponse:
        nonlocal has_been_told
        is_probe = request.path_info in PROBES
        if not settings.SECURE_SSL_REDIRECT or is_probe or request.is_secure() or _says_the_scheme(request):
            return get_response(request)
        if not has_been_told:
            has_been_told = True
            logger.error("%s", SILENT_PROXY)
        response = HttpResponse(f"{SILENT_PROXY}\n", content_type="text/plain; charset=utf-8", status=503)
        response._has_been_logged = True  # type: ignore[attr-defined]  # Django's mark: once is enough
        return response

    return answer


def _says_the_scheme(request: HttpRequest) -> bool:
    return "X-Forwarded-Proto" in request.headers


def answer_probes(get_response: type_of_view) -> type_of_view:
    """Answers /healthz, /readyz and /metrics whatever the host's name: what watches a node asks by its number."""

    def answer(request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        return probe(request) if probe is not None else get_response(request)

    return answer


class LanguageFromAddress(LocaleMiddleware):
    """The language of a page is that of its address alone, so an answer never varies by the one a phone asks for."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Content-Language", get_language() or "")
        return response


def refuse_large_bodies(get_response: type_of_view) -> type_of_view:
    """Answers 413 before a body over the limit is read."""

    def answer(request: HttpRequest) -> HttpResponse:
        limit = LARGER_BODIES.get(request.path_info, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdecimal()) or len(length) > 9 or int(length) > limit:
            return faults.too_large(request)
        return get_response(request)

    return answer


def refuse_nul(get_response: type_of_view) -> type_of_view:
    """Answers 404 to an address of the staff with a NUL in it, and 400 where a query, a form or a cookie holds one.

    Nobody types it, and PostgreSQL ends with a fault when it is asked to look for one. Public pages read no such value
    into the database, and answer it in words of their own.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(STAFF_PREFIX):
            if "\0" in request.path_info:
                return faults.not_found(request, ValueError("NUL"))
            if any("\0" in text for text in _texts_sent(request)):
                return faults.bad_request(request, ValueError("NUL"))
        return get_response(request)

    return answer


def _texts_sent(request: HttpRequest) -> Iterator[str]:
    """Every name and value of the query, the cookies and the form; a cookie may spell a NUL in octal."""
    yield from request.COOKIES.values()
    for sent in (request.GET, request.POST):
        for name, values in sent.lists():
            yield name
            yield from map(str, values)


def say_when_unavailable(get_response: type_of_view) -> type_of_view:
    """Answers 503 with Retry-After when the database is locked, full or away, and when no more passwords are taken:
    never a false thank-you."""

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, (OperationalError, InterfaceError)):
            logger.error("the database cannot answer: %s", exception)
            return faults.unavailable(request)
        return faults.unavailable(request) if isinstance(exception, LaneFull) else None

    # Django calls this attribute with what a view raised; to the function itself that is already a 500.
    answer.process_exception = process_exception  # type: ignore[attr-defined]  # functions take attributes
    return answer
