"""A backup gives back every row and every release, is read by nobody without its key, and expires."""

import datetime
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from streetsafe.backups import BackupProblem, restore_backup, rows_of
from tests.deployment import ROOT, Deployment

PUBLISHED = b"published" * 300_000  # several pieces
KEY = "a key of more than thirty-two characters"
FILL = """
import django; django.setup()
from django.core.management import call_command
from tests import factories
call_command("migrate", verbosity=0)
factories.make_country()
for number in range(40): factories.make_accepted_report(band=1 + number % 6)
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A deployment's folder with forty reports and one release file, and its only backup."""
    var, kept = tmp_path_factory.mktemp("var"), tmp_path_factory.mktemp("backups")
    (var / "releases" / "one").mkdir(parents=True)
    (var / "releases" / "one" / "map.json").write_bytes(PUBLISHED)
    long_ago = datetime.date.today() - datetime.timedelta(days=31)  # noqa: DTZ011  # the command's own clock
    (kept / f"streetsafe-{long_ago}-00000000.backup").touch()
    (kept / f"streetsafe-{long_ago}-notes.txt").touch()
    deployment = Deployment(var, {"BACKUP_KEY": KEY, "PYTHONPATH": str(ROOT)})
    settings = {"DJANGO_SETTINGS_MODULE": "streetsafe.settings"}
    command = [sys.executable, "-c", FILL]
    subprocess.run(command, cwd=ROOT, check=True, timeout=300, env=deployment.variables() | settings)
    told = deployment.manage("backup", kept).output
    assert told.endswith(" rows, read back and the same.\n1 expired and deleted.\n")
    (file,) = kept.glob("*.backup")
    assert (kept / f"streetsafe-{long_ago}-notes.txt").exists()
    return var, file


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The right one."""
    monkeypatch.setenv("BACKUP_KEY", KEY)


def test_what_is_restored_is_what_was_there(written: tuple[Path, Path], tmp_path: Path) -> None:
    var, file = written
    restored = restore_backup(file, tmp_path / "back")
    rows = rows_of(var / "streetsafe.sqlite3")
    assert rows_of(tmp_path / "back" / "streetsafe.sqlite3") == rows
    assert (restored.rows, restored.files) == (rows.total(), 1)
    assert rows.total() > 120
    assert (tmp_path / "back" / "releases" / "one" / "map.json").read_bytes() == PUBLISHED
    with pytest.raises(BackupProblem, match="is not empty"):
        restore_backup(file, tmp_path / "back")


def test_a_backup_shows_nothing_and_belongs_to_its_owner_alone(written: tuple[Path, Path]) -> None:
    var, file = written
    content = file.read_bytes()
    word = b"reports_report"
    assert (word in (var / "streetsafe.sqlite3").read_bytes(), word in content) == (True, False)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [found for found in var.iterdir() if found.name.startswith("backup-")] == []  # nothing plain is left


@pytest.mark.parametrize("change", ["cut", "cut at a piece", "changed", "another key", "no key", "no backup"])
def test_what_is_not_whole_is_refused(
    written: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    content = bytearray(written[1].read_bytes())
    if change == "cut":
        content = content[:-1]
    elif change == "cut at a piece":
        content = content[: 20 + 16 + (1 << 20) + 16]
        assert len(content) < written[1].stat().st_size
    elif change == "changed":
        content[-1] ^= 1
    elif change == "no backup":
        content[0] ^= 1
    else:
        monkeypatch.setenv(
            "BACKUP_KEY", "another key of more than thirty-two letters" if change == "another key" else ""
        )
    (tmp_path / "changed").write_bytes(content)
    with pytest.raises(BackupProblem):
        restore_backup(tmp_path / "changed", tmp_path / "back")
    assert not (tmp_path / "back").exists() or os.listdir(tmp_path / "back") == []


def test_a_row_more_or_a_row_twice_is_seen(written: tuple[Path, Path]) -> None:
    rows = rows_of(written[0] / "streetsafe.sqlite3")
    assert rows + Counter([next(iter(rows))]) != rows
