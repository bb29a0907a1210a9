"""A first start that is interrupted leaves no half of a demonstration for the next."""

import fcntl
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from tests.deployment import PRODUCTION, ROOT, Deployment


def test_a_demonstration_interrupted_while_it_is_made_is_made_anew(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path / "var")
    deployment.var.mkdir()
    log = tmp_path / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "prepare"],
            env=deployment.variables(),
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # a shell's `&` ignores it
        )
        deadline = time.monotonic() + 300
        while b"Deciding" not in log.read_bytes() and time.monotonic() < deadline:
            time.sleep(0.1)
        os.kill(process.pid, signal.SIGINT)
        assert process.wait(timeout=60) == 130
    assert log.read_text(encoding="utf-8").endswith("\nStopped.\n")
    assert rows(deployment, "reports_report") > 0
    assert rows(deployment, "reports_release") == 0
    for name in ("streetsafe.sqlite3.kept-by-somebody", "secret_key"):
        (deployment.var / name).write_text("kept")
    said = deployment.manage("prepare").output
    assert said.startswith("The demonstration was interrupted while it was made: it is made anew.\n")
    assert rows(deployment, "reports_release") > 8
    assert len(json.loads((deployment.var / "demonstration").read_text())["people"]) == 4
    assert (deployment.var / "streetsafe.sqlite3.kept-by-somebody").read_text() == "kept"
    assert not (deployment.var / "demonstration.unfinished").exists()
    kept = rows(deployment, "reports_report")
    assert deployment.manage("prepare").output == "The database is ready.\n"
    assert rows(deployment, "reports_report") == kept


def test_a_second_start_leaves_alone_what_the_first_is_making(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path / "var", {"SECRET_KEY": "k" * 50})
    deployment.var.mkdir()
    for name in ("demonstration.unfinished", "streetsafe.sqlite3"):
        (deployment.var / name).touch()
    first = os.open(deployment.var, os.O_RDONLY)
    fcntl.flock(first, fcntl.LOCK_EX)
    with subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "prepare"],
        env=deployment.variables(),
        stdout=subprocess.PIPE,
        text=True,
    ) as second:
        assert second.stdout is not None
        assert second.stdout.readline() == "Another start prepares it; waiting for that …\n"
        second.terminate()
        assert second.stdout.read() == ""
    os.close(first)
    assert {file.name for file in deployment.var.iterdir()} == {"demonstration.unfinished", "streetsafe.sqlite3"}


def test_places_that_were_not_loaded_for_an_interruption_are_loaded(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path / "var", PRODUCTION)  # without a demonstration, which would be made first
    deployment.begin()
    places = rows(deployment, "reports_place")
    with closing(sqlite3.connect(deployment.var / "streetsafe.sqlite3")) as database, database:
        database.execute("DELETE FROM reports_place")
    deployment.manage("prepare")
    assert rows(deployment, "reports_place") == places > 1000


def rows(deployment: Deployment, table: str) -> int:
    """How many a table has."""
    with closing(sqlite3.connect(deployment.var / "streetsafe.sqlite3")) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  # the names above
