"""What the public interface tells of the counts, and that a rebuild replaces them whole."""

import datetime
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.aggregation import counts
from reports.aggregation.freezing import freeze_counts
from reports.aggregation.models import CountBlock
from reports.aggregation.rebuilding import Rebuilt, rebuild_counts
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.models import Source
from reports.vocabulary.experience import TimeOfDay
from reports.vocabulary.reasons import BY_CODE, Group
from tests.factories import EASTBY, IN_EASTBY, IN_WESTBY, WESTBY, make_accepted_report, make_report

JULY, AUGUST, OCTOBER = datetime.date(2026, 7, 9), datetime.date(2026, 8, 3), datetime.date(2026, 10, 2)
WEST_CELL = hexgrid.cell_at(*IN_WESTBY, 10)
EAST_CELL = hexgrid.cell_at(*IN_EASTBY, 10)


@pytest.fixture
def counted(country: dict[str, Area]) -> Rebuilt:
    """Five accepted reports in two councils and two quarters, and one nobody has looked at yet."""
    make_accepted_report(accepted_on=JULY, received_on=JULY, reasons=["badly-lit", "followed"], band=TimeOfDay.EVENING)
    make_accepted_report(accepted_on=JULY, received_on=JULY, reasons=["followed"], band=TimeOfDay.NIGHT)
    make_accepted_report(accepted_on=AUGUST, received_on=JULY, reasons=["badly-lit"], band=TimeOfDay.ANY)
    make_accepted_report(accepted_on=OCTOBER, received_on=OCTOBER, reasons=["groups"], band=TimeOfDay.EVENING)
    make_accepted_report(
        accepted_on=JULY,
        received_on=JULY.replace(day=1),
        source=Source.IMPORT,
        reasons=["felt-unsafe"],
        at=IN_EASTBY,
        council=EASTBY,
    )
    make_report()
    return rebuild_counts()


def totals(*councils: str, **chosen: Any) -> list[tuple[str, int, int]]:
    """`cell_totals` as plain tuples."""
    return [(total.council, total.cell, total.count) for total in counts.cell_totals(councils, **chosen)]


def test_a_rebuild_says_what_it_counted(counted: Rebuilt) -> None:
    """Waiting reports are not counted."""
    assert counted == Rebuilt(reports=5, blocks=3, cell_counts=6)


def test_each_report_counts_once_in_its_cell(counted: Rebuilt) -> None:
    """A report that names two reasons is one report."""
    assert totals(WESTBY, EASTBY) == [(WESTBY, WEST_CELL, 4), (EASTBY, EAST_CELL, 1)]


def test_one_council_does_not_see_another(counted: Rebuilt) -> None:
    """Eastby's count is there, and is not told to Westby."""
    assert totals(WESTBY) == [(WESTBY, WEST_CELL, 4)]


def test_a_reason_counts_the_reports_that_mention_it(counted: Rebuilt) -> None:
    """Also where it is not the main one."""
    assert totals(WESTBY, reason=BY_CODE["followed"].number) == [(WESTBY, WEST_CELL, 2)]


def test_a_group_counts_by_the_main_reason(counted: Rebuilt) -> None:
    """The report whose second reason is harassment is not in the harassment group."""
    assert totals(WESTBY, group=Group.HARASSMENT) == [(WESTBY, WEST_CELL, 1)]


def test_band_and_quarter_narrow_the_count(counted: Rebuilt) -> None:
    """Both filters at once, and each alone."""
    assert totals(WESTBY, band=TimeOfDay.EVENING) == [(WESTBY, WEST_CELL, 2)]
    assert totals(WESTBY, band=TimeOfDay.EVENING, quarters=["2026-Q3"]) == [(WESTBY, WEST_CELL, 1)]
    assert totals(WESTBY, quarters=["2020-Q1"]) == []


def test_a_coarser_resolution_adds_the_cells_up(counted: Rebuilt) -> None:
    """By the cell's own parent."""
    assert totals(WESTBY, resolution=8) == [(WESTBY, hexgrid.parent(WEST_CELL, 8), 4)]


def test_a_reason_and_a_group_together_are_refused(counted: Rebuilt) -> None:
    """They count different things."""
    with pytest.raises(ValueError, match="ask for one of them"):
        counts.cell_totals([WESTBY], reason=1, group=1)


def test_the_quarters_counted_are_newest_first(counted: Rebuilt) -> None:
    """Of all councils, or of some."""
    assert counts.quarters_counted() == ["2026-Q4", "2026-Q3"]
    assert counts.quarters_counted([EASTBY]) == ["2026-Q3"]


