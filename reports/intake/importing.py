"""Reports from a CSV file: every row judged first, then all good rows kept in one transaction, or none.

Judging holds no lock; the rows judged good wait as packed numbers in a temporary file, so that memory is flat and
the database is locked for the seconds of the insert alone.
"""

import datetime
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import IO, BinaryIO

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from reports.geography import boundaries, hexgrid
from reports.intake.closing import closed_quarters
from reports.intake.csv_lines import BadLine, LineReader, fields_of
from reports.intake.keeping import COLUMNS, keep_reports
from reports.intake.models import ImportedFile, Report, Source
from reports.intake.rows import BadHeader, BadRow, ImportRow, first_of_month, row_reader
from reports.vocabulary.uk_time import day_in_london

_BATCH = 10_000
_PACKED = np.dtype(
    [
        ("cell", np.uint64),
        ("council", np.int32),
        ("month", np.int32),
        ("band", np.uint8),
        ("day_kind", np.uint8),
        ("frequency", np.uint8),
        ("main_reason", np.uint8),
        ("reasons", np.uint32),
    ]
)

# What a file tells of a report, and what else a report holds: an import leaves it as unanswered as a new form is.
_IN_A_FILE = ("cell", "council_id", "received_on", "felt_in", *(_PACKED.names or ())[3:])
_NOT_IN_A_FILE = {
    field.column: Source.IMPORT if field.column == "source" else field.get_default()
    for field in Report._meta.concrete_fields
    if field.column in COLUMNS and field.column not in _IN_A_FILE
}
_AS_KEPT = itemgetter(*map([*_IN_A_FILE, *_NOT_IN_A_FILE].index, COLUMNS))


class NothingToImport(ValueError):
    """A file with no header of ours, or no row."""


class ImportedBefore(Exception):
    """The same bytes were imported already."""


@dataclass(frozen=True)
class Refusal:
    """A line that was not kept, and why."""

    line: int
    why: str


@dataclass(frozen=True)
class Imported:
    """How many rows were kept and how many refused."""

    kept: int
    refused: int
    late: int = 0  # of those kept, how many tell of a month whose quarter is published


def import_rows(
    file: BinaryIO,
    *,
    now: datetime.datetime,
    refuse: Callable[[Refusal], None],
    progress: Callable[[int], None] = lambda position: None,
    judged: Callable[[], None] = lambda: None,
    again: bool = False,
) -> Imported:
    """Keeps every good row of a CSV file as a report; `refuse` hears of each other row, in batches by line.

    `progress` hears the bytes read so far; `judged` is called when no more is refused and nothing is kept yet. Raises
    NothingToImport and, unless `again`, ImportedBefore.
    """
    judge = _Judge(LineReader(file), day_in_london(now), refuse, progress)
    with tempfile.TemporaryFile() as waiting:
        kept, late = 0, 0
        for batch in judge.good_batches():
            waiting.write(batch.tobytes())
            kept += len(batch)
            late += _late_in(batch, judge.councils)
        if not kept and not judge.refused:
            raise NothingToImport("the file has a header and no rows")
        judged()
        waiting.seek(0)
        with transaction.atomic():
            _remember(judge.digest, kept, day_in_london(now), again=again)
            for batch in _read_back(waiting):
                _keep(batch, judge.councils)
    return Imported(kept, judge.refused, late)


