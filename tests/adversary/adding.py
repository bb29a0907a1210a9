"""Four maps of a neighbourhood and the sum of them, in many worlds: all that is public of one hexagon.

The maps and the sum are made by the functions that publish. The adversary knows every other report, rehearses with and
without the suspected one, and says «in» where the picture came more often with it.
"""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from reports.geography import hexgrid
from reports.publication import noise, rollup
from reports.publication.adding_up import AddedUp, NoisyMap, add_maps
from reports.publication.partition import partition_of
from tests.adversary import harness
from tests.adversary.harness import Ints

TOWN = partition_of(np.array(hexgrid.children(hexgrid.cell_at(*harness.TOWN, 7)), dtype=np.uint64))
TARGET = 3
# Of one row for each map: exact counts and noisy ones, shape (worlds, leaves), to what is summed.
Summed = Callable[[Sequence[Ints], Sequence[Ints]], Sequence[Ints]]


def stored_values(_exact: Sequence[Ints], noisy: Sequence[Ints]) -> Sequence[Ints]:
    """The mechanism's: what was drawn for each map."""
    return noisy


def exact_counts(exact: Sequence[Ints], _noisy: Sequence[Ints]) -> Sequence[Ints]:
    """What a mutation puts in its place: the counts themselves, behind the same thresholds and bands."""
    return exact


def pictures(counts: Ints, worlds: int, draw: noise.NoiseSource, summed: Summed) -> Ints:
    """What is public in each world: bands of the leaf on every map, and on the sum all leaves and remainders."""
    exact = [np.tile(of_map, (worlds, 1)) for of_map in counts]
    noisy = [draw(of_map, noise.EPS_LEAVES) for of_map in exact]
    alone = [harness.shown_bands(it, rollup.shown_leaves(TOWN, it))[:, TARGET] for it in noisy]
    total = added(summed(exact, noisy))
    rolled = rollup.rolled_up(total.partition, total.noisy, draws=total.draws, bands=rollup.BANDS_OF_SUMS)
    rests = [level.bands for level in rolled.remainders]
    return np.concatenate([np.stack(alone, axis=1), bands_of_sum(total, rolled), *rests], axis=1)


def added(values: Sequence[Ints]) -> AddedUp:
    """The sum of maps with these values."""
    return add_maps([NoisyMap(TOWN, each) for each in values])


def bands_of_sum(total: AddedUp, rolled: rollup.RolledUp) -> Ints:
    """The band of each leaf of a sum, 0 where it is not shown."""
    least, bands = np.array(rollup.BANDS_OF_SUMS).T
    place = np.maximum(np.searchsorted(least, total.noisy, side="right") - 1, 0)
    return np.where(rolled.shown, bands[place], 0)


def accuracy(others: Ints, suspected_map: int, worlds: int, summed: Summed = stored_values) -> float:
    """How often the adversary is right whether a report of one map is in the target leaf."""
    with_it = others.copy()
    with_it[suspected_map, TARGET] += 1
    rehearsed = [
        Counter(map(bytes, pictures(counts, harness.REHEARSALS, harness.numpy_noise(np.random.default_rng(1)), summed)))
        for counts in (others, with_it)
    ]
    right = 0
    for is_in, counts in enumerate((others, with_it)):
        for picture in map(bytes, pictures(counts, worlds // 2, noise.discrete_laplace, summed)):
            right += (rehearsed[1][picture] > rehearsed[0][picture]) == bool(is_in)
    return right / (worlds // 2 * 2)


def numbers_read(counts: Ints, times: int, summed: Summed = stored_values) -> int:
    """A5: of how many hexagons the sum tells on which side of an edge the true number lies, whatever noise is drawn.

    Only hexagons at an edge are asked: one more report, or one less, would be told as another band.
    """
    draw = harness.numpy_noise(np.random.default_rng(5))
    rows = [np.tile(of_map, (times, 1)) for of_map in counts]
    total = added(summed(rows, [draw(of_map, noise.EPS_LEAVES) for of_map in rows]))
    rolled = rollup.rolled_up(total.partition, total.noisy, draws=total.draws, bands=rollup.BANDS_OF_SUMS)
    told = bands_of_sum(total, rolled)
    edges = np.array([least for least, _ in rollup.BANDS_OF_SUMS if least > rollup.LEAF_THRESHOLD * 2])
    at_edge = np.isin(counts.sum(axis=0), [*edges, *(edges - 1)])
    return int((at_edge & (told == told[0]).all(axis=0)).sum())
