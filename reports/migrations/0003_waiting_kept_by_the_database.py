"""The database keeps, as it keeps an index, the list of reports that nobody has decided."""

from django.db import migrations

REPORT, STANDING, WAITING = "reports_report", "reports_standing", "reports_waiting"

# name: (when, table, what)
TRIGGERS = {
    "report_arrives_waiting": (
        "INSERT",
        REPORT,
        f"INSERT INTO {WAITING} (report_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;",
    ),
    "report_erased_waits_no_more": ("DELETE", REPORT, f"DELETE FROM {WAITING} WHERE report_id = OLD.id;"),
    "standing_made": ("INSERT", STANDING, None),
    "standing_changed": ("UPDATE", STANDING, None),
    "standing_gone": (
        "DELETE",
        STANDING,
        f"""INSERT INTO {WAITING} (report_id)
            SELECT id FROM {REPORT} WHERE id = OLD.report_id ON CONFLICT DO NOTHING;""",
    ),
}
FOLLOW_STANDING = f"""
    DELETE FROM {WAITING} WHERE report_id = NEW.report_id AND NEW.state <> 'waiting';
    INSERT INTO {WAITING} (report_id) SELECT id FROM {REPORT}
        WHERE id = NEW.report_id AND NEW.state = 'waiting' ON CONFLICT DO NOTHING;
"""


def add_triggers(apps, schema_editor):
    """Puts the triggers on both tables, and lists what already waits."""
    for name, (when, table, what) in TRIGGERS.items():
        body = what or FOLLOW_STANDING
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"CREATE TRIGGER {name} AFTER {when} ON {table} BEGIN {body} END")
        else:
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} AFTER {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
    schema_editor.execute(
        f"""INSERT INTO {WAITING} (report_id) SELECT r.id FROM {REPORT} r WHERE NOT EXISTS
            (SELECT 1 FROM {STANDING} s WHERE s.report_id = r.id AND s.state <> 'waiting') ON CONFLICT DO NOTHING"""
    )


def drop_triggers(apps, schema_editor):
    """Takes them away again."""
    for name, (_, table, _) in TRIGGERS.items():
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")


class Migration(migrations.Migration):
    """Triggers on reports and standings."""

    dependencies = [("reports", "0002_decisions_append_only")]
    operations = [migrations.RunPython(add_triggers, drop_triggers)]
