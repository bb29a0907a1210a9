"""Acts of moderation: all or none, appended, never over somebody else's."""

import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction

from reports.intake.models import Report
from reports.moderation.decisions import (
    AlreadyDecided,
    NoSuchReport,
    NothingToUndo,
    OutsideTheAreas,
    accept_reports,
    reject_reports,
    reopen_reports,
    undo_batch,
)
from reports.moderation.models import Decision, RejectionReason, ReportStatus
from tests import factories
from tests.factories import EASTBY, IN_EASTBY, NOW, TODAY, WESTBY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def decided(report: Report) -> list[tuple[int, str, str, str | None, datetime.date, datetime.date | None]]:
    """The report's whole history of decisions."""
    rows = Decision.objects.filter(report=report).order_by("sequence").select_related("by")
    return [(d.sequence, d.state, d.reason, d.by and d.by.username, d.decided_on, d.accepted_on) for d in rows]


def status(report: Report) -> tuple[str, datetime.date | None, int]:
    """Where the report stands."""
    found = ReportStatus.objects.get(report=report)
    return found.state, found.accepted_on, found.sequence


def test_accepting_appends_a_decision_and_a_status_for_each() -> None:
    person = factories.make_person(username="mo")
    reports = [factories.make_report() for _ in range(3)]
    left = factories.make_report()
    batch = accept_reports([report.id for report in reports], by=person, now=NOW)
    for report in reports:
        assert decided(report) == [(1, "accepted", "", "mo", TODAY, TODAY)]
        assert status(report) == ("accepted", TODAY, 1)
    assert set(Decision.objects.values_list("batch", flat=True)) == {batch}
    assert not ReportStatus.objects.filter(report=left).exists()


def test_the_day_of_an_acceptance_is_the_day_in_london() -> None:
    report = factories.make_report()
    accept_reports([report.id], by=None, now=datetime.datetime(2026, 6, 30, 23, 30, tzinfo=datetime.UTC))
    assert status(report) == ("accepted", datetime.date(2026, 7, 1), 1)


def test_rejecting_keeps_the_coded_reason() -> None:
    report = factories.make_report()
    reject_reports([report.id], reason=RejectionReason.TEST, by=None, now=NOW)
    assert decided(report) == [(1, "rejected", "test", None, TODAY, None)]
    assert status(report) == ("rejected", None, 1)


def test_a_reason_that_is_not_in_the_list_is_refused() -> None:
    report = factories.make_report()
    with pytest.raises(ValueError, match="boring"):
        reject_reports([report.id], reason="boring", by=None, now=NOW)  # type: ignore[arg-type]
    assert decided(report) == []


def test_a_report_can_be_reopened_and_decided_again_and_nothing_is_forgotten() -> None:
    report = factories.make_report()
    reject_reports([report.id], reason=RejectionReason.BURST, by=None, now=NOW)
    reopen_reports([report.id], by=None, now=NOW)
    accept_reports([report.id], by=None, now=NOW)
    assert [row[:3] for row in decided(report)] == [
        (1, "rejected", "burst"),
        (2, "waiting", ""),
        (3, "accepted", ""),
    ]
    assert status(report) == ("accepted", TODAY, 3)


def test_the_later_of_two_people_is_refused_and_told_which_and_nothing_of_theirs_is_kept() -> None:
    first, second = factories.make_person(), factories.make_person()
    taken, free = factories.make_report(), factories.make_report()
    accept_reports([taken.id], by=first, now=NOW)
    with pytest.raises(AlreadyDecided) as refused:
        reject_reports([taken.id, free.id], reason=RejectionReason.TEST, by=second, now=NOW)
    assert refused.value.report_ids == {taken.id}
    assert decided(taken) == [(1, "accepted", "", first.username, TODAY, TODAY)]
    assert decided(free) == []


def test_a_report_decided_and_reopened_since_it_was_looked_at_is_refused() -> None:
    report = factories.make_report()
    seen = {report.id: 0}
    accept_reports([report.id], by=None, now=NOW)
    reopen_reports([report.id], by=None, now=NOW)
    with pytest.raises(AlreadyDecided):
        accept_reports([report.id], by=None, now=NOW, seen=seen)
    accept_reports([report.id], by=None, now=NOW, seen={report.id: 2})
    assert status(report) == ("accepted", TODAY, 3)


def test_a_report_that_is_waiting_cannot_be_reopened() -> None:
    report = factories.make_report()
    with pytest.raises(AlreadyDecided):
        reopen_reports([report.id], by=None, now=NOW)


