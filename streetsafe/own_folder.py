"""What stands in the service's own folder before it starts: a local secret, and never a demonstration in production.

Only the service's own user reads what lies there. What is published is made readable for the web server by itself.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from streetsafe.environment import Refused
from streetsafe.written_whole import write_whole


def refuse_a_demonstration(folder: Path) -> None:
    """Raises Refused where `manage.py demo` was."""
    try:
        holds_one = (folder / "demonstration").exists()
    except OSError as fault:
        raise Refused(
            f"{folder} cannot be looked into ({fault.strerror}).", "Give it to the service's user."
        ) from fault
    if holds_one:
        raise Refused(
            f"{folder} holds the demonstration: anyone knows its passwords, and its people need no second factor.",
            "Start production with an empty STREETSAFE_VAR and an empty database.",
        )


OTHERS = 0o077  # what a mode lets anybody do who is not its owner
# Of a folder: see what is in it, or change it. Passing through to what is published is no harm, and whether a group
# sees names is for the operator to say: the files are closed to it.
OTHERS_LOOK = 0o026


def keep_to_ourselves() -> None:
    """Whatever this process writes from now on is for its own user, whoever started it with whatever umask."""
    os.umask(OTHERS)


def private_files(folder: Path) -> Iterator[Path]:
    """The files of the service's folder that nobody else may read: all but what is published."""
    for pattern in ("*.sqlite3", "*.sqlite3-*", "secret_key", "demonstration", "taken-back.list", "*.backup"):
        yield from (file for file in folder.glob(pattern) if file.is_file() and not file.is_symlink())


def open_to_others(folder: Path) -> list[Path]:
    """What others may read or change there, the folder itself among it."""
    found = [folder] if folder.stat().st_mode & OTHERS_LOOK else []
    return found + sorted(file for file in private_files(folder) if file.stat().st_mode & OTHERS)


def close_to_others(folder: Path) -> None:
    """Takes from others what earlier versions, or an umask, gave them; what is another user's stays, and is told."""
    with suppress(OSError):
        for path in open_to_others(folder):
            with suppress(OSError):
                path.chmod(path.stat().st_mode & ~(OTHERS_LOOK if path == folder else OTHERS) & 0o7777)


def make_folder(folder: Path) -> None:
    """Makes it for a trial; where it cannot be made, what needs it says so."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        close_to_others(folder)


def secret_of(folder: Path) -> str:
    """A secret made once on this machine, so that a newcomer need not invent one; raises Refused."""
    file = folder / "secret_key"
    try:
        if not file.exists() or not file.stat().st_size:  # an empty one was left by a disk that was full
            write_whole(file, secrets.token_urlsafe(50).encode(), mode=0o600)  # another process may be reading
        return file.read_text(encoding="ascii").strip()
    except OSError as fault:
        raise Refused(
            f"{file} cannot be read or made ({fault.strerror}).",
            "Set STREETSAFE_VAR to a folder that can be written, or set SECRET_KEY.",
        ) from fault
