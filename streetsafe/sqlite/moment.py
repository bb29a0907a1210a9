"""One moment of the SQLite database: its file alone holds everything, and keeps still while it is read as bytes.

Nobody is kept from writing meanwhile. What they write goes to the write-ahead log, and SQLite moves nothing from there
into the file before the reader that began at the moment has ended (https://www.sqlite.org/walformat.html, read marks).
"""

import hashlib
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from streetsafe.moment import MODULUS, NoMoment, Rows

NAME = "streetsafe.sqlite3"  # in a backup, and in the folder it is restored to
LONGEST_WAIT = 120  # seconds for a reader that began before, such as a long export, to end
_TRIES, _BETWEEN = 40, 0.02  # while nobody can write: well below the 5 s that a reporter's own write waits


@dataclass(frozen=True)
class SqliteMoment:
    """The file's bytes, and the rows as two see them: the service, and somebody who has that file alone."""

    file: BinaryIO
    size: int
    rows: Rows
    _alone: sqlite3.Connection

    def parts(self) -> Iterator[tuple[str, BinaryIO, int]]:
        """The file as it is."""
        yield NAME, self.file, self.size

    @contextmanager
    def reading_back(self) -> Iterator["_FileAlone"]:
        """The bytes were compared with the file's: so the file tells what they hold."""
        yield _FileAlone(self)

    def rows_of_the_file_alone(self) -> Rows:
        """What somebody reads who has these bytes and no log beside them; raises NoMoment when they are damaged."""
        found = self._alone.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise NoMoment(f"The database is damaged ({found}).")
        return _rows_through(self._alone)


@dataclass(frozen=True)
class _FileAlone:
    moment: SqliteMoment

    def write(self, data: bytes) -> None:
        """Nothing: see there."""

    def rows(self) -> Rows:
        """Of the file without its log."""
        return self.moment.rows_of_the_file_alone()


@contextmanager
def held_still(database: Path) -> Iterator[SqliteMoment]:
    """Holds the moment until left; raises NoMoment, or sqlite3.Error.

    No other handle on this file may be open in this process: see below.
    """
    # POSIX: closing any handle on a file takes every lock of the process from it. So the reader, whose lock it is,
    # is closed first, and then what was opened beside it.
    with ExitStack() as closed_last, closing(_opened(database, "mode=rw")) as reader:
        _begin(reader, database)
        file = closed_last.enter_context(database.open("rb"))
        alone = closed_last.enter_context(closing(_opened(database, "mode=ro&immutable=1")))  # knows its size from now
        yield SqliteMoment(file, os.fstat(file.fileno()).st_size, _rows_through(reader), alone)


def rows_of(database: Path) -> Rows:
    """Every row of every table of a file that nobody has open, without a log made beside it."""
    with closing(_opened(database, "mode=ro&immutable=1")) as connection:
        return _rows_through(connection)


def _opened(database: Path, how: str) -> sqlite3.Connection:
    """A connection of its own, whatever characters are in the path."""
    address = f"{database.absolute().as_uri()}?{how}"
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=30)


def _begin(reader: sqlite3.Connection, database: Path) -> None:
    """The reader's transaction begins when the log's every page is in the file, and no writer can add one."""
    deadline = time.monotonic() + LONGEST_WAIT
    with closing(_opened(database, "mode=rw")) as writer, closing(_opened(database, "mode=rw")) as mover:
        while True:
            writer.execute("BEGIN IMMEDIATE")
            try:
                if _is_all_in_the_file(mover):
                    reader.execute("BEGIN")
                    reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
                    return
            finally:
                writer.execute("ROLLBACK")
            if time.monotonic() > deadline:
                raise NoMoment(
                    f"Somebody has been reading the database for {LONGEST_WAIT} s, from before this began: an export "
                    "or a command. Run it again when that has ended."
                )
            time.sleep(1)


def _is_all_in_the_file(mover: sqlite3.Connection) -> bool:
    """Moves the log into the file; whether no other was moving, and no older reader kept a page from being moved."""
    for _ in range(_TRIES):
        busy, in_the_log, moved = mover.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        if not busy and in_the_log == moved:
            return True
        time.sleep(_BETWEEN)
    return False


def _rows_through(connection: sqlite3.Connection) -> Rows:
    connection.text_factory = bytearray  # compared, not read; and another type than that of a BLOB
    number = digest = 0
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    for (name,) in names:
        table = name.decode().replace('"', '""')
        for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  # names from the schema itself
            number += 1
            one = hashlib.sha256(repr((name, row)).encode()).digest()
            digest = (digest + int.from_bytes(one, "big")) % MODULUS
    return Rows(number, digest)
