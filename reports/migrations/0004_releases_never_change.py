"""The database itself refuses to change a release after it was written."""

from django.db import migrations

TABLES = ("reports_release", "reports_publishedleaf", "reports_publishedtable")
REFUSAL = "a release is written once, never changed"

SQLITE = tuple(
    f"CREATE TRIGGER {table}_never_changed BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in TABLES
)
SQLITE_REVERSE = tuple(f"DROP TRIGGER IF EXISTS {table}_never_changed" for table in TABLES)

POSTGRESQL = (
    f"""CREATE FUNCTION release_refuses() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    *(
        f"""CREATE TRIGGER {table}_never_changed BEFORE UPDATE ON {table}
            FOR EACH ROW EXECUTE FUNCTION release_refuses()"""
        for table in TABLES
    ),
)
POSTGRESQL_REVERSE = (
    *(f"DROP TRIGGER IF EXISTS {table}_never_changed ON {table}" for table in TABLES),
    "DROP FUNCTION IF EXISTS release_refuses()",
)


def _run(schema_editor, sqlite, postgresql):
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def add_triggers(apps, schema_editor):
    """Lets releases be added and read, and never changed."""
    _run(schema_editor, SQLITE, POSTGRESQL)


def drop_triggers(apps, schema_editor):
    """Takes the refusal away: for going back over this migration."""
    _run(schema_editor, SQLITE_REVERSE, POSTGRESQL_REVERSE)


class Migration(migrations.Migration):
    """Triggers on the tables of releases."""

    dependencies = [("reports", "0003_waiting_kept_by_the_database")]
    operations = [migrations.RunPython(add_triggers, drop_triggers)]
