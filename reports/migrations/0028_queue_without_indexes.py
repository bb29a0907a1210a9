"""The queue loses its indexes, whose pages keep the order of arrival; the new tables lose their row numbers (SQLite).

Django makes the queue anew for it: see migration 0013.
"""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

rows = import_module("reports.migrations.0013_no_hidden_row_numbers")
waiting = import_module("reports.migrations.0003_waiting_kept_by_the_database")
SEALED, TALLY = "reports_sealedaboutyou", "reports_aboutyoutally"


def without_triggers(apps, schema_editor):
    """SQLite refuses to make a table anew while a trigger names it."""
    if schema_editor.connection.vendor == "sqlite":
        waiting.drop_triggers(apps, schema_editor)


def without_row_numbers(apps, schema_editor):
    """The queue, the reports and the forms' numbers, and beside them what is new."""
    rows.rebuild_without_row_numbers(apps, schema_editor)
    if schema_editor.connection.vendor == "sqlite":
        rows._rebuild(schema_editor, SEALED, " WITHOUT ROWID")
        rows._rebuild(schema_editor, TALLY, " WITHOUT ROWID", order="council_id, month, question, answer")


class Migration(migrations.Migration):
    """Fewer indexes, no row numbers."""

    dependencies = [("reports", "0027_answers_about_people_wait_sealed")]

    operations = [
        migrations.RunPython(without_triggers, without_row_numbers),
        migrations.AlterField(
            model_name="incomingreport",
            name="council",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.area"),
        ),
        migrations.AlterField(
            model_name="incomingreport", name="withdrawal_mark", field=models.UUIDField(null=True)
        ),
        migrations.RunPython(without_row_numbers, without_triggers),
    ]
