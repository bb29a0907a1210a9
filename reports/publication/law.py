"""The exact law of the noise of several draws together, worked out and not drawn: from where on a sum is shown. Pure.

The noise of a sum grows with the draws in it, and so must what it has to reach. A sum is held to the chance that one
draw has: an empty hexagon is shown as rarely on a map of several maps as on one.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from reports.publication import noise

REACH = 4096  # at an epsilon of 0.1 beyond what any sum is held to; a chance out there is smaller than a float can tell


@cache
def chances_from(draws: int, epsilon: float) -> NDArray[np.float64]:
    """The chance that the noise of so many draws together comes to a value or more; the value 0 stands at REACH."""
    values = np.arange(-REACH, REACH)
    one = np.exp(-epsilon * np.abs(values))
    # Adding independent draws is multiplying their transforms; the ring is so wide that nothing comes round.
    together = np.fft.irfft(np.fft.rfft(np.fft.ifftshift(one / one.sum())) ** draws, len(values))
    chances = np.fft.fftshift(np.maximum(together, 0))
    return np.asarray(np.cumsum(chances[::-1])[::-1])


@cache
def least_as_rare(draws: int, least: int, *, of: int = 1, epsilon: float = noise.EPS_LEAVES) -> int:
    """The least value that `draws` draws together reach no more often than `of` of them reach `least`, by noise alone.

    Without a draw there is no noise: then any value but 0 is one that noise does not reach.
    """
    if draws == of:
        return least
    if draws == 0:
        return 1
    limit = chances_from(of, epsilon)[REACH + least]
    return int(np.argmax(chances_from(draws, epsilon) <= limit)) - REACH


def each_as_rare(
    draws: NDArray[np.int64], least: int, *, of: NDArray[np.int64] | None = None, epsilon: float = noise.EPS_LEAVES
) -> NDArray[np.int64]:
    """`least_as_rare` of many sums, shape (n,)."""
    like = np.ones_like(draws) if of is None else of
    pairs, place = np.unique(np.stack([draws, like]), axis=1, return_inverse=True)
    found = [least_as_rare(int(many), least, of=int(one), epsilon=epsilon) for many, one in pairs.T]
    return np.array(found, dtype=np.int64)[place.ravel()]
