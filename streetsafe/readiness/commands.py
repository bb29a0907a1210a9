"""What ends a command and is no fault of its code, in words: a database or a disk it cannot work with."""

import errno
import sqlite3

import psycopg
from django.core.management.base import CommandError
from django.db import Error
from django.utils import timezone

from streetsafe.readiness import NotReady, database, service

# Of SQLite's faults those of the file, its disk and other programs; the rest are what somebody's code asked for.
_OF_THE_FILE = ("BUSY", "LOCKED", "FULL", "IOERR", "READONLY", "CANTOPEN", "CORRUPT", "NOTADB", "PERM", "PROTOCOL")
# Of PostgreSQL's classes those of the connection, of room, of whoever runs it, of locks and of what may not be written.
_OF_THE_SERVER = ("08", "53", "57", "58", "40", "55P03", "25006", "42501")
_AGAIN = "then run the same command again."
_REMEDIES = {
    errno.ENOSPC: f"Make room on that disk, {_AGAIN}",
    errno.EDQUOT: f"Make room on that disk, {_AGAIN}",
    errno.EFBIG: f"Raise the limit of file sizes (ulimit -f), {_AGAIN}",
    errno.EROFS: f"Mount that disk writable, {_AGAIN}",
    errno.EACCES: "Run it as the service's user, or give that user the file.",
    errno.EPERM: "Run it as the service's user, or give that user the file.",
}


def refuse_a_wrong_clock() -> None:
    """Raises CommandError for a clock by which too much would be erased or published, and for ever."""
    now = timezone.now()
    if not service.is_of_our_time(now):
        raise CommandError(
            f"The clock is wrong: it says {now:%Y-%m-%d %H:%M} UTC. Nothing was changed.\n"
            "Set it, then run the same command again; timedatectl tells how it is kept."
        )


def in_words(fault: Exception) -> str:
    """What is wrong and what to do; empty for a fault of the code, which is to be shown whole."""
    if isinstance(fault, OSError):
        return _of_a_file(fault) if fault.errno else ""
    try:
        database.answers()
        if _is_of_its_surroundings(fault):  # before what it lacks: perhaps that is what could not be made
            raise NotReady("The database could not do what was asked.", database.its_words(fault))
        database.serves_a_command()
    except NotReady as found:
        return f"{found.said}\n{found.remedy}"
    return ""


def _of_a_file(fault: OSError) -> str:
    where = f"{fault.filename}: " if fault.filename else "A file cannot be read or written: "
    return f"{where}{fault.strerror}.\n{_REMEDIES.get(fault.errno or 0, f'Mend that, {_AGAIN}')}"


def _is_of_its_surroundings(fault: Exception) -> bool:
    """Whether the database itself says that it is not for what was asked."""
    cause = fault.__cause__ if isinstance(fault, Error) else fault
    if isinstance(cause, sqlite3.Error):
        name = getattr(cause, "sqlite_errorname", "").removeprefix("SQLITE_")
        return name.startswith(_OF_THE_FILE)
    if isinstance(cause, psycopg.Error):
        return (cause.sqlstate or "08").startswith(_OF_THE_SERVER)
    return False
