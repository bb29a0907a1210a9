"""Where reports are clustered more than chance would have it: Getis-Ord Gi* of log(1 + count), one hexagon round each.

Source: Ord & Getis (1995), Local spatial autocorrelation statistics, Geographical Analysis 27, 286-306, with binary
weights that count the place itself. Of raw counts, which are skewed, normal p-values find clusters where there are
none. There is no cold: outside a cluster the figures tell nothing.
"""

import numpy as np
from numpy.typing import NDArray

from reports.spatial_statistics.distributions import normal_upper_tail
from reports.spatial_statistics.false_discovery import is_clear
from reports.spatial_statistics.lattice import Lattice

_NOTHING = 1e-9  # of the mean: what rounding leaves of no variance


def gi_star(values: NDArray[np.float64], lattice: Lattice) -> NDArray[np.float64]:
    """The score of each listed hexagon, shape (n,), in standard deviations; 0 everywhere when all values are alike.

    All hexagons of the area are in the mean and the variance, those without a row as noughts.
    """
    if lattice.total < 2:
        return np.zeros(len(values))
    mean = values.sum() / lattice.total
    variance = (values**2).sum() / lattice.total - mean**2
    weights = lattice.degree + 1
    spread = (lattice.total * weights - weights**2) / (lattice.total - 1)
    scale = np.sqrt(np.maximum(variance * spread, 0.0))
    above = lattice.sums_beside(values) + values - weights * mean
    has_spread = scale > _NOTHING * max(abs(mean), 1.0)
    return np.asarray(np.divide(above, scale, out=np.zeros(len(values)), where=has_spread))


def is_clustered(counts: NDArray[np.int64], lattice: Lattice) -> NDArray[np.bool_]:
    """Which of the listed hexagons are inside a cluster, shape (n,): at most 1 in 20 of them by chance.

    Every hexagon of the area is a test. Those without a row are at most as high as an average place: p is 1/2 or more.
    """
    scores = gi_star(np.log1p(counts.astype(np.float64)), lattice)
    tested = np.concatenate([normal_upper_tail(scores), np.ones(lattice.unlisted)])
    return is_clear(tested)[: len(counts)]
