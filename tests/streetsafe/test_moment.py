"""One moment of the database: its bytes keep still and are whole, while others go on writing."""

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from streetsafe.moment import NoMoment, Rows
from streetsafe.sqlite import moment
from streetsafe.sqlite.moment import held_still, rows_of

WRITES = """
import os, sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
database.execute("PRAGMA synchronous=OFF")  # how the pages move is asked here, not whether a disk kept them
number = 0
while True:
    number += 1
    database.execute("BEGIN IMMEDIATE")
    database.execute("INSERT INTO one VALUES (?, ?)", (number, os.urandom(300)))
    database.execute("UPDATE two SET number = ?, noise = ?", (number, os.urandom(300)))
    database.execute("COMMIT")
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with a log, and every kind of value, where the path has every kind of character."""
    folder = tmp_path / "ü ?#%41"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "a.sqlite3", isolation_level=None)) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE one (number, noise)")
        made.execute("CREATE TABLE two (number, noise)")
        made.execute("INSERT INTO two VALUES (0, 0.1), (NULL, 'text'), (1, CAST(x'ff' AS TEXT))")
        made.execute("""CREATE TABLE "a ""quoted"" name" (number)""")
    return folder / "a.sqlite3"


@pytest.fixture
def writer(database: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Another process that writes all the time, two tables in one transaction."""
    process = subprocess.Popen([sys.executable, "-c", WRITES, str(database)])
    deadline = time.monotonic() + 60
    while written(database) < 100 and time.monotonic() < deadline:
        time.sleep(0.05)
    yield process
    process.kill()
    process.wait(timeout=20)


def written(database: Path) -> int:
    """How many transactions are through."""
    with closing(sqlite3.connect(database, timeout=30)) as reader:
        return int(reader.execute("SELECT count(*) FROM one").fetchone()[0])


def test_the_file_keeps_still_and_is_one_moment_while_others_write(
    database: Path, writer: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    for number in range(2):
        with held_still(database) as held:
            before = held.file.read()
            begun = written(database)
            deadline = time.monotonic() + 60
            while written(database) < begun + 1200 and time.monotonic() < deadline:
                time.sleep(0.05)  # more than what SQLite moves into the file by itself, were it not held
            assert written(database) >= begun + 1200
            held.file.seek(0)
            assert held.file.read() == before
            assert len(before) == held.size
            assert held.rows_of_the_file_alone() == held.rows
        copy = tmp_path / f"{number}.sqlite3"
        copy.write_bytes(before)
        assert rows_of(copy) == held.rows
        with closing(sqlite3.connect(copy)) as restored:
            (rows,) = restored.execute("SELECT count(*) FROM one").fetchone()
            assert restored.execute("SELECT max(number) FROM two").fetchone() == (rows,)
        assert held.rows.number == rows + 3


def test_a_reader_from_before_is_waited_for_and_then_named(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moment, "LONGEST_WAIT", 0)
    with closing(sqlite3.connect(database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT number FROM two").fetchall()
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("INSERT INTO one VALUES (1, 1)")
            with pytest.raises(NoMoment, match="Run it again when that has ended"), held_still(database):
                pass
            other.execute("INSERT INTO one VALUES (2, 2)")  # nobody is kept from writing afterwards
    with held_still(database) as held:
        assert held.rows.number == 5


def test_a_damaged_database_is_not_copied_as_if_it_were_whole(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as filled:
        filled.execute("CREATE TABLE words (word UNIQUE)")
        filled.executemany("INSERT INTO words VALUES (?)", [(f"word {number:04}" * 9,) for number in range(200)])
        (root,) = filled.execute("SELECT rootpage FROM sqlite_master WHERE name LIKE 'sqlite_autoindex%'").fetchone()
    with database.open("r+b") as file:
        file.seek((root - 1) * 4096 + 10)
        file.write(os.urandom(300))
    with held_still(database) as held, pytest.raises((NoMoment, sqlite3.DatabaseError), match=r"damaged|malformed"):
        held.rows_of_the_file_alone()


def test_a_row_more_a_row_twice_or_another_value_is_another_digest(database: Path) -> None:
    seen: set[Rows] = {rows_of(database)}
    with closing(sqlite3.connect(database, isolation_level=None)) as changed:
        changed.execute("PRAGMA journal_mode=DELETE")
        for statement in (
            "INSERT INTO one VALUES (1, 2)",
            "INSERT INTO one VALUES (1, 2)",
            "UPDATE one SET noise = '2'",
            "UPDATE one SET noise = x'32'",
            "DELETE FROM one WHERE rowid = 1",
        ):
            changed.execute(statement)
            seen.add(rows_of(database))
        assert len(seen) == 6
        known = rows_of(database)
        changed.execute("INSERT INTO two SELECT * FROM one")
        changed.execute("DELETE FROM one")
        assert rows_of(database).number == known.number
        assert rows_of(database) not in seen  # the same rows in another table


def test_the_order_of_rows_is_no_difference(tmp_path: Path) -> None:
    for name, order in {"one": "ASC", "other": "DESC"}.items():
        with closing(sqlite3.connect(tmp_path / name)) as made, made:
            made.execute("CREATE TABLE words (word)")
            made.execute(f"INSERT INTO words SELECT value FROM json_each('[1, 2, 3]') ORDER BY value {order}")  # noqa: S608
    assert rows_of(tmp_path / "one") == rows_of(tmp_path / "other")
