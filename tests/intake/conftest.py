"""What the tests of intake share."""

from collections.abc import Iterator

import pytest
from django.test import Client

from reports.geography.models import Area
from streetsafe.limiter import COUNTER
from tests import factories
from tests.intake.walking import Reporter, make_places


@pytest.fixture(autouse=True)
def counted_from_nothing() -> Iterator[None]:
    """Every test's reports come from one address: none may be counted for another test."""
    COUNTER.forget()
    yield
    COUNTER.forget()


@pytest.fixture
def reporter(client: Client, country: dict[str, Area]) -> Reporter:
    """Someone on the opening page, in the made-up country."""
    make_places()
    return Reporter(client)


@pytest.fixture
def fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The views' clock stands at factories.NOW."""
    monkeypatch.setattr("reports.intake.views.timezone.now", lambda: factories.NOW)
