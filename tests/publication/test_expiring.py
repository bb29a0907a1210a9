"""How reports end: coarser 30 days after their map, gone after 24 months; what analysts count stays as it was."""

import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from reports.aggregation import counts
from reports.aggregation.models import RetainedBlock
from reports.aggregation.rebuilding import rebuild_counts
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.models import Report, Source
from reports.moderation.decisions import accept_reports, reject_reports, reopen_reports
from reports.moderation.models import RejectionReason, ReportStatus
from reports.publication import map_schedule, quarters
from reports.publication.expiring import Expired, expire_reports
from reports.publication.releasing import publish_release
from tests import factories
from tests.factories import EASTBY, IN_EASTBY, IN_WESTBY, NOW, WESTBY

DAY = datetime.timedelta(days=1)
ACCEPTED_ON = datetime.date(2026, 8, 15)
INSTANT = quarters.publication_instant("2026-Q3")  # 20 October 2026
FINE, COARSE = hexgrid.cell_at(*IN_WESTBY), hexgrid.cell_at(*IN_WESTBY, 10)
# Tests run inside a transaction, where SQLite cannot empty its log; PostgreSQL has none to empty.
OVERWRITTEN = connection.vendor == "postgresql"
NOTHING = Expired(0, 0, 0, 0, OVERWRITTEN)


def at(year: int, month: int, day: int) -> datetime.datetime:
    """Noon of a day."""
    return datetime.datetime(year, month, day, 12, tzinfo=datetime.UTC)


def seen() -> tuple[Any, ...]:
    """All that analysts and councils read."""
    rebuild_counts()
    rows = counts.export_rows([WESTBY, EASTBY])
    columns = ("council", "cell", "month", "group", "band", "count")
    return (
        counts.cell_totals([WESTBY, EASTBY]),
        counts.cell_totals([WESTBY], reason=11),
        [getattr(rows, name).tolist() for name in columns],
        counts.quarters_counted(),
    )


@pytest.fixture
def mapped(country: dict[str, Area], monkeypatch: pytest.MonkeyPatch) -> None:
    """Five accepted reports of Westby in a published map, one of Eastby that no map has counted."""
    monkeypatch.setattr(map_schedule, "LONGEST_WAIT", 1)
    for number in range(5):
        day = ACCEPTED_ON - number * DAY
        factories.make_accepted_report(accepted_on=ACCEPTED_ON, received_on=day, reasons=["followed", "badly-lit"])
    factories.make_accepted_report(
        at=IN_EASTBY, council=EASTBY, accepted_on=ACCEPTED_ON, received_on=ACCEPTED_ON, reasons=["badly-lit"]
    )
    rebuild_counts()
    assert publish_release(country[WESTBY], quarter="2026-Q3", now=NOW).has_map


def places() -> list[tuple[int, datetime.date]]:
    """Cell and day of Westby's reports."""
    return sorted(Report.objects.filter(council=WESTBY).values_list("cell", "received_on"))


def test_a_report_is_coarse_thirty_days_after_its_map_and_counts_as_before(mapped: None) -> None:
    before = seen()
    assert expire_reports(now=INSTANT + 30 * DAY - datetime.timedelta(seconds=1)) == NOTHING
    assert {cell for cell, _ in places()} == {FINE}
    assert expire_reports(now=INSTANT + 30 * DAY) == Expired(5, 0, 0, 0, OVERWRITTEN)
    assert places() == [(COARSE, datetime.date(2026, 8, 1))] * 5
    assert seen() == before
    assert Report.objects.get(council=EASTBY).received_on == ACCEPTED_ON
    assert expire_reports(now=INSTANT + 31 * DAY) == NOTHING


def test_a_report_is_gone_after_24_months_and_its_counts_stay(mapped: None) -> None:
    before = seen()
    expire_reports(now=INSTANT + 30 * DAY)
    assert expire_reports(now=at(2028, 7, 31)) == NOTHING
    assert expire_reports(now=at(2028, 8, 1)) == Expired(0, 5, 0, 0, OVERWRITTEN)
    assert places() == []
    assert ReportStatus.objects.count() == 1
    assert seen() == before
    assert expire_reports(now=at(2028, 9, 1)) == NOTHING
    assert RetainedBlock.objects.count() == 1


