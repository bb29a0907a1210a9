"""Refusals to programs by RFC 9457: `application/problem+json` on every fault of their addresses and where a token is
sent.

`type` is left out, which means "about:blank": the status says what kind it is. `errors` names what is wrong with each
parameter.
"""

import http
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

View = Callable[[HttpRequest], HttpResponse]

MEDIA_TYPE = "application/problem+json"
# Whatever is asked below these is read by a program.
PROGRAM_PREFIXES = ("/api/", "/ogc/", "/feeds/")
# Made for the body that is replaced; all else stays, such as Allow, Retry-After and WWW-Authenticate.
_OF_THE_BODY = ("Content-Type", "Content-Length", "Content-Language")


def problem(status: int, detail: str = "", errors: Mapping[str, Iterable[object]] | None = None) -> dict[str, Any]:
    """The members of a problem."""
    members: dict[str, Any] = {"title": http.HTTPStatus(status).phrase, "status": status}
    if detail:
        members["detail"] = detail
    if errors:
        members["errors"] = {name: [str(fault) for fault in faults] for name, faults in errors.items()}
    return members


def refusal(status: int, detail: str = "", errors: Mapping[str, Iterable[object]] | None = None) -> JsonResponse:
    """A problem as an answer."""
    return JsonResponse(problem(status, detail, errors), status=status, content_type=MEDIA_TYPE)


def is_asked_by_a_program(request: HttpRequest) -> bool:
    """Whether the answer is read by a program: of the API's addresses, and wherever a token is sent."""
    return request.path_info.startswith(PROGRAM_PREFIXES) or "Authorization" in request.headers


def tell_programs_of_faults(get_response: View) -> View:
    """Replaces the page of a fault, which no program reads, whoever made it."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code < 400 or not is_asked_by_a_program(request):
            return response
        if response.headers.get("Content-Type") == MEDIA_TYPE:
            return response
        told = refusal(response.status_code)
        for name, value in response.headers.items():
            if name not in _OF_THE_BODY:
                told.headers[name] = value
        return told

    return answer
