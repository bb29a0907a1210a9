"""Files and folders that are whole under their name, or not there: also after a kill, on a full disk, in a power cut.

Each is made beside its place under a name with a dot, and holds a lock while it is made. What a killed run leaves there
holds none: the next run removes it, and nothing that another run is at.
"""

import fcntl
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_UNFINISHED = re.compile(r"\..+\.[0-9a-f]{12}\.part", re.DOTALL)
# Before December 2026: of a release, of the basemap and of the local secret.
_NAMED_EARLIER = re.compile(
    r"\.[A-Z0-9]{1,9}-\d{4}-Q[1-4](\.\d+)?\.[a-z0-9_]{8}|\.basemap-[a-z0-9_]{8}|\.secret_key-\d+"
)


@contextmanager
def file_in_the_making(file: Path, *, mode: int = 0o600) -> Iterator[BinaryIO]:
    """A file to write and read, that gets its name when the block ends well; on any fault it is gone."""
    unfinished, handle = _begun(
        file, lambda name: os.open(name, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    )
    try:
        with open(handle, "w+b") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
            unfinished.replace(file)
        sync_folder(file.parent)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def folder_in_the_making(beside: Path) -> Iterator[Path]:
    """An empty folder for its owner alone, to fill and then rename; what is left of it when the block ends is gone."""

    unfinished, handle = _begun(beside, _made_folder)
    try:
        yield unfinished
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
        os.close(handle)


def write_whole(file: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Writes a file for its owner alone in one step; the folder is made when missing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file_in_the_making(file, mode=mode) as opened:
        opened.write(content)


@contextmanager
def one_after_another(folder: Path, *, wait: Callable[[], None]) -> Iterator[None]:
    """Nobody else who asks this is within; `wait` is called once when somebody is, and then it is waited for."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        if not _lock_obtained(handle):
            wait()
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def remove_leftovers(folder: Path) -> None:
    """Removes from a folder what runs that were killed had begun there."""
    for left in folder.glob(".*"):
        if (_UNFINISHED.fullmatch(left.name) or _NAMED_EARLIER.fullmatch(left.name)) and not left.is_symlink():
            with suppress(OSError):  # another run's, or gone meanwhile
                _remove_if_left(left)


def sync_folder(folder: Path) -> None:
    """Names that were given in a folder outlast a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _begun(place: Path, make: Callable[[Path], int]) -> tuple[Path, int]:
    """A new name beside a place and its handle, locked: another run may have taken it for a leftover until then."""
    while True:
        unfinished = place.with_name(f".{place.name}.{secrets.token_hex(6)}.part")
        handle = make(unfinished)
        if _lock_obtained(handle) and unfinished.exists():
            return unfinished, handle
        os.close(handle)


def _made_folder(name: Path) -> int:
    while True:
        name.mkdir(mode=0o700)  # where none can be made, this says so
        with suppress(FileNotFoundError):  # taken for a leftover already
            return os.open(name, os.O_RDONLY | os.O_CLOEXEC)


def _lock_obtained(handle: int) -> bool:
    """Whether nobody else is at it; a disk of another machine may know no such locks."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _remove_if_left(left: Path) -> None:
    handle = os.open(left, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()
    finally:
        os.close(handle)
