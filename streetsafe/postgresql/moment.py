"""One moment of a PostgreSQL database: its dump as a stream, its rows beside it, and the way back into an empty one.

`pg_dump` reads in the snapshot of a transaction of ours, in which the rows are counted; nobody is kept from writing.
The same rows are counted in what `pg_restore` reads out of the backup, and in the database that was filled.
(https://www.postgresql.org/docs/15/app-pgdump.html, --snapshot; functions-admin.html, pg_export_snapshot)
"""

import hashlib
import io
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

import psycopg
from psycopg import sql

from streetsafe.environment import SEES_EVERYTHING
from streetsafe.moment import MODULUS, NoMoment, Rows
from streetsafe.postgresql.programs import Running, first_line, named_by, running_program

_FOLDER = "postgresql/"
_ROWS = f"{_FOLDER}rows"  # a line: how many, and their digest
_PIECE = 1 << 22  # bytes of the dump in memory; a tar must know each file's size before it is written
_BEGINS = re.compile(rb'COPY (?:"?\w+"?\.)?"?(\w+)"? \(.*\) FROM stdin;\n')
_ENDS = b"\\.\n"
# As pg_dump has it, so that a row is the same letters here, in the dump and in the filled database.
_WRITTEN_ALIKE = "SET DateStyle = ISO; SET IntervalStyle = postgres; SET extra_float_digits = 3; SET TimeZone = 'UTC'"
_TABLES = """
    SELECT relname, array_agg(attname ORDER BY attnum)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
      AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    GROUP BY relname ORDER BY relname
"""


def is_piece(name: str) -> bool:
    """Whether a file of a backup is a piece of a dump."""
    return re.fullmatch(rf"{_FOLDER}\d{{6}}", name) is not None


def is_part(name: str) -> bool:
    """Whether it is a piece, or says which rows the dump holds."""
    return is_piece(name) or name == _ROWS


@dataclass(frozen=True)
class PostgresqlMoment:
    """A snapshot that stands until it is left."""

    rows: Rows
    _snapshot: str
    _named: Mapping[str, str]

    def parts(self) -> Iterator[tuple[str, IO[bytes], int]]:
        """The dump in pieces, and which rows it holds; raises NoMoment with what pg_dump says."""
        options = ("--format=custom", "--no-owner", "--no-privileges", "--enable-row-security")
        with running_program("pg_dump", *options, f"--snapshot={self._snapshot}", named=self._named) as dump:
            for number in range(1, 10**6):
                piece = dump.output.read(_PIECE)
                if not piece:
                    break
                yield f"{_FOLDER}{number:06}", io.BytesIO(piece), len(piece)
        stated = f"{self.rows.number} {self.rows.digest:x}\n".encode("ascii")
        yield _ROWS, io.BytesIO(stated), len(stated)

    @contextmanager
    def reading_back(self) -> Iterator["_OutOfTheDump"]:
        """Has pg_restore write the dump out as text, which nobody keeps, and counts its rows."""
        with running_program("pg_restore", "--file=-", named={}) as reading:
            yield _OutOfTheDump(reading)


@contextmanager
def held_still(settings: Mapping[str, Any]) -> Iterator[PostgresqlMoment]:
    """Holds a snapshot of the database that Django's settings name, until left; raises NoMoment."""
    try:
        with _connected(settings) as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
            yield PostgresqlMoment(_rows_through(connection), snapshot, named_by(settings))
    except psycopg.Error as fault:
        raise NoMoment(f"PostgreSQL cannot be read: {first_line(str(fault))}") from fault


def rows_of(settings: Mapping[str, Any]) -> Rows:
    """Every row of every table of a database; raises NoMoment."""
    try:
        with _connected(settings) as connection:
            return _rows_through(connection)
    except psycopg.Error as fault:
        raise NoMoment(f"PostgreSQL cannot be read: {first_line(str(fault))}") from fault


