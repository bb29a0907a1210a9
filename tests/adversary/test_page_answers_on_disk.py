"""Game A22: whoever takes the disk and its backups learns nothing of when, or to which page, an answer was given."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.adversary

# A quarter of nights in a folder of its own; on the nights of `answers` somebody answers. After each night a copy is
# taken, as a backup is. `quiet` leaves out what writes the record anew: the control.
PROGRAM = """
import datetime, json, shutil, sys
from pathlib import Path
from unittest import mock
import django; django.setup()
from django.conf import settings
from django.core.management import call_command
from reports.intake import overwriting, page_answers, shuffling
from tests import factories
out, answers, is_quiet = Path(sys.argv[1]), json.loads(sys.argv[2]), sys.argv[3] == "quiet"
call_command("migrate", verbosity=0)
factories.make_country()
file = Path(settings.VAR_DIR) / "streetsafe.sqlite3"
anew = (lambda now: None) if is_quiet else page_answers.write_answers_anew
with mock.patch.object(shuffling, "write_answers_anew", anew):
    for night in range(20):
        now = factories.NOW + datetime.timedelta(days=night)
        shuffling.shuffle_intake(now=now)
        for page in answers.get(str(night), []):
            page_answers.count_answer(page, is_useful=True, now=now)
        overwriting.overwrite_log()
        shutil.copy(file, out / f"{night:02}.sqlite3")
"""


def copies_of(folder: Path, answers: str, kind: str) -> list[Path]:
    """The copies, a night after the other."""
    out, var = folder / "copies", folder / "var"
    out.mkdir(parents=True)
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "STREETSAFE_ENV"}}
    environment |= {"STREETSAFE_VAR": str(var), "DJANGO_SETTINGS_MODULE": "streetsafe.settings"}
    var.mkdir()
    command = [sys.executable, "-c", PROGRAM, str(out), answers, kind]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert ended.returncode == 0, ended.stderr
    return sorted(out.iterdir())


def record_of(copy: Path) -> list[tuple[str, bytes]]:
    """The rows of the answers."""
    connection = sqlite3.connect(f"file:{copy}?immutable=1", uri=True)
    rows = connection.execute("SELECT quarter, encrypted FROM reports_pageanswers").fetchall()
    connection.close()
    return rows


def nights_that_differ(copies: list[Path]) -> list[int]:
    """Between which copies the record changed."""
    records = [record_of(copy) for copy in copies]
    return [night for night in range(1, len(records)) if records[night] != records[night - 1]]


def test_the_files_tell_nothing_of_an_answer(tmp_path: Path) -> None:
    """A site where somebody answered on two nights and one where nobody did look the same to who lacks the secret."""
    told = copies_of(tmp_path / "told", '{"5": ["guidance:stalking", "guidance:help"], "11": ["guidance:orders"]}', "")
    silent = copies_of(tmp_path / "silent", "{}", "")
    assert nights_that_differ(told) == nights_that_differ(silent) == list(range(1, 20))
    shapes = [
        {(quarter, len(record)) for copy in copies for quarter, record in record_of(copy)} for copies in (told, silent)
    ]
    assert shapes[0] == shapes[1]
    assert {copy.stat().st_size for copy in told} == {copy.stat().st_size for copy in silent}
    assert all(b"guidance:" not in copy.read_bytes() for copy in told)


def test_a_record_written_only_when_somebody_answers_would_tell_the_night(tmp_path: Path) -> None:
    """The control."""
    told = copies_of(tmp_path / "told", '{"5": ["guidance:stalking"], "11": ["guidance:orders"]}', "quiet")
    assert nights_that_differ(told) == [5, 11]
