"""Whether a place has fewer reports since something was done there than other places like it.

Four counts: the place and a comparison group, before and after. Given the margins, the number at the place afterwards
has Fisher's noncentral hypergeometric distribution. Its one parameter is the ratio of the place's change to the
group's: the exact 95 % interval holds whatever the level of either, and counts the group's own chance too.
Source: Cornfield (1956), A statistical problem arising from retrospective studies, Proc. 3rd Berkeley Symposium 4,
135-148; Fisher (1935), The logic of inductive inference, J. R. Statist. Soc. 98, 39-82.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.spatial_statistics.distributions import log_gamma

LEAST = 10  # reports at the place, before and after together: of fewer nothing is told
LEAST_PLACES = 5  # in the comparison group: fewer say how those few went
# How many times more or fewer reports a place of the comparison group may have had before: the first that gives enough.
ALIKE = (1.5, 2.0)
_TAIL = 0.025  # on each side
_WIDEST = 40.0  # natural logarithm of the ratio
_HALVINGS = 100


@dataclass(frozen=True)
class BeforeAfter:
    """Reports at a place before and after, and in its comparison group; ratio and interval only where they tell."""

    before: int
    after: int
    others_before: int
    others_after: int
    places: int  # in the comparison group

    @property
    def is_enough(self) -> bool:
        """Whether there are reports and places enough for anything to be said."""
        return (
            self.before + self.after >= LEAST
            and self.before > 0
            and self.places >= LEAST_PLACES
            and self.others_before > 0
            and self.others_after > 0
        )

    @property
    def expected(self) -> float:
        """Reports after, had the place gone as its comparison group."""
        return self.before * self.others_after / self.others_before

    @property
    def ratio(self) -> float:
        """Reports after, to those expected."""
        return self.after / self.expected

    @property
    def interval(self) -> tuple[float, float]:
        """Where the ratio lies in 95 of 100 such cases: exact, 0 at its lower end where none came after."""
        return ratio_interval(self.after, self.before, self.others_after, self.others_before)

    @property
    def is_fewer(self) -> bool:
        """Whether there are clearly fewer than expected."""
        return self.is_enough and self.interval[1] < 1

    @property
    def is_more(self) -> bool:
        """Whether there are clearly more."""
        return self.is_enough and self.interval[0] > 1


def ratio_interval(after: int, before: int, others_after: int, others_before: int) -> tuple[float, float]:
    """The exact conditional 95 % interval of (after / before) / (others_after / others_before); all but two positive.

    0 and infinity are its ends where `after`, or `before`, is 0.
    """
    place, others, later = after + before, others_after + others_before, after + others_after
    support = np.arange(max(0, later - others), min(place, later) + 1)
    ways = _log_choose(place, support) + _log_choose(others, later - support)
    at = int(after - support[0])

    def above(log_ratio: float) -> float:
        return _tail(ways, support, log_ratio, slice(at, None))

    def below(log_ratio: float) -> float:
        return 1 - _tail(ways, support, log_ratio, slice(None, at + 1))

    low = 0.0 if at == 0 else math.exp(_crossing(above, _TAIL))
    high = math.inf if at == len(support) - 1 else math.exp(_crossing(below, 1 - _TAIL))
    return low, high


def comparison_places(
    before: int, candidates: NDArray[np.int64], allowed: NDArray[np.bool_] | Sequence[bool]
) -> NDArray[np.int64]:
    """The positions of the allowed candidates that had about as many reports before as the place had: ascending."""
    found = np.empty(0, dtype=np.int64)
    for times in ALIKE:
        alike = (candidates >= before / times) & (candidates <= before * times) & (candidates > 0)
        found = np.flatnonzero(alike & np.asarray(allowed, dtype=np.bool_))
        if len(found) >= LEAST_PLACES:
            break
    return found


def _log_choose(total: int, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(log_gamma(total + 1) - log_gamma(chosen + 1) - log_gamma(total - chosen + 1))


def _tail(ways: NDArray[np.float64], support: NDArray[np.int64], log_ratio: float, part: slice) -> float:
    logs = ways + support * log_ratio
    masses = np.exp(logs - logs.max())
    return float(masses[part].sum() / masses.sum())


def _crossing(rising: Callable[[float], float], wanted: float) -> float:
    """Where a rising function of the ratio's logarithm reaches a value."""
    low, high = -_WIDEST, _WIDEST
    for _halving in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(middle) < wanted else (low, middle)
    return (low + high) / 2