class Filling:
    """An empty database in the filling: all of it in one transaction, or nothing."""

    def __init__(self, settings: Mapping[str, Any], writing: Running) -> None:
        self._settings, self._writing = settings, writing
        self._pieces, self._stated = 0, b""

    def take(self, name: str, read: IO[bytes]) -> None:
        """The next file of the backup; raises NoMoment when pieces are missing or come again."""
        if name == _ROWS:
            self._stated = read.read()
            return
        self._pieces += 1
        if name != f"{_FOLDER}{self._pieces:06}":
            raise NoMoment("Pieces of the dump are missing from the backup, or stand in it twice.")
        while data := read.read(_PIECE):
            self._writing.write(data)

    def finish(self) -> Rows:
        """After the last: the rows that are there now; raises NoMoment when they are not those of the backup."""
        if not self._pieces or not self._stated:
            raise NoMoment("There is no database in this backup.")
        self._writing.ended_well()
        number, digest = self._stated.decode("ascii").split()
        found = rows_of(self._settings)
        if found != Rows(int(number), int(digest, 16)):
            raise NoMoment(
                f"The database {self._settings['NAME']} does not hold what was backed up ({found.number:,} rows, not "
                f"{int(number):,}): drop it."
            )
        return found


@contextmanager
def filling(settings: Mapping[str, Any]) -> Iterator[Filling]:
    """Fills the empty database that the settings name; raises NoMoment, also where it is not empty."""
    try:
        with _connected(settings) as connection:
            if connection.execute(_TABLES).fetchone():
                raise NoMoment(
                    f"The database {settings['NAME']} is not empty: a backup is never restored over what stands."
                )
    except psycopg.Error as fault:
        raise NoMoment(f"The database {settings['NAME']} cannot be filled: {first_line(str(fault))}") from fault
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--enable-row-security")
    named = named_by(settings)
    with running_program("pg_restore", *options, f"--dbname={named['PGDATABASE']}", named=named) as writing:
        yield Filling(settings, writing)


def empty_again(settings: Mapping[str, Any]) -> None:
    """Takes everything out of a database that was filled as above; raises NoMoment."""
    try:
        with _connected(settings) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
    except psycopg.Error as fault:
        raise NoMoment(
            f"The database {settings['NAME']} cannot be emptied: {first_line(str(fault))} Drop it."
        ) from fault


class _Counter:
    def __init__(self) -> None:
        self._number = self._digest = 0

    def add(self, table: bytes, row: bytes) -> None:
        """A row as COPY writes it, its end with it."""
        one = hashlib.sha256(table + b"\0" + row).digest()
        self._number, self._digest = self._number + 1, (self._digest + int.from_bytes(one, "big")) % MODULUS

    def rows(self) -> Rows:
        """So far."""
        return Rows(self._number, self._digest)


class _OutOfTheDump:
    """Counts in a thread of its own what pg_restore writes, while it is given what to read."""

    def __init__(self, reading: Running) -> None:
        self._reading, self._counter = reading, _Counter()
        self._thread = threading.Thread(target=self._count, daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        """The next bytes of the dump."""
        self._reading.write(data)

    def rows(self) -> Rows:
        """After the last."""
        self._reading.nothing_more()
        self._thread.join()
        self._reading.ended_well()
        return self._counter.rows()

    def _count(self) -> None:
        table = None
        for line in self._reading.output:
            if table is None:
                found = _BEGINS.fullmatch(line)
                table = found[1] if found else None
            elif line == _ENDS:
                table = None
            else:
                self._counter.add(table, line)


def _rows_through(connection: "psycopg.Connection[Any]") -> Rows:
    connection.execute(_WRITTEN_ALIKE)
    counter = _Counter()
    for table, columns in connection.execute(_TABLES).fetchall():
        asked = sql.SQL("COPY (SELECT {} FROM ONLY {}) TO STDOUT").format(
            sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table)
        )
        with connection.cursor().copy(asked) as rows:
            for row in rows:
                counter.add(table.encode(), bytes(row))
    return counter.rows()


def _connected(settings: Mapping[str, Any]) -> "psycopg.Connection[Any]":
    asked = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    given = {name: settings[key] for name, key in asked.items() if settings[key]}
    return psycopg.connect(**given, options=SEES_EVERYTHING)
