"""Tests of the staff know of no wrong password of each other's."""

from collections.abc import Iterator

import pytest

from reports.staff import lockout


@pytest.fixture(autouse=True)
def nothing_failed() -> Iterator[None]:
    """Each test begins and ends without failures: they are counted in the process, which tests share."""
    lockout.FAILED.clear()
    yield
    lockout.FAILED.clear()
