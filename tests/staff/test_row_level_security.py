"""The database keeps other areas' rows back by itself: application scoping is taken away to see the second."""

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import F, Model, QuerySet
from django.test import Client
from django.urls import reverse

from reports.aggregation.freezing import freeze_counts
from reports.aggregation.models import AnswerBlock, CountBlock, FrozenBlock, QuarterCut, RetainedBlock
from reports.aggregation.rebuilding import rebuild_counts
from reports.analyst.alerts import FoundAlert, keep_alerts
from reports.analyst.models import Alert, AlertKind, SavedView, ScannedArea
from reports.analyst.saved_views import save_view
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.models import Report
from reports.intake.shuffling import shuffle_intake
from reports.intake.submission import submit_report
from reports.moderation.decisions import accept_reports
from reports.moderation.models import Claim, Decision, Hold, Proposal, RejectionReason, ReportStatus
from reports.responses.models import Intervention
from reports.staff import row_level_security
from reports.staff.models import Membership, StaffUser
from reports.staff.tokens import make_token
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, IN_EASTBY, IN_LLANFACH, IN_WESTBY, LLANFACH, NOW, TODAY, WESTBY
from tests.intake.test_submission import ANSWERS

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("country"),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row-level security is PostgreSQL's"),
]
PROTECTED = (
    *(Report, ReportStatus, Decision, Proposal, Claim, Hold),
    *(CountBlock, AnswerBlock, RetainedBlock, FrozenBlock, QuarterCut, Intervention, Alert, ScannedArea),
)
EXTRACT = reverse("council_exports:extract")
PLACES = {WESTBY: IN_WESTBY, EASTBY: IN_EASTBY, LLANFACH: IN_LLANFACH}


@contextmanager
def a_servers_connection() -> Iterator[None]:
    """The connection as a server's is: it was never told that everything may be seen."""
    with connection.cursor() as cursor:
        cursor.execute("SET streetsafe.everything = ''")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET streetsafe.everything")


@contextmanager
def without_row_security() -> Iterator[None]:
    """The control: row-level security taken down, as far as the transaction lasts."""
    switch_row_security("DISABLE")
    yield
    switch_row_security("ENABLE")


