"""What has left the tables leaves the database's files too."""

from django.db import connection


def overwrite_log() -> bool:
    """Empties SQLite's write-ahead log, which still holds the pages as they were; whether nobody was in the way.

    The pages of the database itself are overwritten with zeros as rows leave them: see `secure_delete` in the settings.
    """
    if connection.vendor != "sqlite":
        return True
    if connection.in_atomic_block:
        return False  # within somebody else's transaction, whose own pages the log still needs
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, *_ = cursor.fetchone()
    return not is_busy
