"""Observations become counts: pure, by columns, each report's cells taken from its res 11 cell alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reports.aggregation.columns import ARRIVAL_COUNT, CELL_COUNT, Records
from reports.geography import hexgrid
from reports.intake.reasons import REASONS
from reports.moderation.accepted import Observations

MONTHS_IN_A_QUARTER = 3
_REASON_RADIX = 32  # reasons are bits of a 32-bit set
_BAND_RADIX = 8

Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class CountedBlock:
    """The counts of one council and one quarter."""

    council: str
    quarter: str
    cell_counts: Records
    arrival_counts: Records


def counted_blocks(observations: Observations) -> list[CountedBlock]:
    """A block for every council and quarter that has an accepted report, ascending by council and quarter."""
    month = observations.accepted_on.astype("datetime64[M]").astype(np.int64)  # since January 1970
    quarters, quarter = np.unique(month // MONTHS_IN_A_QUARTER, return_inverse=True)
    block = observations.council.astype(np.int64) * len(quarters) + quarter
    cell_counts = dict(_by_block(*_cell_counts(observations, block, month % MONTHS_IN_A_QUARTER)))
    return [
        CountedBlock(
            council=observations.councils[number // len(quarters)],
            quarter=quarter_name(int(quarters[number % len(quarters)])),
            cell_counts=cell_counts[number],
            arrival_counts=arrivals,
        )
        for number, arrivals in _by_block(*_arrival_counts(observations, block))
    ]


def quarter_name(number: int) -> str:
    """2026-Q3 for a quarter counted from the first of 1970."""
    return f"{1970 + number // 4}-Q{number % 4 + 1}"


def merged_cell_counts(one: Records, other: Records) -> Records:
    """The sums of two blocks' cell counts, ascending."""
    both = np.concatenate([one, other])
    order = np.lexsort([both[name] for name in ("band", "reason", "month", "cell")])
    both = both[order]
    same = np.ones(max(len(both) - 1, 0), dtype=np.bool_)
    for name in ("cell", "month", "reason", "band"):
        same &= both[name][1:] == both[name][:-1]
    starts = np.flatnonzero(np.concatenate(([True], ~same))) if len(both) else np.empty(0, dtype=np.int64)
    merged = both[starts].copy()
    for name in ("mains", "mentions"):
        merged[name] = np.add.reduceat(both[name], starts) if len(starts) else 0
    return merged


def no_arrivals() -> Records:
    """The arrival counts of a block of which no report is left."""
    return np.empty(0, dtype=ARRIVAL_COUNT)


def _cell_counts(observations: Observations, block: Numbers, month: Numbers) -> tuple[Numbers, Records]:
    """The block of every count, and the counts."""
    cells, cell = np.unique(hexgrid.parents(observations.cell, hexgrid.PARTNER_RESOLUTION), return_inverse=True)
    radices = (len(cells), MONTHS_IN_A_QUARTER, _REASON_RADIX, _BAND_RADIX)
    band = observations.band.astype(np.int64)

    def keys(chosen: Any, reason: Any) -> Numbers:
        return _packed_key(block[chosen], (cell[chosen], month[chosen], reason, band[chosen]), radices)

    mentioned = [
        keys(names_it, reason.number)
        for reason in REASONS
        if (names_it := observations.reasons & reason.bit != 0).any()
    ]
    unique, mentions = _unique(np.concatenate(mentioned) if mentioned else np.empty(0, dtype=np.int64))
    main = np.searchsorted(unique, keys(slice(None), observations.main_reason.astype(np.int64)))
    counts = np.empty(len(unique), dtype=CELL_COUNT)
    counts["mains"] = np.bincount(main, minlength=len(unique))
    counts["mentions"] = mentions
    blocks, (cell_number, counts["month"], counts["reason"], counts["band"]) = _unpacked_key(unique, radices)
    counts["cell"] = cells[cell_number]
    return blocks, counts


def _arrival_counts(observations: Observations, block: Numbers) -> tuple[Numbers, Records]:
    """The block of every arrival count, and the counts."""
    cells, cell = np.unique(hexgrid.parents(observations.cell, hexgrid.FINEST_LEAF_RESOLUTION), return_inverse=True)
    days, day = np.unique(observations.received_on.astype("datetime64[D]").astype(np.int64), return_inverse=True)
    radices = (len(cells), max(len(days), 1), 2)
    unique, count = _unique(_packed_key(block, (cell, day, observations.by_month.astype(np.int64)), radices))
    counts = np.empty(len(unique), dtype=ARRIVAL_COUNT)
    counts["count"] = count
    blocks, (cell_number, day_number, counts["by_month"]) = _unpacked_key(unique, radices)
    counts["cell"] = cells[cell_number]
    counts["received_on"] = days[day_number]
    return blocks, counts


def _packed_key(first: Numbers, rest: Sequence[Any], radices: Sequence[int]) -> Numbers:
    """Several columns as one sortable integer; raises OverflowError where 63 bits are too few."""
    largest = (int(first.max(initial=0)) + 1) * int(np.prod([float(radix) for radix in radices]))
    if largest >= 2**63:
        raise OverflowError("too many different cells and quarters for one packed key")
    key = first
    for column, radix in zip(rest, radices, strict=True):
        key = key * radix + column
    return key


def _unpacked_key(key: Numbers, radices: Sequence[int]) -> tuple[Numbers, list[Numbers]]:
    """`_packed_key` undone."""
    rest: list[Numbers] = []
    for radix in reversed(radices):
        key, column = np.divmod(key, max(radix, 1))
        rest.insert(0, column)
    return key, rest


def _unique(keys: Numbers) -> tuple[Numbers, Numbers]:
    """The different keys, ascending, and how often each occurs."""
    keys = np.sort(keys)
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.empty(0, np.int64)
    return keys[starts], np.diff(np.append(starts, len(keys)))


def _by_block(blocks: Numbers, counts: Records) -> Iterator[tuple[int, Records]]:
    """The counts of each block; blocks are ascending."""
    numbers, starts = np.unique(blocks, return_index=True)
    for number, records in zip(numbers, np.split(counts, starts[1:]), strict=False):
        yield int(number), records
