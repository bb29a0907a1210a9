"""Encrypted backups of the database and the releases, that expire; and the way back, proven at each backup.

A backup is one tar, encrypted as it is made: no plain copy is written to any disk, so none can be left there. The key
is derived from BACKUP_KEY alone: whoever has the disk and the site's secret cannot read it, and who has lost that key
cannot either. Why it is made so: docs/decisions/0020-backups-without-a-plain-copy.md.
"""

import datetime
import fcntl
import os
import re
import secrets
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection

from streetsafe import environment
from streetsafe.backup_contents import NotOurs, digests_in, pack, unpack
from streetsafe.encrypted_stream import CannotDecrypt, DecryptedStream
from streetsafe.moment import Moment, NoMoment
from streetsafe.own_folder import OTHERS_LOOK
from streetsafe.postgresql import moment as postgresql
from streetsafe.sqlite import moment as sqlite
from streetsafe.written_whole import file_in_the_making, remove_leftovers, sync_folder

KEPT = datetime.timedelta(days=30)  # an erased report is in no backup of ours a month later
SHORTEST_KEY = 32  # characters
_NAMED_BY_US = re.compile(r"streetsafe-\d{4}-\d\d-\d\d-[0-9a-f]{8}\.backup")

# Until November 2026 plain copies lay in such a folder of var/ while a backup was made: one that was killed left them.
_OLD_SCRATCH = re.compile(r"backup-[a-z0-9_]{8}")
_IN_OLD_SCRATCH = {sqlite.NAME, f"{sqlite.NAME}-journal", "plain.tar", "drill"}


class BackupProblem(Exception):
    """Why there is no backup, or why it cannot be read; in words for the operator."""


@dataclass(frozen=True)
class WrittenBackup:
    """A backup that was written and read back."""

    file: Path
    rows: int


@dataclass(frozen=True)
class Restored:
    """What came back."""

    rows: int
    files: int


