"""Maps of one ground added up: their noisy values on the finest hexagons that all of them have or make up. Pure.

Nothing is drawn and no count is read: the values were drawn and paid for, each for its own map.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.geography import hexgrid
from reports.publication.partition import Partition, partition_of
from reports.publication.rollup import Values


@dataclass(frozen=True, eq=False)
class NoisyMap:
    """The leaves of one map and the noisy value of each, shape (..., n)."""

    partition: Partition
    noisy: Values


@dataclass(frozen=True, eq=False)
class AddedUp:
    """The noisy values of several maps, added on leaves that all of them share."""

    partition: Partition
    noisy: Values  # shape (..., n)
    draws: Values  # how many draws each is the sum of, shape (n,)


def add_maps(maps: Sequence[NoisyMap], *, withdrawn: Collection[int] = ()) -> AddedUp:
    """Adds up maps of one ground; a leaf finer than those shared counts in the shared one that holds it.

    What any map tells of a withdrawn hexagon, whole or in parts, is left out.
    """
    shared = common_partition([it.partition for it in maps])
    hidden = np.array(sorted(withdrawn), dtype=np.uint64)
    noisy = np.zeros((*maps[0].noisy.shape[:-1], len(shared)), dtype=np.int64)
    draws = np.zeros(len(shared), dtype=np.int64)
    for it in maps:
        cells = it.partition.cells
        kept = ~np.isin(_coarsest_among(cells, hidden), hidden)
        place = np.searchsorted(shared.cells, _coarsest_among(cells[kept], shared.cells))
        draws += np.bincount(place, minlength=len(shared))
        for leaf, values in zip(place.tolist(), np.moveaxis(it.noisy[..., kept], -1, 0), strict=True):
            noisy[..., leaf] += values
    return AddedUp(shared, noisy, draws)


def common_partition(partitions: Sequence[Partition]) -> Partition:
    """The finest leaves of which each is a leaf, or made up of leaves, in every one of these."""
    cells = np.unique(np.concatenate([it.cells for it in partitions]))
    return partition_of(np.unique(_coarsest_among(cells, cells)))


def _coarsest_among(cells: NDArray[np.uint64], among: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Of each cell the coarsest that is among these: an ancestor or the cell itself, which stands also if none is."""
    found = cells.copy()
    resolutions = hexgrid.resolutions_of(cells)
    for resolution in range(hexgrid.FINEST_LEAF_RESOLUTION, hexgrid.COARSEST_LEAF_RESOLUTION - 1, -1):
        finer = np.flatnonzero(resolutions >= resolution)
        ancestors = hexgrid.parents(cells[finer], resolution)
        are_among = np.isin(ancestors, among)
        found[finer[are_among]] = ancestors[are_among]
    return found
