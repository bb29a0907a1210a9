"""Django's SQLite, with a schema editor that loses nothing and no check that SQLite refuses to make."""

from django.db.backends.sqlite3 import base

from streetsafe.sqlite.schema import DatabaseSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose migrations keep triggers, views, hidden indexes and row numbers left out."""

    SchemaEditorClass = DatabaseSchemaEditor
    # SQLite 3.40 takes json_valid for unsafe under `trusted_schema=OFF`: no row could be written past such a check, and
    # a table made without it would get it the first time it is made anew.
    data_type_check_constraints = {  # noqa: RUF012  # Django's own shape
        kind: check for kind, check in base.DatabaseWrapper.data_type_check_constraints.items() if kind != "JSONField"
    }
