"""What of the noisy leaves is shown: the threshold, the bands, and the roll-up of what stays under it. Pure.

It reads noisy values alone, so it spends nothing: whatever it does, the leaves' epsilon is all that was spent.
There is no floor on the true count: a floor would make a shown cell certain proof that so many reports exist.
Values may have leading axes (worlds of a simulation); the last axis is the leaves.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.geography import hexgrid
from reports.publication import law
from reports.publication.partition import Partition

Values = NDArray[np.int64]
Mask = NDArray[np.bool_]

# At scale 1/1.2 an empty leaf reaches 6 with probability 5.7e-4: one false positive in some 1,750 empty leaves.
LEAF_THRESHOLD = 6
# One less is enough where the leaves beside it, noisy as they are, say that there are reports about: on real points
# this shows as much as an exact rule of 5 does, and false positives stay as rare (docs/privacy.md has what was tried).
SUPPORTED_THRESHOLD = 5
SUPPORT = 6
# The noise of a sum of n leaves grows with the square root of n, and so must its threshold: 2 + 4 times the root.
# Without a single report a sum of any n reaches it with at most the probability a leaf has of reaching its own.
REMAINDER_THRESHOLD, REMAINDER_BY_ROOT = 2, 4
# A leaf that is not shown may be known to hold this at most. What is told of a sum stays under what its parts can hold:
# a sum that could only be at its most would give every part of it away.
UNSHOWN_AT_MOST = SUPPORTED_THRESHOLD - 1
# From this noisy value on, the band shown. The last is a floor («40 or more»), the others the value they are about.
BANDS = ((5, 5), (8, 10), (15, 20), (40, 40))
# Of several maps added up: each twice the one before, so that four quarters of one band are one band too, and a place
# has the colour of its density whichever map is looked at.
BANDS_OF_SUMS = ((5, 5), (8, 10), (15, 20), (30, 40), (60, 80), (120, 160))
Bands = tuple[tuple[int, int], ...]

TOTAL_THRESHOLD = 30  # under it the council's total is «fewer than 30»
BREAKDOWN_THRESHOLD = 20
ROUNDING = 10


@dataclass(frozen=True, eq=False)
class Remainders:
    """What the unshown leaves under each cell of one resolution add up to; a resolution of 0 is the whole council."""

    resolution: int
    cells: NDArray[np.uint64]  # shape (k,)
    sums: Values  # shape (..., k)
    leaves: Values  # how many draws each sum has, of one map as many as leaves; shape (..., k)
    at_most: Values  # what its parts can hold, by what anybody may know of them; shape (..., k)
    bands: Values  # the band each is told as, 0 where it is not shown; shape (..., k)

    @property
    def shown(self) -> Mask:
        """Which are shown, shape (..., k)."""
        return self.bands > 0


@dataclass(frozen=True, eq=False)
class RolledUp:
    """Which leaves are shown, and the remainders of the others from fine to coarse."""

    shown: Mask  # shape (..., n), in the order of the partition
    remainders: tuple[Remainders, ...]


def shown_leaves(partition: Partition, noisy: Values, draws: Values | None = None) -> Mask:
    """Which leaves' noisy values may be shown: from the threshold on, or one less among siblings with reports.

    `draws`, shape (n,), is how many draws each value is the sum of, one if not said; of more, all three measures are
    those that noise reaches as rarely.
    """
    order = np.argsort(partition.family, kind="stable")
    starts = np.searchsorted(partition.family[order], np.arange(partition.family.max() + 1))
    beside = np.add.reduceat(noisy[..., order], starts, axis=-1)[..., partition.family] - noisy
    if draws is None:
        alone, supported, support = (np.array(least) for least in (LEAF_THRESHOLD, SUPPORTED_THRESHOLD, SUPPORT))
    else:
        siblings = np.bincount(partition.family)[partition.family] - 1
        draws_beside = np.bincount(partition.family, draws)[partition.family].astype(np.int64) - draws
        alone = law.each_as_rare(draws, LEAF_THRESHOLD)
        supported = law.each_as_rare(draws, SUPPORTED_THRESHOLD)
        support = law.each_as_rare(draws_beside, SUPPORT, of=siblings)
    return np.asarray((noisy >= alone) | ((noisy >= supported) & (beside >= support)))


def rolled_up(
    partition: Partition,
    noisy: Values,
    shown: Mask | None = None,
    *,
    draws: Values | None = None,
    bands: Bands = BANDS,
) -> RolledUp:
    """Unshown leaves join their parent's remainder; one still too small joins the next, up to the council.

    `shown` is what a release has stored; without it, `shown_leaves`. `draws` as there.
    """
    shown = shown_leaves(partition, noisy, draws) if shown is None else shown
    each = np.ones(len(partition), dtype=np.int64) if draws is None else draws
    unshown_at_most = UNSHOWN_AT_MOST * each if draws is None else law.each_as_rare(draws, SUPPORTED_THRESHOLD) - 1
    # Value, draws, and the least that can be known to be the most a part holds: three columns that are added up.
    columns = np.stack([np.where(shown, 0, it) for it in (noisy, each, unshown_at_most)])
    remainders = []
    cells, waiting = partition.cells[:0], columns[..., :0]
    for resolution in range(hexgrid.FINEST_LEAF_RESOLUTION, hexgrid.COARSEST_LEAF_RESOLUTION, -1):
        here = partition.resolutions == resolution
        found, waiting = _gathered(
            hexgrid.parents(np.concatenate([cells, partition.cells[here]]), resolution - 1),
            np.concatenate([waiting, columns[..., here]], axis=-1),
            resolution - 1,
            bands,
        )
        remainders.append(found)
        cells = found.cells
    here = partition.resolutions == hexgrid.COARSEST_LEAF_RESOLUTION
    rest = np.concatenate([cells, partition.cells[here]])
    in_council = np.zeros(len(rest), dtype=np.uint64)
    remainders.append(_gathered(in_council, np.concatenate([waiting, columns[..., here]], axis=-1), 0, bands)[0])
    return RolledUp(shown=shown, remainders=tuple(remainders))


def remainder_threshold(leaves: Values) -> Values:
    """What a sum of so many leaves, or draws, must reach to be shown, as a whole number."""
    return np.asarray(np.ceil(REMAINDER_THRESHOLD + REMAINDER_BY_ROOT * np.sqrt(leaves)), dtype=np.int64)


def band_of(noisy: int, bands: Bands = BANDS) -> int:
    """The band a shown value is told as: 5, 10, 20 or 40, of a sum up to 160."""
    return max(shown for least, shown in bands if noisy >= least)


def total_shown(noisy: int) -> int | None:
    """A council's total rounded to 10; None is «fewer than 30»."""
    return rounded(noisy) if noisy >= TOTAL_THRESHOLD else None


def rounded(noisy: int) -> int:
    """To the nearest 10, halves up."""
    return (noisy + ROUNDING // 2) // ROUNDING * ROUNDING


def _gathered(
    parents: NDArray[np.uint64], columns: Values, resolution: int, stated: Bands
) -> tuple[Remainders, Values]:
    """Columns with the same parent added up; and what is not shown of them, to be added further up."""
    cells, parent = np.unique(parents, return_inverse=True)
    order = np.argsort(parent, kind="stable")
    starts = np.searchsorted(parent[order], np.arange(len(cells)))
    if len(cells):
        columns = np.add.reduceat(columns[..., order], starts, axis=-1)
    sums, leaves, at_most = columns
    threshold = remainder_threshold(leaves)
    shown = (sums >= threshold) & (threshold < at_most)
    bands = np.zeros_like(sums)
    for least, band in stated:
        bands = np.where(shown & (sums >= least) & (least < at_most), band, bands)
    # One that could be shown and is not tells that it is under its threshold.
    limit = np.where(threshold < at_most, threshold - 1, at_most)
    found = Remainders(resolution, cells, sums, leaves, at_most, bands)
    return found, np.where(shown, 0, np.stack([sums, leaves, limit]))
