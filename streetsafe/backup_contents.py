"""What a backup holds, the database and the releases: packed into an encrypted stream and read out of one."""

import hashlib
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from streetsafe.encrypted_stream import DecryptedStream, Sealer
from streetsafe.moment import Moment, ReadBack
from streetsafe.postgresql import moment as postgresql
from streetsafe.sqlite.moment import NAME as SQLITE_FILE

_RELEASES = "releases"
_COPIED = 1 << 20  # bytes at a time


class NotOurs(Exception):
    """A backup that holds what no backup of ours does, or lacks what each does."""


def pack(moment: Moment, releases: Path, write: BinaryIO, key: bytes) -> dict[str, bytes]:
    """Seals the database and the releases into the file; the digest of each file in it."""
    sealer, digests = Sealer(write, key), {}
    with tarfile.open(fileobj=sealer, mode="w|") as tar:  # type: ignore[call-overload]  # it need not seek
        for name, part, size in moment.parts():
            digests[name] = _add(tar, name, part, size)
        for file in _release_files(releases):
            name = f"{_RELEASES}/{file.relative_to(releases).as_posix()}"
            with suppress(FileNotFoundError), file.open("rb") as read:  # withdrawn just now
                about = os.fstat(read.fileno())
                digests[name] = _add(tar, name, read, about.st_size, about.st_mtime)
    sealer.finish()
    return digests


def digests_in(encrypted: BinaryIO, key: bytes, database: ReadBack | None = None) -> dict[str, bytes]:
    """The digest of each file in a backup, as they are read from it; the database's own bytes are handed on."""
    digests: dict[str, bytes] = {}

    def take(member: tarfile.TarInfo, read: IO[bytes]) -> None:
        digesting = _Digesting(read)
        while data := digesting.read(_COPIED):
            if database is not None and (member.name == SQLITE_FILE or postgresql.is_piece(member.name)):
                database.write(data)
        digests[member.name] = digesting.digest.digest()

    _read(encrypted, key, take)
    return digests


def unpack(encrypted: BinaryIO, folder: Path, key: bytes, postgresql_filling: postgresql.Filling | None = None) -> int:
    """Writes the releases of a backup below the folder, and the database there or into PostgreSQL; how many releases'
    files. Raises NotOurs, also when the backup is of the other kind of database."""
    taken = set()

    def take(member: tarfile.TarInfo, read: IO[bytes]) -> None:
        if postgresql.is_part(member.name):
            if postgresql_filling is None:
                raise NotOurs("This is a backup of PostgreSQL: say with --database which empty one it goes into.")
            postgresql_filling.take(member.name, read)
            return
        if member.name == SQLITE_FILE and postgresql_filling is not None:
            raise NotOurs("This is a backup of SQLite, which comes into the folder: leave out --database.")
        file = folder / member.name
        # The database is for the service alone; what is published is for the web server too. Neither asks the umask.
        is_published = file.parent != folder
        file.parent.mkdir(parents=True, exist_ok=True)
        if is_published:
            for holding in (file.parent, file.parent.parent):
                if holding != folder:
                    holding.chmod(0o755)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with open(handle, "wb") as write:
            os.fchmod(handle, 0o644 if is_published else 0o600)
            shutil.copyfileobj(read, write, _COPIED)
        os.utime(file, (member.mtime, member.mtime))
        taken.add(member.name)

    _read(encrypted, key, take)
    if postgresql_filling is None and SQLITE_FILE not in taken:
        raise NotOurs("There is no database in this backup.")
    return len(taken - {SQLITE_FILE})


def _release_files(releases: Path) -> Iterator[Path]:
    """What is published; not what is half-made in a folder with a dot by a publication that runs or was killed."""

    def fail(fault: OSError) -> None:
        if not isinstance(fault, FileNotFoundError):  # withdrawn just now, or nothing is published yet
            raise fault

    for folder, folders, files in os.walk(releases, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder) / name for name in sorted(files))


def _add(tar: tarfile.TarFile, name: str, read: IO[bytes], size: int, modified: float = 0) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mtime = size, modified
    digesting = _Digesting(read)
    tar.addfile(info, digesting)  # type: ignore[arg-type]  # all it does is read
    return digesting.digest.digest()


class _Digesting:
    """Reads a file and knows the digest of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


def _read(encrypted: BinaryIO, key: bytes, take: Callable[[tarfile.TarInfo, IO[bytes]], None]) -> None:
    """Hands over each file of a backup; raises NotOurs for a name or a kind that no backup of ours holds.

    Nothing is extracted by tarfile: its own filter is younger than the oldest Python we run on.
    """
    decrypted = DecryptedStream(encrypted, key)
    with tarfile.open(fileobj=decrypted, mode="r|") as tar:  # type: ignore[call-overload]  # it need not seek
        for member in tar:
            path = PurePosixPath(member.name)
            is_release = path.parts[:1] == (_RELEASES,) and ".." not in path.parts
            if member.isdir() and is_release:
                continue  # made with its files
            read = tar.extractfile(member) if member.isreg() else None
            if read is None or not (is_release or member.name == SQLITE_FILE or postgresql.is_part(member.name)):
                raise NotOurs(f"The backup holds {member.name!r}, which no backup of ours does.")
            take(member, read)
    while decrypted.read(_COPIED):
        pass  # to the last piece: a cut file has none
