"""Which quarters are published, and the counts as they then stood: what is decided later changes no extract of them.

On PostgreSQL the frozen counts stand behind the second wall, as those they are taken from; which quarter is published
is no secret.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

wall = import_module("reports.migrations.0015_second_wall")
TABLE = "reports_frozenblock"


def put_behind_the_wall(apps, schema_editor):
    """The policy that counts have."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"CREATE POLICY second_wall ON {TABLE} USING ({wall.OWN_COUNCIL})")
        schema_editor.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")


def take_out_again(apps, schema_editor):
    """The table as it was."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TABLE} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY")
        schema_editor.execute(f"DROP POLICY second_wall ON {TABLE}")


class Migration(migrations.Migration):
    """Two tables."""

    dependencies = [("reports", "0020_lasting_counts_behind_the_wall")]
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
    ]
