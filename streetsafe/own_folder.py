"""What stands in the service's own folder before it starts: a local secret, and never a demonstration in production."""

import secrets
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


def make_folder(folder: Path) -> None:
    """Makes it for a trial; where it cannot be made, what needs it says so."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)


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
