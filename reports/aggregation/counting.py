"""Observations become counts: pure, by columns, each report's cells taken from its res 11 cell alone."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reports.aggregation.columns import ARRIVAL_COUNT, CELL_COUNT, Records
from reports.geography import hexgrid
from reports.moderation.accepted import Observations
from reports.vocabulary.reasons import REASONS

MONTHS_IN_A_QUARTER = 3
# Of the packed keys. Reasons are bits of a 32-bit set; the last bit says whether the reason is the report's main one.
_MONTH_BITS, _REASON_BITS, _BAND_BITS, _MAIN_BITS = 2, 5, 3, 1

Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class CountedBlock:
    """The counts of one council and one quarter."""

    council: str
    quarter: str
    cell_counts: Records
    arrival_counts: Records
    spent_counts: Records  # of cell_counts, what no public figure counts


def counted_blocks(observations: Observations) -> list[CountedBlock]:
    """A block for every council and quarter that has an accepted report, ascending by council and quarter."""
    if not len(observations):
        return []
    month = observations.accepted_on.astype("datetime64[M]").astype(np.int64)  # since January 1970
    first = int(month.min()) // MONTHS_IN_A_QUARTER
    quarters = int(month.max()) // MONTHS_IN_A_QUARTER - first + 1
    block = observations.council.astype(np.int64) * quarters + (month // MONTHS_IN_A_QUARTER - first)
    within, fresh = month % MONTHS_IN_A_QUARTER, ~observations.is_spent
    arrivals = dict(_by_block(*_arrival_counts(observations, block, fresh))) if fresh.any() else {}
    spent = dict(_by_block(*_cell_counts(observations, block, within, ~fresh))) if not fresh.all() else {}
    everything = np.ones(len(observations), dtype=np.bool_)
    return [
        CountedBlock(
            council=observations.councils[number // quarters],
            quarter=quarter_name(first + number % quarters),
            cell_counts=cell_counts,
            arrival_counts=arrivals.get(number, no_arrivals()),
            spent_counts=spent.get(number, no_counts()),
        )
        for number, cell_counts in _by_block(*_cell_counts(observations, block, within, everything))
    ]


def quarter_name(number: int) -> str:
    """2026-Q3 for a quarter counted from the first of 1970."""
    return f"{1970 + number // 4}-Q{number % 4 + 1}"


def days_of_quarter(name: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of 2026-Q3."""
    year, first_month = int(name[:4]), int(name[-1]) * MONTHS_IN_A_QUARTER - 2
    following = datetime.date(year + first_month // 10, (first_month + 2) % 12 + 1, 1)
    return datetime.date(year, first_month, 1), following - datetime.timedelta(days=1)


def without_counts(counts: Records, part: Records) -> Records:
    """What is left of a block's cell counts without some of them, ascending; what is nought is left out."""
    both = np.concatenate([counts, part])
    order = np.lexsort([both[name] for name in ("band", "reason", "month", "cell")])
    sign = np.concatenate([np.ones(len(counts), dtype=np.int64), -np.ones(len(part), dtype=np.int64)])[order]
    both = both[order]
    same = np.ones(max(len(both) - 1, 0), dtype=np.bool_)
    for name in ("cell", "month", "reason", "band"):
        same &= both[name][1:] == both[name][:-1]
    starts = np.flatnonzero(np.concatenate(([True], ~same))) if len(both) else np.empty(0, dtype=np.int64)
    left = both[starts].copy()
    for name in ("mains", "mentions"):
        left[name] = np.add.reduceat(both[name].astype(np.int64) * sign, starts) if len(starts) else 0
    return left[left["mentions"] > 0]


def no_arrivals() -> Records:
    """The arrival counts of a block of which no report is left."""
    return np.empty(0, dtype=ARRIVAL_COUNT)


def no_counts() -> Records:
    """The cell counts of nothing."""
    return np.empty(0, dtype=CELL_COUNT)


def _cell_counts(
    observations: Observations, block: Numbers, month: Numbers, of: NDArray[np.bool_]
) -> tuple[Numbers, Records]:
    """The block of every count, and the counts, of some of the reports."""
    place = hexgrid.place_numbers(observations.cell, hexgrid.PARTNER_RESOLUTION)
    widths = (hexgrid.place_bits(hexgrid.PARTNER_RESOLUTION), _MONTH_BITS, _REASON_BITS, _BAND_BITS, _MAIN_BITS)
    without_reason = _packed_key(block, (place, month, 0, observations.band.astype(np.int64), 0), widths)
    mentioned = []
    for reason in REASONS:
        names_it = np.flatnonzero((observations.reasons & np.uint32(reason.bit)).astype(np.bool_) & of)
        is_main = observations.main_reason[names_it] == reason.number
        mentioned.append(without_reason[names_it] | (reason.number << _BAND_BITS + _MAIN_BITS) | is_main)
    keys = np.sort(np.concatenate(mentioned))
    unique, starts, mentions = _runs(keys >> _MAIN_BITS)
    counts = np.empty(len(unique), dtype=CELL_COUNT)
    counts["mains"] = np.add.reduceat(keys & 1, starts)
    counts["mentions"] = mentions
    blocks, (number, counts["month"], counts["reason"], counts["band"]) = _unpacked_key(unique, widths[:-1])
    counts["cell"] = hexgrid.cells_of_place_numbers(number, hexgrid.PARTNER_RESOLUTION)
    return blocks, counts


def _arrival_counts(observations: Observations, block: Numbers, of: NDArray[np.bool_]) -> tuple[Numbers, Records]:
    """The block of every arrival count, and the counts, of some of the reports."""
    place = hexgrid.place_numbers(observations.cell[of], hexgrid.FINEST_LEAF_RESOLUTION)
    day = observations.received_on[of].astype("datetime64[D]").astype(np.int64)
    first = int(day.min())
    widths = (hexgrid.place_bits(hexgrid.FINEST_LEAF_RESOLUTION), (int(day.max()) - first).bit_length(), 1)
    keys = np.sort(_packed_key(block[of], (place, day - first, observations.by_month[of].astype(np.int64)), widths))
    unique, _starts, count = _runs(keys)
    counts = np.empty(len(unique), dtype=ARRIVAL_COUNT)
    counts["count"] = count
    blocks, (number, day_number, counts["by_month"]) = _unpacked_key(unique, widths)
    counts["cell"] = hexgrid.cells_of_place_numbers(number, hexgrid.FINEST_LEAF_RESOLUTION)
    counts["received_on"] = day_number + first
    return blocks, counts


def _packed_key(first: Numbers, rest: Sequence[Any], widths: Sequence[int]) -> Numbers:
    """Several columns as one sortable integer, the rest in so many bits each; raises OverflowError past 63 bits."""
    if int(first.max(initial=0)).bit_length() + sum(widths) > 63:
        raise OverflowError("too many different councils, quarters and days for one packed key")
    key = first
    for column, width in zip(rest, widths, strict=True):
        key = key << width | column
    return key


def _unpacked_key(key: Numbers, widths: Sequence[int]) -> tuple[Numbers, list[Numbers]]:
    """`_packed_key` undone."""
    rest: list[Numbers] = []
    for width in reversed(widths):
        rest.insert(0, key & ((1 << width) - 1))
        key = key >> width
    return key, rest


def _runs(ascending: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """The different numbers, where each begins, and how often it occurs."""
    starts = np.flatnonzero(np.concatenate(([True], ascending[1:] != ascending[:-1])))
    return ascending[starts], starts, np.diff(np.append(starts, len(ascending)))


def _by_block(blocks: Numbers, counts: Records) -> Iterator[tuple[int, Records]]:
    """The counts of each block; blocks are ascending."""
    numbers, starts, _ = _runs(blocks)
    for number, records in zip(numbers, np.split(counts, starts[1:]), strict=True):
        yield int(number), records
