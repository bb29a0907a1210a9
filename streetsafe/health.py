"""Whether the process lives, and whether it can take a report."""

import logging
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from streetsafe import faults
from streetsafe.readiness import NotReady
from streetsafe.readiness.service import shared_faults

logger = logging.getLogger(__name__)
_published: set[str] = set()  # what this process has written to the log of what is wrong now


def alive(request: HttpRequest) -> HttpResponse:
    """200 while the process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """200 while a report can be taken, else 503 and what is missing, in words that tell a stranger nothing more."""
    found = shared_faults()
    _tell_the_log(found)
    if not found:
        return HttpResponse("ready\n", content_type="text/plain")
    said = "".join(f"{fault.said}\n" for fault in found)
    response = HttpResponse(f"not ready\n{said}", status=503, content_type="text/plain")
    response.headers["Retry-After"] = str(faults.RETRY_AFTER_SECONDS)
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's mark: a line for each question is too much
    return response


def _tell_the_log(found: Sequence[NotReady]) -> None:
    """Each fault with its remedy, once until it is mended."""
    for fault in found:
        if fault.said not in _published:
            logger.error("not ready: %s", fault)
    _published.clear()
    _published.update(fault.said for fault in found)
