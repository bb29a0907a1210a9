"""Which quarters are published, and the counts as they then stood: what is decided later changes no extract of them.

The database refuses to change a row of either. On PostgreSQL the frozen counts stand behind the second wall, as those they are taken from; which quarter is published
is no secret.
"""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "reports_frozenblock"
TABLES = (TABLE, "reports_closedquarter")
REFUSAL = "what a quarter was when it was published is written once, never changed"
SQLITE = tuple(
    f"CREATE TRIGGER {table}_never_changed BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table in TABLES
)
SQLITE_REVERSE = tuple(f"DROP TRIGGER IF EXISTS {table}_never_changed" for table in TABLES)
POSTGRESQL = (
    f"""CREATE FUNCTION published_quarter_refuses() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    *(
        f"""CREATE TRIGGER {table}_never_changed BEFORE UPDATE ON {table}
            FOR EACH ROW EXECUTE FUNCTION published_quarter_refuses()"""
        for table in TABLES
    ),
)
POSTGRESQL_REVERSE = (
    *(f"DROP TRIGGER IF EXISTS {table}_never_changed ON {table}" for table in TABLES),
    "DROP FUNCTION IF EXISTS published_quarter_refuses()",
)


def put_behind_the_wall(apps, schema_editor):
    """The policy that counts have."""
    if schema_editor.connection.vendor == "postgresql":
        seen = "(SELECT everything_in_sight()) OR council_id = ANY (ARRAY(SELECT councils_in_sight()))"
        schema_editor.execute(f"CREATE POLICY second_wall ON {TABLE} USING ({seen})")
        schema_editor.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def take_out_again(apps, schema_editor):
    """The table as it was."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"DROP POLICY second_wall ON {TABLE}")


def add_triggers(apps, schema_editor):
    """Lets rows be added and read, and never changed."""
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop_triggers(apps, schema_editor):
    """Takes the refusal away: for going back over this migration."""
    for statement in {"sqlite": SQLITE_REVERSE, "postgresql": POSTGRESQL_REVERSE}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Two tables."""

    dependencies = [("reports", "0024_one_draw_for_ever")]
    operations = [
        migrations.CreateModel(
            name="ClosedQuarter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("first", models.DateField()),
                ("last", models.DateField()),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.area"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("council", "first"), name="a_quarter_is_closed_once")],
            },
        ),
        migrations.CreateModel(
            name="FrozenBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.CharField(max_length=7)),
                ("cell_counts", models.BinaryField()),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.area"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("council", "quarter"), name="one_frozen_block_each")],
            },
        ),
        migrations.RunPython(put_behind_the_wall, take_out_again),
        migrations.RunPython(add_triggers, drop_triggers),
    ]
