"""Tables of reports hold no hidden row number on SQLite: it would keep the order in which they came.

A later migration that alters one of them has Django make the table anew, with row numbers and, for reports, without
triggers: it must call `drop_triggers` of 0003 before, and `rebuild_without_row_numbers` after.
PostgreSQL has no such number; there the mixing writes rows in the order of their random ids and empties the queue by
TRUNCATE, which gives its old file back.
"""

from importlib import import_module

from django.db import migrations

TABLES = ("reports_incomingreport", "reports_report", "reports_submission")
waiting = import_module("reports.migrations.0003_waiting_kept_by_the_database")


def rebuild_without_row_numbers(apps, schema_editor, suffix=" WITHOUT ROWID"):
    """Copies each table, its indexes and constraints into one of the same name without row numbers."""
    if schema_editor.connection.vendor != "sqlite":
        return
    waiting.drop_triggers(apps, schema_editor)  # SQLite refuses to rename a table while a trigger names one that is gone
    for table in TABLES:
        _rebuild(schema_editor, table, suffix)
    schema_editor.execute(f"DELETE FROM {waiting.WAITING}")  # its own row numbers tell the order too: listed anew, by id
    waiting.add_triggers(apps, schema_editor)


def rebuild_with_row_numbers(apps, schema_editor):
    """The way back."""
    rebuild_without_row_numbers(apps, schema_editor, suffix="")


def _rebuild(schema_editor, table, suffix, order="id"):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
        made = cursor.fetchone()[0].removesuffix(" WITHOUT ROWID")
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s AND sql IS NOT NULL", [table])
        indexes = [row[0] for row in cursor.fetchall()]
        # Triggers go with the table: those of 0003 are dropped by now and made again after, later ones are kept here.
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
        triggers = [row[0] for row in cursor.fetchall()]
    named = f'CREATE TABLE "{table}"'
    if not made.startswith(named):
        raise ValueError(f"the definition of {table} is not as expected: {made}")
    schema_editor.execute(made.replace(named, f'CREATE TABLE "new__{table}"', 1) + suffix)
    schema_editor.execute(f'INSERT INTO "new__{table}" SELECT * FROM "{table}" ORDER BY {order}')
    schema_editor.execute(f'DROP TABLE "{table}"')
    schema_editor.execute(f'ALTER TABLE "new__{table}" RENAME TO "{table}"')
    for made_with_it in (*indexes, *triggers):
        schema_editor.execute(made_with_it)


class Migration(migrations.Migration):
    """Three tables, SQLite alone."""

    dependencies = [("reports", "0012_a_queue_before_the_reports")]
    operations = [migrations.RunPython(rebuild_without_row_numbers, rebuild_with_row_numbers)]
