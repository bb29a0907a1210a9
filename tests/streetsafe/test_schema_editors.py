"""Whatever a migration does to a table, its triggers, policies and left-out row numbers stand as before."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from copy import copy
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, InternalError, connection, models, transaction
from django.db.migrations import (
    AddConstraint,
    AddField,
    AlterField,
    RemoveConstraint,
    RemoveField,
    RenameField,
    RenameModel,
)
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from reports.geography.models import Area
from reports.intake.models import Report
from reports.moderation.models import Hold, ReportStatus, Waiting
from reports.staff.audit import record
from reports.staff.models import AuditEntry
from reports.staff.row_level_security import PROTECTED
from streetsafe.readiness import NotReady, rules
from streetsafe.schema_rules import WouldBeLost
from tests.database_schema import SQLITE, everything_in_the_schema, rules_of
from tests.factories import NOW

TABLES = sorted(
    (
        model
        for model in apps.get_models()
        if model._meta.managed and settings.MIGRATION_MODULES.get(model._meta.app_label, "") is not None
    ),
    key=lambda model: model._meta.db_table,
)
pytestmark = pytest.mark.django_db(transaction=True)
only_sqlite = pytest.mark.skipif(not SQLITE, reason="what Django does to a table on SQLite alone")
only_postgresql = pytest.mark.skipif(SQLITE, reason="what PostgreSQL alone has")


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    """All of it happens in a transaction that is taken back; SQLite's editor wants to begin outside of one."""
    unchecked = connection.constraint_checks_disabled if SQLITE else nullcontext
    with unchecked(), transaction.atomic():
        yield
        transaction.set_rollback(True)


Migrate = Callable[..., None]


@cache
def as_the_migrations_know_them() -> ProjectState:
    """Every model, as the last migration leaves it."""
    return MigrationExecutor(connection).loader.project_state()


def state_around(model: type[models.Model]) -> ProjectState:
    """The model, areas, and each model a chain of fields leads to: a state of every model takes long to draw up."""
    found = [model, Area]
    for one in found:
        fields = [*one._meta.local_fields, *one._meta.local_many_to_many]
        reached = [field.related_model for field in fields if field.is_relation]
        found += [other for other in dict.fromkeys(reached) if isinstance(other, type) and other not in found]
    keys = dict.fromkeys((one._meta.app_label, str(one._meta.model_name)) for one in found)
    return ProjectState({key: as_the_migrations_know_them().models[key].clone() for key in keys})


@pytest.fixture
def migrate() -> Migrate:
    """Does one operation after another on a table as it stands, each in a migration of its own."""
    state: ProjectState | None = None

    def do(model: type[models.Model], *operations: Operation) -> None:
        nonlocal state
        state = state or state_around(model)
        for operation in operations:
            before, state = state, state.clone()
            operation.state_forwards(model._meta.app_label, state)
            with connection.schema_editor() as editor:
                operation.database_forwards(model._meta.app_label, editor, before, state)

    return do


