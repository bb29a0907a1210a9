"""How much came lately from one source: counted in memory that the workers share, under names that lead to no address.

No cache backend is asked, so none can be set up to write a count to a disk. `gunicorn.conf.py` makes this memory
before there are workers, so that they count together; elsewhere each process counts for itself.
Several people share an address. So that nobody reads a neighbour's act off a refusal, what others see of a count is
one thing alone: whether it has reached a secret measure (`is_full`), drawn for each name, use and hour.
"""

import datetime
import hashlib
import hmac
import secrets
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from streetsafe.shared_memory import NAME_LENGTH, Full, Memory, Table

HOUR, TEN_MINUTES = 3_600, 600  # seconds; a count lives for at most two windows
# A window that holds so many names, or by a secret number fewer, forgets them: memory is not the way to stop the site,
# and nobody can tell by the forgetting whether one of the names was another's.
_MOST_NAMES, _FEWER_NAMES = 100_000, 20_000
_SLOTS = 1 << 18  # of one window: room enough that a name is found at once
_KEYS = struct.Struct("<q32s")  # the hour since 1970, and its key


@dataclass(frozen=True)
class Recent:
    """How often a name was counted in the running ten minutes and the running hour, this time included."""

    ten_minutes: int
    hour: int


class Counter:
    """Counts of names by fixed windows of time."""

    def __init__(self) -> None:
        size = Table.size(_SLOTS)
        self._memory = Memory(_KEYS.size + 2 * size)
        self._windows = {
            length: Table(self._memory, begin=_KEYS.size + number * size, slots=_SLOTS)
            for number, length in enumerate((TEN_MINUTES, HOUR))
        }

    def count(self, name: bytes, *, now: datetime.datetime) -> Recent:
        """Counts a name once more."""
        with self._memory.locked():
            key = self._key_of(now)
            held = _digest(key, b"held " + name)[:NAME_LENGTH]
            return Recent(*(self._add(held, length, key, now) for length in (TEN_MINUTES, HOUR)))

    def recent(self, name: bytes, *, now: datetime.datetime) -> Recent:
        """The counts as they stand."""
        with self._memory.locked():
            held = _digest(self._key_of(now), b"held " + name)[:NAME_LENGTH]
            return Recent(*(self._window(length, now).get(held)[0] for length in (TEN_MINUTES, HOUR)))

    def is_full(self, name: bytes, *, fewest: int, spread: int, now: datetime.datetime) -> bool:
        """Whether a name was counted up to its measure of this hour: `fewest` and a secret number below `spread`.

        Somebody else's one count moves the answer in one of `spread` hours: whoever counts up to the measure to find
        out is right in 1/2 + 1/(2 x spread) of tries, whatever they send. See "What a stranger can ask" in
        docs/privacy.md.
        """
        with self._memory.locked():
            key = self._key_of(now)
            counted = self._window(HOUR, now).get(_digest(key, b"held " + name)[:NAME_LENGTH])[0]
        return counted >= fewest + _secret_number(key, name, spread)

    def name_of(self, source: str, *, now: datetime.datetime) -> bytes:
        """A source's name for this hour, under a key that is thrown away with it; empty for an unknown source."""
        if not source:
            return b""
        with self._memory.locked():
            key = self._key_of(now)
        return _digest(key, b"source " + source.encode())

    def forget(self) -> None:
        """Drops every count and the key."""
        with self._memory.locked():
            for window in self._windows.values():
                window.begin_stretch(0)
            _KEYS.pack_into(self._memory.held_bytes, 0, 0, bytes(32))

    def _add(self, held: bytes, length: int, key: bytes, now: datetime.datetime) -> int:
        window = self._window(length, now)
        spare = _MOST_NAMES - window.taken
        if spare < _FEWER_NAMES and spare <= _secret_number(key, b"names %d" % length, _FEWER_NAMES):
            window.begin_stretch(window.stretch)
        count = window.get(held)[0] + 1
        window.put(held, count)
        return count

    def _key_of(self, now: datetime.datetime) -> bytes:
        """The hour's key. Thrown away with the hour: nobody, not we either, can go back from a name to an address.

        So all that was counted ends with it at the latest.
        """
        hour = int(now.timestamp()) // HOUR
        held, key = _KEYS.unpack_from(self._memory.held_bytes, 0)
        if held != hour or key == bytes(32):
            key = secrets.token_bytes(32)
            _KEYS.pack_into(self._memory.held_bytes, 0, hour, key)
            for length, window in self._windows.items():
                window.begin_stretch(int(now.timestamp()) // length)
        return bytes(key)

    def _window(self, length: int, now: datetime.datetime) -> Table:
        """The running window; what was counted before it, or after it by a clock that was set back, is dropped."""
        running, window = int(now.timestamp()) // length, self._windows[length]
        if window.stretch != running:
            window.begin_stretch(running)
        return window


def _secret_number(key: bytes, name: bytes, below: int) -> int:
    """The same for a name all through the hour, and known to nobody."""
    return int.from_bytes(_digest(key, b"measure of " + name), "big") % below


def _digest(key: bytes, text: bytes) -> bytes:
    return hmac.digest(key, text, hashlib.sha256)


class Tries:
    """Tries that were not right, each forgotten some minutes after the last: of a secret that could be guessed."""

    _SLOTS, _CROWDED = 1 << 16, 1 << 14  # hashing lets some thousand tries through in such a time at the most

    def __init__(self) -> None:
        self._memory = Memory(Table.size(self._SLOTS))
        self._table = Table(self._memory, begin=0, slots=self._SLOTS)
        self._key = secrets.token_bytes(32)  # ends with the server: without it a guess at each address would find it

    def count(self, *measures: tuple[str, int], seconds: int, now: datetime.datetime) -> Sequence[int] | None:
        """Counts one more under each name, before anything is looked at, unless one of them is at its most: then None.

        Of tries at the same moment in several workers no more than the most are counted, and so looked at. Gives the
        counts.
        """
        instant = int(now.timestamp())
        with self._memory.locked():
            if self._table.taken > self._CROWDED:
                self._table.drop_ended(instant)
            held = [(self._held_as(name), most) for name, most in measures]
            counts = [self._counted(one, instant) for one, _most in held]
            if any(count >= most for count, (_name, most) in zip(counts, held, strict=True)):
                return None
            try:
                for count, (one, _most) in zip(counts, held, strict=True):
                    self._table.put(one, count + 1, instant + seconds)
            except Full:
                return None  # a secret stays closed rather than open to whoever fills the memory
            return [count + 1 for count in counts]

    def is_full(self, name: str, most: int, *, now: datetime.datetime) -> bool:
        """Whether a name is at its most."""
        with self._memory.locked():
            return self._counted(self._held_as(name), int(now.timestamp())) >= most

    def take_back(self, *names: str, now: datetime.datetime) -> None:
        """The try that was counted last under these names was right."""
        instant = int(now.timestamp())
        with self._memory.locked():
            for one in map(self._held_as, names):
                count, until = self._table.get(one)
                if count and until > instant:
                    self._table.put(one, count - 1, until)

    def forget(self, name: str) -> None:
        """Begins anew with a name."""
        with self._memory.locked():
            one = self._held_as(name)
            if self._table.get(one)[1]:
                self._table.put(one, 0, 1)

    def forget_all(self) -> None:
        """Drops every count."""
        with self._memory.locked():
            self._table.begin_stretch(0)

    def _counted(self, held: bytes, instant: int) -> int:
        count, until = self._table.get(held)
        return count if until > instant else 0

    def _held_as(self, name: str) -> bytes:
        return _digest(self._key, name.encode("utf-8", "surrogatepass"))[:NAME_LENGTH]


COUNTER = Counter()
# What programs ask for: a memory of its own, so that no flood of readers makes the other one forget.
READERS = Counter()
TRIES = Tries()
