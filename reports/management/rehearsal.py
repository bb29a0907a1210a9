"""A publication acted out on a copy of the service that is destroyed after it: nothing of the service is written.

The copy is made by `backup` and `restore`, encrypted with a key that nobody keeps. Its noise is another draw, thrown
away: a figure of it beside the release's own would tell more than the release promises, so none is shown or kept.
"""

import fcntl
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from streetsafe import environment
from streetsafe.moment import NoMoment
from streetsafe.postgresql.moment import empty_again

MARK = "rehearsal"  # lies in the folder of a copy: nothing else may be published as a copy is
_FOLDER = ".rehearsal-"
# Where the copy must not reach: it would keep its releases there, or hand its pages to visitors.
_NOT_HANDED_ON = {
    "BACKUP_FOLDER": "",
    "EDGE_URL": "",
    "DATABASE_URL": "",
    "BACKUP_KEY_FILE": "",
    "SECRET_KEY_FALLBACKS": "",
}


class RehearsalFailed(Exception):
    """What a step said that failed."""


def rehearsed(words: Sequence[str], *, database: str = "") -> str:
    """What the publication said on the copy; raises RehearsalFailed. The copy is gone when this returns.

    Of PostgreSQL the rows come into the empty database that `database` names, which is emptied again.
    """
    remove_leftovers()
    with _scratch_folder() as scratch:
        keys = {"BACKUP_KEY": secrets.token_urlsafe(48)}
        copy = scratch / "copy" / "var"  # `restore` holds the folder above it, and we hold the scratch folder
        _run(["backup", str(scratch / "backups")], keys)
        (backup,) = (scratch / "backups").glob("*.backup")
        _run(["restore", str(backup), str(copy), *(["--database", database] if database else [])], keys)
        try:
            shutil.rmtree(scratch / "backups")
            (copy / MARK).touch(mode=0o600)
            apart = {"STREETSAFE_ENV": "local", "STREETSAFE_VAR": str(copy), "SECRET_KEY": secrets.token_urlsafe(48)}
            apart |= {"DATABASE_URL": database}
            return _run(["rehearse", "--in-the-copy", *words], _NOT_HANDED_ON | apart)
        finally:
            if database:
                _empty(database)


def _empty(database: str) -> None:
    """Takes the copy out of its database again: `restore` fills only an empty one, so nothing else was in it."""
    try:
        empty_again(environment.database(database, sqlite_file=Path()))
    except NoMoment as why:
        raise RehearsalFailed(str(why)) from why


def remove_leftovers() -> int:
    """Destroys the copies that killed rehearsals left, and no copy that is in use; how many."""
    removed = 0
    for folder in Path(settings.VAR_DIR).glob(f"{_FOLDER}*"):
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
            removed += 1
        except BlockingIOError:
            continue
        finally:
            os.close(handle)
    return removed


@contextmanager
def _scratch_folder() -> Iterator[Path]:
    """On the service's own disk, which is encrypted as the service is; held, so that nobody takes it for a leftover."""
    folder = Path(settings.VAR_DIR) / f"{_FOLDER}{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(handle)
        shutil.rmtree(folder)


def _run(words: Sequence[str], environment: dict[str, str]) -> str:
    """A command of ours; Ctrl-C ends it with us."""
    ended = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, settings.BASE_DIR / "manage.py", *words],
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise RehearsalFailed((ended.stderr or ended.stdout).strip().removeprefix("CommandError: "))
    return ended.stdout
