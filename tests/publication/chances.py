"""The exact law of the leaves' noise, of one and of sums, worked out and not drawn."""

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from reports.publication import noise, rollup
from reports.publication.partition import Partition

REACH = 400  # beyond it a chance is smaller than a float can tell


@cache
def law_of_sum(leaves: int) -> NDArray[np.float64]:
    """The chances of the noise of so many leaves together, 0 standing at REACH."""
    ratio = math.exp(-noise.EPS_LEAVES)
    one = (1 - ratio) / (1 + ratio) * ratio ** np.abs(np.arange(-REACH, REACH + 1))
    if leaves == 0:
        return np.where(np.arange(-REACH, REACH + 1) == 0, 1.0, 0.0)
    return one if leaves == 1 else np.convolve(law_of_sum(leaves - 1), one, mode="same")


def chance_from(least: int, leaves: int = 1) -> float:
    """The chance that the noise of so many leaves comes to a value or more."""
    return float(law_of_sum(leaves)[max(REACH + least, 0) :].sum())


def expected_phantoms(partition: Partition, counts: NDArray[np.int64]) -> float:
    """How many leaves without a report are shown on average, given what all leaves count."""
    family = np.bincount(partition.family, counts)[partition.family]
    siblings = np.bincount(partition.family)[partition.family] - 1
    certain = chance_from(rollup.LEAF_THRESHOLD)
    just = chance_from(rollup.SUPPORTED_THRESHOLD) - certain
    empty = counts == 0
    beside = zip(family[empty].astype(int).tolist(), siblings[empty].tolist(), strict=True)
    return sum(certain + just * chance_from(rollup.SUPPORT - known, others) for known, others in beside)
