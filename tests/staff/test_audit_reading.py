"""What becomes an entry of the audit, and who reads it."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.moderation.decisions import accept_reports, reject_reports, undo_batch
from reports.moderation.models import RejectionReason
from reports.staff import audit
from reports.staff.audit import record, verify_chain
from reports.staff.models import AuditEntry
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, IN_EASTBY, LLANFACH, NOW, PASSWORD, WESTBY
from tests.queries import ROW_LEVEL_SECURITY
from tests.staff.audits import acts, fill

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def test_a_decision_is_one_entry_for_each_council_and_names_no_report() -> None:
    person = factories.make_person("moderator", username="mo")
    reports = [factories.make_report(), factories.make_report(), factories.make_report(IN_EASTBY, EASTBY)]
    batch = accept_reports([report.id for report in reports], by=person, now=NOW)
    undone = undo_batch(batch, by=person, now=NOW)
    rejected = reject_reports([reports[0].id], reason=RejectionReason.TEST, by=None, now=NOW)
    assert acts() == [
        ("decide", "mo", WESTBY, {"batch": str(batch), "decision": "accepted", "reports": 2}),
        ("decide", "mo", EASTBY, {"batch": str(batch), "decision": "accepted", "reports": 1}),
        ("decide", "mo", WESTBY, {"batch": str(undone), "decision": "waiting", "reports": 2}),
        ("decide", "mo", EASTBY, {"batch": str(undone), "decision": "waiting", "reports": 1}),
        ("decide", "", WESTBY, {"batch": str(rejected), "decision": "rejected: test", "reports": 1}),
    ]
    written = "".join(AuditEntry.objects.values_list("detail", flat=True))
    assert not any(str(report.id) in written or str(report.cell) in written for report in reports)
    assert verify_chain().number == 5


def test_signing_in_and_out_are_entries_and_a_failure_is_none(client: Client) -> None:
    factories.make_person(username="mo")
    client.post(reverse("staff:sign_in"), {"username": "mo", "password": "wrong"})
    client.post(reverse("staff:sign_in"), {"username": "mo", "password": PASSWORD})
    client.post(reverse("staff:sign_out"))
    client.post(reverse("staff:sign_out"))  # nobody is signed in: nothing to tell
    assert acts() == [("sign-in", "mo", "", {}), ("sign-out", "mo", "", {})]


def page(client: Client, query: str = "") -> tuple[int, list[int], str]:
    """Status, the entries shown, and the text of the audit page."""
    answer = client.get(reverse("staff:audit") + query)
    return answer.status_code, [line.number for line in answer.context["lines"]], answer.content.decode()


def test_a_manager_reads_the_own_areas_and_the_own_people_alone(client: Client) -> None:
    manager = factories.make_person("manager", BORDERSHIRE, username="ma")
    ours = factories.make_person("moderator", WESTBY, username="ours")
    theirs = factories.make_person("moderator", LLANFACH, username="theirs")
    for person in (ours, theirs):
        record(audit.Act.SIGN_IN, by=person, now=NOW)
    for area in (WESTBY, LLANFACH, BORDERSHIRE):
        record(audit.Act.EXPORT, by=theirs, now=NOW, area=area, detail={"dataset": "extract"})
    record(audit.Act.SIGN_IN, by=None, now=NOW)
    client.force_login(manager)
    assert page(client)[:2] == (200, [5, 3, 1])
    text = client.get(reverse("staff:audit_file")).content.decode()
    assert [line.split(",")[0] for line in text.splitlines()] == ["number", "1", "3", "5"]
    assert acts()[-1] == ("export", "ma", "", {"dataset": "audit"})


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("?act=export", [3, 2]),
        ("?who=ours", [3, 1]),
        ("?first=2026-11-21", [3]),
        ("?last=2026-11-20", [2, 1]),
        ("?act=export&who=other", [2]),
        ("?who=nobody", []),
    ],
)
def test_entries_are_chosen_by_act_person_and_day(client: Client, query: str, numbers: list[int]) -> None:
    ours = factories.make_person("moderator", WESTBY, username="ours")
    other = factories.make_person("moderator", WESTBY, username="other")
    record(audit.Act.SIGN_IN, by=ours, now=NOW)
    record(audit.Act.EXPORT, by=other, now=NOW, area=WESTBY)
    record(audit.Act.EXPORT, by=ours, now=NOW + datetime.timedelta(days=1), area=WESTBY)
    client.force_login(factories.make_person("manager", WESTBY))
    assert page(client, query)[:2] == (200, numbers)


def test_a_wrong_day_is_refused_and_said(client: Client) -> None:
    fill()
    client.force_login(factories.make_person("manager", WESTBY))
    status, numbers, text = page(client, "?first=yesterday")
    assert (status, numbers) == (400, [])
    assert "Enter a day." in text
    assert client.get(reverse("staff:audit_file") + "?first=yesterday").status_code == 400


def test_the_page_tells_whether_the_audit_is_whole(client: Client, superuser: Callable[..., None]) -> None:
    entries = fill()
    client.force_login(factories.make_person("manager", WESTBY))
    assert f"5:{entries[-1].hash}" in page(client, "?verify=1")[2]
    superuser("UPDATE reports_auditentry SET who = 'x' WHERE number = 4")
    assert "The first altered entry is number 4." in page(client, "?verify=1")[2]


def test_a_name_that_begins_like_a_formula_is_guarded_in_the_file(client: Client) -> None:
    record(audit.Act.EXPORT, by=factories.make_person(username="@sum"), now=NOW, area=WESTBY)
    client.force_login(factories.make_person("manager", WESTBY))
    assert ",export,'@sum," in client.get(reverse("staff:audit_file")).content.decode()


@pytest.mark.parametrize("many", [1, 3, 60])
def test_the_page_asks_the_database_as_often_for_many_entries(
    client: Client, django_assert_num_queries: Any, many: int
) -> None:
    fill(many)
    client.force_login(factories.make_person("manager", WESTBY))
    with django_assert_num_queries(7 + ROW_LEVEL_SECURITY):
        client.get(reverse("staff:audit"))
