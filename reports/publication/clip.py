"""The clip: however many reports arrive for a leaf on one day, it counts three.

Pure. One report more or less moves one leaf by at most one: a minimum with a constant is 1-Lipschitz, and a report
is in one (leaf, day). Never «drop the burst»: with a rule that drops, one report could flip many.
"""

import numpy as np
from numpy.typing import NDArray

# Three: a visible leaf costs an attacker two separate days at least, while honest days rarely hold more.
PER_DAY = 3
# An import that knows only the month: as much as thirty days would let in.
PER_MONTH = 30 * PER_DAY


def clipped_totals(
    leaf: NDArray[np.int64],
    day: NDArray[np.datetime64],
    by_month: NDArray[np.bool_],
    count: NDArray[np.int64],
    *,
    leaves: int,
) -> NDArray[np.int64]:
    """The clipped count of each of so many leaves.

    `leaf` is an index, `day` the day received (any day of the month where `by_month`); the columns are equally long
    and a (leaf, day) may stand in several rows.
    """
    month_start = day.astype("datetime64[M]").astype("datetime64[D]")
    since = np.where(by_month, month_start, day.astype("datetime64[D]")).astype(np.int64)
    windows, window = np.unique(np.stack([leaf, since, by_month.astype(np.int64)]), axis=1, return_inverse=True)
    arrived = np.zeros(windows.shape[1], dtype=np.int64)
    np.add.at(arrived, window.ravel(), count)
    totals = np.zeros(leaves, dtype=np.int64)
    np.add.at(totals, windows[0], np.minimum(arrived, np.where(windows[2] == 1, PER_MONTH, PER_DAY)))
    return totals
