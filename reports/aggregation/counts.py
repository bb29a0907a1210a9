"""The public interface of aggregation: exact counts, for people of the area and the release, never for the public."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reports.aggregation.columns import ARRIVAL_COUNT, CELL_COUNT, Records, unpacked
from reports.aggregation.models import CountBlock, FrozenBlock
from reports.geography import hexgrid
from reports.vocabulary.experience import REAL_TIMES
from reports.vocabulary.reasons import BY_NUMBER, Group

# The group of each reason's number, for looking up by array.
_GROUP_OF_REASON = np.array([BY_NUMBER[n].group if n in BY_NUMBER else 0 for n in range(32)], dtype=np.uint8)

# A public constant without meaning (2**64 divided by the golden ratio): spreads neighbouring cells evenly.
_SPREAD = np.uint64(0x9E37_79B9_7F4A_7C15)


@dataclass(frozen=True)
class CellTotal:
    """How many reports one cell of one council has."""

    council: str
    cell: int
    count: int


@dataclass(frozen=True, eq=False)
class PlaceHistory:
    """Reports of each place in each of some quarters; a place on a border is there for each of its councils."""

    councils: tuple[str, ...]
    council: NDArray[np.int64]  # (n,): index into councils
    cell: NDArray[np.uint64]  # (n,): of the resolution asked for
    counts: NDArray[np.int64]  # (n, quarters)


@dataclass(frozen=True, eq=False)
class AnswerTotals:
    """Reports by main reason and by part of the day, by their stored numbers: of one place, and of its councils."""

    reasons: NDArray[np.int64]  # (32,)
    bands: NDArray[np.int64]  # (8,)
    area_reasons: NDArray[np.int64]
    area_bands: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ExportRows:
    """Counts by cell, main reason's group, part of the day and month: equally long columns, each report once."""

    councils: tuple[str, ...]
    council: NDArray[np.int32]  # index into councils
    cell: NDArray[np.uint64]  # res 10
    month: NDArray[np.datetime64]  # of acceptance
    group: NDArray[np.uint8]  # intake.reasons.Group
    band: NDArray[np.uint8]  # a TimeOfDay as stored, 1 to 6
    count: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Arrivals:
    """How many reports of a quarter arrived for each res 9 cell on each day: equally long columns."""

    cell: NDArray[np.uint64]
    received_on: NDArray[np.datetime64]  # days
    by_month: NDArray[np.bool_]  # an import that knows only the month: received_on is its first day
    count: NDArray[np.int64]


def quarters_counted(councils: Iterable[str] | None = None) -> list[str]:
    """Every quarter that has a count, newest first."""
    return list(_blocks(councils, None).order_by("-quarter").values_list("quarter", flat=True).distinct())


def quarters_frozen(councils: Iterable[str]) -> list[str]:
    """Every quarter whose counts were frozen when it was published, newest first."""
    return list(_frozen(councils, None).order_by("-quarter").values_list("quarter", flat=True).distinct())


def cell_totals(
    councils: Iterable[str],
    *,
    quarters: Iterable[str] | None = None,
    reason: int | None = None,
    group: int | None = None,
    band: int | None = None,
    resolution: int = hexgrid.PARTNER_RESOLUTION,
) -> list[CellTotal]:
    """Reports by council and cell, ascending; with a reason, the reports that mention it.

    A group is the main reason's group, so a reason and a group together have no meaning: ValueError.
    """
    if reason is not None and group is not None:
        raise ValueError("a reason is mentioned, a group is the main reason's: ask for one of them")
    totals = []
    for code, records in _cell_counts_by_council(councils, quarters):
        chosen = records[_chosen(records, reason=reason, group=group, band=band)]
        counted = chosen["mains" if reason is None else "mentions"].astype(np.int64)
        cells, cell = np.unique(hexgrid.parents(chosen["cell"], resolution), return_inverse=True)
        counts = np.bincount(cell, weights=counted, minlength=len(cells)).astype(np.int64)
        totals += [
            CellTotal(code, found, count) for found, count in zip(cells.tolist(), counts.tolist(), strict=True) if count
        ]
    return totals


