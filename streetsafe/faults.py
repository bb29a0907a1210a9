"""The pages for requests that cannot be answered: each says what to do next."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# Long enough for a lock or a restart to pass, short enough that a person still waits.
RETRY_AFTER_SECONDS = 30


def _page(request: HttpRequest, status: int) -> HttpResponse:
    """The public site's page, which speaks to a reporter, or the staff site's."""
    if request.path_info.startswith("/staff/"):
        return render(request, "staff/fault.html", {"status": status}, status=status)
    return render(request, f"{status}.html", status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _page(request, 403)


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, for a form without the token of its session: another tab signed out, or cookies are refused."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return _page(request, 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """413."""
    return _page(request, 413)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503, from a template that needs neither the database nor the session."""
    response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, from a template that needs neither the database nor the session; 503 when the database is the reason.

    What a middleware raises, such as a session that cannot be written, comes here and to no view's middleware.
    """
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return unavailable(request)
    return render(request, "500.html", status=500)
