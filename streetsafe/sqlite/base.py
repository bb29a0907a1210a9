"""Django's SQLite, with a schema editor that loses nothing."""

from django.db.backends.sqlite3 import base

from streetsafe.sqlite.schema import DatabaseSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose migrations keep triggers, views, hidden indexes and row numbers left out."""

    SchemaEditorClass = DatabaseSchemaEditor
