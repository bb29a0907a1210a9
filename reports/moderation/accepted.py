"""The outlet of moderation: accepted reports as columns, without their ids.

One of the few modules that may use a raw cursor: 300,000 rows through model instances take many times as long.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from reports.geography import hexgrid
from reports.intake.models import Report, Source
from reports.moderation.expiring import Span
from reports.moderation.models import Standing, State

ROWS_AT_ONCE = 50_000

_COLUMNS = np.dtype(
    [
        ("cell", np.int64),
        ("council", "U9"),
        ("accepted_on", np.int32),
        ("received_on", np.int32),
        ("source", np.uint8),
        ("main_reason", np.uint8),
        ("reasons", np.uint32),
        ("band", np.uint8),
        ("day_kind", np.uint8),
    ]
)

# Days since 1 January 1970, made by the database: a date object per row would cost more than the whole read.
_DAYS = {
    "sqlite": "CAST(julianday({0}) - 2440587.5 AS INTEGER)",
    "postgresql": "({0} - DATE '1970-01-01')",
}

_OF_A_SPAN = "AND r.council_id = %s AND s.accepted_on BETWEEN %s AND %s AND r.received_on <= %s"
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

    def __post_init__(self) -> None:
        """Refuses columns of different lengths: a shifted column would count every report wrongly."""
        lengths = {name: len(getattr(self, name)) for name in self.__annotations__ if name != "councils"}
        if len(set(lengths.values())) != 1:
            raise ValueError(f"columns of different lengths: {lengths}")

    def __len__(self) -> int:
        return len(self.cell)


def accepted_observations(span: Span | None = None) -> Observations:
    """Every report that stands accepted now, or those of a span, read with one query."""
    part = (span.council, span.first, span.last, span.received_until) if span else ()
    with connection.cursor() as cursor:
        cursor.execute(_query() + (_OF_A_SPAN if span else ""), part)
        chunks = [np.empty(0, dtype=_COLUMNS)]
        while rows := cursor.fetchmany(ROWS_AT_ONCE):
            chunks.append(np.array(rows, dtype=_COLUMNS))
    return _observations(np.concatenate(chunks))


def _query() -> str:
    """The one query, in the words of the database in use."""
    report, standing = Report._meta.db_table, Standing._meta.db_table
    days = _DAYS[connection.vendor]
    # Only names of our own tables and columns are put into the text.
    return f"""
        SELECT r.cell, r.council_id, {days.format("s.accepted_on")}, {days.format("r.received_on")},
               r.source, r.main_reason, r.reasons, r.band, r.day_kind
        FROM {standing} s JOIN {report} r ON r.id = s.report_id
        WHERE s.state = '{State.ACCEPTED.value}'
    """  # noqa: S608


def _observations(rows: NDArray[Any]) -> Observations:
    """The rows as columns of the promised types."""
    councils, council = np.unique(rows["council"], return_inverse=True)
    return Observations(
        cell=rows["cell"].astype(np.uint64),
        council=council.astype(np.int32),
        councils=tuple(str(code) for code in councils),
        accepted_on=rows["accepted_on"].astype("datetime64[D]"),
        received_on=rows["received_on"].astype("datetime64[D]"),
        # Of a coarse report, too, only the month is known.
        by_month=(rows["source"] == Source.IMPORT) | (rows["cell"] < _FINE_FROM),
        main_reason=rows["main_reason"].copy(),
        reasons=rows["reasons"].copy(),
        band=rows["band"].copy(),
        day_kind=rows["day_kind"].copy(),
    )
