"""A throw-away SQLite database filled with made-up accepted reports, past every act: for measuring what reads them."""

import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.bench.million import Million

REPORTS, STANDINGS = "reports_report", "reports_standing"


def fill_database(file: Path, made: Million, *, how_many: int) -> None:
    """Puts the first so many reports in, accepted, in the councils the database has; waits for nothing and locks it."""
    database = sqlite3.connect(file)
    database.executescript("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;")
    for name, table in database.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        if table in {REPORTS, STANDINGS}:
            database.execute(f"DROP TRIGGER {name}")
    councils = [code for (code,) in database.execute("SELECT code FROM reports_area WHERE kind = 'council'")]
    ids = sorted(uuid.uuid4().hex for _ in range(how_many))
    _insert(database, REPORTS, _report_rows(made, ids, councils))
    standings = zip(ids, made.observations.accepted_on[:how_many].astype(str).tolist(), strict=True)
    _insert(
        database,
        STANDINGS,
        ({"report_id": one, "state": "accepted", "accepted_on": day, "sequence": 1} for one, day in standings),
    )
    database.commit()
    database.executescript("PRAGMA journal_mode = WAL;")
    database.close()


def _report_rows(made: Million, ids: list[str], councils: list[str]) -> Iterator[dict[str, object]]:
    seen = made.observations
    columns = (seen.cell.astype(np.int64), seen.council, seen.received_on.astype(str), seen.main_reason, seen.reasons)
    rows = zip(ids, *(column[: len(ids)].tolist() for column in (*columns, seen.band)), strict=True)
    for one, cell, council, day, main_reason, reasons, band in rows:
        yield {
            "id": one,
            "cell": cell,
            "council_id": councils[council % len(councils)],
            "received_on": day,
            "source": 1,
            "band": band,
            "day_kind": 1,
            "frequency": 1,
            "reasons": reasons,
            "main_reason": main_reason,
            "incident": 0,
            "why_not_reported": 0,
        }


def _insert(database: sqlite3.Connection, table: str, rows: Iterator[dict[str, object]]) -> None:
    first = next(rows)
    names, marks = ", ".join(first), ", ".join("?" * len(first))
    text = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  # our own names
    database.execute(text, tuple(first.values()))
    database.executemany(text, (tuple(row.values()) for row in rows))
