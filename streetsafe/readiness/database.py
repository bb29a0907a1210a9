"""Whether the database answers, has every table, takes what is written, and hides what it must."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import Error, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from reports.geography.models import Area
from reports.intake.models import AboutYouTally, IncomingReport, Submission
from reports.staff.row_level_security import PROTECTED
from streetsafe.postgresql import UnsafeDatabase, refuse_a_role_without_walls
from streetsafe.readiness import NotReady

LONGEST_WAIT = "5s"  # for a lock, as SQLite's own timeout: a report waits no longer
WRITTEN_BY_A_REPORT = (IncomingReport, Submission, AboutYouTally)
MIGRATE = "Run: manage.py migrate"


def answers() -> None:
    """Refuses a database that is away, gone, broken, or unsafe to use."""
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():  # type: ignore[attr-defined]  # SQLite's own
        file = Path(connection.settings_dict["NAME"])
        if not file.exists():  # a worker may hold one that was deleted, and what it takes is lost with it
            raise NotReady(
                "The database is gone.", f"No file {file}. Set STREETSAFE_VAR, run manage.py migrate, restart."
            )
    with _answering():
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")


def has_every_table() -> None:
    """Refuses a database that lacks a table."""
    with _answering(), connection.cursor() as cursor:
        found = set(connection.introspection.table_names(cursor))
    if missing := sorted(_tables() - found):
        named = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
        raise NotReady("The database lacks tables.", f"Missing: {named}. {MIGRATE}")


def is_migrated() -> None:
    """Refuses a database that is older than this code."""
    with _answering():
        applied = set(MigrationRecorder(connection).applied_migrations())
    if missing := sorted(_migrations() - applied):
        names = ", ".join(".".join(one) for one in missing)
        raise NotReady("The database is older than the service.", f"Not applied: {names}. {MIGRATE}")


def is_no_newer() -> None:
    """Refuses a database that newer code has changed."""
    with _answering():
        applied = set(MigrationRecorder(connection).applied_migrations())
    ours = {app for app, _name in _migrations()}
    if unknown := sorted(one for one in applied - _migrations() if one[0] in ours):
        names = ", ".join(".".join(one) for one in unknown)
        raise NotReady(
            "The database is newer than the service.", f"Unknown: {names}. Install the version that made them."
        )


def takes_what_is_written() -> None:
    """Refuses a database in which a report could not be kept; writes no byte, and waits for a lock as a report does."""
    with _answering("The database takes nothing."), transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [LONGEST_WAIT])
        for model in WRITTEN_BY_A_REPORT:
            table = connection.ops.quote_name(model._meta.db_table)
            # The right to write, the lock and the room for it are asked for, and no row is made.
            columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in model._meta.concrete_fields)
            nothing = f"SELECT {columns} FROM {table} WHERE 1 = 0"  # noqa: S608  # our own tables
            cursor.execute(f"INSERT INTO {table} ({columns}) {nothing}")
        if connection.vendor == "sqlite":
            _refuse_a_bound(cursor)


def serves_a_command() -> None:
    """Refuses, in the order in which one mends it, a database that no command could work with."""
    for check in (answers, has_every_table, is_migrated, is_no_newer, takes_what_is_written):
        check()


def holds_areas() -> None:
    """Refuses a database without a council: no report would belong anywhere."""
    with _answering():
        if not Area.objects.filter(kind=Area.Kind.COUNCIL, is_current=True).exists():
            raise NotReady(
                "No council is loaded.", "Run: manage.py load_areas (or load_builtin_geography for a trial)."
            )


def hides_what_it_must() -> None:
    """On PostgreSQL in production: refuses a role that sees too much, and walls that are down or were never built."""
    if connection.vendor != "postgresql" or not settings.PRODUCTION:
        return
    with _answering():
        try:
            refuse_a_role_without_walls(connection)
        except UnsafeDatabase as unsafe:
            raise NotReady("The database's role sees too much.", str(unsafe)) from unsafe
        if _sees_everything_unasked():
            raise NotReady(
                "The database's role sees too much.",
                "streetsafe.everything is on for every connection, so each request would see all areas' reports. "
                "Run: ALTER ROLE … RESET streetsafe.everything; ALTER DATABASE … RESET streetsafe.everything; and "
                "unset PGOPTIONS where the service runs.",
            )
        if bare := _tables_without_policies():
            raise NotReady(
                "The database's walls are down.",
                f"No row-level security on {', '.join(bare)}. Restore the database with its policies: from a "
                "dump made without --no-policies or -t, by pg_restore as the role that owns the database.",
            )


@contextmanager
def _answering(said: str = "The database does not answer.") -> Iterator[None]:
    """Says in words what a database could not do; a connection that is no use is not kept."""
    try:
        yield
    except UnsafeDatabase as unsafe:
        raise NotReady("The database may forget what it confirms.", str(unsafe)) from unsafe
    except Error as fault:
        if not connection.in_atomic_block:
            connection.close()
        raise NotReady(said, its_words(fault)) from fault


def its_words(fault: Exception) -> str:
    """What the database said, and where to look."""
    hint = "Is the disk full or read-only, is another program holding the database, is DATABASE_URL right?"
    return f"It says: {str(fault).strip().rstrip('.')}. {hint}"


def _refuse_a_bound(cursor: "connection.CursorWrapper") -> None:  # type: ignore[name-defined]  # a cursor of Django's
    """SQLite may be told how many pages it may have."""
    most, pages, free = (
        cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("max_page_count", "page_count", "freelist_count")
    )
    if pages >= most and not free:
        raise NotReady("The database takes nothing.", "It may not grow: PRAGMA max_page_count is reached.")


def _sees_everything_unasked() -> bool:
    """Whether the option that belongs to commands is set for every connection of this role or database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_db_role_setting, unnest(setconfig) AS said "
            "WHERE (setrole = 0 OR setrole = (SELECT oid FROM pg_roles WHERE rolname = current_user)) "
            "AND (setdatabase = 0 OR setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())) "
            "AND said ILIKE 'streetsafe.everything=%%on%%'",
            [],
        )
        is_set = bool(cursor.fetchone()[0])
    return is_set or "streetsafe.everything" in os.environ.get("PGOPTIONS", "")


def _tables_without_policies() -> list[str]:
    """The protected tables that stand and hide nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY (%s) AND relkind = 'r' "
            "AND relnamespace = ANY (SELECT oid FROM pg_namespace WHERE nspname = ANY (current_schemas(false))) "
            "AND NOT (relrowsecurity AND relforcerowsecurity AND EXISTS "
            "(SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid AND polname = 'second_wall')) ORDER BY relname",
            [list(PROTECTED)],
        )
        return [name for (name,) in cursor.fetchall()]


@cache
def _tables() -> set[str]:
    """Every table the migrations make."""
    never_made = {label for label, module in settings.MIGRATION_MODULES.items() if module is None}
    models = apps.get_models(include_auto_created=True)
    return {
        model._meta.db_table
        for model in models
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in never_made
    }


@cache
def _migrations() -> frozenset[tuple[str, str]]:
    """Every migration of this code; read from its files once."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
