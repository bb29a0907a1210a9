"""Counts of what was answered: when in the week, how often, whether something happened; behind row-level security."""

import django.db.models.deletion
from django.db import migrations, models

TABLE = "reports_answerblock"
EVERYTHING = "(SELECT everything_in_sight())"
OWN_COUNCIL = f"{EVERYTHING} OR council_id = ANY (ARRAY(SELECT councils_in_sight()))"


def protect(apps, schema_editor):
    """The policy that counts have."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE POLICY second_wall ON {TABLE} USING ({OWN_COUNCIL})")
        schema_editor.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def take_away_again(apps, schema_editor):
    """The table as it was."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"DROP POLICY second_wall ON {TABLE}")


class Migration(migrations.Migration):
    """A table of counts; the next rebuild fills it."""

    dependencies = [("reports", "0038_quarters_are_cut_once")]

    operations = [
        migrations.CreateModel(
            name="AnswerBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.CharField(max_length=7)),
                ("answer_counts", models.BinaryField()),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.area"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("council", "quarter"), name="one_answer_block_each")
                ],
            },
        ),
        migrations.RunPython(protect, take_away_again),
    ]
