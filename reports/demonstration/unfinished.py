"""A demonstration that was interrupted while it was made: half of one looks whole, so it is removed and made anew."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from reports.demonstration.people import note_of_people


class CannotBeRemoved(Exception):
    """The half stands in a database that is not ours to empty."""


def note_of_half() -> Path:
    """The file that stands for as long as a demonstration is being made."""
    return Path(settings.VAR_DIR) / "demonstration.unfinished"


@contextmanager
def while_it_is_made() -> Iterator[None]:
    """To be entered only where no report stands: all that is written within may be removed if it does not end."""
    note_of_half().touch()
    yield
    note_of_half().unlink()


def remove_half() -> bool:
    """Removes what an interrupted making left; whether there was any. Raises CannotBeRemoved."""
    if not note_of_half().exists():
        return False
    if connection.vendor != "sqlite":
        raise CannotBeRemoved
    connection.close()
    database = Path(connection.settings_dict["NAME"])
    beside = [database.with_name(database.name + ending) for ending in ("", "-wal", "-shm", "-journal")]
    for file in (*beside, note_of_people()):
        file.unlink(missing_ok=True)
    shutil.rmtree(settings.RELEASES_DIR, ignore_errors=True)
    note_of_half().unlink()
    return True
