"""The noise of a release: the budget, and discrete Laplace noise from OpenDP's secure source.

Noise is added to every number, zeros included, once, inside the transaction that stores it.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import opendp.prelude as dp
from numpy.typing import NDArray

# The privacy budget of one accepted report for its whole life. It is in one leaf, one bin of the breakdown and one
# total, and moves each by at most one, so what is spent on it is the sum. In code and not in a setting: no environment
# variable can raise it.
EPS_LEAVES = 1.2  # T1
EPS_BREAKDOWN = 0.2  # T2
EPS_TOTAL = 0.1  # T0
BUDGET = 1.5
SENSITIVITY = 1  # how far one report moves one table, as the sum over its cells: the clip and the counts keep to it

assert abs(EPS_LEAVES + EPS_BREAKDOWN + EPS_TOTAL - BUDGET) < 1e-12, "the tables spend more than the budget"

Counts = NDArray[np.int64]
NoiseSource = Callable[[Counts, float], Counts]  # counts and epsilon to noisy counts of the same shape


class BudgetExceeded(Exception):
    """The measurement OpenDP built would spend more than the epsilon asked for."""


def discrete_laplace(counts: Counts, epsilon: float) -> Counts:
    """Counts of any shape with noise of scale SENSITIVITY / epsilon on each, by OpenDP; raises BudgetExceeded."""
    measurement = _measurement(epsilon)
    noisy = measurement([int(count) for count in counts.ravel()]) if counts.size else []
    return np.array(noisy, dtype=np.int64).reshape(counts.shape)


def _measurement(epsilon: float) -> Any:
    """OpenDP's own proof is asked before it is used: its privacy map at our sensitivity may not exceed epsilon."""
    dp.enable_features("contrib")
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    measurement: Any = dp.m.make_laplace(*space, scale=SENSITIVITY / epsilon)
    if measurement.map(d_in=SENSITIVITY) > epsilon * (1 + 1e-9):
        raise BudgetExceeded(epsilon)
    return measurement
