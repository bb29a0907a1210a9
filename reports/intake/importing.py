"""Reports from a CSV file: every row judged first, then all good rows kept in one transaction, or none.

Judging holds no lock; the rows judged good wait as packed numbers in memory or a temporary file, so that memory is
flat and the database is locked for the seconds of the insert alone.
"""

import datetime
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import IO, BinaryIO

import numpy as np
from django.db import IntegrityError, transaction
from django.db.models import Min, Q, Sum
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from reports.intake.closing import closed_quarters
from reports.intake.judging import PACKED, Judge, NothingToImport, Refusal
from reports.intake.keeping import COLUMNS, keep_reports
from reports.intake.models import ImportedFile, ImportedPart, Report, Source
from reports.intake.rows import first_of_month
from reports.vocabulary.uk_time import day_in_london

_BATCH = 10_000
_IN_MEMORY = 4_000_000  # bytes of packed rows, 24 a row: a file that a partner sends touches no disk

# What a file tells of a report, and what else a report holds: an import leaves it as unanswered as a new form is.
_IN_A_FILE = ("cell", "council_id", "received_on", "felt_in", *(PACKED.names or ())[3:])
_NOT_IN_A_FILE = {
    field.column: Source.IMPORT if field.column == "source" else field.get_default()
    for field in Report._meta.concrete_fields
    if field.column in COLUMNS and field.column not in _IN_A_FILE
}
_AS_KEPT = itemgetter(*map([*_IN_A_FILE, *_NOT_IN_A_FILE].index, COLUMNS))


class ImportedBefore(Exception):
    """The same bytes, or the same rows of a council written otherwise, were imported already."""

    def __init__(self, on: datetime.date, kept: int) -> None:
        self.on, self.kept = on, kept
        super().__init__(
            _("this file was imported on %(day)s, %(count)s rows kept") % {"day": on.isoformat(), "count": f"{kept:,}"}
        )


@dataclass(frozen=True)
class Imported:
    """How many rows were kept and how many refused."""

    kept: int
    refused: int
    late: int = 0  # of those kept, how many tell of a month whose quarter is published
    digest: str = field(default="", compare=False)  # SHA-256 of the file
    by_council: Mapping[str, int] = field(default_factory=dict, compare=False)
    months: tuple[datetime.date, ...] = field(default=(), compare=False)  # the first of each
    before: ImportedBefore | None = field(default=None, compare=False)  # what of it was imported already


def import_rows(
    file: BinaryIO,
    *,
    now: datetime.datetime,
    refuse: Callable[[Refusal], None],
    progress: Callable[[int], None] = lambda position: None,
    judged: Callable[[Imported], None] = lambda result: None,
    kept: Callable[[Imported], None] = lambda result: None,
    within: Collection[str] | None = None,
    again: bool = False,
) -> Imported:
    """Keeps every good row of a CSV file as a report; `refuse` hears of each other row, in batches by line.

    `progress` hears the bytes read so far; `judged` is called when no more is refused and nothing is kept yet, with
    what would be; `kept` within the transaction in which all was. With `within`, rows outside these councils are
    refused. Raises NothingToImport and, unless `again`, ImportedBefore; what `judged` and `kept` raise ends it, and
    nothing is kept.
    """
    today = day_in_london(now)
    judge = Judge(file, today, refuse, progress=progress, within=within)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as waiting:
        late = 0
        for batch in judge.good_batches():
            waiting.write(batch.tobytes())
            late += _late_in(batch, judge.councils)
        if not judge.kept and not judge.refused:
            raise NothingToImport(_("the file has a header and no rows"))
        months = tuple(first_of_month(month) for month in sorted(judge.months))
        result = Imported(
            judge.kept, judge.refused, late, judge.digest, dict(judge.by_council), months, imported_before(judge)
        )
        judged(result)
        waiting.seek(0)
        with transaction.atomic():
            _remember(judge, today, again=again)
            for batch in _read_back(waiting):
                _keep(batch, judge.councils)
            kept(result)
    return result


def _late_in(batch: NDArray[np.void], councils: list[str]) -> int:
    """How many rows tell of a month whose quarter is published where they lie."""
    closed = closed_quarters(councils)
    kinds, sizes = np.unique(batch[["council", "month"]], return_counts=True)
    return sum(
        size
        for (council, month), size in zip(kinds.tolist(), sizes.tolist(), strict=True)
        if closed.holds(councils[council], first_of_month(month))
    )


def imported_before(judge: Judge) -> ImportedBefore | None:
    """What is known of these bytes, or of these rows of one of their councils, from an earlier import."""
    alike = Q(pk__in=())
    for council in judge.councils:
        rows = judge.rows_digest(council)
        alike |= Q(council=council) & (Q(digest=judge.digest) | (Q(rows=rows) if rows else Q(pk__in=())))
    found = ImportedPart.objects.filter(alike).aggregate(on=Min("imported_on"), kept=Sum("kept"))
    if found["on"]:
        return ImportedBefore(found["on"], found["kept"])
    of_before = ImportedFile.objects.filter(digest=judge.digest)  # from when no council was noted
    noted = of_before.exclude(digest__in=ImportedPart.objects.values("digest")).first()
    return ImportedBefore(noted.imported_on, noted.kept) if noted else None


def _remember(judge: Judge, today: datetime.date, *, again: bool) -> None:
    """Notes the file, in the transaction of its rows: a second run after a doubtful end is harmless."""
    before = imported_before(judge)
    if before is not None:
        if not again:
            raise before
        return
    if not judge.kept:
        return  # with other boundaries the same rows may be good
    ImportedFile.objects.get_or_create(digest=judge.digest, defaults={"imported_on": today, "kept": judge.kept})
    parts = [
        ImportedPart(
            digest=judge.digest, council=council, imported_on=today, kept=count, rows=judge.rows_digest(council)
        )
        for council, count in judge.by_council.items()
    ]
    try:
        with transaction.atomic():
            ImportedPart.objects.bulk_create(parts)
    except IntegrityError:  # at the same moment by somebody else
        raise ImportedBefore(today, judge.kept) from None


def _read_back(waiting: IO[bytes]) -> Iterator[NDArray[np.void]]:
    while piece := waiting.read(_BATCH * PACKED.itemsize):
        yield np.frombuffer(piece, dtype=PACKED)


def _keep(batch: NDArray[np.void], councils: list[str]) -> None:
    """Keeps a batch as reports; an import knows only the month, so it counts as received on its first day."""
    days = {month: first_of_month(month) for month in np.unique(batch["month"]).tolist()}
    keep_reports(
        _AS_KEPT((cell, councils[council], days[month], days[month], *stated, *_NOT_IN_A_FILE.values()))
        for cell, council, month, *stated in batch.tolist()
    )
