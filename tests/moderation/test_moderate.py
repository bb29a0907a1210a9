"""The command that accepts a trusted import, and takes a batch back."""

import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from reports.intake.closing import close_quarters
from reports.intake.models import Source
from reports.moderation import imported
from reports.moderation.decisions import accept_reports, reject_reports
from reports.moderation.models import Decision, RejectionReason, ReportStatus
from tests import factories
from tests.factories import EASTBY, IN_EASTBY, NOW, WESTBY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
MAY = datetime.date(2023, 5, 1)


def moderate(*arguments: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("moderate", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def make_import(**changes: Any) -> Any:
    """An imported report of May 2023."""
    return factories.make_report(**{"source": Source.IMPORT, "received_on": MAY, "felt_in": MAY} | changes)


def standings() -> dict[Any, tuple[str, datetime.date | None]]:
    """Where each decided report stands."""
    return {s.report_id: (s.state, s.accepted_on) for s in ReportStatus.objects.all()}


def test_only_imports_that_wait_are_accepted_each_within_its_own_month() -> None:
    first, second = make_import(), make_import(received_on=datetime.date(2023, 6, 17))
    rejected, journey = make_import(), factories.make_report()
    reject_reports([rejected.id], reason=RejectionReason.TEST, by=None, now=NOW)
    printed = moderate("--accept-imported", "--date-by-month")
    assert "2 imported reports accepted, counted each from the first day of its month." in printed
    assert standings() == {
        first.id: ("accepted", MAY),
        second.id: ("accepted", datetime.date(2023, 6, 1)),
        rejected.id: ("rejected", None),
    }
    assert journey.id not in standings()
    assert set(Decision.objects.filter(state="accepted").values_list("by", flat=True)) == {None}


def test_without_dates_they_count_from_today() -> None:
    report = make_import()
    moderate("--accept-imported")
    assert standings()[report.id] == ("accepted", ReportStatus.objects.get().accepted_on)
    assert ReportStatus.objects.get().accepted_on == Decision.objects.get().decided_on != MAY


def test_one_council_alone_can_be_accepted() -> None:
    here, there = make_import(), make_import(at=IN_EASTBY, council=EASTBY)
    assert "1 imported reports accepted" in moderate("--accept-imported", "--council", EASTBY)
    assert set(standings()) == {there.id}
    assert here.id not in standings()
    with pytest.raises(CommandError, match="No council has the code E06999999"):
        moderate("--accept-imported", "--council", "E06999999")


def test_all_are_accepted_however_they_fall_into_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imported, "READ_AT_ONCE", 5)
    monkeypatch.setattr(imported, "DECIDED_AT_ONCE", 2)
    made = {make_import().id for _ in range(13)}
    assert "13 imported reports accepted" in moderate("--accept-imported")
    assert set(standings()) == made
    assert Decision.objects.values("batch").distinct().count() == 1
    assert "0 imported reports accepted" in moderate("--accept-imported")


def test_the_batch_it_names_can_be_taken_back_once() -> None:
    report = make_import()
    assert "1 imported reports would be accepted. Nothing was changed." in moderate("--accept-imported", "--dry-run")
    assert standings() == {}
    batch = moderate("--accept-imported").split()[-1]
    stood = standings()
    assert "1 reports would be brought back to waiting." in moderate("--undo", batch, "--dry-run")
    assert standings() == stood
    undone = moderate("--undo", batch)
    assert "The batch was taken back: its 1 reports wait again." in undone
    assert standings() == {report.id: ("waiting", None)}
    with pytest.raises(CommandError, match="1 reports of this batch were decided again since"):
        moderate("--undo", batch)
    with pytest.raises(CommandError, match="No decision was made under this batch"):
        moderate("--undo", "00000000-0000-4000-8000-000000000000")


def test_what_was_taken_back_is_decided_as_before() -> None:
    report = make_import()
    accepted = moderate("--accept-imported", "--date-by-month").split()[-1]
    undone = moderate("--undo", accepted).split()[-1]
    with pytest.raises(CommandError, match="No report was brought back to waiting under this batch"):
        moderate("--redo", accepted)
    assert "1 reports would be decided again as before." in moderate("--redo", undone, "--dry-run")
    assert standings() == {report.id: ("waiting", None)}
    redone = moderate("--redo", undone)
    assert "1 reports were decided again as before." in redone
    assert standings() == {report.id: ("accepted", MAY)}
    moderate("--undo", redone.split()[-1])
    assert standings() == {report.id: ("waiting", None)}


def test_imports_of_a_published_quarter_count_in_the_next_and_the_command_says_so() -> None:
    close_quarters(WESTBY, [(datetime.date(2023, 4, 1), datetime.date(2023, 6, 30))])
    here, there = make_import(), make_import(at=IN_EASTBY, council=EASTBY)
    printed = moderate("--accept-imported", "--date-by-month")
    assert "1 of them are of quarters that are published, which do not change: they count from the first day" in printed
    assert standings() == {here.id: ("accepted", datetime.date(2023, 7, 1)), there.id: ("accepted", MAY)}


def test_reports_of_people_are_never_accepted_by_the_command() -> None:
    journey = factories.make_report()
    accept_reports([factories.make_report().id], by=None, now=NOW)
    assert "0 imported reports accepted" in moderate("--accept-imported")
    assert journey.id not in standings()
