"""What was deleted by its words stays deleted after a restore: a list beside the backups, which a restore follows.

Of each such report a digest of its mark, made with the site's secret for this use alone. It tells no place, no day and
no report: without the report itself, back from a backup, and the secret, nobody can tell what a line is of. What is
told is how many were deleted in a month.
"""

import datetime
import hashlib
import hmac
import uuid
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from reports.intake.models import IncomingReport, Report, TakenBack
from reports.intake.overwriting import overwrite_log
from reports.staff.row_level_security import everything_seen
from streetsafe.site_secrets import keys_of
from streetsafe.written_whole import write_whole

KEPT_MONTHS = 2  # backups expire after thirty days
LIST = "taken-back.list"


def note_taken_back(mark: uuid.UUID) -> None:
    """Notes that the report with this mark was deleted, in the caller's transaction; forgets what is older."""
    month = timezone.localdate().replace(day=1)
    TakenBack.objects.get_or_create(digest=_digests(mark)[0], defaults={"month": month})
    oldest = (month - datetime.timedelta(days=31 * KEPT_MONTHS)).replace(day=1)
    TakenBack.objects.filter(month__lt=oldest).delete()


def was_taken_back(marks: Iterable[uuid.UUID]) -> bool:
    """Whether a report with one of these marks was deleted by its words, lately."""
    return TakenBack.objects.filter(digest__in=[digest for mark in marks for digest in _digests(mark)]).exists()


def write_list(folder: Path) -> int:
    """Writes the list into a folder of backups, joined with what stands there, in an order that tells nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = sorted(_read(folder) | set(TakenBack.objects.values_list("digest", "month")))
    oldest = (timezone.localdate().replace(day=1) - datetime.timedelta(days=31 * KEPT_MONTHS)).replace(day=1)
    lines = [(digest, month) for digest, month in lines if month >= oldest]
    write_whole(folder / LIST, "".join(f"{digest} {month:%Y-%m}\n" for digest, month in lines).encode("ascii"))
    return len(lines)


def follow_list(folder: Path) -> int:
    """Deletes again what the list in a folder tells of, and notes it here; how many reports were back."""
    stated = _read(folder)
    digests = {digest for digest, _month in stated}
    with transaction.atomic(), everything_seen():
        found = 0
        for model in (IncomingReport, Report):
            marks = model.objects.filter(withdrawal_mark__isnull=False).values_list("pk", "withdrawal_mark")
            back = [pk for pk, mark in marks.iterator() if mark and digests.intersection(_digests(mark))]
            for start in range(0, len(back), 500):
                model.objects.filter(pk__in=back[start : start + 500]).delete()
            found += len(back)
        for digest, month in stated:
            TakenBack.objects.get_or_create(digest=digest, defaults={"month": month})
    overwrite_log()
    return found


def _read(folder: Path) -> set[tuple[str, datetime.date]]:
    file = folder / LIST
    if not file.exists():
        return set()
    lines = (line.split() for line in file.read_text("ascii").splitlines())
    return {(digest, datetime.date.fromisoformat(f"{month}-01")) for digest, month in lines}


def _digests(mark: uuid.UUID) -> tuple[str, ...]:
    """By the secret in use, then by each before it: a line cannot be made anew, for the mark it was made of is gone."""
    keys = keys_of(b"reports.intake.taken_back 1")
    return tuple(hmac.digest(key, mark.bytes, hashlib.sha256).hex()[:32] for key in keys)
