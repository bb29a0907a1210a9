"""A quarter with reports, counted and ready to be published."""

import datetime

import pytest

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.models import Area
from reports.publication import map_schedule
from tests.factories import EASTBY, IN_EASTBY, IN_WESTBY, make_accepted_report

FIRST_OF_JULY = datetime.date(2026, 7, 1)


@pytest.fixture
def counted(country: dict[str, Area], monkeypatch: pytest.MonkeyPatch) -> dict[str, Area]:
    """Forty reports in one leaf of Westby over twenty days, one in Eastby; returns the country.

    Forty are enough for a map here; how reports gather is told in `test_gathering_into_maps.py`.
    """
    monkeypatch.setattr(map_schedule, "REPORTS_FOR_A_MAP", 40)
    for number in range(40):
        day = FIRST_OF_JULY + datetime.timedelta(days=number // 2)
        make_accepted_report(at=IN_WESTBY, accepted_on=day, received_on=day, reasons=["followed", "groups"])
    make_accepted_report(at=IN_EASTBY, council=EASTBY, accepted_on=FIRST_OF_JULY, received_on=FIRST_OF_JULY)
    rebuild_counts()
    return country
