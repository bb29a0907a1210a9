"""A backup gives back every row and every release, is read by nobody without its key, and expires."""

import datetime
import fcntl
import io
import os
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from streetsafe.backups import BackupProblem, restore_backup
from streetsafe.encrypted_stream import Sealer
from streetsafe.sqlite.moment import rows_of
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
    stated = deployment.manage("backup", kept).output
    assert stated.endswith(" rows, read back and the same.\n1 expired and deleted.\n")
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
    assert (restored.rows, restored.files) == (rows.number, 1)
    assert rows.number > 120
    assert (tmp_path / "back" / "releases" / "one" / "map.json").read_bytes() == PUBLISHED
    with pytest.raises(BackupProblem, match="is not empty"):
        restore_backup(file, tmp_path / "back")


def test_a_backup_shows_nothing_and_belongs_to_its_owner_alone(written: tuple[Path, Path]) -> None:
    var, file = written
    content = file.read_bytes()
    word = b"reports_report"
    assert (word in (var / "streetsafe.sqlite3").read_bytes(), word in content) == (True, False)
    assert file.stat().st_mode & 0o777 == 0o600


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


def test_a_backup_made_before_the_key_was_changed_opens_with_the_former_key(
    written: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKUP_KEY", "another key of more than thirty-two letters")
    monkeypatch.setenv("BACKUP_KEY_FALLBACKS", "one before the last of thirty-two letters")
    with pytest.raises(BackupProblem, match="or BACKUP_KEY is another one"):
        restore_backup(written[1], tmp_path / "back")
    monkeypatch.setenv("BACKUP_KEY_FALLBACKS", f"one before the last of thirty-two letters, {KEY}")
    assert restore_backup(written[1], tmp_path / "back").files == 1


def encrypted(folder: Path, *members: tarfile.TarInfo | str) -> Path:
    """A backup encrypted with the right key that holds these; a name is a file's."""
    file = folder / "made.backup"
    with file.open("wb") as opened:
        sealer = Sealer(opened, KEY.encode())
        with tarfile.open(fileobj=sealer, mode="w|") as tar:  # type: ignore[call-overload]
            for member in members:
                info = tarfile.TarInfo(member) if isinstance(member, str) else member
                info.size = 4 if info.isreg() else 0
                tar.addfile(info, io.BytesIO(b"made"))
        sealer.finish()
    return file


def member(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    """Anything but a plain file."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


@pytest.mark.parametrize(
    "foreign",
    [
        "../outside",
        "/tmp/outside",  # noqa: S108  # refused before anything is written
        "releases/../../outside",
        "releases/..",
        "other",
        "secret_key",
        "streetsafe.sqlite3-wal",
        "streetsafe.sqlite3/below",
        "releases",
        member("releases/link", tarfile.SYMTYPE, "/etc/passwd"),
        member("streetsafe.sqlite3", tarfile.SYMTYPE, "/etc/passwd"),
        member("releases/hard", tarfile.LNKTYPE, "streetsafe.sqlite3"),
        member("releases/pipe", tarfile.FIFOTYPE),
        member("releases/device", tarfile.CHRTYPE),
        member("../folder", tarfile.DIRTYPE),
        member("other", tarfile.DIRTYPE),
    ],
    ids=lambda given: given if isinstance(given, str) else f"{given.name}:{given.type.decode()}",
)
def test_what_no_backup_of_ours_holds_is_refused(tmp_path: Path, foreign: tarfile.TarInfo | str) -> None:
    (tmp_path / "in").mkdir()
    file = encrypted(tmp_path, foreign, "streetsafe.sqlite3")
    with pytest.raises(BackupProblem):
        restore_backup(file, tmp_path / "in" / "back")
    assert [found for found in (tmp_path / "in").rglob("*") if found != tmp_path / "in" / "back"] == []
    assert sorted(os.listdir(tmp_path)) == ["in", "made.backup"]


@pytest.mark.parametrize("members", [(), ("releases/one",), ("streetsafe.sqlite3", "streetsafe.sqlite3")])
def test_a_backup_without_a_database_or_with_two_is_refused(tmp_path: Path, members: tuple[str, ...]) -> None:
    with pytest.raises(BackupProblem):
        restore_backup(encrypted(tmp_path, *members), tmp_path / "back")
    assert os.listdir(tmp_path / "back") == []


def test_a_backup_of_the_first_version_is_restored(written: tuple[Path, Path], tmp_path: Path) -> None:
    """It held folders as well, and a database that keeps no log."""
    old = tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(written[0] / "streetsafe.sqlite3", isolation_level=None)) as database:
        database.execute("VACUUM INTO ?", [str(old)])
    file = tmp_path / "old.backup"
    with file.open("wb") as opened:
        sealer = Sealer(opened, KEY.encode())
        with tarfile.open(fileobj=sealer, mode="w|") as tar:  # type: ignore[call-overload]
            tar.add(old, "streetsafe.sqlite3")
            tar.add(written[0] / "releases", "releases")
        sealer.finish()
    restored = restore_backup(file, tmp_path / "back")
    assert (restored.rows, restored.files) == (rows_of(old).number, 1)
    assert rows_of(tmp_path / "back" / "streetsafe.sqlite3") == rows_of(old)


def test_an_empty_folder_keeps_its_mode_and_what_a_killed_restore_left_is_removed(
    written: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "back").mkdir(mode=0o750)
    (tmp_path / ".back.restoring-00000000" / "releases").mkdir(parents=True)
    (tmp_path / ".other.restoring-00000000").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "back")
    restore_backup(written[1], tmp_path / "link")
    assert sorted(os.listdir(tmp_path)) == [".other.restoring-00000000", "back", "link"]
    assert (tmp_path / "back").stat().st_mode & 0o777 == 0o750
    assert sorted(os.listdir(tmp_path / "back")) == ["releases", "streetsafe.sqlite3"]


def stated(deployment: Deployment, *words: str | Path) -> str:
    """What a command that cannot do it says, on one line."""
    ended = deployment.manage(*words, expect=1)
    assert "Traceback" not in ended.output
    return ended.output


def test_whoever_cannot_back_up_or_restore_is_told_in_words(written: tuple[Path, Path], tmp_path: Path) -> None:
    var, file = written
    whole = Deployment(var, {"BACKUP_KEY": KEY})
    (tmp_path / "file").touch()
    no_key, no_file = "BACKUP_KEY, or BACKUP_KEY_FILE", f"BACKUP_KEY_FILE names {tmp_path}/none, which cannot be read"
    assert no_key in stated(Deployment(var, {"BACKUP_KEY": "", "BACKUP_KEY_FILE": ""}), "backup", tmp_path / "kept")
    keyed = Deployment(var, {"BACKUP_KEY": "", "BACKUP_KEY_FILE": f"{tmp_path}/none"})
    assert no_file in stated(keyed, "backup", tmp_path / "kept")
    assert no_file in stated(keyed, "restore", file, tmp_path / "back")
    assert "There is no database at" in stated(
        Deployment(tmp_path / "v", {"BACKUP_KEY": KEY}), "backup", tmp_path / "k"
    )
    assert f"{tmp_path}/file: File exists." in stated(whole, "backup", tmp_path / "file")
    assert f"{tmp_path}/file: File exists." in stated(whole, "restore", file, tmp_path / "file")
    assert f"{tmp_path}/none: No such file" in stated(whole, "restore", tmp_path / "none", tmp_path / "back")
    assert ": Is a directory." in stated(whole, "restore", tmp_path, tmp_path / "back")


def test_what_has_expired_is_deleted_also_when_no_new_backup_can_be_written(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    named = ["streetsafe-2020-01-01-00000000.backup", "streetsafe-2020-01-01-ffffffff.backup"]
    others = ["streetsafe-2020-01-01-notes.backup", "streetsafe-2020-01-01-00000000.backup.txt"]
    for name in named + others:
        (kept / name).touch()
    said = stated(Deployment(tmp_path / "var", {"BACKUP_KEY": ""}), "backup", kept)
    assert said.startswith("2 expired and deleted.\n")
    assert sorted(os.listdir(kept)) == sorted(others)


def test_two_backups_into_one_folder_do_not_meet(written: tuple[Path, Path], tmp_path: Path) -> None:
    half = tmp_path / ".streetsafe-2026-11-27-00000000.backup.part"
    half.touch()
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    whole = Deployment(written[0], {"BACKUP_KEY": KEY})
    assert f"Another backup or restore is at work in {tmp_path}." in stated(whole, "backup", tmp_path)
    assert half.exists()  # of the other, which is at work
    os.close(handle)
    whole.manage("backup", tmp_path)
    assert not half.exists()
    assert len(list(tmp_path.glob("*.backup"))) == 1


SPOILS = """
import os, django, sys; django.setup()
from pathlib import Path
from django.utils import timezone
from streetsafe import backups
def spoil(handle, *_):
    os.pwrite(handle, b"?", os.fstat(handle).st_size - 5)
os.posix_fadvise = spoil
try: backups.write_backup(Path(sys.argv[1]), now=timezone.now())
except backups.BackupProblem as problem: print(problem)
"""


def test_a_disk_that_gives_back_something_else_is_found_out(written: tuple[Path, Path], tmp_path: Path) -> None:
    environment = Deployment(written[0], {"BACKUP_KEY": KEY}).variables()
    environment |= {"DJANGO_SETTINGS_MODULE": "streetsafe.settings", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SPOILS, str(tmp_path)]
    ended = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    assert ended.stdout == "The backup was changed or cut, or BACKUP_KEY is another one.\n"
    assert os.listdir(tmp_path) == []
