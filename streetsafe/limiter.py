"""How much came lately from one source: counted in this process's memory, under a name that leads to no address.

No cache backend is asked, so none can be set up to write a count to a disk. Each worker process counts for itself.
Several people share an address. So that nobody reads a neighbour's act off a refusal, what others see of a count is
one thing alone: whether it has reached a secret measure (`is_full`), drawn for each name, use and hour.
"""

import datetime
import hashlib
import hmac
import ipaddress
import secrets
import threading
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

HOUR, TEN_MINUTES = 3_600, 600  # seconds; a count lives for at most two windows
# A window that holds so many names, or by a secret number fewer, forgets them: memory is not the way to stop the site,
# and nobody can tell by the forgetting whether one of the names was another's.
_MOST_NAMES, _FEWER_NAMES = 100_000, 20_000


@dataclass(frozen=True)
class Recent:
    """How often a name was counted in the running ten minutes and the running hour, this time included."""

    ten_minutes: int
    hour: int


class Counter:
    """Counts of names by fixed windows of time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows: dict[tuple[int, int], dict[bytes, int]] = {}
        self._hour, self._key = -1, b""

    def count(self, name: bytes, *, now: datetime.datetime) -> Recent:
        """Counts a name once more."""
        with self._lock:
            return Recent(*(self._add(name, length, now) for length in (TEN_MINUTES, HOUR)))

    def recent(self, name: bytes, *, now: datetime.datetime) -> Recent:
        """The counts as they stand."""
        with self._lock:
            return Recent(*(self._window(length, now).get(name, 0) for length in (TEN_MINUTES, HOUR)))

    def is_full(self, name: bytes, *, fewest: int, spread: int, now: datetime.datetime) -> bool:
        """Whether a name was counted up to its measure of this hour: `fewest` and a secret number below `spread`.

        Somebody else's one count moves the answer in one of `spread` hours: whoever counts up to the measure to find
        out is right in 1/2 + 1/(2 x spread) of tries, whatever they send. See "What a stranger can ask" in
        docs/privacy.md.
        """
        with self._lock:
            return self._window(HOUR, now).get(name, 0) >= fewest + self._secret_number(name, spread, now)

    def name_of(self, address: str, *, now: datetime.datetime) -> bytes:
        """A source's name for this hour; empty for what is no address.

        One IPv4 address or one IPv6 /64, under a key made in this process and thrown away with the hour.
        """
        try:
            found = ipaddress.ip_address(address.strip())
        except ValueError:
            return b""
        mapped = getattr(found, "ipv4_mapped", None) or found
        packed = mapped.packed if mapped.version == 4 else mapped.packed[:8]
        with self._lock:
            return hmac.digest(self._key_of(now), packed, hashlib.sha256)

    def forget(self) -> None:
        """Drops every count and the key."""
        with self._lock:
            self._windows.clear()
            self._hour, self._key = -1, b""

    def _add(self, name: bytes, length: int, now: datetime.datetime) -> int:
        window = self._window(length, now)
        spare = _MOST_NAMES - len(window)
        if spare < _FEWER_NAMES and spare <= self._secret_number(b"names %d" % length, _FEWER_NAMES, now):
            window.clear()
        window[name] = window.get(name, 0) + 1
        return window[name]

    def _key_of(self, now: datetime.datetime) -> bytes:
        """The hour's key. Thrown away with the hour: nobody, not we either, can go back from a name to an address."""
        hour = int(now.timestamp()) // HOUR
        if hour != self._hour:
            self._hour, self._key = hour, secrets.token_bytes(32)
        return self._key

    def _secret_number(self, name: bytes, below: int, now: datetime.datetime) -> int:
        """The same for a name all through the hour, and known to nobody."""
        drawn = hmac.digest(self._key_of(now), b"measure of " + name, hashlib.sha256)
        return int.from_bytes(drawn, "big") % below

    def _window(self, length: int, now: datetime.datetime) -> dict[bytes, int]:
        """The running window; those before it, and those a clock set back has left ahead, are dropped."""
        running = (length, int(now.timestamp()) // length)
        for one in [key for key in self._windows if key[0] == length and key != running]:
            del self._windows[one]
        return self._windows.setdefault(running, {})


def address_of(request: HttpRequest) -> str:
    """The sender's address as the nearest trusted proxy saw it; empty when that is unknown. Never stored.

    Behind proxies `REMOTE_ADDR` is the proxy's own: everybody would be one source.
    """
    if settings.PROXY_COUNT == 0:
        return str(request.META.get("REMOTE_ADDR", ""))
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    return hops[-settings.PROXY_COUNT] if len(hops) >= settings.PROXY_COUNT else ""


COUNTER = Counter()