def switch_row_security(to: str) -> None:
    """On or off for every protected table."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked would hold the tables
        for table in row_level_security.PROTECTED:
            cursor.execute(f"ALTER TABLE {table} {to} ROW LEVEL SECURITY")


@pytest.fixture
def rows_everywhere() -> StaffUser:
    """Three councils, in each a row of every protected table; gives somebody of another area who made them."""
    maker = factories.make_person("moderator", LLANFACH, username="maker")
    for code, place in PLACES.items():
        counted, kept = factories.make_report(place, code), factories.make_report(place, code)
        accept_reports([counted.id], by=maker, now=NOW)
        Proposal.objects.create(
            report=kept, sequence=0, reason=RejectionReason.BURST, proposed_on=TODAY, batch=uuid.uuid4(), by=maker
        )
        council = Area.objects.get(code=code)
        cell = hexgrid.cell_at(*place, resolution=9)
        Claim.objects.create(cell=cell, council=council, by=maker, until=NOW)
        Hold.objects.create(cell=cell, council=council, by=maker, until=TODAY)
        keep_alerts(code, [FoundAlert(code, cell, AlertKind.NEW, TODAY, 9, 1, 0, 1000)], is_enough=True, on=TODAY)
        RetainedBlock.objects.create(council=council, quarter="2024-Q1", cell_counts=b"")
        FrozenBlock.objects.create(council=council, quarter="2024-Q1", cell_counts=b"")
        QuarterCut.objects.create(council=council, quarter="2024-Q1", places=b"", changes=b"", profiles=b"")
        Intervention.objects.create(
            council=council, cell=cell, kind="other", done_in=NOW.date().replace(day=1), recorded_on=TODAY
        )
    rebuild_counts()
    return maker


def councils_seen() -> dict[str, list[str]]:
    """Of each protected table, the councils of the rows that the database shows."""
    seen = {}
    for model in PROTECTED:
        name = "council" if hasattr(model, "council_id") else "report__council"
        rows = list(model.objects.values_list("pk", flat=True))
        # The report's council is looked up with everything in sight: an unseen report must not hide a seen row.
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('streetsafe.everything'), set_config('streetsafe.everything', 'on', false)"
            )
            before = cursor.fetchone()[0]
            found = model.objects.filter(pk__in=rows).order_by(name).values_list(name, flat=True).distinct()
            seen[model.__name__] = list(found)
            cursor.execute("SELECT set_config('streetsafe.everything', %s, false)", [before])
    return seen


def everywhere(*codes: str) -> dict[str, list[str]]:
    """These councils, for each of the tables."""
    return {model.__name__: sorted(codes) for model in PROTECTED}


@pytest.mark.parametrize(
    ("memberships", "asked", "codes"),
    [
        ([("moderator", WESTBY, None)], {}, [WESTBY]),
        ([("moderator", BORDERSHIRE, None)], {}, [WESTBY, EASTBY]),
        ([("moderator", factories.ENGLAND, None), ("analyst", factories.WALES, None)], {}, [WESTBY, EASTBY, LLANFACH]),
        ([("moderator", WESTBY, None), ("analyst", EASTBY, None)], {"roles": ["analyst"]}, [EASTBY]),
        ([("moderator", WESTBY, TODAY), ("moderator", EASTBY, TODAY - datetime.timedelta(days=1))], {}, [WESTBY]),
        ([("moderator", BORDERSHIRE, None)], {"within": EASTBY}, [EASTBY]),
        ([("moderator", WESTBY, None)], {"within": LLANFACH}, []),
        ([], {}, []),
    ],
    ids=["council", "force", "nations", "another role", "last day", "token", "token elsewhere", "nobody"],
)
def test_the_database_shows_what_lies_in_the_memberships_and_nothing_else(
    rows_everywhere: StaffUser, memberships: list[Any], asked: dict[str, Any], codes: list[str]
) -> None:
    person = StaffUser.objects.create(username="somebody")
    for role, code, expires_on in memberships:
        Membership.objects.create(person=person, role=role, area_id=code, expires_on=expires_on)
    assert councils_seen() == everywhere(*PLACES)
    with row_level_security.seen_by(person, asked.get("roles", []), on=TODAY, within=asked.get("within", "")):
        assert councils_seen() == everywhere(*codes)
        with without_row_security():
            assert councils_seen() == everywhere(*PLACES)
    assert councils_seen() == everywhere(*PLACES)


@pytest.mark.parametrize(
    ("role", "area", "is_seen"),
    [
        ("manager", WESTBY, True),
        ("manager", BORDERSHIRE, True),
        ("manager", factories.ENGLAND, True),
        ("manager", EASTBY, False),
        ("manager", LLANFACH, False),
        ("analyst", WESTBY, False),
    ],
)
def test_a_saved_view_is_shown_to_its_owner_and_its_areas_managers(role: str, area: str, is_seen: bool) -> None:
    owner, other = factories.make_person("analyst", WESTBY), factories.make_person(role, area)
    save_view("Evenings", "", area=Area.objects.get(code=WESTBY), by=owner, now=NOW)
    for person, sees in ((owner, True), (other, is_seen)):
        with row_level_security.seen_by(person, [], on=TODAY):
            assert SavedView.objects.exists() == sees
    refused = pytest.raises(ProgrammingError, match="nobody has said who looks")
    with a_servers_connection(), refused, transaction.atomic():
        SavedView.objects.count()


def test_somebody_who_left_sees_nothing(rows_everywhere: StaffUser) -> None:
    with row_level_security.seen_by(rows_everywhere, [], on=TODAY):
        assert councils_seen() == everywhere(LLANFACH)
    StaffUser.objects.update(is_active=False)
    with row_level_security.seen_by(rows_everywhere, [], on=TODAY):
        assert councils_seen() == everywhere()


@pytest.mark.parametrize("model", PROTECTED)
def test_a_server_that_says_nothing_is_refused_and_changes_nothing(
    rows_everywhere: StaffUser, model: type[Model]
) -> None:
    """Shown nothing instead, whoever counts would count nought."""
    rows = model._default_manager.all()
    column = next(field.attname for field in model._meta.concrete_fields if not field.primary_key)
    with a_servers_connection():
        for attempt in (rows.count, rows.delete, lambda: rows.update(**{column: F(column)}), lambda: list(rows)):
            with pytest.raises(ProgrammingError, match="nobody has said who looks"), transaction.atomic():
                attempt()
    assert councils_seen() == everywhere(*PLACES)


def test_an_act_sees_everything_and_the_connection_forgets_it(rows_everywhere: StaffUser) -> None:
    with a_servers_connection():
        with row_level_security.everything_seen():
            assert councils_seen() == everywhere(*PLACES)
        with pytest.raises(ZeroDivisionError), row_level_security.everything_seen():
            1 / 0  # noqa: B018
        with pytest.raises(ProgrammingError, match="nobody has said who looks"), transaction.atomic():
            Report.objects.count()
    with row_level_security.seen_by(rows_everywhere, [], on=TODAY):
        with row_level_security.everything_seen():
            assert councils_seen() == everywhere(*PLACES)
        assert councils_seen() == everywhere(LLANFACH)


def test_a_report_is_taken_and_kept_where_nobody_looks() -> None:
    with a_servers_connection():
        submit_report(ANSWERS, submission_id=uuid.uuid4(), now=NOW)
        assert shuffle_intake(now=NOW, whole=True).moved == 1  # as the demonstration does, in a server
    assert Report.objects.count() == 1


def test_nobody_decides_about_a_report_they_cannot_see(rows_everywhere: StaffUser) -> None:
    report = factories.make_report(IN_WESTBY, WESTBY)
    values = {"state": "accepted", "decided_on": TODAY, "accepted_on": TODAY, "batch": uuid.uuid4(), "sequence": 1}
    with row_level_security.seen_by(rows_everywhere, [], on=TODAY):
        with pytest.raises(Exception, match="violates row-level security"), transaction.atomic():
            Decision.objects.create(report_id=report.id, by=rows_everywhere, **values)
        assert not ReportStatus.objects.filter(report_id=report.id).update(state="rejected", accepted_on=None)
    Decision.objects.create(report_id=report.id, by=rows_everywhere, **values)


@pytest.fixture
def application_scoping_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every view now gives a person the whole country: the code's own scoping is taken away."""

    def all_councils(memberships: QuerySet[Membership]) -> QuerySet[Area]:
        return Area.objects.filter(kind=Area.Kind.COUNCIL).defer("boundary").order_by("name")

    for module in ("reports.staff.permissions", "reports.staff.token_auth", "reports.moderation.group_page"):
        monkeypatch.setattr(f"{module}.councils_inside", all_councils)


