"""The queue loses its indexes, whose pages keep the order of arrival; the new tables lose their row numbers (SQLite)."""

import django.db.models.deletion
from django.db import migrations, models

TABLES = (
    "reports_incomingreport",
    "reports_report",
    "reports_submission",
    "reports_sealedaboutyou",
    "reports_aboutyoutally",
)


def remake_without_row_numbers(apps, schema_editor):
    """Every table whose rows come one by one; the older ones anew, for the order in which the last one filled them."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.remake_without_row_numbers(table)


def list_waiting_anew(apps, schema_editor):
    """On SQLite the list's own row numbers tell an order: it is written by the ids of the reports."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DELETE FROM reports_waiting")
        schema_editor.execute(
            """INSERT INTO reports_waiting (report_id) SELECT r.id FROM reports_report r WHERE NOT EXISTS
            (SELECT 1 FROM reports_standing s WHERE s.report_id = r.id AND s.state <> 'waiting') ON CONFLICT DO NOTHING"""
        )


class Migration(migrations.Migration):
    """Fewer indexes, no row numbers."""

    dependencies = [("reports", "0027_answers_about_people_wait_sealed")]

    operations = [
        migrations.AlterField(
            model_name="incomingreport",
            name="council",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reports.area"),
        ),
        migrations.AlterField(
            model_name="incomingreport", name="withdrawal_mark", field=models.UUIDField(null=True)
        ),
        migrations.RunPython(remake_without_row_numbers, migrations.RunPython.noop),
        migrations.RunPython(list_waiting_anew, migrations.RunPython.noop),
    ]