def test_counts_of_two_erasings_and_of_what_came_late_are_one_sum(mapped: None) -> None:
    factories.make_accepted_report(accepted_on=ACCEPTED_ON, received_on=datetime.date(2026, 9, 1))
    before = seen()
    assert expire_reports(now=at(2028, 8, 1)).accepted == 5
    assert seen() == before
    assert expire_reports(now=at(2028, 9, 1)).accepted == 1
    assert seen() == before


def test_a_report_moved_to_a_new_council_ends_by_the_map_of_the_old_one(mapped: None) -> None:
    Report.objects.filter(council=WESTBY).update(council=EASTBY)
    Area.objects.filter(code=WESTBY).update(is_current=False)
    assert expire_reports(now=INSTANT + 30 * DAY).coarsened == 5  # not Eastby's own


def test_what_no_map_has_counted_stays_however_old(mapped: None) -> None:
    expire_reports(now=at(2031, 1, 1))
    assert list(Report.objects.values_list("council", flat=True)) == [EASTBY]


def test_a_rejected_report_goes_after_ninety_days_unless_it_is_looked_at_again(country: dict[str, Area]) -> None:
    gone, reopened, again = (factories.make_report() for _ in range(3))
    reject_reports([gone.id, reopened.id, again.id], reason=RejectionReason.TEST, by=None, now=NOW)
    reopen_reports([reopened.id, again.id], by=None, now=NOW + DAY)
    reject_reports([again.id], reason=RejectionReason.TEST, by=None, now=NOW + DAY)
    assert expire_reports(now=NOW + 89 * DAY) == NOTHING
    assert expire_reports(now=NOW + 90 * DAY) == Expired(0, 0, 1, 0, OVERWRITTEN)
    assert set(Report.objects.values_list("id", flat=True)) == {reopened.id, again.id}
    assert expire_reports(now=NOW + 91 * DAY).rejected == 1


def test_what_nobody_decided_goes_after_24_months_but_no_import_does(country: dict[str, Area]) -> None:
    long_ago = datetime.date(2020, 1, 1)
    factories.make_report(received_on=datetime.date(2024, 11, 30))
    factories.make_report(received_on=long_ago, source=Source.IMPORT)
    assert expire_reports(now=at(2026, 10, 31)) == NOTHING
    assert expire_reports(now=at(2026, 11, 1)) == Expired(0, 0, 0, 1, OVERWRITTEN)
    assert Report.objects.get().source == Source.IMPORT


@pytest.mark.parametrize(
    "changes",
    [
        {"cell": COARSE},  # a coarse report that still knows its day
        {"cell": hexgrid.cell_at(*IN_WESTBY, 9), "received_on": datetime.date(2026, 11, 1)},
        {"cell": hexgrid.cell_at(*IN_WESTBY, 12)},
        {
            "cell": COARSE,
            "received_on": datetime.date(2026, 11, 1),
            "withdrawal_mark": "6f0e9a54-6b1c-4d7e-9d3f-0c2b7f3b1a11",
        },
    ],
)
def test_the_database_refuses_a_report_that_is_half_coarse(country: dict[str, Area], changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError, match="a_coarse_report"), transaction.atomic():
        factories.make_report(**changes)


def test_a_coarse_report_can_be_reopened_and_accepted_again(mapped: None) -> None:
    before = seen()
    expire_reports(now=INSTANT + 30 * DAY)
    ids = list(Report.objects.filter(council=WESTBY).values_list("id", flat=True))
    reopen_reports(ids, by=None, now=NOW)
    accept_reports(ids, by=None, now=NOW)
    assert seen() == before


def test_the_command_says_what_it_did(mapped: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    published = StringIO()
    call_command("erase_expired", stdout=published, stderr=StringIO())
    assert published.getvalue() == (
        "5 reports made coarser. Erased: 0 accepted, whose counts stay, 0 rejected, 0 never decided.\n"
    )