def run(sql: str, *values: Any) -> Any:
    """What one statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else None


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.db_table)
def test_a_field_is_added_altered_and_removed_and_every_rule_stands(
    model: type[models.Model], migrate: Migrate
) -> None:
    name = str(model._meta.model_name)
    key = [field.name for field in model._meta.pk_fields]
    before = everything_in_the_schema()
    for operation in (
        AddField(name, "added", models.CharField(max_length=3, default="x")),
        AlterField(name, "added", models.CharField(max_length=9, default="x", null=True, db_index=True)),
        AddField(name, "more", models.ForeignKey("reports.Area", models.PROTECT, null=True, related_name="+")),
        AddConstraint(name, models.UniqueConstraint(fields=[*key, "added"], name="added_is_one")),
        RemoveConstraint(name, "added_is_one"),
        RemoveField(name, "more"),
        AlterField(name, "added", models.CharField(max_length=30, default="y")),
        RenameField(name, "added", "called"),
        RemoveField(name, "called"),
    ):
        migrate(model, operation)
        assert rules_of(everything_in_the_schema()) == rules_of(before), operation.describe()
    assert everything_in_the_schema() == before


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.db_table)
def test_each_field_there_is_may_be_altered_and_altered_back(model: type[models.Model]) -> None:
    """Also those that policies and triggers read: nullable or not, and of another type where one takes every value."""
    model = state_around(model).apps.get_model(model._meta.app_label, str(model._meta.model_name))
    before = everything_in_the_schema()
    for field in model._meta.local_concrete_fields:
        if field in model._meta.pk_fields:
            continue
        other = wider(field)
        other.null = not field.null
        other.set_attributes_from_name(field.name)
        other.model = model
        with connection.schema_editor() as editor:
            editor.alter_field(model, field, other, strict=True)
            assert everything_in_the_schema()["tables"] != before["tables"]
            editor.alter_field(model, other, field, strict=True)
        after = everything_in_the_schema()
        if not SQLITE:  # there a check gets a new name, and an index with a condition another cast
            after |= {name: before[name] for name in ("constraints", "indexes")}
        assert after == before, field.name


def wider(field: "models.Field[Any, Any]") -> "models.Field[Any, Any]":
    """The same field; of characters and numbers, one that holds more."""
    if type(field) in (models.PositiveSmallIntegerField, models.PositiveIntegerField):
        return models.BigIntegerField(db_index=field.db_index)
    other = copy(field)
    if isinstance(field, models.CharField) and field.max_length:
        other.max_length = field.max_length + 1  # type: ignore[attr-defined]  # as the one before
    return other


def test_the_service_knows_every_rule_and_refuses_a_database_without_one() -> None:
    """The tests above are of no use where nothing stands; and a faked migration or a copy can leave rules out."""
    assert rules.found() == rules.expected()
    assert len(rules.found()) == (21 + 7 if SQLITE else 17)
    rules.keeps_every_rule()
    if SQLITE:
        with connection.schema_editor() as editor:
            editor.remake_with_row_numbers("reports_spent")
        run("DROP TRIGGER report_moves")
        lost = "Missing: reports_report.report_moves, reports_spent WITHOUT ROWID. "
    else:
        assert {name for (name,) in run("SELECT tablename FROM pg_policies")} == set(PROTECTED)
        assert len(run("SELECT tablename FROM pg_policies")) == 20
        run("ALTER TABLE reports_report DISABLE TRIGGER report_moves")
        lost = "Missing: reports_report.report_moves. "
    with pytest.raises(NotReady) as refused:
        rules.keeps_every_rule()
    assert refused.value.said == "The database lacks rules."
    assert refused.value.remedy.startswith(lost)


BY_HAND = (
    "CREATE INDEX by_hand ON reports_hold (cell, until) WHERE until > '2026-01-01'",
    "CREATE VIEW held AS SELECT cell FROM reports_hold",
    "CREATE VIEW held_twice AS SELECT cell FROM held",
    "CREATE TRIGGER seen INSTEAD OF DELETE ON held BEGIN DELETE FROM reports_hold WHERE cell = OLD.cell; END",
)


@only_sqlite
def test_what_stands_in_no_model_is_kept(migrate: Migrate) -> None:
    """Constraints, an index with a condition, views, a view's trigger, and the highest number ever given."""
    make_anew(
        "reports_hold",
        lambda sql: f"{sql[:-1]}, CONSTRAINT odd CHECK (cell > 0 OR 'a, (b' <> \"by_id\"), UNIQUE (cell, until))",
    )
    for sql in BY_HAND:
        run(sql)
    run("INSERT INTO sqlite_sequence (name, seq) VALUES ('reports_hold', 41)")
    before = everything_in_the_schema()
    migrate(Hold, AddField("hold", "added", models.CharField(max_length=3, default="x")))
    after = everything_in_the_schema()
    (hold,) = (row for row in after["tables"] if row[0] == "reports_hold")
    after["tables"] = [
        row if row != hold else tuple(part for part in row if "added" not in part) for row in after["tables"]
    ]
    assert after == before
    assert {"""CONSTRAINT odd CHECK ( cell > 0 OR 'a, (b' <> "by_id" )""", "UNIQUE ( cell , until )"} <= set(hold)
    assert run("SELECT seq FROM sqlite_sequence WHERE name = 'reports_hold'") == [(41,)]


