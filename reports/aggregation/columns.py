"""The records a count block holds: their columns, their widths, and nothing else."""

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


def packed(records: Records) -> bytes:
    """Records as the bytes of a block."""
    return records.tobytes()


def unpacked(block: Any, layout: np.dtype[Any]) -> Records:
    """A block's bytes as records, not writable; raises ValueError when they do not fit the layout."""
    return np.frombuffer(block, dtype=layout)
