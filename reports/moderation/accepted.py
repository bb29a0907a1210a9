"""The public interface of moderation: accepted reports as columns, without their ids.

One of the few modules that may use a raw cursor: 300,000 rows through model instances take many times as long.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from reports.geography import hexgrid
from reports.intake.models import Report, Source
from reports.moderation.expiring import Span
from reports.moderation.models import ReportStatus, Spent, State

ROWS_AT_ONCE = 50_000
REPORTS_IN_A_PART = 250_000  # some 65 MB while they are counted; two parts stand at once

# Days since 1 January 1970, made by the database: a date object per row would cost more than the whole read.
_DAYS = {
    "sqlite": "CAST(julianday({0}) - 2440587.5 AS INTEGER)",
    "postgresql": "({0} - DATE '1970-01-01')",
}

_OF_A_SPAN = "AND r.council_id = %s AND s.accepted_on BETWEEN %s AND %s AND r.received_on <= %s"
_SPENT_ALONE = f" AND EXISTS (SELECT 1 FROM {Spent._meta.db_table} p WHERE p.report_id = r.id)"  # noqa: S608
_FINE_FROM = hexgrid.range_of_resolution(hexgrid.REPORT_RESOLUTION)[0]


@dataclass(frozen=True, eq=False)
class Observations:
    """Accepted reports, one per position of equally long arrays; the order means nothing."""

    cell: NDArray[np.uint64]  # res 11; res 10 of a report some time after its release
    council: NDArray[np.int32]  # index into councils
    councils: tuple[str, ...]  # GSS codes, ascending
    accepted_on: NDArray[np.datetime64]  # days
    received_on: NDArray[np.datetime64]  # days
    by_month: NDArray[np.bool_]  # only the month is known, of which received_on is the first day
    main_reason: NDArray[np.uint8]
    reasons: NDArray[np.uint32]  # bit n set: the reason whose number is n
    band: NDArray[np.uint8]  # intake's Band
    day_kind: NDArray[np.uint8]  # intake's DayKind
    frequency: NDArray[np.uint8]  # intake's Frequency
    incident: NDArray[np.uint8]  # intake's Incident
    is_import: NDArray[np.bool_]
    is_spent: NDArray[np.bool_]  # a council it moved from has published it: no public figure counts it again

    def __post_init__(self) -> None:
        """Refuses columns of different lengths: a shifted column would count every report wrongly."""
        lengths = {name: len(getattr(self, name)) for name in self.__annotations__ if name != "councils"}
        if len(set(lengths.values())) != 1:
            raise ValueError(f"columns of different lengths: {lengths}")

    def __len__(self) -> int:
        return len(self.cell)


def accepted_in_parts(*, at_once: int = REPORTS_IN_A_PART) -> Iterator[Observations]:
    """Every report that stands accepted now, in parts of so many: read with one query, so each stands in one part.

    By a cursor of the server where the database has one: else all rows would lie in memory before the first is read.
    """
    query = _query()
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(min(ROWS_AT_ONCE, at_once)):
            codes: dict[str, int] = {}
            chunks, taken = [_columns(rows, codes)], len(rows)
            while taken < at_once and (rows := cursor.fetchmany(min(ROWS_AT_ONCE, at_once - taken))):
                chunks.append(_columns(rows, codes))
                taken += len(rows)
            yield _observations(list(map(np.concatenate, zip(*chunks, strict=True))), codes)


def accepted_observations(span: Span | None = None) -> Observations:
    """Every report that stands accepted now, or those of a span, read with one query."""
    part = (span.council, span.first, span.last, span.received_until) if span else ()
    words = (_OF_A_SPAN if span else "") + (_SPENT_ALONE if span and span.is_spent else "")
    codes: dict[str, int] = {}  # councils as they are met
    with connection.cursor() as cursor:
        cursor.execute(_query() + words, part)
        chunks = [_columns([], codes)]
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            chunks.append(_columns(rows, codes))
    return _observations(list(map(np.concatenate, zip(*chunks, strict=True))), codes)


def _query() -> str:
    """The one query, in the words of the database in use."""
    report, status = Report._meta.db_table, ReportStatus._meta.db_table
    days = _DAYS[connection.vendor]
    # Both tables lie in the order of the reports' ids, so that walking them side by side is eight times faster than
    # looking each report up. COALESCE hides the state from the index that would lead the database into the latter.
    # Small columns travel together: each value of each row becomes a Python object, and those take most of the time.
    # Hardly ever has a council been dissolved: where nothing is spent, nobody asks each report.
    moved = f"(SELECT COUNT(*) FROM {Spent._meta.db_table} p WHERE p.report_id = r.id)"  # noqa: S608
    is_spent = moved if Spent.objects.exists() else "0"
    # Only names of our own tables and columns are put into the text.
    return f"""
        SELECT r.council_id, r.cell,
               CAST({days.format("s.accepted_on")} AS bigint) * {2**32} + {days.format("r.received_on")},
               CAST(r.reasons AS bigint) * {2**25} + {is_spent} * {2**24} + r.main_reason * {2**16}
                   + r.incident * {2**13} + r.frequency * {2**10} + r.source * {2**8} + r.band * {2**4} + r.day_kind
        FROM {status} s JOIN {report} r ON r.id = s.report_id
        WHERE COALESCE(s.state, '') = '{State.ACCEPTED.value}'
    """  # noqa: S608


def _columns(rows: Sequence[Sequence[Any]], codes: dict[str, int]) -> list[NDArray[np.int64]]:
    """Rows as columns; councils by their number, new ones added to the codes."""
    council, *numbers = zip(*rows, strict=True) if rows else [()] * 4
    known = np.fromiter((codes.setdefault(code, len(codes)) for code in council), np.int64, len(rows))
    return [known, *(np.array(column, dtype=np.int64) for column in numbers)]


def _observations(columns: Sequence[NDArray[np.int64]], codes: Mapping[str, int]) -> Observations:
    """The columns as the promised types."""
    met, cell, days, answers = columns
    councils = sorted(codes)
    ascending = np.empty(len(codes), dtype=np.int32)
    ascending[[codes[code] for code in councils]] = np.arange(len(codes))
    is_import = (answers >> 8 & 0b11) == Source.IMPORT
    return Observations(
        cell=cell.astype(np.uint64),
        council=ascending[met],
        councils=tuple(councils),
        accepted_on=(days >> 32).astype("datetime64[D]"),
        received_on=(days & 0xFFFF_FFFF).astype("datetime64[D]"),
        # Of a coarse report, too, only the month is known.
        by_month=is_import | (cell < _FINE_FROM),
        main_reason=(answers >> 16 & 0xFF).astype(np.uint8),
        reasons=(answers >> 25).astype(np.uint32),
        band=(answers >> 4 & 0xF).astype(np.uint8),
        day_kind=(answers & 0xF).astype(np.uint8),
        frequency=(answers >> 10 & 0b111).astype(np.uint8),
        incident=(answers >> 13 & 0b111).astype(np.uint8),
        is_import=is_import,
        is_spent=(answers >> 24 & 1).astype(np.bool_),
    )
