"""Places are ranked by exact counts; a change is told only where it can be."""

import datetime

import pytest

from reports.analyst.pages import change_in_words
from reports.analyst.periods import Period
from reports.analyst.ranking import Change, ranked_places
from reports.geography import hexgrid
from reports.geography.models import Area
from tests.analyst.conftest import ELSEWHERE_IN_WESTBY
from tests.factories import EASTBY, IN_EASTBY, IN_WESTBY, TODAY, WESTBY

QUARTERS = ["2026-Q2", "2026-Q3", "2026-Q4"]
COMPARED = ("2026-Q3", "2026-Q2")
BUSY, QUIET, EAST = (hexgrid.parent(hexgrid.cell_at(*at), 10) for at in (IN_WESTBY, ELSEWHERE_IN_WESTBY, IN_EASTBY))


def test_a_ranking_holds_each_place_with_its_count_share_groups_and_change(counted: dict[str, Area]) -> None:
    ranking = ranked_places([counted[WESTBY], counted[EASTBY]], quarters=QUARTERS, compared=COMPARED)
    assert ranking.reports == 31
    found = ranking.hotspots(0, 10)
    assert [(spot.rank, spot.council.code, spot.cell, spot.count, spot.groups) for spot in found] == [
        (1, WESTBY, BUSY, 20, (0, 20, 0, 0)),
        (2, EASTBY, EAST, 7, (0, 0, 7, 0)),
        (3, WESTBY, QUIET, 4, (4, 0, 0, 0)),
    ]
    assert [spot.change for spot in found] == [Change(2, 18), Change(0, 0), Change(0, 4)]
    assert sum(spot.share for spot in found) == pytest.approx(100)
    assert found[0].share == pytest.approx(100 * 20 / 31)


def test_a_reason_counts_every_report_that_mentions_it(counted: dict[str, Area]) -> None:
    ranking = ranked_places([counted[WESTBY]], quarters=QUARTERS, compared=COMPARED, reason=1)
    assert ranking.totals == {(WESTBY, BUSY): 20, (WESTBY, QUIET): 4}
    assert ranking.hotspots(0, 1)[0].groups == ()


def test_a_group_counts_reports_by_their_main_reason(counted: dict[str, Area]) -> None:
    ranking = ranked_places([counted[WESTBY]], quarters=QUARTERS, compared=None, group=1)
    assert ranking.totals == {(WESTBY, QUIET): 4}
    assert ranking.hotspots(0, 1)[0].change is None


def test_quarter_and_band_choose(counted: dict[str, Area]) -> None:
    spring = ranked_places([counted[WESTBY]], quarters=["2026-Q2"], compared=None)
    night = ranked_places([counted[WESTBY]], quarters=QUARTERS, compared=None, band=4)
    assert spring.totals == {(WESTBY, BUSY): 2}
    assert night.totals == {(WESTBY, QUIET): 4}
    assert spring.is_thin


@pytest.mark.parametrize(
    ("sort", "cells"),
    [
        ("count", [BUSY, EAST, QUIET]),
        ("council", [EAST, BUSY, QUIET]),
        ("change", [BUSY, EAST, QUIET]),
        ("place", [QUIET, BUSY, EAST]),
        ("disorder", [EAST, BUSY, QUIET]),
    ],
)
def test_the_order_is_the_one_asked_for(counted: dict[str, Area], sort: str, cells: list[int]) -> None:
    ranking = ranked_places([counted[WESTBY], counted[EASTBY]], quarters=QUARTERS, compared=COMPARED, sort=sort)
    assert [cell for _council, cell in ranking.order] == cells


def test_equal_counts_share_a_rank(counted: dict[str, Area]) -> None:
    ranking = ranked_places([counted[WESTBY]], quarters=QUARTERS, compared=None)
    assert ranking.ranks == {20: 1, 4: 2}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (None, "no finished quarter to compare with"),
        (Change(0, 9), "too few to compare"),
        (Change(5, 5), "no clear change (5 to 5)"),
        (Change(10, 16), "no clear change (10 to 16)"),
        (Change(2, 18), "up 16 (2 to 18)"),
        (Change(18, 2), "down 16 (18 to 2)"),
    ],
)
def test_a_change_is_told_in_honest_words(change: Change | None, words: str) -> None:
    assert change_in_words(change) == words


def test_an_open_quarter_is_never_compared() -> None:
    counted = ["2026-Q4", "2026-Q3", "2026-Q2"]
    period = Period(("2026-Q2", "2026-Q3", "2026-Q4"))
    assert period.compared(counted, on=TODAY) == ("2026-Q3", "2026-Q2")
    assert period.open_quarter(on=TODAY) == "2026-Q4"
    assert period.compared(counted, on=datetime.date(2027, 1, 31)) == ("2026-Q4", "2026-Q3")


def test_a_quarter_without_one_before_is_not_compared() -> None:
    assert Period(("2026-Q2",)).compared(["2026-Q4", "2026-Q2"], on=TODAY) is None
    assert Period(()).compared([], on=TODAY) is None
