"""When the nightly run was last done, for the doctor: a day, and what failed."""

import datetime
from pathlib import Path

from django.conf import settings

from streetsafe.written_whole import write_whole


def note_night(day: datetime.date, *, failed: list[str]) -> None:
    """Keeps the day and the names of the steps that failed."""
    write_whole(_file(), f"{day.isoformat()} {' '.join(failed)}\n".encode())


def last_night() -> tuple[datetime.date, list[str]] | None:
    """The day of the last run and what failed in it; None when there was none."""
    try:
        day, *failed = _file().read_text(encoding="ascii").split()
        return datetime.date.fromisoformat(day), failed
    except (OSError, ValueError):
        return None


def _file() -> Path:
    return Path(settings.VAR_DIR) / "nightly.txt"
