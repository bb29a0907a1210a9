"""The database itself refuses to change or delete a decision."""

from django.db import migrations

TABLE = "reports_decision"
REFUSAL = "a decision is appended, never changed or deleted"

SQLITE = (
    f"CREATE TRIGGER decision_never_changed BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER decision_never_deleted BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    # INSERT OR REPLACE deletes the older row without asking the trigger above.
    f"""CREATE TRIGGER decision_never_replaced BEFORE INSERT ON {TABLE}
        WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE report_id = NEW.report_id AND sequence = NEW.sequence)
          OR EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
)
SQLITE_REVERSE = tuple(
    f"DROP TRIGGER IF EXISTS {name}"
    for name in ("decision_never_changed", "decision_never_deleted", "decision_never_replaced")
)

POSTGRESQL = (
    f"""CREATE FUNCTION decision_refuses() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER decision_never_changed BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION decision_refuses()""",
)
POSTGRESQL_REVERSE = (
    f"DROP TRIGGER IF EXISTS decision_never_changed ON {TABLE}",
    "DROP FUNCTION IF EXISTS decision_refuses()",
)


def _run(schema_editor, sqlite, postgresql):
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def add_triggers(apps, schema_editor):
    """Lets decisions be added and read, and nothing else."""
    _run(schema_editor, SQLITE, POSTGRESQL)


def drop_triggers(apps, schema_editor):
    """Takes the refusal away: for going back over this migration, and for tests that empty the database."""
    _run(schema_editor, SQLITE_REVERSE, POSTGRESQL_REVERSE)


class Migration(migrations.Migration):
    """Triggers on the table of decisions."""

    dependencies = [("reports", "0001_tables")]
    operations = [migrations.RunPython(add_triggers, drop_triggers)]