def test_a_report_outside_the_given_councils_is_refused_and_none_is_decided() -> None:
    own, other = factories.make_report(), factories.make_report(at=IN_EASTBY, council=EASTBY)
    with pytest.raises(OutsideTheAreas) as refused:
        accept_reports([own.id, other.id], by=None, now=NOW, councils=[WESTBY])
    assert refused.value.report_ids == {other.id}
    assert Decision.objects.count() == 0


def test_an_unknown_report_is_refused_and_none_is_decided() -> None:
    report, unknown = factories.make_report(), uuid.uuid4()
    with pytest.raises(NoSuchReport) as refused:
        accept_reports([report.id, unknown], by=None, now=NOW)
    assert refused.value.report_ids == {unknown}
    assert Decision.objects.count() == 0


def test_undoing_brings_a_whole_batch_back_to_waiting() -> None:
    person = factories.make_person(username="una")
    reports = [factories.make_report() for _ in range(3)]
    batch = accept_reports([report.id for report in reports], by=None, now=NOW)
    undo_batch(batch, by=person, now=NOW)
    for report in reports:
        assert status(report) == ("waiting", None, 2)
        assert decided(report)[-1] == (2, "waiting", "", "una", TODAY, None)


def test_a_batch_is_undone_once() -> None:
    report = factories.make_report()
    batch = accept_reports([report.id], by=None, now=NOW)
    undone = undo_batch(batch, by=None, now=NOW)
    with pytest.raises(AlreadyDecided):
        undo_batch(batch, by=None, now=NOW)
    with pytest.raises(NothingToUndo):
        undo_batch(undone, by=None, now=NOW)
    with pytest.raises(NothingToUndo):
        undo_batch(uuid.uuid4(), by=None, now=NOW)
    assert status(report) == ("waiting", None, 2)


def test_undoing_is_refused_when_one_of_the_batch_was_decided_again() -> None:
    moved, still = factories.make_report(), factories.make_report()
    batch = accept_reports([moved.id, still.id], by=None, now=NOW)
    reopen_reports([moved.id], by=None, now=NOW)
    reject_reports([moved.id], reason=RejectionReason.TEST, by=None, now=NOW)
    with pytest.raises(AlreadyDecided) as refused:
        undo_batch(batch, by=None, now=NOW)
    assert refused.value.report_ids == {moved.id}
    assert status(still) == ("accepted", TODAY, 1)


def test_undoing_passes_over_what_was_erased_and_the_decision_outlives_its_report() -> None:
    erased, kept = factories.make_report(), factories.make_report()
    batch = accept_reports([erased.id, kept.id], by=None, now=NOW)
    erased_id = erased.id
    erased.delete()
    assert not ReportStatus.objects.filter(report_id=erased_id).exists()
    assert Decision.objects.filter(report_id=erased_id).count() == 1
    undo_batch(batch, by=None, now=NOW)
    assert status(kept) == ("waiting", None, 2)


def test_a_report_accepted_again_in_its_own_quarter_takes_the_new_day() -> None:
    report = factories.make_report()
    accept_reports([report.id], by=None, now=NOW - datetime.timedelta(days=30))
    reopen_reports([report.id], by=None, now=NOW - datetime.timedelta(days=20))
    accept_reports([report.id], by=None, now=NOW)
    assert status(report) == ("accepted", TODAY, 3)


def test_a_report_reopened_after_its_quarter_keeps_its_day_so_that_it_is_never_published_twice() -> None:
    report = factories.make_report()
    first = datetime.date(2026, 8, 3)
    accept_reports([report.id], by=None, now=NOW, accepted_on=first)
    for _ in range(2):
        reopen_reports([report.id], by=None, now=NOW)
        accept_reports([report.id], by=None, now=NOW)
    assert status(report) == ("accepted", first, 5)
    assert [row[5] for row in decided(report)] == [first, None, first, None, first]


def test_each_report_can_have_its_own_day_of_acceptance() -> None:
    early, late = factories.make_report(), factories.make_report()
    days = {early.id: datetime.date(2023, 1, 1), late.id: datetime.date(2024, 5, 1)}
    accept_reports(days, by=None, now=NOW, accepted_on=days)
    assert status(early) == ("accepted", datetime.date(2023, 1, 1), 1)
    assert status(late) == ("accepted", datetime.date(2024, 5, 1), 1)
    assert {row[4] for row in (*decided(early), *decided(late))} == {TODAY}


def test_the_database_itself_refuses_two_decisions_in_the_same_place() -> None:
    report = factories.make_report()
    accept_reports([report.id], by=None, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(
            report=report, sequence=1, state="rejected", reason="test", decided_on=TODAY, batch=uuid.uuid4()
        )
    assert [row[1] for row in decided(report)] == ["accepted"]
