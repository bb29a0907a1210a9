"""The database itself refuses to change or delete an entry of the audit."""

from django.db import migrations

TABLE = "reports_auditentry"
REFUSAL = "an audit entry is appended, never changed or deleted"

SQLITE = (
    f"CREATE TRIGGER audit_never_changed BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    f"CREATE TRIGGER audit_never_deleted BEFORE DELETE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    # INSERT OR REPLACE deletes the older row without asking the trigger above.
    f"""CREATE TRIGGER audit_never_replaced BEFORE INSERT ON {TABLE}
        WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE number = NEW.number)
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
)
SQLITE_REVERSE = tuple(
    f"DROP TRIGGER IF EXISTS {name}" for name in ("audit_never_changed", "audit_never_deleted", "audit_never_replaced")
)

POSTGRESQL = (
    f"""CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
        IF TG_OP = 'TRUNCATE' AND NOT EXISTS (SELECT 1 FROM {TABLE}) THEN RETURN NULL; END IF;  -- nothing is lost
        RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER audit_never_changed BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION audit_refuses()""",
    f"""CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()""",
)
POSTGRESQL_REVERSE = (
    f"DROP TRIGGER IF EXISTS audit_never_changed ON {TABLE}",
    f"DROP TRIGGER IF EXISTS audit_never_emptied ON {TABLE}",
    "DROP FUNCTION IF EXISTS audit_refuses()",
)


def _run(schema_editor, sqlite, postgresql):
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def add_triggers(apps, schema_editor):
    """Lets entries be added and read, and nothing else."""
    _run(schema_editor, SQLITE, POSTGRESQL)


def drop_triggers(apps, schema_editor):
    """Takes the refusal away: for going back over this migration, and for tests that play the superuser."""
    _run(schema_editor, SQLITE_REVERSE, POSTGRESQL_REVERSE)


class Migration(migrations.Migration):
    """Triggers on the audit."""

    dependencies = [("reports", "0005_audit")]
    operations = [migrations.RunPython(add_triggers, drop_triggers)]
