"""Counted reports of the made-up country in a closed quarter and in the open one."""

import datetime

import pytest

from reports.aggregation.freezing import freeze_counts
from reports.aggregation.rebuilding import rebuild_counts
from reports.geography import hexgrid
from reports.geography.models import Area
from tests.factories import EASTBY, IN_EASTBY, IN_LLANFACH, IN_WESTBY, LLANFACH, WESTBY, make_accepted_report

SPRING, SUMMER, AUTUMN = datetime.date(2026, 5, 4), datetime.date(2026, 8, 3), datetime.date(2026, 11, 2)
BUSY = hexgrid.parent(hexgrid.cell_at(*IN_WESTBY), 10)
BESIDE = [cell for cell in hexgrid.children(hexgrid.parent(BUSY, 9)) if cell != BUSY]


def make_reports(number: int, cell: int, on: datetime.date = SUMMER, **changes: object) -> None:
    """Accepted reports in a res 10 cell."""
    for _one in range(number):
        make_accepted_report(at=hexgrid.centre(cell), accepted_on=on, **changes)


@pytest.fixture
def counted(country: dict[str, Area]) -> dict[str, Area]:
    """Westby: 6 in one cell and 2, 3 beside it in summer, 5 in spring, 9 in the open quarter. Others: 5 each."""
    make_reports(6, BUSY)
    make_reports(2, BESIDE[0])
    make_reports(3, BESIDE[1])
    make_reports(5, BUSY, on=SPRING, reasons=["followed"], band=4)
    make_reports(9, BUSY, on=AUTUMN)
    make_reports(5, hexgrid.parent(hexgrid.cell_at(*IN_EASTBY), 10), council=EASTBY)
    make_reports(5, hexgrid.parent(hexgrid.cell_at(*IN_LLANFACH), 10), council=LLANFACH)
    rebuild_counts()
    for code in (WESTBY, EASTBY, LLANFACH):
        freeze_counts(code, until="2026-Q3")  # as a publication does
    return country
