"""Memory that the processes of one server share: made before they are forked, and never a file.

It knows nothing of Django, for gunicorn's first process makes it. Where nobody forks it is the memory of one process.
"""

import contextlib
import fcntl
import mmap
import os
import struct
import threading
import weakref
from collections.abc import Iterator

_SLOT = struct.Struct("<16sII")  # the name's digest, its count, and when it ends in seconds since 1970
_HEAD = struct.Struct("<QI4x")  # which stretch of time a table is of, and how many slots are taken
NEVER = 0xFFFFFFFF
NAME_LENGTH = 16  # bytes of a name's digest


class Full(Exception):
    """No slot of the table is free."""


class Memory:
    """Bytes that are zero at first, and a lock that lets go when its holder is killed."""

    def __init__(self, size: int) -> None:
        self.held_bytes = mmap.mmap(-1, size)
        if hasattr(mmap, "MADV_DONTDUMP"):
            self.held_bytes.madvise(mmap.MADV_DONTDUMP)  # a process that crashes leaves no copy of it in a file
        self._threads = threading.Lock()
        # A semaphore would stay taken for ever by a worker that was killed while it held it; this lock is the system's.
        self._file = os.memfd_create("counts") if hasattr(os, "memfd_create") else None
        if self._file is not None:
            weakref.finalize(self, os.close, self._file)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """No other thread and no other process is inside at the same time."""
        with self._threads:
            if self._file is None:
                yield
                return
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)


class Table:
    """Counts of names in a part of a memory; whoever uses it holds the memory's lock."""

    def __init__(self, memory: Memory, *, begin: int, slots: int) -> None:
        self._bytes, self._begin, self._slots = memory.held_bytes, begin, slots

    @staticmethod
    def size(slots: int) -> int:
        """How many bytes it takes."""
        return _HEAD.size + slots * _SLOT.size

    @property
    def stretch(self) -> int:
        """Of which stretch of time it is."""
        return int(_HEAD.unpack_from(self._bytes, self._begin)[0])

    @property
    def taken(self) -> int:
        """How many names it holds."""
        return int(_HEAD.unpack_from(self._bytes, self._begin)[1])

    def begin_stretch(self, stretch: int) -> None:
        """Forgets every name."""
        if self.taken:  # new memory is zero, and is not touched to make it so
            length = self._slots * _SLOT.size
            first = self._begin + _HEAD.size
            self._bytes[first : first + length] = bytes(length)
        _HEAD.pack_into(self._bytes, self._begin, stretch, 0)

    def get(self, name: bytes) -> tuple[int, int]:
        """The name's count and its end; (0, 0) for one it does not hold."""
        where, is_held = self._find(name)
        return _SLOT.unpack_from(self._bytes, where)[1:] if is_held else (0, 0)

    def put(self, name: bytes, count: int, until: int = NEVER) -> None:
        """Holds this count of the name; raises Full."""
        where, is_held = self._find(name)
        if not is_held:
            if self.taken >= self._slots - 1:
                raise Full
            _HEAD.pack_into(self._bytes, self._begin, self.stretch, self.taken + 1)
        _SLOT.pack_into(self._bytes, where, name, count, until)

    def drop_ended(self, now: int) -> None:
        """Forgets the names whose time is over."""
        first = self._begin + _HEAD.size
        whole = bytes(self._bytes[first : first + self._slots * _SLOT.size])
        kept = [one for one in _SLOT.iter_unpack(whole) if one[1] and one[2] > now]
        self.begin_stretch(self.stretch)
        for name, count, until in kept:
            self.put(name, count, until)

    def _find(self, name: bytes) -> tuple[int, bool]:
        """Where the name is, or would be: the first free slot from its own place on."""
        if len(name) != NAME_LENGTH:
            raise ValueError(name)
        slot = int.from_bytes(name[:8], "little") % self._slots
        while True:
            where = self._begin + _HEAD.size + slot * _SLOT.size
            held, _count, until = _SLOT.unpack_from(self._bytes, where)
            if not until or held == name:
                return where, bool(until)
            slot = (slot + 1) % self._slots