def make_anew(table: str, change: Callable[[str], str]) -> None:
    """The table as somebody made it by hand; it is empty."""
    sql = run("SELECT sql FROM sqlite_master WHERE name = %s", table)[0][0]
    indexes = run("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s", table)
    run(f"DROP TABLE {table}")
    for statement in (change(sql), *(index for (index,) in indexes)):
        run(statement)


@only_sqlite
@pytest.mark.parametrize(
    "column",
    [
        '"cell" bigint NOT NULL COLLATE NOCASE',
        '"cell" bigint NOT NULL DEFAULT 7',
        '"cell" bigint NOT NULL CHECK ("cell" > 0)',
        '"cell" bigint NOT NULL GENERATED ALWAYS AS (7)',
    ],
)
def test_a_column_that_says_more_than_its_model_is_refused(column: str, migrate: Migrate) -> None:
    make_anew("reports_hold", lambda sql: sql.replace('"cell" bigint NOT NULL', column))
    with pytest.raises(WouldBeLost, match="The column cell of reports_hold has"):
        migrate(Hold, AddField("hold", "added", models.CharField(max_length=3, default="x")))


@only_sqlite
def test_a_trigger_that_reads_a_column_which_goes_is_refused(migrate: Migrate) -> None:
    """SQLite itself takes the trigger, and each writing would have failed from then on."""
    with pytest.raises(WouldBeLost, match="report_moves waits for council_id, which is gone"):
        migrate(Report, RemoveField("report", "council"))


@pytest.mark.parametrize(
    ("model", "change", "written", "speaking"),
    [
        (ReportStatus, RenameField("reportstatus", "state", "stage"), '"stage"', "standing_changed, standing_made"),
        (
            Waiting,
            RenameModel("Waiting", "Pending"),
            '"reports_pending"',
            "report_arrives_waiting, report_erased_waits_no_more, standing_changed, standing_gone, standing_made",
        ),
    ],
    ids=["field", "model"],
)
def test_a_new_name_is_followed_by_the_triggers_or_refused(
    model: type[models.Model], change: Operation, written: str, speaking: str, migrate: Migrate
) -> None:
    """SQLite writes them anew itself. PostgreSQL reads its functions only when they run."""
    if SQLITE:
        migrate(model, change)
        assert written in run("SELECT sql FROM sqlite_master WHERE name = 'standing_made'")[0][0]
    else:
        with pytest.raises(WouldBeLost, match=f"^{speaking} in the database"):
            migrate(model, change)


@only_postgresql
def test_a_column_that_a_policy_reads_is_not_dropped_with_it(migrate: Migrate) -> None:
    """Django's CASCADE took the policy along: every row out of sight, and nobody was told."""
    refused = pytest.raises(InternalError, match="policy second_wall on table reports_hold depends on column")
    with refused, transaction.atomic():
        migrate(Hold, RemoveConstraint("hold", "one_hold_of_a_group"), RemoveField("hold", "council"))


def test_rows_change_past_the_triggers_as_long_as_they_are_off() -> None:
    """As a migration changes what is written once."""
    record(AuditEntry.Act.SIGN_IN, by=None, now=NOW)
    before = everything_in_the_schema()
    change = "UPDATE reports_auditentry SET act = 'changed'"
    with connection.schema_editor() as editor, editor.without_triggers("reports_auditentry"):
        editor.execute(change)
    assert everything_in_the_schema() == before
    assert run("SELECT act FROM reports_auditentry") == [("changed",)]
    with pytest.raises(IntegrityError, match="an audit entry is appended"), transaction.atomic():
        run(change)
