"""Five wrong passwords for a name from one address, then a quarter of an hour of nothing, even for the right one.

Counted in this process's memory under a keyed hash: no table, file, cache or log ever holds an address. Each worker
process counts for itself, so with two workers there are ten tries at most.
"""

import datetime
import hashlib
import hmac
import secrets
import threading

from django.conf import settings
from django.http import HttpRequest

from reports.staff import audit
from reports.staff.models import StaffUser

FAILURES = 5
WAIT = datetime.timedelta(minutes=15)
_MOST_PAIRS = 100_000  # beyond it the oldest are forgotten: memory is not the way to stop the site


class LockedOut(Exception):
    """Too many wrong passwords for this name from this address; nothing was tried."""


class Failures:
    """Wrong passwords by name and address."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._key = secrets.token_bytes(32)
        self._counts: dict[bytes, tuple[int, float]] = {}  # how many, and when they are forgotten

    def count_of(self, pair: bytes, *, now: datetime.datetime) -> int:
        """The failures that still count."""
        with self._lock:
            count, until = self._counts.get(pair, (0, 0.0))
            return count if now.timestamp() < until else 0

    def add(self, pair: bytes, *, now: datetime.datetime) -> int:
        """Counts one more, from now for as long as WAIT; gives how many there are."""
        count = self.count_of(pair, now=now) + 1
        with self._lock:
            self._counts.pop(pair, None)  # so that the oldest stand first
            while len(self._counts) >= _MOST_PAIRS:
                del self._counts[next(iter(self._counts))]
            self._counts[pair] = count, (now + WAIT).timestamp()
        return count

    def forget(self, pair: bytes) -> None:
        """After the right password, or in a test."""
        with self._lock:
            self._counts.pop(pair, None)

    def pair(self, request: HttpRequest, username: str) -> bytes:
        """A name and the sender's address, under a key that ends with this process."""
        said = f"{address_of(request)}\n{username.casefold()}"
        return hmac.new(self._key, said.encode(), hashlib.sha256).digest()

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._counts.clear()


FAILED = Failures()


def refuse_if_locked_out(request: HttpRequest, username: str, *, now: datetime.datetime) -> None:
    """Raises LockedOut before a password is looked at."""
    if FAILED.count_of(FAILED.pair(request, username), now=now) >= FAILURES:
        raise LockedOut


def count_failure(request: HttpRequest, username: str, *, now: datetime.datetime) -> None:
    """Counts a wrong password; the one that locks out is in the audit, when the name is somebody's."""
    if FAILED.add(FAILED.pair(request, username), now=now) != FAILURES:
        return
    person = StaffUser.objects.filter(username__iexact=username).first()
    if person is not None:
        audit.record(audit.Act.LOCK_OUT, by=person, now=now)


def forget_failures(request: HttpRequest, username: str) -> None:
    """The password was right."""
    FAILED.forget(FAILED.pair(request, username))


def address_of(request: HttpRequest) -> str:
    """The sender's address as the nearest trusted proxy saw it; behind proxies REMOTE_ADDR is the proxy's own."""
    proxies = int(getattr(settings, "PROXY_COUNT", 0))
    if proxies == 0:
        return str(request.META.get("REMOTE_ADDR", ""))
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    return hops[-proxies].strip() if len(hops) >= proxies else ""
