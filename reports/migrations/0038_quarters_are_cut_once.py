"""What a council takes away of a quarter, by question: made once with the release, and never changed.

The database refuses to change a row. On PostgreSQL the rows stand behind row-level security, as the counts they are made of.
Quarters frozen before this have no row: their figures were taken away in another form, and the two could be subtracted.
"""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "reports_quartercut"
REFUSAL = "what a council takes away of a quarter is written once, never changed"
ADD = {
    "sqlite": (
        f"CREATE TRIGGER {TABLE}_never_changed BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ),
    "postgresql": (
        f"""CREATE FUNCTION quarter_cut_refuses() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE TRIGGER {TABLE}_never_changed BEFORE UPDATE ON {TABLE}
            FOR EACH ROW EXECUTE FUNCTION quarter_cut_refuses()""",
        f"""CREATE POLICY second_wall ON {TABLE} USING (
            (SELECT everything_in_sight()) OR council_id = ANY (ARRAY(SELECT councils_in_sight())))""",
        f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
    ),
}
DROP = {
    "sqlite": (f"DROP TRIGGER IF EXISTS {TABLE}_never_changed",),
    "postgresql": (
        f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY",
        f"DROP POLICY second_wall ON {TABLE}",
        f"DROP TRIGGER IF EXISTS {TABLE}_never_changed ON {TABLE}",
        "DROP FUNCTION IF EXISTS quarter_cut_refuses()",
    ),
}


def protect(apps, schema_editor):
    """Lets rows be added and read, and never changed; on PostgreSQL by those who may see the council."""
    for statement in ADD[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def release(apps, schema_editor):
    """The way back."""
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("reports", "0037_hint_names_the_module")]

    operations = [
        migrations.CreateModel(
            name="QuarterCut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.CharField(max_length=7)),
                ("places", models.BinaryField()),
                ("changes", models.BinaryField()),
                ("profiles", models.BinaryField()),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.area"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("council", "quarter"), name="one_cut_of_a_quarter_each")
                ],
            },
        ),
        migrations.RunPython(protect, release),
    ]
