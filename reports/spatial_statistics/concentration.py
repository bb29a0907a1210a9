"""On how little land how many of the reports are: one curve, and no test.

Source: Weisburd (2015), The law of crime concentration, Criminology 53, 133-157, for reading it by cumulative share.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Share:
    """So many places hold this part of the reports on that part of the land."""

    places: int
    of_reports: float
    of_land: float


def share_of_first(counts: NDArray[np.int64], total: int, places: int) -> Share:
    """What the places with most reports hold, of `total` places with the empty ones; all that there are, if fewer."""
    highest = np.sort(counts)[::-1][:places]
    reports = int(counts.sum())
    return Share(len(highest), float(highest.sum()) / reports if reports else 0.0, len(highest) / total)


def curve(counts: NDArray[np.int64], total: int, points: int, *, of_land: float) -> NDArray[np.float64]:
    """The part of the reports on the fullest part of the land, from 0 to `of_land`: shape (points, 2), land first."""
    land = np.linspace(0, of_land, points)
    held = np.concatenate(([0.0], np.cumsum(np.sort(counts)[::-1]), [counts.sum()]))
    reached = np.concatenate((np.arange(len(counts) + 1), [max(total, len(counts))]))
    return np.column_stack((land, np.interp(land * total, reached, held) / max(int(counts.sum()), 1)))
