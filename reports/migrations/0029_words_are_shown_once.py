"""Whether a form's four words were shown: a number of the form itself until then, a random one afterwards.

Of forms that stand here already nothing is known, and they are forgotten within two days: a random one. SQLite adds a
column in place, so the table keeps having no row numbers (migration 0013).
"""

import uuid

from django.db import migrations, models

TABLE = "reports_submission"


def add_on_sqlite(apps, schema_editor):
    """Django would make the table anew, with row numbers."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"ALTER TABLE {TABLE} ADD COLUMN ticket char(32) NOT NULL DEFAULT '{uuid.uuid4().hex}'")


def drop_on_sqlite(apps, schema_editor):
    """The way back."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"ALTER TABLE {TABLE} DROP COLUMN ticket")


class AddFieldElsewhere(migrations.AddField):
    """Adds the column on every other database."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """Nothing on SQLite."""
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        """Nothing on SQLite."""
        if schema_editor.connection.vendor != "sqlite":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    """One column."""

    dependencies = [("reports", "0028_queue_without_indexes")]

    operations = [
        migrations.RunPython(add_on_sqlite, drop_on_sqlite),
        AddFieldElsewhere(
            model_name="submission", name="ticket", field=models.UUIDField(default=uuid.uuid4)
        ),
    ]
