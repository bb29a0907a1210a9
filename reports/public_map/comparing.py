"""Whether the noise alone may make the difference between two published figures of one hexagon. Pure.

Both figures carry noise of their own. Two bands may tell of the same number of reports when the least step from one to
the other is one that the difference of two draws makes at least one time in twenty. It is no test of whether the place
changed: few reports come and go by themselves, which this leaves out.
"""

import math
from itertools import combinations

from reports.publication import noise, rollup

RARE = 0.05  # one time in twenty
NOT_SHOWN = 0  # stands for a hexagon without a figure


def may_be_chance(one: int, other: int, *, epsilon: float = noise.EPS_LEAVES) -> bool:
    """Whether two bands, or NOT_SHOWN and a band, may differ by the noise alone."""
    lower, higher = sorted((one, other))
    return lower == higher or chance_of_difference(_step(lower, higher), epsilon) >= RARE


def chance_pairs() -> list[tuple[int, int]]:
    """The pairs of different figures, lower first, whose difference the noise may make."""
    stated = (NOT_SHOWN, *(band for _least, band in rollup.BANDS))
    return [(lower, higher) for lower, higher in combinations(stated, 2) if may_be_chance(lower, higher)]


def chance_of_difference(least: int, epsilon: float) -> float:
    """The chance that two draws of the noise are at least so far apart, either way."""
    factor = math.exp(-epsilon)
    same = ((1 - factor) / (1 + factor)) ** 2
    spread = (1 + factor**2) / (1 - factor**2)
    nearer = sum((1 if step == 0 else 2) * same * factor**step * (step + spread) for step in range(least))
    return 1 - nearer


def _step(lower: int, higher: int) -> int:
    """How far the highest value told as the lower is from the lowest told as the higher."""
    least = {band: value for value, band in rollup.BANDS}
    bands = sorted(least)
    highest = rollup.LEAF_THRESHOLD - 1 if lower == NOT_SHOWN else least[bands[bands.index(lower) + 1]] - 1
    return max(1, least[higher] - highest)
