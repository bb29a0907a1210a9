"""Tables of reports hold no hidden row number on SQLite: it would keep the order in which they came.

PostgreSQL has no such number; there the mixing writes rows in the order of their random ids and empties the queue by
TRUNCATE, which gives its old file back.
"""

from django.db import migrations

TABLES = ("reports_incomingreport", "reports_report", "reports_submission")


def remake_without_row_numbers(apps, schema_editor):
    """Makes each table anew."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.remake_without_row_numbers(table)
        list_anew(schema_editor)


def remake_with_row_numbers(apps, schema_editor):
    """The way back."""
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.remake_with_row_numbers(table)
        list_anew(schema_editor)


def list_anew(schema_editor):
    """What waits, by the ids of the reports: the list's own row numbers tell an order too."""
    schema_editor.execute("DELETE FROM reports_waiting")
    schema_editor.execute(
        """INSERT INTO reports_waiting (report_id) SELECT r.id FROM reports_report r WHERE NOT EXISTS
            (SELECT 1 FROM reports_standing s WHERE s.report_id = r.id AND s.state <> 'waiting') ON CONFLICT DO NOTHING"""
    )


class Migration(migrations.Migration):
    """Three tables, SQLite alone."""

    dependencies = [("reports", "0012_a_queue_before_the_reports")]
    operations = [migrations.RunPython(remake_without_row_numbers, remake_with_row_numbers)]