class _Judge:
    """Reads lines, refuses the bad ones and packs the good."""

    def __init__(
        self,
        lines: LineReader,
        today: datetime.date,
        refuse: Callable[[Refusal], None],
        progress: Callable[[int], None],
    ) -> None:
        self._lines, self._today, self._refuse, self._progress = lines, today, refuse, progress
        self.refused = 0
        self.councils: list[str] = []  # codes, in the order of first use
        self._numbers: dict[str, int] = {}

    @property
    def digest(self) -> str:
        """SHA-256 of the file, once it was read to its end."""
        return self._lines.digest

    def good_batches(self) -> Iterator[NDArray[np.void]]:
        """The good rows, packed, in the order of the file."""
        numbered = iter(self._lines)
        read = self._header(next(numbered, None))
        good: list[ImportRow] = []
        lines: list[int] = []
        bad: list[Refusal] = []
        for number, line in numbered:
            try:
                fields = fields_of(line)
                if fields == [""]:
                    continue  # an empty line, as editors leave at the end
                good.append(read(fields))
                lines.append(number)
            except (BadLine, BadRow) as why:
                bad.append(Refusal(number, str(why)))
            if len(good) >= _BATCH or len(bad) >= _BATCH:
                yield self._placed(good, lines, bad)
                good, lines, bad = [], [], []
        yield self._placed(good, lines, bad)

    def _header(self, first: tuple[int, bytes | None] | None) -> Callable[[list[str]], ImportRow]:
        if first is None:
            raise NothingToImport("the file is empty")
        try:
            return row_reader(fields_of(first[1]), today=self._today)
        except (BadLine, BadHeader) as why:
            raise NothingToImport(f"the first line is not the header of an import: {why}") from None

    def _placed(self, good: list[ImportRow], lines: list[int], bad: list[Refusal]) -> NDArray[np.void]:
        """A batch with its cells and councils, without the rows that lie outside; tells of every refusal."""
        columns = list(zip(*good, strict=True)) or [()] * len(ImportRow._fields)
        packed = np.zeros(len(good), dtype=_PACKED)
        packed["cell"] = hexgrid.cells_at(columns[0], columns[1])
        for name, values in zip(ImportRow._fields[2:], columns[2:], strict=True):
            packed[name] = values
        codes, which = np.unique(boundaries.councils_of_cells(packed["cell"]), return_inverse=True)
        packed["council"] = np.array([self._number_of(str(code)) for code in codes], dtype=np.int32)[which]
        outside = np.flatnonzero(packed["council"] < 0)
        bad += [Refusal(lines[index], _why_outside(good[index])) for index in outside]
        for refusal in sorted(bad, key=lambda refusal: refusal.line):
            self._refuse(refusal)
        self.refused += len(bad)
        self._progress(self._lines.position)
        return np.delete(packed, outside)

    def _number_of(self, code: str) -> int:
        """A council's place in `councils`; -1 for none."""
        if not code:
            return -1
        if code not in self._numbers:
            self._numbers[code] = len(self.councils)
            self.councils.append(code)
        return self._numbers[code]


def _late_in(batch: NDArray[np.void], councils: list[str]) -> int:
    """How many rows tell of a month whose quarter is published where they lie."""
    closed = closed_quarters(councils)
    kinds, sizes = np.unique(batch[["council", "month"]], return_counts=True)
    return sum(
        size
        for (council, month), size in zip(kinds.tolist(), sizes.tolist(), strict=True)
        if closed.holds(councils[council], first_of_month(month))
    )


def _why_outside(row: ImportRow) -> str:
    where = f"longitude {row.longitude:g}, latitude {row.latitude:g}"
    if -9 <= row.latitude <= 2 and 49 <= row.longitude <= 61:
        return f"{where} is outside the United Kingdom: longitude and latitude look swapped"
    return f"{where} is outside the United Kingdom"


def _remember(digest: str, kept: int, today: datetime.date, *, again: bool) -> None:
    """Notes the file, in the transaction of its rows: a second run after a doubtful end is harmless."""
    noted, is_new = ImportedFile.objects.get_or_create(digest=digest, defaults={"imported_on": today, "kept": kept})
    if not is_new and not again:
        raise ImportedBefore(f"this file was imported on {noted.imported_on}, {noted.kept:,} rows kept")


def _read_back(waiting: IO[bytes]) -> Iterator[NDArray[np.void]]:
    while piece := waiting.read(_BATCH * _PACKED.itemsize):
        yield np.frombuffer(piece, dtype=_PACKED)


def _keep(batch: NDArray[np.void], councils: list[str]) -> None:
    """Keeps a batch as reports; an import knows only the month, so it counts as received on its first day."""
    days = {month: first_of_month(month) for month in np.unique(batch["month"]).tolist()}
    keep_reports(
        _AS_KEPT((cell, councils[council], days[month], days[month], *stated, *_NOT_IN_A_FILE.values()))
        for cell, council, month, *stated in batch.tolist()
    )
