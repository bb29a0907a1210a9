"""What programs of anyone may read carries these headers: from any page of any site, and never kept on the way."""

from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

Answer = TypeVar("Answer", bound=HttpResponseBase)

HEADERS = {
    "Access-Control-Allow-Origin": "*",  # any page may read it
    "Access-Control-Expose-Headers": "Content-Crs, ETag, Retry-After",  # and these of its headers
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "no-store",  # and no cache keep it
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Accept-Language, Cache-Control, Content-Type, If-None-Match, Range",
    "Access-Control-Max-Age": "86400",
}


def opened(answer: Answer) -> Answer:
    """An answer with the headers."""
    for name, value in HEADERS.items():
        answer.headers[name] = value
    return answer


def preflight(request: HttpRequest) -> HttpResponse:
    """What a browser asks before a page of another site does: any may, with any header that opens nothing."""
    return opened(HttpResponse(status=204, headers=PREFLIGHT))
