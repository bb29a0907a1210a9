"""Encrypted backups of the database and the releases, that expire; and the way back, proven at each backup.

A backup is one tar, sealed in pieces by AES-256-GCM: the number of each piece and whether it is the last are
authenticated with it, so pieces can be neither moved nor left out. The key is derived from BACKUP_KEY alone: whoever
has the disk and the site's secret cannot read it, and who has lost that key cannot either.
"""

import datetime
import hashlib
import os
import secrets
import sqlite3
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection

KEPT = datetime.timedelta(days=30)  # an erased report is in no backup of ours a month later
SHORTEST_KEY = 32  # characters
_MAGIC = b"streetsafe backup 1\n"
_PIECE = 1 << 20
_SALT, _TAG = 16, 16
_DATABASE = "streetsafe.sqlite3"


class BackupProblem(Exception):
    """Why there is no backup, or why it cannot be read; in words for the operator."""


@dataclass(frozen=True)
class Written:
    """A backup that was written and read back."""

    file: Path
    rows: int
    expired: int


@dataclass(frozen=True)
class Restored:
    """What came back."""

    rows: int
    files: int


def write_backup(folder: Path, *, now: datetime.datetime) -> Written:
    """Writes a backup, restores it elsewhere and compares each row, deletes the expired; raises BackupProblem."""
    if connection.vendor != "sqlite":
        raise BackupProblem(
            "This backs up SQLite. For PostgreSQL: pg_dump to an encrypted file that expires, and releases/."
        )
    key = _key()
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"streetsafe-{now:%Y-%m-%d}-{secrets.token_hex(4)}.backup"
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix="backup-") as scratch:
        snapshot = Path(scratch) / _DATABASE
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(snapshot)])  # one moment of the database, whoever writes meanwhile
        plain = Path(scratch) / "plain.tar"
        with tarfile.open(plain, "w") as tar:
            tar.add(snapshot, _DATABASE)
            if settings.RELEASES_DIR.exists():
                tar.add(settings.RELEASES_DIR, "releases")
        with plain.open("rb") as read, file.open("xb") as write:
            os.fchmod(write.fileno(), 0o600)
            _seal(read, write, key)
            os.fsync(write.fileno())
        drill = Path(scratch) / "drill"
        restore_backup(file, drill)
        rows = rows_of(snapshot)
        if rows_of(drill / _DATABASE) != rows:
            raise BackupProblem(f"{file} does not give back what it was made from.")
    return Written(file, rows.total(), _expire(folder, now))


def restore_backup(file: Path, folder: Path) -> Restored:
    """Unseals a backup into an empty folder; raises BackupProblem, and then the folder is left as it was."""
    key = _key()
    if folder.exists() and any(folder.iterdir()):
        raise BackupProblem(f"{folder} is not empty: a backup is never restored over what stands.")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder.parent) as plain:
        with file.open("rb") as read:
            _unseal(read, plain, key)
        plain.seek(0)
        with tarfile.open(fileobj=plain) as tar:
            tar.extractall(folder, filter="data")
    files = sum(found.is_file() for found in (folder / "releases").rglob("*"))
    return Restored(rows_of(folder / _DATABASE).total(), files)


def rows_of(database: Path) -> Counter[bytes]:
    """Every row of every table as a digest with its table's name: two databases compared without an order."""
    rows: Counter[bytes] = Counter()
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
        tables = [
            name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        for table in tables:
            for row in opened.execute(f'SELECT * FROM "{table}"'):  # noqa: S608  # names from the schema itself
                rows[hashlib.sha256(repr((table, row)).encode()).digest()] += 1
    return rows


def _expire(folder: Path, now: datetime.datetime) -> int:
    """Deletes the backups of that folder whose name tells an expired day; how many."""
    oldest = f"streetsafe-{now - KEPT:%Y-%m-%d}"
    expired = [file for file in folder.glob("streetsafe-*.backup") if file.name < oldest]
    for file in expired:
        file.unlink()
    return len(expired)


def _key() -> bytes:
    text = os.environ.get("BACKUP_KEY", "")
    if not text and (named := os.environ.get("BACKUP_KEY_FILE")):
        text = Path(named).read_text(encoding="utf-8").strip()
    if len(text) < SHORTEST_KEY:
        raise BackupProblem(
            f"Set BACKUP_KEY, or BACKUP_KEY_FILE to a file that holds it: {SHORTEST_KEY} random characters or more. "
            "Keep a copy where the service is not: without it no backup can be read."
        )
    return text.encode()


def _sealer(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=salt, info=_MAGIC).derive(key))


def _seal(read: BinaryIO, write: BinaryIO, key: bytes) -> None:
    salt = secrets.token_bytes(_SALT)
    write.write(_MAGIC + salt)
    sealer = _sealer(key, salt)
    for number, piece, is_last in _pieces(read, _PIECE):
        write.write(sealer.encrypt(_nonce(number, is_last=is_last), piece, None))


def _unseal(read: BinaryIO, write: BinaryIO, key: bytes) -> None:
    if read.read(len(_MAGIC)) != _MAGIC:
        raise BackupProblem("This is no backup of ours.")
    sealer = _sealer(key, read.read(_SALT))
    try:
        for number, piece, is_last in _pieces(read, _PIECE + _TAG):
            write.write(sealer.decrypt(_nonce(number, is_last=is_last), piece, None))
    except InvalidTag:
        raise BackupProblem("The backup was changed or cut, or BACKUP_KEY is another one.") from None


def _nonce(number: int, *, is_last: bool) -> bytes:
    """Once for each piece of a file, whose key is its own by its salt; a cut file has no last piece."""
    return number.to_bytes(11, "big") + bytes([is_last])


def _pieces(file: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Number, piece, and whether it is the last; one empty piece of an empty file."""
    number, piece = 0, file.read(size)
    while following := file.read(size):
        yield number, piece, False
        number, piece = number + 1, following
    yield number, piece, True
