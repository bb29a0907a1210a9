"""Headers every answer carries, and the refusal of bodies that cannot be a form of ours."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

type_of_view = Callable[[HttpRequest], HttpResponse]

# Phones keep what they were shown unless told not to; these prefixes hold nothing about a visitor.
CACHEABLE_PREFIXES = ("/static/", "/releases/")


def isolation_headers(get_response: type_of_view) -> type_of_view:
    """Cross-origin isolation everywhere; `no-store` on everything that is not an immutable file."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(CACHEABLE_PREFIXES):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


def refuse_large_bodies(get_response: type_of_view) -> type_of_view:
    """Answers 413 before a body over the limit is read."""

    def answer(request: HttpRequest) -> HttpResponse:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > limit:
            return render(request, "413.html", status=413)
        return get_response(request)

    return answer