def place_history(
    councils: Sequence[str],
    quarters: Sequence[str],
    *,
    reason: int | None = None,
    group: int | None = None,
    band: int | None = None,
    mains: Sequence[int] | None = None,
    resolution: int = hexgrid.PARTNER_RESOLUTION,
) -> PlaceHistory:
    """Reports by council, cell and quarter, ascending by council and cell; a reason and a group as in `cell_totals`.

    With `mains`, reports whose main reason is one of these.
    """
    if reason is not None and group is not None:
        raise ValueError("a reason is mentioned, a group is the main reason's: ask for one of them")
    parts: list[NDArray[np.int64]] = [np.empty((4, 0), dtype=np.int64)]
    blocks = _blocks(councils, quarters).values_list("council_id", "quarter", "cell_counts")
    for code, quarter, block in blocks.iterator():
        records = unpacked(block, CELL_COUNT)
        chosen = records[_chosen(records, reason=reason, group=group, band=band)]
        if mains is not None:
            chosen = chosen[np.isin(chosen["reason"], list(mains))]
        cells, cell = np.unique(hexgrid.parents(chosen["cell"], resolution), return_inverse=True)
        counts = np.bincount(cell, chosen["mains" if reason is None else "mentions"], len(cells)).astype(np.int64)
        number = [np.full(len(cells), among.index(one)) for among, one in ((councils, code), (quarters, quarter))]
        parts.append(np.stack([number[0], cells.astype(np.int64), number[1], counts])[:, counts > 0])
    council, cell, quarter_number, count = np.concatenate(parts, axis=1)
    places, place = np.unique(np.stack([council, cell]), axis=1, return_inverse=True)
    table = np.zeros((places.shape[1], len(quarters)), dtype=np.int64)
    np.add.at(table, (place.ravel(), quarter_number), count)
    return PlaceHistory(tuple(councils), places[0], places[1].astype(np.uint64), table)


def answer_totals(councils: Iterable[str], quarters: Iterable[str], place: hexgrid.Cell) -> AnswerTotals:
    """What was answered at a place of any resolution from 10 on, and in the whole of some councils."""
    resolution = hexgrid.resolution_of(place)
    totals = AnswerTotals(*(np.zeros(size, dtype=np.int64) for size in (32, 8, 32, 8)))
    for _code, records in _cell_counts_by_council(councils, quarters):
        here = records[hexgrid.parents(records["cell"], resolution) == np.uint64(place)]
        for some, reasons, bands in (
            (here, totals.reasons, totals.bands),
            (records, totals.area_reasons, totals.area_bands),
        ):
            np.add.at(reasons, some["reason"], some["mains"].astype(np.int64))
            np.add.at(bands, some["band"], some["mains"].astype(np.int64))
    return totals


def export_rows(councils: Iterable[str], quarters: Iterable[str] | None = None) -> ExportRows:
    """Counts as they stood when a quarter was published, by council, cell, month, group and band, ascending."""
    codes: list[str] = []
    parts: list[NDArray[np.int64]] = []
    for block in (
        _frozen(councils, quarters)
        .order_by("council_id", "quarter")
        .values_list("council_id", "quarter", "cell_counts")
    ):
        if not codes or codes[-1] != block[0]:
            codes.append(block[0])
        parts.append(_export_columns(len(codes) - 1, block[1], unpacked(block[2], CELL_COUNT)))
    columns = np.concatenate(parts, axis=1) if parts else np.empty((6, 0), dtype=np.int64)
    order = np.lexsort(columns[4::-1])
    columns = columns[:, order]
    # A report's group is a property of several reasons: records that differ in the reason alone become one row.
    changes = (columns[:5, 1:] != columns[:5, :-1]).any(axis=0)
    starts = np.flatnonzero(np.concatenate(([True], changes))) if columns.shape[1] else np.empty(0, dtype=np.int64)
    counts = np.add.reduceat(columns[5], starts) if len(starts) else np.empty(0, dtype=np.int64)
    council, cell, month, group, band = columns[:5, starts]
    return ExportRows(
        councils=tuple(codes),
        council=council.astype(np.int32),
        cell=cell.astype(np.uint64),
        month=month.astype("datetime64[M]"),
        group=group.astype(np.uint8),
        band=band.astype(np.uint8),
        count=counts,
    )


