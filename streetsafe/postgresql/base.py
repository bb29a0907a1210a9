"""Django's PostgreSQL, asked at each connection whether it keeps what it confirms and shows what a command needs."""

from django.db.backends.postgresql import base

from streetsafe.postgresql import SETTINGS, refuse_half_sight, refuse_to_forget
from streetsafe.postgresql.schema import DatabaseSchemaEditor

_ASK = f"SELECT {', '.join(f'current_setting({name!r})' for name in SETTINGS)}, current_setting(%s, true)"


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose server keeps what it confirms, and that sees every row where it asked to."""

    SchemaEditorClass = DatabaseSchemaEditor

    def init_connection_state(self) -> None:
        """As Django does, and asks the server how it writes; a refused connection is not kept."""
        super().init_connection_state()
        try:
            with self.cursor() as cursor:
                cursor.execute(_ASK, ["streetsafe.everything"])
                *values, everything = cursor.fetchone()
            refuse_to_forget(dict(zip(SETTINGS, values, strict=True)))
            refuse_half_sight(self.settings_dict["OPTIONS"].get("options", ""), everything)
        except BaseException:
            self.close()
            raise
