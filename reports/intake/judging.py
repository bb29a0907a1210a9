"""Reads a CSV file of reports line by line: refuses the bad rows with why, and packs the good ones as numbers."""

import datetime
import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import BinaryIO

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyproj import Transformer

from reports.geography import boundaries, hexgrid
from reports.intake.csv_lines import BadLine, LineReader, fields_of
from reports.intake.rows import BadHeader, BadRow, ImportRow, RowReader, reader_of_rows

_BATCH = 10_000
PACKED = np.dtype(
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
# Fewer rows than these may be alike in two files by chance: such files are told apart by their bytes alone.
_FEWEST_ALIKE = 10
_MODULUS = 1 << 256


class NothingToImport(ValueError):
    """A file with no header of ours, or no row."""


@dataclass(frozen=True)
class Refusal:
    """A line that was not kept, and why."""

    line: int
    why: str


class Judge:
    """Reads lines, refuses the bad ones and packs the good; with `within`, only what lies in these councils is good."""

    def __init__(
        self,
        file: BinaryIO,
        today: datetime.date,
        refuse: Callable[[Refusal], None],
        *,
        progress: Callable[[int], None] = lambda position: None,
        within: Collection[str] | None = None,
    ) -> None:
        self._lines, self._today, self._refuse, self._progress = LineReader(file), today, refuse, progress
        self._within = within
        self.refused = 0
        self.councils: list[str] = []  # codes, in the order of first use
        self._numbers: dict[str, int] = {}
        self.by_council: Counter[str] = Counter()
        self.months: set[int] = set()
        self._sums: Counter[str] = Counter()  # by council, of its rows' digests: a sum is the same in every order

    @property
    def digest(self) -> str:
        """SHA-256 of the file, once it was read to its end."""
        return self._lines.digest

    @property
    def kept(self) -> int:
        """How many rows are good."""
        return self.by_council.total()

    def rows_digest(self, council: str) -> str | None:
        """What a council's good rows are known by, however a program wrote and ordered them; None of very few."""
        return f"{self._sums[council] % _MODULUS:064x}" if self.by_council[council] >= _FEWEST_ALIKE else None

    def good_batches(self) -> Iterator[NDArray[np.void]]:
        """The good rows, packed, in the order of the file. Raises NothingToImport before the first."""
        numbered = iter(self._lines)
        reader = self._header(next(numbered, None))
        good: list[ImportRow] = []
        lines: list[int] = []
        bad: list[Refusal] = []
        for number, line in numbered:
            try:
                fields = fields_of(line)
                if fields == [""]:
                    continue  # an empty line, as editors leave at the end
                good.append(reader.read(fields))
                lines.append(number)
            except (BadLine, BadRow) as why:
                bad.append(Refusal(number, str(why)))
            if len(good) >= _BATCH or len(bad) >= _BATCH:
                yield self._placed(good, lines, bad, reader)
                good, lines, bad = [], [], []
        yield self._placed(good, lines, bad, reader)

    def _header(self, first: tuple[int, bytes | None] | None) -> RowReader:
        if first is None:
            raise NothingToImport(_("the file is empty"))
        try:
            return reader_of_rows(fields_of(first[1]), today=self._today)
        except (BadLine, BadHeader) as why:
            raise NothingToImport(_("the first line is not the header of an import: %(why)s") % {"why": why}) from None

    def _placed(
        self, good: list[ImportRow], lines: list[int], bad: list[Refusal], reader: RowReader
    ) -> NDArray[np.void]:
        """A batch with its cells and councils, without the rows that lie outside; tells of every refusal."""
        columns = list(zip(*good, strict=True)) or [()] * len(ImportRow._fields)
        packed = np.zeros(len(good), dtype=PACKED)
        packed["cell"] = _cells_at(columns[0], columns[1], reader)
        for name, values in zip(ImportRow._fields[2:], columns[2:], strict=True):
            packed[name] = values
        codes, which = np.unique(boundaries.councils_of_cells(packed["cell"]), return_inverse=True)
        of_row = np.array([self._number_of(str(code)) for code in codes], dtype=np.int32)[which]
        packed["council"] = of_row
        left_out = np.flatnonzero(of_row < 0)
        swapped = _lie_within_when_swapped([good[row] for row in left_out], reader)
        for row, is_swapped in zip(left_out, swapped, strict=True):
            bad.append(Refusal(lines[row], _why_left_out(good[row], reader, of_row[row], is_swapped=is_swapped)))
        for refusal in sorted(bad, key=lambda refusal: refusal.line):
            self._refuse(refusal)
        self.refused += len(bad)
        self._progress(self._lines.position)
        return self._counted(np.delete(packed, left_out))

    def _counted(self, batch: NDArray[np.void]) -> NDArray[np.void]:
        for number, count in zip(*np.unique(batch["council"], return_counts=True), strict=True):
            self.by_council[self.councils[number]] += int(count)
        self.months.update(np.unique(batch["month"]).tolist())
        told = batch.copy()
        told["council"] = 0  # a number of this file alone; its cell says where it lies
        width, packed = PACKED.itemsize, told.tobytes()
        for row, council in enumerate(batch["council"].tolist()):
            digest = hashlib.sha256(packed[row * width : (row + 1) * width]).digest()
            self._sums[self.councils[council]] += int.from_bytes(digest, "big")
        return batch

    def _number_of(self, code: str) -> int:
        """A council's place in `councils`; a negative number for none, and for one outside those allowed."""
        if not code:
            return _NOWHERE
        if self._within is not None and code not in self._within:
            return _ELSEWHERE
        if code not in self._numbers:
            self._numbers[code] = len(self.councils)
            self.councils.append(code)
        return self._numbers[code]


_NOWHERE, _ELSEWHERE = -1, -2


@cache
def _to_degrees() -> Transformer:
    return Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)


def _cells_at(easts: Sequence[float], norths: Sequence[float], reader: RowReader) -> NDArray[np.uint64]:
    if reader.is_grid and easts:
        return hexgrid.cells_at(*_to_degrees().transform(easts, norths))
    return hexgrid.cells_at(easts, norths)


def _lie_within_when_swapped(rows: list[ImportRow], reader: RowReader) -> list[bool]:
    """Which rows would lie in the United Kingdom if their two numbers changed places."""
    if not reader.is_grid:
        return [-9 <= row.north <= 2 and 49 <= row.east <= 61 for row in rows]
    cells = _cells_at([row.north for row in rows], [row.east for row in rows], reader)
    return [bool(code) for code in boundaries.councils_of_cells(cells)]


def _why_left_out(row: ImportRow, reader: RowReader, council: int, *, is_swapped: bool) -> str:
    where = reader.place_of(row)
    if council == _ELSEWHERE:
        return _("%(where)s is outside your areas") % {"where": where}
    if is_swapped:
        return _("%(where)s is outside the United Kingdom: %(columns)s look swapped") % {
            "where": where,
            "columns": _("easting and northing") if reader.is_grid else _("longitude and latitude"),
        }
    return _("%(where)s is outside the United Kingdom") % {"where": where}
