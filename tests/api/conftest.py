"""Two councils with releases, drawn without noise so that the figures are known."""

import datetime
from typing import Any

import pytest

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.models import Area
from reports.publication import map_schedule
from reports.publication.models import Release
from reports.publication.releasing import publish_release
from tests.factories import EASTBY, IN_WESTBY, NOW, WESTBY, make_accepted_report

QUARTER, EARLIER = "2026-Q3", "2026-Q2"


def without_noise(counts: Any, epsilon: float) -> Any:
    """The counts as they are."""
    return counts


@pytest.fixture
def released(country: dict[str, Area], monkeypatch: pytest.MonkeyPatch) -> Release:
    """Forty reports of harassment in one place of Westby over twenty days, published; Eastby has none.

    Forty are enough for a map here.
    """
    monkeypatch.setattr(map_schedule, "REPORTS_FOR_A_MAP", 40)
    for number in range(40):
        day = datetime.date(2026, 7, 1) + datetime.timedelta(days=number // 2)
        make_accepted_report(at=IN_WESTBY, accepted_on=day, received_on=day, reasons=["followed", "groups"])
    rebuild_counts()
    publish_release(country[WESTBY], quarter=EARLIER, now=NOW, draw=without_noise)
    publish_release(country[EASTBY], quarter=QUARTER, now=NOW, draw=without_noise)
    return publish_release(country[WESTBY], quarter=QUARTER, now=NOW, draw=without_noise)