def arrivals(council: str, quarter: str) -> Arrivals:
    """What the release's clip reads: arrivals by res 9 cell and day."""
    block = _blocks([council], [quarter]).values_list("arrival_counts", flat=True).first()
    records = unpacked(block or b"", ARRIVAL_COUNT)
    return Arrivals(
        cell=records["cell"].copy(),
        received_on=records["received_on"].astype("datetime64[D]"),
        by_month=records["by_month"].astype(np.bool_),
        count=records["count"].astype(np.int64),
    )


def group_band_counts(council: str, quarter: str) -> NDArray[np.int64]:
    """What a release may count by main reason's group and part of the day, shape (4, 4); each report in one bin.

    «Any time» and «not sure» name no part of the day. Each such report falls to the one its res 10 cell is given by
    `band_of_cell`, a fixed public rule: nobody's report can push another's into a different bin. What is spent is in
    no bin: reports that another council published before they moved here, and erased ones.
    """
    counted, spent = _blocks([council], [quarter]).values_list("cell_counts", "spent_counts").first() or (b"", b"")
    return _table(unpacked(counted, CELL_COUNT)) - _table(unpacked(spent, CELL_COUNT))


def _table(records: Records) -> NDArray[np.int64]:
    band = np.where(records["band"] <= REAL_TIMES, records["band"], band_of_cell(records["cell"]))
    table = np.zeros((len(Group), REAL_TIMES), dtype=np.int64)
    np.add.at(table, (_GROUP_OF_REASON[records["reason"]] - 1, band - 1), records["mains"].astype(np.int64))
    return table


def band_of_cell(cells: NDArray[Any]) -> NDArray[np.uint8]:
    """The part of the day, 1 to 4, that reports without one fall to: a function of the cell alone."""
    return ((cells.astype(np.uint64) * _SPREAD) >> np.uint64(62)).astype(np.uint8) + np.uint8(1)


def input_digest(council: str, quarter: str) -> str:
    """SHA-256 of the counts as they stand. Never to be published: a small input can be found again by trying."""
    digest = hashlib.sha256(f"{council} {quarter}".encode())
    for block in _blocks([council], [quarter]).values_list("cell_counts", "arrival_counts", "spent_counts"):
        for column in block:
            digest.update(len(column).to_bytes(8, "big"))
            digest.update(column)
    return digest.hexdigest()


def _frozen(councils: Iterable[str], quarters: Iterable[str] | None) -> Any:
    return _part(FrozenBlock.objects.all(), councils, quarters)


def _blocks(councils: Iterable[str] | None, quarters: Iterable[str] | None) -> Any:
    return _part(CountBlock.objects.all(), councils, quarters)


def _part(found: Any, councils: Iterable[str] | None, quarters: Iterable[str] | None) -> Any:
    if councils is not None:
        found = found.filter(council_id__in=list(councils))
    if quarters is not None:
        found = found.filter(quarter__in=list(quarters))
    return found


def _cell_counts_by_council(councils: Iterable[str], quarters: Iterable[str] | None) -> list[tuple[str, Records]]:
    """Each council's records over all its quarters."""
    blocks: dict[str, list[Any]] = {}
    for code, block in _blocks(councils, quarters).order_by("council_id").values_list("council_id", "cell_counts"):
        blocks.setdefault(code, []).append(unpacked(block, CELL_COUNT))
    return [(code, np.concatenate(parts)) for code, parts in blocks.items()]


def _chosen(records: Records, *, reason: int | None, group: int | None, band: int | None) -> NDArray[np.bool_]:
    chosen = np.ones(len(records), dtype=np.bool_)
    if reason is not None:
        chosen &= records["reason"] == reason
    if group is not None:
        chosen &= _GROUP_OF_REASON[records["reason"]] == group
    if band is not None:
        chosen &= records["band"] == band
    return chosen


def _export_columns(council: int, quarter: str, records: Records) -> NDArray[np.int64]:
    """Council, cell, month since 1970, group, band and count: an array of shape (6, n) without empty counts."""
    records = records[records["mains"] > 0]
    first_month = (int(quarter[:4]) - 1970) * 12 + (int(quarter[-1]) - 1) * 3
    return np.stack(
        [
            np.full(len(records), council),
            records["cell"].astype(np.int64),
            first_month + records["month"].astype(np.int64),
            _GROUP_OF_REASON[records["reason"]],
            records["band"],
            records["mains"],
        ]
    ).astype(np.int64)
