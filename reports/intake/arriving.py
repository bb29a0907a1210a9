"""Takes the order of arrival out of the database's file a moment after a report came.

SQLite appends the pages of each transaction to a log and leaves them there; and within a page rows stand in the order
in which they were written, whatever their key. So whoever reads the file or its log would see who came first, and which
answers came together. A thread writes the queues again in a random order and empties the log: in a moment, not in the
request, for a crowd would wait for it. PostgreSQL, and what a file system keeps, stand in docs/privacy.md, "Storage".
"""

import os
import secrets
import threading
import time

from django.db import OperationalError, connection, transaction

from reports.intake.models import EncryptedAboutYou, IncomingReport
from reports.intake.overwriting import overwrite_log

SOON = 2.0  # seconds from a report until its order is gone
AT_ONCE = 4_000  # rows of a queue written again in one transaction: reports wait for it, some 40 ms and the disk
SHARE = 20  # of its time the thread works at most one part in so many, however long the queue is
QUEUES = tuple(model._meta.db_table for model in (IncomingReport, EncryptedAboutYou))


class _Thread:
    """At most one at work in a process; none when nothing came since."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Also in a process that was forked off: its parent's thread is not in it."""
        self._lock = threading.Lock()
        self._is_running = self._has_work = False

    def wake(self) -> None:
        """There is something to hide."""
        with self._lock:
            self._has_work = True
            if not self._is_running:
                self._is_running = True
                threading.Thread(target=self._run, daemon=True, name="hides arrivals").start()

    def _run(self) -> None:
        pause, is_done = SOON, False
        while not is_done:
            time.sleep(pause)
            with self._lock:
                self._has_work = False
            began = time.monotonic()
            is_hidden = self._is_hidden()
            pause = max(SOON, SHARE * (time.monotonic() - began))
            with self._lock:
                is_done = is_hidden and not self._has_work
                self._is_running = not is_done

    def _is_hidden(self) -> bool:
        """Whether it could be done; somebody else may have the lock."""
        try:
            return hide_arrivals()
        except OperationalError:
            return False
        finally:
            connection.close()


_thread = _Thread()
os.register_at_fork(after_in_child=_thread.begin)


def hide_arrivals_soon() -> None:
    """Has it done in a moment, whoever reads or writes meanwhile; nothing within a transaction or in memory."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    if not connection.is_in_memory_db():  # type: ignore[attr-defined]  # SQLite's alone
        _thread.wake()


def hide_arrivals() -> bool:
    """Writes both queues again in an order drawn at random, and empties the log; whether nobody was in the way."""
    waiting = dict.fromkeys(QUEUES, "")
    while waiting:
        with transaction.atomic():
            done = {table: _write_again(table, above) for table, above in waiting.items()}
        waiting = {table: last for table, last in done.items() if last is not None}
    return overwrite_log(patiently=False)


def _write_again(table: str, above: str) -> str | None:
    """The next rows by id; the last id, or None when there are no more."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE id > %s ORDER BY id LIMIT %s", [above, AT_ONCE])  # noqa: S608
        rows = cursor.fetchall()
        if not rows:
            return None
        names = [column[0] for column in cursor.description]
        at = names.index("id")
        first, last = rows[0][at], rows[-1][at]
        cursor.execute(f"DELETE FROM {table} WHERE id BETWEEN %s AND %s", [first, last])  # noqa: S608
        secrets.SystemRandom().shuffle(rows)
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)  # noqa: S608
        return str(last) if len(rows) == AT_ONCE else None
