"""Counting a million reports: ours by columns, beside a sort of the keys and PostgreSQL's GROUP BY."""

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psycopg

from reports.aggregation.counting import counted_blocks
from reports.geography import hexgrid
from reports.vocabulary.reasons import REASONS
from tests.bench.figures import Figure, in_turns, times
from tests.bench.filling import fill_database
from tests.bench.million import Million, made_up_reports
from tests.bench.postgres import binaries, throw_away_postgres
from tests.deployment import ROOT, Deployment

SECTION = "Counting a million reports"
REPORTS = 1_000_000
RUNS = 3
# Run in a process of its own, so that its largest size is its own too.
REBUILD = r"""
import re, time, django
django.setup()
from reports.aggregation.rebuilding import rebuild_counts
started = time.perf_counter()
rebuilt = rebuild_counts()
seconds = time.perf_counter() - started
# Not ru_maxrss: a new process begins with its parent's.
peak = re.search(r"VmHWM:\s*(\d+)", open("/proc/self/status").read())
print(seconds, rebuilt.reports, int(peak[1]) / 1024)
"""


def counting_figures() -> list[Figure]:
    """Cells alone, cells by category, and the whole rebuild from the database and back into it."""
    made = made_up_reports(REPORTS)
    observations = made.observations
    acts: dict[str, Callable[[], object]] = {
        "sort": lambda: np.sort(observations.cell),
        "cells": lambda: _cells_by_main_reason(made),
        "cube": lambda: counted_blocks(observations),
    }
    programs = binaries()
    if programs is None:
        return [*_counting(in_turns(acts, runs=RUNS)), *_rebuilding(None)]
    with throw_away_postgres(programs) as connection:
        _load(connection, made)
        acts["PostgreSQL cells"] = lambda: connection.execute(_cells_query()).fetchall()
        acts["PostgreSQL cube"] = lambda: connection.execute(_cube_query()).fetchone()
        _refuse_other_counts(connection, made)
        taken = in_turns(acts, runs=RUNS)
        return [*_counting(taken), *_rebuilding(taken["PostgreSQL cube"])]


def _counting(taken: dict[str, float]) -> list[Figure]:
    floor = f"np.sort of the cells: {taken['sort'] * 1000:.0f} ms"
    figures = []
    for name, what, least in (
        ("cells", "res 10 cells by main reason, in memory", 20),
        (
            "cube",
            "blocks as the service keeps them (cells, months, every reason, bands; arrivals by day), in memory",
            0,
        ),
    ):
        theirs = taken.get(f"PostgreSQL {name}")
        ratio = theirs / taken[name] if theirs else None
        figures.append(
            Figure(
                SECTION,
                what,
                f"{taken[name] * 1000:,.0f} ms" + (f", {times(ratio)} x faster than PostgreSQL" if ratio else ""),
                floor=floor + (f"; PostgreSQL's GROUP BY: {theirs * 1000:,.0f} ms" if theirs else ""),
                bar=f">= {least} x PostgreSQL" if least else "",
                reached=ratio >= least if ratio and least else None,
            )
        )
    return figures


def _rebuilding(theirs: float | None) -> list[Figure]:
    """`rebuild_counts` from the database and back, of a third of the reports and of all."""
    found = {}
    for share in (3, 1):
        with tempfile.TemporaryDirectory() as folder:
            deployment = Deployment(Path(folder) / "var")
            deployment.manage("migrate", "--verbosity", "0")
            deployment.manage("load_builtin_geography")
            fill_database(deployment.var / "streetsafe.sqlite3", made_up_reports(REPORTS), how_many=REPORTS // share)
            found[share] = _rebuilt(deployment)
    (seconds, reports, peak), (_, _, peak_of_third) = found[1], found[3]
    ratio = seconds / theirs if theirs else None
    return [
        Figure(
            SECTION,
            f"`rebuild_counts`, {reports:,} reports read from SQLite and {'written back as blocks'}",
            f"{seconds:.1f} s" + (f", {times(ratio)} of PostgreSQL's GROUP BY alone" if ratio else ""),
            floor=f"PostgreSQL's GROUP BY, nothing read or written: {theirs:.1f} s" if theirs else "",
            bar="<= 0.3 of PostgreSQL" if ratio else "",
            reached=ratio <= 0.3 if ratio else None,
        ),
        Figure(
            SECTION,
            "its largest size in memory",
            f"{peak:.0f} MB",
            floor=f"with a third of the reports: {peak_of_third:.0f} MB",
            bar="600 MB",
            reached=peak < 600,
        ),
    ]


def _rebuilt(deployment: Deployment) -> tuple[float, int, float]:
    """Seconds, reports and MB of one rebuild."""
    variables = deployment.variables() | {"DJANGO_SETTINGS_MODULE": "streetsafe.settings"}
    ended = subprocess.run(
        [sys.executable, "-c", REBUILD], cwd=ROOT, env=variables, check=True, capture_output=True, text=True
    )
    seconds, reports, peak = ended.stdout.split()
    return float(seconds), int(reports), float(peak)


def _cells_by_main_reason(made: Million) -> object:
    """As `reports.aggregation.counting` does it: one packed key, sorted."""
    place = hexgrid.place_numbers(made.observations.cell, hexgrid.PARTNER_RESOLUTION)
    return np.unique(place << 5 | made.observations.main_reason, return_counts=True)


def _load(connection: psycopg.Connection, made: Million) -> None:
    """The same columns, as narrow as PostgreSQL has them."""
    connection.execute(
        "CREATE TABLE report (cell bigint, council int, month int, day int, main_reason smallint, reasons int, "
        "band smallint)"
    )
    seen = made.observations
    months = seen.accepted_on.astype("datetime64[M]").astype(int)
    days = seen.received_on.astype("datetime64[D]").astype(int)
    columns = (seen.cell.astype(np.int64), seen.council, months, days, seen.main_reason, seen.reasons, seen.band)
    with connection.cursor() as cursor, cursor.copy("COPY report FROM STDIN") as copy:
        for row in zip(*(column.tolist() for column in columns), strict=True):
            copy.write_row(row)
    connection.execute("VACUUM ANALYZE report")


def _parent_in_sql(resolution: int) -> str:
    kept, filled = hexgrid.masks_of_parent(resolution)
    return f"(cell & {kept} | {filled})"


def _cells_query() -> str:
    return f"SELECT {_parent_in_sql(10)}, main_reason, count(*) FROM report GROUP BY 1, 2"  # noqa: S608  # our numbers


def _cube_query() -> str:
    """How many rows both tables of a block have: the counting is done, the rows are not sent."""
    bits = ", ".join(f"({reason.number}, {reason.bit})" for reason in REASONS)
    return f"""
        SELECT (SELECT count(*) FROM (
                    SELECT council, {_parent_in_sql(10)}, month, number, band, count(*)
                    FROM report JOIN (VALUES {bits}) reason (number, bit) ON reasons & bit <> 0
                    GROUP BY 1, 2, 3, 4, 5) cells),
               (SELECT count(*) FROM (
                    SELECT council, {_parent_in_sql(9)}, month / 3, day, count(*) FROM report GROUP BY 1, 2, 3, 4
                ) arrivals)
    """  # noqa: S608  # our own numbers


def _refuse_other_counts(connection: psycopg.Connection, made: Million) -> None:
    """Both sides must have counted the same, or nothing was compared."""
    blocks = counted_blocks(made.observations)
    ours = (sum(len(it.cell_counts) for it in blocks), sum(len(it.arrival_counts) for it in blocks))
    assert connection.execute(_cube_query()).fetchone() == ours
