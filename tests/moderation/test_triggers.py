"""What the database itself promises: decisions stay as they are, and it knows which reports wait."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from reports.geography.models import Area
from reports.intake.models import Report
from reports.moderation.decisions import accept_reports, reject_reports, reopen_reports
from reports.moderation.models import Decision, RejectionReason, ReportStatus, Waiting
from tests import factories
from tests.factories import NOW

# PostgreSQL refuses a second decision in the same place by the constraint, before any trigger.
REFUSED = r"a decision is appended|decisions_follow_each_other"


def rewrite_by_sql() -> None:
    """Changes a decision without Django's models."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reports_decision SET state = 'waiting', accepted_on = NULL")


def replace_by_sql() -> None:
    """Writes another decision in the place of the first."""
    verb = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    columns = "report_id, sequence, state, reason, decided_on, accepted_on, batch"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{verb} INTO reports_decision ({columns}) "  # noqa: S608  # fixed text
            "SELECT report_id, sequence, 'rejected', 'test', decided_on, NULL, batch FROM reports_decision"
        )


@pytest.mark.django_db
@pytest.mark.usefixtures("country")
@pytest.mark.parametrize(
    "attack",
    [
        lambda: Decision.objects.update(reason="test", state="rejected", accepted_on=None),
        lambda: Decision.objects.all().delete(),
        lambda: Decision.objects.get().delete(),
        lambda: Decision.objects.get().save(),
        rewrite_by_sql,
        replace_by_sql,
    ],
    ids=["update", "delete all", "delete one", "save again", "raw update", "replace"],
)
def test_the_database_refuses_to_change_or_delete_a_decision(attack: Callable[[], Any]) -> None:
    report = factories.make_report()
    accept_reports([report.id], by=None, now=NOW)
    before = list(Decision.objects.values())
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        attack()
    assert list(Decision.objects.values()) == before


def waiting() -> set[Any]:
    """The reports the database lists as waiting."""
    return set(Waiting.objects.values_list("report_id", flat=True))


@pytest.mark.django_db
@pytest.mark.usefixtures("country")
def test_a_report_waits_from_its_arrival_until_it_is_decided_and_again_when_reopened() -> None:
    accepted, rejected, untouched = (factories.make_report() for _ in range(3))
    assert waiting() == {accepted.id, rejected.id, untouched.id}
    accept_reports([accepted.id], by=None, now=NOW)
    reject_reports([rejected.id], reason=RejectionReason.TEST, by=None, now=NOW)
    assert waiting() == {untouched.id}
    reopen_reports([accepted.id, rejected.id], by=None, now=NOW)
    assert waiting() == {accepted.id, rejected.id, untouched.id}


@pytest.mark.django_db
@pytest.mark.usefixtures("country")
def test_reports_written_in_bulk_wait_too_and_erased_ones_do_not() -> None:
    like = factories.make_report()
    fields = {field.attname: getattr(like, field.attname) for field in Report._meta.fields if field.name != "id"}
    many = Report.objects.bulk_create(Report(**fields) for _ in range(3))
    assert waiting() == {like.id, *(report.id for report in many)}
    decided = many[0]
    accept_reports([decided.id], by=None, now=NOW)
    Report.objects.filter(id__in=[decided.id, many[1].id]).delete()
    assert waiting() == {like.id, many[2].id}
    assert not ReportStatus.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_transactions_may_decide(country: dict[str, Area]) -> None:
    report = factories.make_report()
    accept_reports([report.id], by=None, now=NOW)
    assert Decision.objects.count() == 1  # and is emptied after it, or the next test would find it


@pytest.mark.django_db(transaction=True)
def test_the_database_is_empty_after_such_a_test() -> None:
    assert (Decision.objects.count(), Report.objects.count(), Waiting.objects.count()) == (0, 0, 0)
