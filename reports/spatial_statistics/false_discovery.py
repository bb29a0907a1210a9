"""Many tests at once: which of them may be called clear, if at most so large a part of those may be chance.

Source: Benjamini & Hochberg (1995), Controlling the false discovery rate, J. R. Statist. Soc. B 57, 289-300.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

RATE = 0.05  # of what is called clear, at most this part on average is chance


def adjusted_p_values(p_values: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """The least rate at which each test would be clear: shape (n,), in the order given."""
    given = np.asarray(p_values, dtype=np.float64)
    if not len(given):
        return given
    order = np.argsort(given, kind="stable")
    scaled = given[order] * len(given) / np.arange(1, len(given) + 1)
    adjusted = np.empty(len(given))
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted


def is_clear(p_values: Sequence[float] | NDArray[np.float64], *, rate: float = RATE) -> NDArray[np.bool_]:
    """Which of the tests are clear together, shape (n,)."""
    return np.asarray(adjusted_p_values(p_values) <= rate, dtype=np.bool_)
