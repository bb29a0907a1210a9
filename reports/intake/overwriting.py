"""What has left the tables leaves the database's files too, and their times tell the day alone."""

import contextlib
import datetime
import os
from pathlib import Path

from django.db import connection

from reports.vocabulary.uk_time import LONDON


def overwrite_log(*, patiently: bool = True) -> bool:
    """Empties SQLite's write-ahead log, which still holds the pages as they were; whether nobody was in the way.

    The pages of the database itself are overwritten with zeros as rows leave them: see `secure_delete` in the settings.
    Not `patiently`: it gives up at once where somebody reads, for while it waits for readers all writers wait for it.
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False  # within somebody else's transaction, whose own pages the log still needs
    with connection.cursor() as cursor:
        waits = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        if not patiently:
            cursor.execute("PRAGMA busy_timeout=0")
        try:
            is_busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout={waits}")
    if not is_busy and not connection.is_in_memory_db():  # type: ignore[attr-defined]  # SQLite's alone
        tell_the_day_alone(Path(connection.settings_dict["NAME"]))
    return not is_busy


def tell_the_day_alone(file: Path) -> None:
    """Sets the times of the database's files back to the day's beginning: else they tell the minute of the last report.

    And of their folder, which has the second in which SQLite made its log for whoever came first. By their
    names: to open and close a file of SQLite's would drop the locks that this process holds on it.
    """
    now = datetime.datetime.now(tz=LONDON)
    begun = now.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    for name in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm"), file.parent):
        with contextlib.suppress(FileNotFoundError):
            os.utime(name, (begun, begun))
