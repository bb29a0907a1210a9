"""The records a count block holds: their columns, their widths, and nothing else."""

import enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Records = NDArray[np.void]

# How many accepted reports of a month name a reason in a res 10 cell, by part of the day. Summing `mains` over
# everything counts each report once; `mentions` counts a report under each reason it names.
CELL_COUNT = np.dtype(
    [
        ("cell", "<u8"),
        ("month", "u1"),  # 0, 1 or 2 within the quarter
        ("reason", "u1"),  # intake's number
        ("band", "u1"),  # intake's Band, as stored: 1 to 6
        ("mains", "<u4"),
        ("mentions", "<u4"),
    ]
)

# How many accepted reports arrived for a res 9 cell on one day: what the release's clip reads.
ARRIVAL_COUNT = np.dtype(
    [
        ("cell", "<u8"),
        ("received_on", "<i4"),  # days since 1 January 1970; for a month alone, its first day
        ("by_month", "u1"),  # 1: an import that knows only the month
        ("count", "<u4"),
    ]
)

# How many accepted reports of a res 10 cell gave an answer to one question, by the month they came in. No question but
# the part of the day and the kind of day stand together.
ANSWER_COUNT = np.dtype(
    [
        ("cell", "<u8"),
        ("received_in", "<i4"),  # months since January 1970
        ("is_import", "u1"),  # 1: an import, of which only the month is known
        ("question", "u1"),  # a CountedQuestion
        ("answer", "u1"),  # as stored; of the time of week, the band shifted by DAY_KIND_BITS, and the kind of day
        ("count", "<u4"),
    ]
)
DAY_KIND_BITS = 3


class CountedQuestion(enum.IntEnum):
    """What an answer count is of."""

    TIME_OF_WEEK = 1
    FREQUENCY = 2
    INCIDENT = 3


_SUMMED = ("mains", "mentions", "count")  # of all layouts; every other field says what is counted


def summed_records(records: Records) -> Records:
    """One record for each that is counted, ascending, with the sums of its counts."""
    keys = [name for name in records.dtype.names or () if name not in _SUMMED]
    ordered = records[np.lexsort([records[name] for name in reversed(keys)])]
    if not len(ordered):
        return ordered
    is_new = np.zeros(len(ordered) - 1, dtype=np.bool_)
    for name in keys:
        is_new |= ordered[name][1:] != ordered[name][:-1]
    starts = np.flatnonzero(np.concatenate(([True], is_new)))
    summed = ordered[starts].copy()
    for name in (records.dtype.names or ())[len(keys) :]:
        summed[name] = np.add.reduceat(ordered[name], starts)
    return summed


def packed(records: Records) -> bytes:
    """Records as the bytes of a block."""
    return records.tobytes()


def unpacked(block: Any, layout: np.dtype[Any]) -> Records:
    """A block's bytes as records, not writable; raises ValueError when they do not fit the layout."""
    return np.frombuffer(block, dtype=layout)
