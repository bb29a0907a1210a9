"""Django's SQLite, that looks before each request whether its file still stands, and whose migrations lose nothing."""

import os
from contextlib import suppress
from typing import Any, ClassVar

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from streetsafe import environment
from streetsafe.sqlite.schema import DatabaseSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is opened anew when its file was removed or another was put in its place.

    A worker would go on in the file that has no name any more, thank for each report, and lose it.
    """

    SchemaEditorClass = DatabaseSchemaEditor
    # SQLite 3.40 takes json_valid for unsafe under `trusted_schema=OFF`: no row could be written past such a check, and
    # a table made without it would get it the first time it is made anew.
    data_type_check_constraints = {  # noqa: RUF012  # Django's own shape
        kind: check for kind, check in base.DatabaseWrapper.data_type_check_constraints.items() if kind != "JSONField"
    }
    _had_by_this_process: ClassVar[set[str]] = set()
    _opened: tuple[int, int] | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Opens the file; a server that had one makes no empty one in its stead."""
        name, stands = str(self.settings_dict["NAME"]), self._stands_now()
        if stands is None and name in self._had_by_this_process and not environment.IS_COMMAND:
            raise OperationalError("the database's file is gone")
        if stands is None and not self.is_in_memory_db():
            with suppress(OSError):  # SQLite says in words why it cannot be made
                os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))  # its journals are as open
        made = super().get_new_connection(conn_params)
        self._opened = self._stands_now()
        if self._opened is not None:
            self._had_by_this_process.add(name)
        return made

    def close_if_unusable_or_obsolete(self) -> None:
        """As Django asks at the beginning and the end of each request."""
        if self.connection is not None and not self.in_atomic_block and self._stands_now() != self._opened:
            self.close()
        super().close_if_unusable_or_obsolete()

    def _stands_now(self) -> tuple[int, int] | None:
        """Which file has the name; none in memory."""
        try:
            found = os.stat(self.settings_dict["NAME"])
        except (OSError, ValueError):
            return None
        return found.st_dev, found.st_ino
