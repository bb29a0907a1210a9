"""The database itself keeps the words of a response that was published, and another council's drafts from staff.

A correction is another row. Published or withdrawn, a row's words never change, it is never deleted, and it is never a
draft again.

On PostgreSQL the second wall (migration 0015) stands round this table too, with a gate: what is published is
anybody's to read.
"""

from django.db import migrations

TABLE = "reports_response"
REFUSAL = "a response that was published keeps its words"
WORDS = ("id", "story", "council_id", "kind", "done_in", "place", "place_cy", "text_en", "text_cy")
EVERYTHING = "(SELECT current_setting('streetsafe.everything', true)) = 'on'"
OWN_COUNCIL = f"{EVERYTHING} OR council_id = ANY (ARRAY(SELECT councils_in_sight()))"
CHANGED = " OR ".join(f"OLD.{name} <> NEW.{name}" for name in WORDS)

SQLITE = (
    f"""CREATE TRIGGER response_keeps_its_words BEFORE UPDATE ON {TABLE}
        WHEN OLD.state <> 'draft' AND (NEW.state = 'draft' OR {CHANGED})
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    f"""CREATE TRIGGER response_never_deleted BEFORE DELETE ON {TABLE} WHEN OLD.state <> 'draft'
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
    # INSERT OR REPLACE deletes the older row without asking the trigger above.
    f"""CREATE TRIGGER response_never_replaced BEFORE INSERT ON {TABLE}
        WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)
          OR (NEW.state <> 'withdrawn' AND EXISTS (SELECT 1 FROM {TABLE} WHERE story = NEW.story AND state = NEW.state))
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END""",
)
SQLITE_REVERSE = tuple(
    f"DROP TRIGGER IF EXISTS {name}"
    for name in ("response_keeps_its_words", "response_never_deleted", "response_never_replaced")
)

POSTGRESQL = (
    f"""CREATE FUNCTION response_refuses() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    f"""CREATE TRIGGER response_keeps_its_words BEFORE UPDATE ON {TABLE} FOR EACH ROW
        WHEN (OLD.state <> 'draft' AND (NEW.state = 'draft' OR {CHANGED})) EXECUTE FUNCTION response_refuses()""",
    f"""CREATE TRIGGER response_never_deleted BEFORE DELETE ON {TABLE} FOR EACH ROW
        WHEN (OLD.state <> 'draft') EXECUTE FUNCTION response_refuses()""",
)
POSTGRESQL_REVERSE = (
    f"DROP TRIGGER IF EXISTS response_keeps_its_words ON {TABLE}",
    f"DROP TRIGGER IF EXISTS response_never_deleted ON {TABLE}",
    "DROP FUNCTION IF EXISTS response_refuses()",
)


def _run(schema_editor, sqlite, postgresql):
    for statement in {"sqlite": sqlite, "postgresql": postgresql}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def add_triggers(apps, schema_editor):
    """Lets a draft change, and of the rest the state alone."""
    _run(schema_editor, SQLITE, POSTGRESQL)


def drop_triggers(apps, schema_editor):
    """Takes the refusal away: for going back over this migration, and for tests that empty the database."""
    _run(schema_editor, SQLITE_REVERSE, POSTGRESQL_REVERSE)


def build_wall(apps, schema_editor):
    """Staff see and change their own councils' rows; everybody reads what is published."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(f"CREATE POLICY second_wall ON {TABLE} USING ({OWN_COUNCIL})")
    schema_editor.execute(f"CREATE POLICY anybody_may_read ON {TABLE} FOR SELECT USING (state = 'published')")
    schema_editor.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def take_wall_down(apps, schema_editor):
    """The table as it was."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
    schema_editor.execute(f"DROP POLICY anybody_may_read ON {TABLE}")
    schema_editor.execute(f"DROP POLICY second_wall ON {TABLE}")


class Migration(migrations.Migration):
    """Triggers, and row-level security."""

    dependencies = [("reports", "0018_responses")]
    operations = [
        migrations.RunPython(add_triggers, drop_triggers),
        migrations.RunPython(build_wall, take_wall_down),
    ]
