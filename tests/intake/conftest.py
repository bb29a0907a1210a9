"""What the tests of intake share."""

import pytest
from django.test import Client

from reports.geography.models import Area
from tests import factories
from tests.intake.walking import Reporter, make_places


@pytest.fixture
def reporter(client: Client, country: dict[str, Area]) -> Reporter:
    """Someone on the opening page, in the made-up country."""
    make_places()
    return Reporter(client)


@pytest.fixture
def fixed_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The views' clock stands at factories.NOW."""
    monkeypatch.setattr("reports.intake.views.timezone.now", lambda: factories.NOW)
