"""How high the level of a place is, and how sure its rank: counts drawn towards the level of what is round them.

Reports of a place are Poisson with a level of its own; levels are gamma about the mean of the places beside it. The
spread of the levels is estimated by moments over the whole area: empirical Bayes.
Source: Marshall (1991), Mapping disease and mortality rates using empirical Bayes estimators, Applied Statistics 40,
283-294; Clayton & Kaldor (1987), Biometrics 43, 671-681, for the gamma.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.spatial_statistics.distributions import Floats, gamma_quantile
from reports.spatial_statistics.lattice import SIDES, Lattice

INTERVAL = 0.90
SURELY = 0.95  # of the draws in which a place is among the first
DRAWS = 1_000
_DRAWN_TOGETHER = 50
# Places so far below the 20th that no draw would bring them among the first are not drawn: a county has 100,000.
_FAR = 5.0  # standard deviations
_MOST_DRAWN = 1_500
# Draws are the same whenever the counts are: a page must not change when it is loaded again.
_SEED = 0x5EED
# How many average neighbours stand beside the real ones: six empty hexagons do not make a level of nought.
_AVERAGE_NEIGHBOURS = 1.0
_WIDEST, _NARROWEST = 1e-3, 1e6  # the shape of the gamma: beyond these nothing would change in sight


@dataclass(frozen=True, eq=False)
class Levels:
    """The posterior gamma distribution of each listed place's level, in reports of the whole period."""

    shape: Floats  # (n,)
    rate: Floats  # (n,)

    @property
    def mean(self) -> Floats:
        """The estimate by which places are ranked, shape (n,)."""
        return np.asarray(self.shape / self.rate)

    def interval(self, numbers: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Between which two levels each of some places lies, with a probability of `INTERVAL`."""
        shape, rate = self.shape[numbers], self.rate[numbers]
        edge = (1 - INTERVAL) / 2
        return gamma_quantile(edge, shape) / rate, gamma_quantile(1 - edge, shape) / rate

    def chance_among_first(self, first: int) -> Floats:
        """In what part of the draws each place is among the `first` highest, shape (n,)."""
        drawn = self._near_the_first(first)
        chances = np.zeros(len(self.shape))
        if len(drawn) <= first:
            chances[drawn] = 1.0
            return chances
        source = np.random.default_rng(_SEED)
        shape, rate = self.shape[drawn], self.rate[drawn]
        for _some in range(DRAWS // _DRAWN_TOGETHER):
            levels = source.standard_gamma(shape, (_DRAWN_TOGETHER, len(drawn))) / rate
            highest = np.argpartition(levels, len(drawn) - first, axis=1)[:, len(drawn) - first :]
            chances += np.bincount(drawn[highest.ravel()], minlength=len(chances))
        return chances / DRAWS

    def _near_the_first(self, first: int) -> NDArray[np.int64]:
        """The numbers of the places that may be among the first: all, where there are no more of them."""
        if len(self.shape) <= first:
            return np.arange(len(self.shape))
        away = _FAR * np.sqrt(self.shape) / self.rate
        bar = np.partition(self.mean - away, len(self.shape) - first)[len(self.shape) - first]
        near = np.flatnonzero(self.mean + away >= bar)
        return near[np.argsort(-(self.mean + away)[near], kind="stable")[:_MOST_DRAWN]]


def levels_of(counts: NDArray[np.int64], lattice: Lattice) -> Levels:
    """The levels of the listed places of one area, from their counts, shape (n,)."""
    values = counts.astype(np.float64)
    overall = values.sum() / lattice.total
    if not overall:
        return Levels(np.full(len(values), 1.0), np.full(len(values), np.inf))
    round_each = (lattice.sums_beside(values) + _AVERAGE_NEIGHBOURS * overall) / (lattice.degree + _AVERAGE_NEIGHBOURS)
    shape = _shape_of(values, round_each, overall, lattice.unlisted)
    return Levels(shape + values, shape / round_each + 1)


def _shape_of(values: Floats, round_each: Floats, overall: float, unlisted: int) -> float:
    """The shape of the gamma by moments: counts vary by their mean, and by its square over the shape."""
    elsewhere = _AVERAGE_NEIGHBOURS * overall / (SIDES + _AVERAGE_NEIGHBOURS)  # of a place far from any report
    squares = (round_each**2).sum() + unlisted * elsewhere**2
    beyond = ((values - round_each) ** 2 - round_each).sum() + unlisted * (elsewhere**2 - elsewhere)
    return float(np.clip(squares / beyond if beyond > 0 else np.inf, _WIDEST, _NARROWEST))


def order_of(levels: Levels, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of the places, the highest estimate first; by count, then as listed, where estimates are alike."""
    return np.lexsort((np.arange(len(counts)), -counts, -levels.mean))
