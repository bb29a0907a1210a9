"""A clock that tests of the staff set, a superuser of the database, and no wrong password known to another test."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from streetsafe.limiter import TRIES
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
    cache.clear()
    TRIES.forget_all()
    yield
    cache.clear()
    TRIES.forget_all()


@pytest.fixture
def superuser() -> Callable[..., None]:
    """Somebody who can do anything to the database: runs SQL with the triggers of the audit away."""

    def execute(sql: str, *values: Any) -> None:
        editor = connection.SchemaEditorClass(connection)  # not entered: it would end the test's transaction
        with editor.without_triggers("reports_auditentry"), connection.cursor() as cursor:
            cursor.execute(sql, values)

    return execute
