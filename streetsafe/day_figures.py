"""What a night notes for those who watch the service: figures of the day that is over, in tens, and nothing since.

A figure that moved with a report would tell whoever reads it that somebody reports now. So these are written once a
day, by the night, for the day before; what is counted of reports is rounded to ten, and the metrics read this alone.
"""

import datetime
import json
import shutil
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from django.conf import settings

from reports.geography.areas import current_councils
from reports.intake.received import deleted_in_month, received_on
from reports.intake.shuffling import unshuffled_reports
from streetsafe import sender
from streetsafe.written_whole import write_whole

STEP = 10


@dataclass(frozen=True)
class DayFigures:
    """Of one day, as they stood in the night after it."""

    day: str  # the day that is over
    received: int  # reports, to the next ten
    unshuffled: int
    deleted_last_month: int  # by their words, in the last month that is over
    disk_free_percent: int
    proxy_names_nobody: int  # 1 when the service found that it cannot tell senders apart


def in_tens(count: int) -> int:
    """To the nearest ten, five upwards."""
    return (count + STEP // 2) // STEP * STEP


def note_day(today: datetime.date) -> None:
    """Keeps the figures of the day before today; on one day once, for the difference of two would tell a report."""
    yesterday = today - datetime.timedelta(days=1)
    last = last_day()
    if last is not None and last.day >= yesterday.isoformat():
        return
    unshuffled, disk = unshuffled_reports(current_councils()), shutil.disk_usage(settings.VAR_DIR)
    figures = DayFigures(
        day=yesterday.isoformat(),
        received=in_tens(received_on(yesterday)),
        unshuffled=in_tens(unshuffled.count if unshuffled else 0),
        deleted_last_month=in_tens(
            deleted_in_month((today.replace(day=1) - datetime.timedelta(days=1)).replace(day=1))
        ),
        disk_free_percent=100 * disk.free // disk.total,
        proxy_names_nobody=int(bool(sender.said_of_the_proxy())),
    )
    write_whole(_file(), f"{json.dumps(asdict(figures))}\n".encode())


def last_day() -> DayFigures | None:
    """What the last night noted; None where none did, or another version wrote it."""
    try:
        content = json.loads(_file().read_text(encoding="ascii"))
        return DayFigures(**{field.name: content[field.name] for field in fields(DayFigures)})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _file() -> Path:
    return Path(settings.VAR_DIR) / "day.json"
