"""Passwords are hashed in a lane of their own: one at a time in each process, behind whoever sends a report.

A hash is dear on purpose, and anybody may ask for one by signing in with any name.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

from django.contrib.auth.hashers import Argon2PasswordHasher

from streetsafe import environment

T = TypeVar("T")

PLACES = 2  # of a process: one that is hashed and one that waits; the threads that are left answer everybody else
NICENESS = 10  # under load a hash gets a tenth of what a report gets; without load it is as quick as ever


class LaneFull(Exception):
    """As many passwords as may be are being hashed; this one was not looked at."""


class Lane:
    """A few places before one thread."""

    def __init__(self, places: int) -> None:
        self._places = threading.BoundedSemaphore(places)
        self._thread = ThreadPoolExecutor(1, "passwords", initializer=_stand_back)

    def is_full(self) -> bool:
        """Whether one more would be refused now; a moment later it may be otherwise."""
        if not self._places.acquire(blocking=False):
            return True
        self._places.release()
        return False

    def result_of(self, act: Callable[[], T]) -> T:
        """Does it in the lane's thread, and waits; raises LaneFull at once rather than queue."""
        if not self._places.acquire(blocking=False):
            raise LaneFull
        try:
            return self._thread.submit(act).result()
        finally:
            self._places.release()


class Argon2InItsLane(Argon2PasswordHasher):
    """Django's own, in the lane; on one core, for on more it would take them all from the reports."""

    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """The hash that is kept."""
        return str(_in_the_lane(lambda: super(Argon2InItsLane, self).encode(password, salt)))

    def verify(self, password: str, encoded: str) -> bool:
        """Whether the hash is of this password."""
        return bool(_in_the_lane(lambda: super(Argon2InItsLane, self).verify(password, encoded)))


def _in_the_lane(act: Callable[[], T]) -> T:
    """A command has nobody to keep waiting."""
    return act() if environment.IS_COMMAND else LANE.result_of(act)


def _stand_back() -> None:
    with suppress(OSError, AttributeError):  # elsewhere than on Linux niceness is the process's, not the thread's
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, min(os.getpriority(os.PRIO_PROCESS, thread) + NICENESS, 19))


LANE = Lane(PLACES)  # its thread begins with the first password, so in the worker