@pytest.mark.usefixtures("application_scoping_gone")
def test_with_the_application_scoping_gone_the_desk_shows_no_other_areas_reports(client: Client) -> None:
    ours, theirs = factories.make_report(IN_WESTBY, WESTBY), factories.make_report(IN_LLANFACH, LLANFACH)
    names = [hexgrid.name(hexgrid.parent(report.cell, 9)) for report in (ours, theirs)]
    client.force_login(factories.make_person("moderator", WESTBY))

    def shown() -> tuple[list[bool], list[int]]:
        queue = client.get(reverse("moderation:queue")).content.decode()
        groups = [client.get(reverse("moderation:group", args=[name])).status_code for name in names]
        return [name in queue for name in names], groups

    assert shown() == ([True, False], [200, 404])
    with without_row_security():
        assert shown() == ([True, True], [200, 200])


@pytest.mark.usefixtures("application_scoping_gone")
def test_with_the_application_scoping_gone_no_post_decides_about_another_areas_report(client: Client) -> None:
    report = factories.make_report(IN_LLANFACH, LLANFACH)
    address = reverse("moderation:group", args=[hexgrid.name(hexgrid.parent(report.cell, 9))])
    client.force_login(factories.make_person("moderator", WESTBY))
    sent = {"report": [f"{report.id}.0"], "act": "accept"}
    assert client.post(address, sent).status_code == 404
    assert not Decision.objects.exists()
    with without_row_security():
        assert client.post(address, sent).status_code == 302
    assert Decision.objects.count() == 1


@pytest.mark.usefixtures("application_scoping_gone")
def test_with_the_application_scoping_gone_neither_a_person_nor_a_token_takes_another_areas_counts(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: value.date() if value else TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    for code in (WESTBY, LLANFACH):
        for _number in range(6):
            accepted_on = datetime.date(2026, 8, 3)
            factories.make_accepted_report(at=PLACES[code], council=code, accepted_on=accepted_on)
    rebuild_counts()
    for code in (WESTBY, LLANFACH):
        freeze_counts(code, until="2026-Q3")
    officer = factories.make_person("council_officer", WESTBY)
    westby = Area.objects.get(code=WESTBY)
    key = make_token("QGIS", dataset="extract", area=westby, by=officer, now=NOW).key
    # The token's own narrowing is a wall of the code too.
    monkeypatch.setattr("reports.staff.token_auth._inside", lambda code: list(PLACES))
    client.force_login(officer)

    def cells(code: str) -> list[int]:
        asked = {"council": code, "question": "where", "quarter": "2026-Q3", "format": "csv"}
        answers = [client.get(EXTRACT, asked), Client().get(EXTRACT, asked, headers={"Authorization": f"Token {key}"})]
        return [
            len(answer.content.splitlines()) - 1 if answer.status_code == 200 else answer.status_code
            for answer in answers
        ]

    # Of the other council the database shows no quarter, so that none can be chosen.
    assert (cells(WESTBY), cells(LLANFACH)) == ([1, 1], [400, 400])
    with without_row_security():
        assert (cells(WESTBY), cells(LLANFACH)) == ([1, 1], [1, 1])


def test_the_wall_falls_back_after_a_view_that_fails(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.make_report(IN_WESTBY, WESTBY)
    client.force_login(factories.make_person("moderator", LLANFACH))
    client.raise_request_exception = False
    monkeypatch.setattr("reports.moderation.views.work_queue_for", lambda *_, **__: 1 / 0)
    assert client.get(reverse("moderation:queue")).status_code == 500
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('streetsafe.everything'), current_setting('streetsafe.staff', true)")
        assert cursor.fetchone() == ("on", "")