def write_backup(folder: Path, *, now: datetime.datetime) -> WrittenBackup:
    """Writes a backup, reads it back and compares every byte and each row; raises BackupProblem and leaves nothing."""
    with _problems_in_words(settings.VAR_DIR):
        _remove_what_older_versions_left()
        for holding in (settings.VAR_DIR, settings.RELEASES_DIR):
            remove_leftovers(holding)
    held_still = _moment_of_the_database()
    key = _key()
    connection.close()  # no handle on the file but those of the moment: see there
    with _problems_in_words(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone_in(folder):
            remove_leftovers(folder)
            for left in folder.glob(".streetsafe-*.backup.part"):  # of versions before December 2026
                left.unlink()
            file = folder / f"streetsafe-{now:%Y-%m-%d}-{secrets.token_hex(4)}.backup"
            with held_still as moment, file_in_the_making(file, mode=0o600) as unfinished:
                packed = pack(moment, settings.RELEASES_DIR, unfinished, key)
                unfinished.flush()
                os.fsync(unfinished.fileno())
                os.posix_fadvise(unfinished.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # read back from the disk itself
                unfinished.seek(0)
                with moment.reading_back() as read_back:
                    digests, rows = digests_in(unfinished, key, read_back), read_back.rows()
                if digests != packed or rows != moment.rows:
                    raise BackupProblem(f"What was written to {folder} does not give back what it was made from.")
        return WrittenBackup(file, moment.rows.number)


def expire_backups(folder: Path, *, now: datetime.datetime) -> int:
    """Deletes the backups of that folder whose name tells an expired day; how many. Raises BackupProblem."""
    oldest = f"streetsafe-{now - KEPT:%Y-%m-%d}"
    with _problems_in_words(folder):
        there = folder.iterdir() if folder.is_dir() else ()
        expired = [file for file in there if _NAMED_BY_US.fullmatch(file.name) and file.name < oldest]
        for file in expired:
            file.unlink()
    return len(expired)


def restore_backup(file: Path, folder: Path, *, database: Mapping[str, Any] | None = None) -> Restored:
    """Unseals a backup into an empty folder, which is filled in one step; raises BackupProblem, and it stays empty.

    Of PostgreSQL the rows come into the empty database that `database` names, as Django's settings do: in one
    transaction, before the folder is filled.
    """
    keys = (_key(), *_former_keys())
    folder = folder.resolve()
    with _problems_in_words(folder), file.open("rb") as encrypted:
        key = _key_that_opens(encrypted, keys)
        encrypted.seek(0)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if any(folder.iterdir()):
            raise BackupProblem(f"{folder} is not empty: a backup is never restored over what stands.")
        if folder.is_mount():
            raise BackupProblem(f"{folder} is where a disk is mounted: name a folder inside it.")
        with _alone_in(folder.parent):
            for left in folder.parent.glob(f".{folder.name}.restoring-*"):
                shutil.rmtree(left)
            unfinished = folder.parent / f".{folder.name}.restoring-{secrets.token_hex(4)}"
            unfinished.mkdir(mode=0o700)
            try:
                restored = _filled(unfinished, encrypted, key, database)
                os.sync()  # thousands of files: one for all
                _give_the_place_of(folder, unfinished)
                sync_folder(folder.parent)
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
    return restored


def _filled(folder: Path, encrypted: BinaryIO, key: bytes, database: Mapping[str, Any] | None) -> Restored:
    if database is None:
        files = unpack(encrypted, folder, key)
        return Restored(sqlite.rows_of(folder / sqlite.NAME).number, files)
    with postgresql.filling(database) as filling:
        files = unpack(encrypted, folder, key, filling)
        return Restored(filling.finish().number, files)


def _moment_of_the_database() -> AbstractContextManager[Moment]:
    if connection.vendor != "sqlite":
        return postgresql.held_still(connection.settings_dict)
    database = Path(connection.settings_dict["NAME"])
    if not database.is_file():
        raise BackupProblem(f"There is no database at {database}: does STREETSAFE_VAR name the service's folder?")
    return sqlite.held_still(database)


def _give_the_place_of(empty: Path, filled: Path) -> None:
    """The filled folder stands where the empty one stood, owned as it was, and listed by no stranger: in one step."""
    was = empty.stat()
    if (was.st_uid, was.st_gid) != (filled.stat().st_uid, filled.stat().st_gid):
        os.chown(filled, was.st_uid, was.st_gid)
    filled.chmod(was.st_mode & 0o7777 & ~OTHERS_LOOK)
    filled.rename(empty)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Nobody else of us works in the folder: what lies half-made there is of a run that was killed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a disk of another machine may know no such locks
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BackupProblem(f"Another backup or restore is at work in {folder}.") from None
        yield
    finally:
        os.close(handle)


def _remove_what_older_versions_left() -> None:
    for left in settings.VAR_DIR.glob("backup-*"):
        is_ours = _OLD_SCRATCH.fullmatch(left.name) and left.is_dir() and not left.is_symlink()
        if is_ours and {file.name for file in left.iterdir()} <= _IN_OLD_SCRATCH:
            shutil.rmtree(left)


@contextmanager
def _problems_in_words(folder: Path) -> Iterator[None]:
    """What disk, database and seal complain of, as a BackupProblem."""
    try:
        yield
    except (CannotDecrypt, NoMoment, NotOurs) as fault:
        raise BackupProblem(str(fault)) from None
    except OSError as fault:
        raise BackupProblem(f"{fault.filename or folder}: {fault.strerror or fault}.") from fault
    except sqlite3.Error as fault:
        raise BackupProblem(f"The database cannot be read ({fault}).") from fault
    except tarfile.TarError as fault:
        raise BackupProblem(f"What the backup holds cannot be read ({fault}).") from fault


def _key_that_opens(encrypted: BinaryIO, keys: Sequence[bytes]) -> bytes:
    """The key of this backup by its first piece; the one in use when none opens it, which then says so."""
    for key in keys:
        with suppress(CannotDecrypt):
            encrypted.seek(0)
            DecryptedStream(encrypted, key).read(1)
            return key
    return keys[0]


def _former_keys() -> list[bytes]:
    """Backups made before the key was changed open with them, until they expire."""
    return [key.encode() for key in environment.words("BACKUP_KEY_FALLBACKS")]


def _key() -> bytes:
    text = os.environ.get("BACKUP_KEY", "")
    if not text and (named := os.environ.get("BACKUP_KEY_FILE")):
        try:
            text = Path(named).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as fault:
            raise BackupProblem(f"BACKUP_KEY_FILE names {named}, which cannot be read ({fault}).") from fault
    if len(text) < SHORTEST_KEY:
        raise BackupProblem(
            f"Set BACKUP_KEY, or BACKUP_KEY_FILE to a file that holds it: {SHORTEST_KEY} random characters or more. "
            "Keep a copy where the service is not: without it no backup can be read."
        )
    return text.encode()
