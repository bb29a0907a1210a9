"""Reports by place and quarter, and what was answered at a place: the sums of the reports that were counted."""

import datetime

import numpy as np
import pytest

from reports.aggregation import counts
from reports.aggregation.rebuilding import rebuild_counts
from reports.geography import hexgrid
from reports.geography.models import Area
from tests.factories import EASTBY, IN_EASTBY, IN_WESTBY, WESTBY, make_accepted_report

SPRING, SUMMER = datetime.date(2026, 5, 4), datetime.date(2026, 8, 3)
QUARTERS = ["2026-Q1", "2026-Q2", "2026-Q3"]


@pytest.fixture
def counted(country: dict[str, Area]) -> None:
    for _number in range(3):
        make_accepted_report(accepted_on=SUMMER, reasons=["followed", "badly-lit"], band=4)
    make_accepted_report(accepted_on=SPRING, reasons=["badly-lit"])
    make_accepted_report(at=IN_EASTBY, council=EASTBY, accepted_on=SUMMER, reasons=["groups"], band=6)
    rebuild_counts()


def place(at: tuple[float, float], resolution: int) -> int:
    return hexgrid.parent(hexgrid.cell_at(*at), resolution)


@pytest.mark.parametrize("resolution", [10, 9, 8])
def test_each_place_has_its_reports_of_each_quarter(counted: None, resolution: int) -> None:
    history = counts.place_history([EASTBY, WESTBY], QUARTERS, resolution=resolution)
    assert history.councils == (EASTBY, WESTBY)
    assert history.council.tolist() == [0, 1]
    assert history.cell.tolist() == [place(IN_EASTBY, resolution), place(IN_WESTBY, resolution)]
    assert history.counts.tolist() == [[0, 0, 1], [0, 1, 3]]


def test_filters_choose_as_they_do_of_totals(counted: None) -> None:
    councils = [EASTBY, WESTBY]
    assert counts.place_history(councils, QUARTERS, reason=1).counts.tolist() == [[0, 1, 3]]
    assert counts.place_history(councils, QUARTERS, group=1).counts.tolist() == [[0, 1, 0]]
    assert counts.place_history(councils, QUARTERS, band=4).counts.tolist() == [[0, 0, 3]]
    assert counts.place_history(councils, ["2026-Q1"]).counts.shape == (0, 1)
    assert counts.place_history([], []).counts.shape == (0, 0)
    with pytest.raises(ValueError, match="ask for one"):
        counts.place_history(councils, QUARTERS, reason=1, group=1)


def test_answers_of_a_place_stand_beside_its_councils(counted: None) -> None:
    totals = counts.answer_totals([EASTBY, WESTBY], QUARTERS, place(IN_WESTBY, 9))

    def told(numbers: object) -> dict[int, int]:
        array = np.asarray(numbers)
        return {number: int(array[number]) for number in np.flatnonzero(array).tolist()}

    badly_lit, followed, groups = 1, 11, 13
    assert told(totals.reasons) == {badly_lit: 1, followed: 3}
    assert told(totals.bands) == {3: 1, 4: 3}
    assert told(totals.area_reasons) == {badly_lit: 1, followed: 3, groups: 1}
    assert told(totals.area_bands) == {3: 1, 4: 3, 6: 1}