def test_export_rows_count_each_report_once(counted: Rebuilt) -> None:
    """By cell, month, group and band."""
    for code in (WESTBY, EASTBY):
        freeze_counts(code, until="2026-Q4")
    rows = counts.export_rows([WESTBY, EASTBY])
    columns = (rows.council, rows.cell, rows.month.astype(str), rows.group, rows.band, rows.count)
    assert rows.councils == (WESTBY, EASTBY)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == [
        (0, WEST_CELL, "2026-07", Group.PLACE, TimeOfDay.EVENING, 1),
        (0, WEST_CELL, "2026-07", Group.HARASSMENT, TimeOfDay.NIGHT, 1),
        (0, WEST_CELL, "2026-08", Group.PLACE, TimeOfDay.ANY, 1),
        (0, WEST_CELL, "2026-10", Group.DISORDER, TimeOfDay.EVENING, 1),
        (1, EAST_CELL, "2026-07", Group.OTHER, TimeOfDay.EVENING, 1),
    ]


def test_reasons_of_one_group_share_an_export_row(country: dict[str, Area]) -> None:
    """Two main reasons of the same group are one row of two reports."""
    for reason in ("badly-lit", "no-cctv"):
        make_accepted_report(accepted_on=JULY, reasons=[reason])
    rebuild_counts()
    freeze_counts(WESTBY, until="2026-Q3")
    assert counts.export_rows([WESTBY], ["2026-Q3"]).count.tolist() == [2]


def test_an_area_without_counts_exports_nothing(counted: Rebuilt) -> None:
    """No councils, no rows, no error."""
    rows = counts.export_rows(["W06000903"])
    assert (rows.councils, len(rows.cell), len(rows.count)) == ((), 0, 0)


def test_arrivals_keep_the_day_received_and_the_kind_of_date(counted: Rebuilt) -> None:
    """By res 9 cell; the quarter is the acceptance's."""
    west, east = counts.arrivals(WESTBY, "2026-Q3"), counts.arrivals(EASTBY, "2026-Q3")
    assert west.cell.tolist() == [hexgrid.parent(WEST_CELL, 9)]
    assert west.received_on.tolist() == [JULY]
    assert west.count.tolist() == [3]
    assert west.by_month.tolist() == [False]
    assert (east.received_on.tolist(), east.by_month.tolist()) == ([datetime.date(2026, 7, 1)], [True])
    assert counts.arrivals(WESTBY, "2020-Q1").count.tolist() == []


def test_the_breakdown_has_every_report_in_one_bin(counted: Rebuilt) -> None:
    """«Any time» falls to the band its cell is given."""
    expected = np.zeros((4, 4), dtype=np.int64)
    expected[Group.PLACE - 1, TimeOfDay.EVENING - 1] += 1
    expected[Group.HARASSMENT - 1, TimeOfDay.NIGHT - 1] += 1
    expected[Group.PLACE - 1, counts.band_of_cell(np.array([WEST_CELL], dtype=np.uint64))[0] - 1] += 1
    assert counts.group_band_counts(WESTBY, "2026-Q3").tolist() == expected.tolist()
    assert counts.group_band_counts(WESTBY, "2020-Q1").sum() == 0


def test_cells_give_the_four_bands_evenly() -> None:
    """Over a town's cells no band gets much more than a quarter."""
    cells = np.array(hexgrid.neighbours(WEST_CELL, 40), dtype=np.uint64)
    shares = np.bincount(counts.band_of_cell(cells), minlength=5) / len(cells)
    assert shares[0] == 0
    assert shares[1:].min() > 0.22
    assert shares[1:].max() < 0.28


def test_a_rebuild_replaces_the_old_counts(counted: Rebuilt) -> None:
    """Twice the same reports are not counted twice, and the digest of the same input is the same."""
    before = counts.input_digest(WESTBY, "2026-Q3")
    assert rebuild_counts() == counted
    assert counts.input_digest(WESTBY, "2026-Q3") == before
    make_accepted_report(accepted_on=JULY)
    rebuild_counts()
    assert counts.input_digest(WESTBY, "2026-Q3") != before


def test_a_rebuild_that_fails_leaves_the_old_counts(counted: Rebuilt, monkeypatch: pytest.MonkeyPatch) -> None:
    """All at once or not at all."""

    def breaks(*_: Any, **__: Any) -> None:
        raise OSError("the disk is full")

    before = set(CountBlock.objects.values_list("council_id", "quarter"))
    assert before
    monkeypatch.setattr(CountBlock.objects, "bulk_create", breaks)
    with pytest.raises(OSError, match="disk is full"):
        rebuild_counts()
    assert set(CountBlock.objects.values_list("council_id", "quarter")) == before


def test_the_counts_are_asked_for_once_however_many_quarters(counted: Rebuilt) -> None:
    """One query for one quarter and for all."""
    for quarters in (["2026-Q3"], None):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            counts.cell_totals([WESTBY, EASTBY], quarters=quarters)
        assert len(queries) == 1


def test_no_reports_make_no_counts(country: dict[str, Area]) -> None:
    """An empty service rebuilds to nothing."""
    assert rebuild_counts() == Rebuilt(reports=0, blocks=0, cell_counts=0)
    assert counts.cell_totals([WESTBY]) == []
