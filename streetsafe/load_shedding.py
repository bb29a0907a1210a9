"""How many pages of figures are drawn at once: beyond that they are refused in words, the heaviest kinds first.

What decides is how many of these pages this worker draws or has waiting, and nothing else. Reports, deletions and the
way out are in no count, so a refusal tells nobody that anyone reported; it tells that others look at figures now.
"""

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from streetsafe import open_answers
from streetsafe.problems import PROGRAM_PREFIXES, refusal

View = Callable[[HttpRequest], HttpResponse]

# Of a worker's threads, which are 12: two are left for who reports, whatever else is asked for.
THREADS = 12
# One interpreter draws no faster for drawing more at once, and each more keeps the small answers waiting.
DRAWN_AT_ONCE = 3
LONGEST_WAIT = 5  # seconds for a turn
RETRY_AFTER = 60  # seconds, for everyone the same: what it is must not tell how many there are
GONE = 499  # nobody reads it; what nginx calls a request whose sender has gone


@dataclass(frozen=True)
class PageKind:
    """Pages that are refused together: as soon as `most` pages of all kinds are drawn or wait in this worker."""

    name: str
    most: int
    addresses: re.Pattern[str]


# In the order in which they are refused. What is in none is never refused: reports, /withdraw, /leave, files, staff.
KINDS = (
    PageKind("exports", 2, re.compile(r"staff/exports(/.*)?|open-data/[^/]+/[^/]+")),
    PageKind("map", 6, re.compile(r"map|map/embed")),
    PageKind("table", 7, re.compile(r"map/table|open-data|responses")),
    PageKind("API", 8, re.compile(r"(api|ogc|feeds)/.*|open-data/index\.json|map/ground\.json|sitemap\.xml")),
    PageKind("guidance", 10, re.compile(r"|help/.*|method|about|privacy|cookies|accessibility|terms|contact")),
)


class NoRoom(Exception):
    """As many pages as may be are drawn, or wait for their turn."""


class Room:
    """The pages that are drawn, and those that wait for it."""

    def __init__(self) -> None:
        self._inside, self._lock = 0, threading.Lock()
        self._turns = threading.BoundedSemaphore(DRAWN_AT_ONCE)

    @contextlib.contextmanager
    def turn(self, kind: PageKind) -> Iterator[None]:
        """Waits until a page may be drawn; raises NoRoom."""
        with self._lock:
            if self._inside >= kind.most:
                raise NoRoom
            self._inside += 1
        try:
            if not self._turns.acquire(timeout=LONGEST_WAIT):
                raise NoRoom
            try:
                yield
            finally:
                self._turns.release()
        finally:
            with self._lock:
                self._inside -= 1


def kind_of(path: str) -> PageKind | None:
    """Which kind is at a path; None for what is never refused."""
    first, _slash, rest = path.removeprefix("/").partition("/")
    bare = rest if first in dict(settings.LANGUAGES) else path.removeprefix("/")
    return next((kind for kind in KINDS if kind.addresses.fullmatch(bare)), None)


def has_gone(request: HttpRequest) -> bool:
    """Whether the sender has hung up. A proxy of ours hangs up when theirs does."""
    line = request.META.get("gunicorn.socket")
    if type(line) is not socket.socket:
        return False
    try:
        return line.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def shed_load(get_response: View) -> View:
    """Draws no page for who has gone, none of a kind there is no room for, and few at once. What is posted by who has
    gone is kept all the same: they cannot send it again."""
    room = Room()

    def answer(request: HttpRequest) -> HttpResponse:
        kind = kind_of(request.path_info)
        if _is_for_nobody(request):
            return HttpResponse(status=GONE)
        if kind is None:
            return get_response(request)
        try:
            with room.turn(kind):
                # Who had to wait may have gone meanwhile.
                return HttpResponse(status=GONE) if _is_for_nobody(request) else get_response(request)
        except NoRoom:
            return _refused(request)

    return answer


def _is_for_nobody(request: HttpRequest) -> bool:
    return request.method in {"GET", "HEAD"} and has_gone(request)


def _refused(request: HttpRequest) -> HttpResponse:
    response: HttpResponse
    if request.path_info.startswith(PROGRAM_PREFIXES):
        response = open_answers.opened(refusal(503, _("Too many figures are being asked for. Try again in a minute.")))
    elif request.path_info.startswith("/staff/"):
        response = render(request, "staff/fault.html", {"status": 503}, status=503)
    else:
        response = render(request, "busy.html", status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's mark: a flood is no fault, line by line
    return response
