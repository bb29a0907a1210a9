"""From the queue to the reports, in an order that tells nothing of who came first."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Min, Q, QuerySet

from reports.geography.models import Area
from reports.intake.about_you import count_about_you
from reports.intake.keeping import COLUMNS, keep_reports
from reports.intake.models import IncomingReport, Shuffling, Source
from reports.intake.overwriting import overwrite_log
from reports.intake.page_answers import write_answers_anew
from reports.intake.submission import forget_submissions
from reports.vocabulary.uk_time import day_in_london

# Among fewer than ten, a guess at which report is whose is too often right; but nobody's report waits for ever.
FEWEST = 10
LONGEST_WAIT = datetime.timedelta(days=3)

_QUEUE = IncomingReport._meta.db_table


@dataclass(frozen=True)
class Shuffled:
    """What a shuffle did."""

    moved: int
    waiting: int  # still in the queue
    is_overwritten: bool  # nothing of the moved rows is left in the database's files


@dataclass(frozen=True)
class Unshuffled:
    """How many reports of some councils have arrived and are not shuffled yet, and the day on which they will be."""

    count: int
    due_on: datetime.date


def shuffle_intake(*, now: datetime.datetime, whole: bool = False) -> Shuffled:
    """Moves the queue to the reports when that is due, and overwrites what it leaves behind; all or nothing.

    Due once a day when FEWEST wait, or when the oldest has waited LONGEST_WAIT; with `whole` always. Each time it also
    forgets the numbers of forms whose time is over, and counts the answers about people of months that are: on a quiet
    site nobody's report would.
    """
    today = day_in_london(now)
    with transaction.atomic():
        _lock_queue()
        moved = _moved(today) if whole or _is_due(today) else 0
        waiting = IncomingReport.objects.count()
        forget_submissions(now)
        count_about_you(today)
        write_answers_anew(now)
    return Shuffled(moved, waiting, overwrite_log())


def unshuffled_reports(councils: QuerySet[Area]) -> Unshuffled | None:
    """What waits to be shuffled in some councils; None when nothing does. The oldest of all councils says when."""
    here = Count("pk", filter=Q(council__in=councils.order_by().values("code")))
    found = IncomingReport.objects.aggregate(count=here, oldest=Min("received_on"))
    return Unshuffled(found["count"], found["oldest"] + LONGEST_WAIT) if found["count"] else None


def _lock_queue() -> None:
    """Keeps new reports and a second shuffle waiting until this one has ended.

    On SQLite the transaction itself does, from its start. On PostgreSQL a report that arrived between the reading and
    the emptying would be lost.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {_QUEUE} IN ACCESS EXCLUSIVE MODE")


def _is_due(today: datetime.date) -> bool:
    if Shuffling.objects.filter(shuffled_on=today).exists():
        return False
    found = IncomingReport.objects.aggregate(count=Count("pk"), oldest=Min("received_on"))
    return found["count"] >= FEWEST or (found["oldest"] is not None and found["oldest"] <= today - LONGEST_WAIT)


def _moved(today: datetime.date) -> int:
    """Moves every row and empties the queue, in the caller's transaction; how many."""
    moved = keep_reports(_published())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # It leaves deleted rows in the file until it needs the room; an emptied table begins a new file. What the
            # transaction put there itself must be checked first, or the table counts as in use.
            cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {_QUEUE}")
        else:
            cursor.execute(f"DELETE FROM {_QUEUE}")  # noqa: S608
    Shuffling.objects.all().delete()
    Shuffling.objects.create(shuffled_on=today)
    return moved


def _published() -> Iterator[tuple[Any, ...]]:
    """The queue's rows as `keep_reports` takes them: without the queue's id."""
    columns = [column for column in COLUMNS if column != "source"]
    for row in IncomingReport.objects.values(*columns).iterator():
        dates = {name: row[name] and row[name].isoformat() for name in ("received_on", "felt_in")}
        mark = row["withdrawal_mark"] and row["withdrawal_mark"].hex
        stated = {**row, **dates, "source": Source.JOURNEY, "withdrawal_mark": mark}
        yield tuple(stated[column] for column in COLUMNS)
