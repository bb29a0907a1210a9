"""A backup that is killed or meets a full disk leaves no copy anybody can read, and no half file under its own name."""

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deployment import ROOT, Deployment
from tests.killing import lines_of
from tests.streetsafe.killing_a_backup import PLAIN, is_readable

POINTS = 20
KEY = "a key of more than thirty-two characters"


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key, and a folder for what anybody writes as a temporary file, so that it is looked into as well."""
    monkeypatch.setenv("BACKUP_KEY", KEY)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()


def test_a_backup_killed_anywhere_leaves_nothing_to_read_and_the_next_cleans_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KILLED", "backup")
    lines = lines_of("tests.streetsafe.killing_a_backup", POINTS, tmp_path)
    assert len({line["at"] for line in lines}) == POINTS
    assert [line["killed"]["readable"] + line["restarted"]["readable"] for line in lines] == [[]] * POINTS
    assert all(line["killed"]["whole"] and line["restarted"]["whole"] for line in lines)
    assert {line["killed"]["backups"] for line in lines} <= {0, 1}
    left = [line["killed"]["half"] for line in lines]
    assert [] in left  # before it began to write
    assert [".streetsafe-"] in left  # encrypted, under another name
    assert [line["restarted"]["half"] for line in lines] == [[]] * POINTS
    assert all(line["restarted"]["backups"] == line["killed"]["backups"] + 1 for line in lines)


def test_a_restore_killed_anywhere_leaves_an_empty_folder_or_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KILLED", "restore")
    lines = lines_of("tests.streetsafe.killing_a_backup", POINTS, tmp_path)
    whole = ["map.json", "one", "releases", "streetsafe.sqlite3"]
    assert {tuple(line["killed"]["restored"]) for line in lines} == {(), tuple(whole)}
    assert [".back.restor"] in [line["killed"]["half"] for line in lines]
    assert [(line["restarted"]["restored"], line["restarted"]["half"]) for line in lines] == [(whole, [])] * POINTS


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """A deployment with tables, places and a release, that was ended."""
    made = Deployment(tmp_path_factory.mktemp("full") / "var", {"BACKUP_KEY": KEY})
    made.begin()
    (made.var / "releases" / "one").mkdir(parents=True)
    (made.var / "releases" / "one" / "map.json").write_bytes(b"published" * 300_000)
    return made


def run(deployment: Deployment, *words: str | Path, largest_file: int) -> subprocess.CompletedProcess[str]:
    """A command none of whose files may grow beyond so many bytes, as if the disk were full there."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    command = [sys.executable, str(ROOT / "manage.py"), *map(str, words)]
    return subprocess.run(
        command, env=deployment.variables(), capture_output=True, text=True, check=False, preexec_fn=limit, timeout=300
    )


@pytest.mark.parametrize("part", [0.0, 0.05, 0.5, 0.99])
def test_a_backup_that_meets_a_full_disk_says_so_and_leaves_nothing(
    filled: Deployment, tmp_path: Path, part: float
) -> None:
    kept = tmp_path / "kept"
    filled.manage("backup", kept)
    (whole,) = kept.glob("*.backup")
    expired = kept / "streetsafe-2020-01-01-00000000.backup"
    expired.touch()
    ended = run(filled, "backup", kept, largest_file=int(whole.stat().st_size * part))
    assert (ended.returncode, ended.stdout) == (1, "1 expired and deleted.\n")
    assert "Traceback" not in ended.stderr
    assert " No backup was written.\n" in ended.stderr
    assert {each.name for each in kept.iterdir()} == {whole.name, "taken-back.list"}
    here = [file for file in [*tmp_path.rglob("*"), *filled.var.rglob("*")] if file.is_file() and is_readable(file)]
    assert here == [filled.var / "streetsafe.sqlite3"]


@pytest.mark.parametrize("part", [0.05, 0.5])
def test_a_restore_that_meets_a_full_disk_says_so_and_leaves_an_empty_folder(
    filled: Deployment, tmp_path: Path, part: float
) -> None:
    filled.manage("backup", tmp_path / "kept")
    (file,) = (tmp_path / "kept").glob("*.backup")
    ended = run(
        filled,
        "restore",
        file,
        tmp_path / "back" / "here",
        largest_file=int((filled.var / "streetsafe.sqlite3").stat().st_size * part),
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "Traceback" not in ended.stderr
    assert "File too large" in ended.stderr
    assert [file for file in (tmp_path / "back").rglob("*") if not file.is_dir()] == []
    assert os.listdir(tmp_path / "back") in ([], ["here"])


def test_what_a_killed_backup_of_an_older_version_left_is_removed_and_nothing_else(
    filled: Deployment, tmp_path: Path
) -> None:
    left, drilled = filled.var / "backup-k3_x9abc", filled.var / "backup-aaaaaaaa"
    own, named = filled.var / "backup-20261127", filled.var / "backup-notes.txt"
    for folder in (left, drilled / "drill", own):
        folder.mkdir(parents=True)
        shutil.copy(filled.var / "streetsafe.sqlite3", folder / "streetsafe.sqlite3")
    (left / "plain.tar").write_bytes(PLAIN)
    (own / "streetsafe-2026-11-27-00000000.backup").touch()  # an operator's own
    named.touch()
    ended = filled.manage("backup", tmp_path, expect=0)
    assert ended.output.endswith("0 expired and deleted.\n")
    assert sorted(file.name for file in filled.var.glob("backup-*")) == [own.name, named.name]
    shutil.rmtree(own)
    named.unlink()
