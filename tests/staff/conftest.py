"""A clock that tests of the staff set, and no wrong password of one test known to another."""

import datetime
from collections.abc import Iterator

import pytest
from django.core.cache import caches

from tests.factories import NOW


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def pass_by(self, **span: float) -> None:
        """Lets time pass."""
        self.now += datetime.timedelta(**span)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that sign-in, caches and codes go by."""
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    monkeypatch.setattr("time.time", lambda: clock.now.timestamp())
    return clock


@pytest.fixture(autouse=True)
def nothing_failed() -> Iterator[None]:
    """Each test begins and ends without failures: they are counted in the process, which tests share."""
    for cache in (caches["default"], caches["sign-in"]):
        cache.clear()
    yield
    for cache in (caches["default"], caches["sign-in"]):
        cache.clear()
