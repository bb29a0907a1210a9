"""Two years of one council in many worlds: eight quarters, gathering, partitions that follow the maps before them.

The adversary of A4 is given more than the public: every noisy number itself, not its band. It knows every other report
of all eight quarters, compares each release with and without the suspected one, and adds the log ratios up.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.geography import hexgrid
from reports.publication import clip, map_schedule, noise, rollup
from reports.publication.partition import Partition, next_partition
from tests.adversary import harness

Ints = NDArray[np.int64]
QUARTERS = 8
REPORTS_A_QUARTER = 110
SUSPECTED_QUARTER = 2


@dataclass(frozen=True)
class Stated:
    """One number of one release: what it counts with the suspected report and without, and what was told."""

    with_it: int
    without: int
    noisy: int
    epsilon: float

    @property
    def log_ratio(self) -> float:
        """How much more likely the number is with the report than without; discrete Laplace's law."""
        rate = self.epsilon / noise.SENSITIVITY
        return rate * (abs(self.noisy - self.without) - abs(self.noisy - self.with_it))


@dataclass(frozen=True, eq=False)
class TwoYears:
    """All reports but one, by quarter: res 9 cell, day and bin of the breakdown; and the suspected one."""

    others: Sequence[tuple[NDArray[np.uint64], Ints, Ints]]
    cell: int
    day: int
    bin: int

    def simulated(self, *, is_in: bool, draw: noise.NoiseSource, rule: "Rule") -> tuple[list[Stated], int]:
        """Everything told over the eight quarters of one world, and how many maps there were."""
        partition = first = harness.council()
        stated: list[Stated] = []
        totals: list[int | None] = []
        since, maps = 0, 0
        for quarter in range(QUARTERS):
            counts = [self._total([quarter], suspected) for suspected in (True, False)]
            stated.append(_drawn(counts, is_in, noise.EPS_TOTAL, draw))
            totals.append(rollup.total_shown(stated[-1].noisy))
            covered = rule(totals, since, quarter)
            if not covered:
                continue
            leaves = [self._leaves(partition, covered, suspected) for suspected in (True, False)]
            noisy = draw(leaves[not is_in], noise.EPS_LEAVES)
            stated += [
                Stated(int(with_it), int(without), int(value), noise.EPS_LEAVES)
                for with_it, without, value in zip(*leaves, noisy, strict=True)
                if with_it != without
            ]
            stated.append(_drawn([self._bin(covered, it) for it in (True, False)], is_in, noise.EPS_BREAKDOWN, draw))
            shown = rollup.shown_leaves(partition, noisy)
            partition = next_partition(partition, np.where(shown, noisy, 0), first=first, council=_touched())
            since, totals, maps = quarter + 1, [], maps + 1
        return stated, maps

    def _total(self, quarters: Sequence[int], suspected: bool) -> int:
        return sum(len(self.others[quarter][0]) for quarter in quarters) + self._is_there(quarters, suspected)

    def _bin(self, quarters: Sequence[int], suspected: bool) -> int:
        others = sum(int((self.others[quarter][2] == self.bin).sum()) for quarter in quarters)
        return others + self._is_there(quarters, suspected)

    def _is_there(self, quarters: Sequence[int], suspected: bool) -> int:
        return int(suspected and SUSPECTED_QUARTER in quarters)

    def _leaves(self, partition: Partition, quarters: Sequence[int], suspected: bool) -> Ints:
        own = self._is_there(quarters, suspected)
        cells = [*(self.others[quarter][0] for quarter in quarters), np.array([self.cell] * own, dtype=np.uint64)]
        days = [*(self.others[quarter][1] for quarter in quarters), np.array([self.day] * own, dtype=np.int64)]
        leaf = partition.leaf_indices(np.concatenate(cells))
        return clip.clipped_totals(
            leaf,
            (np.concatenate(days) + 20_000).astype("datetime64[D]"),
            np.zeros(len(leaf), dtype=np.bool_),
            np.ones(len(leaf), dtype=np.int64),
            leaves=len(partition),
        )


# Published totals since the last map, the first quarter since it, and this one: the quarters of a map, or none.
Rule = Callable[[Sequence[int | None], int, int], Sequence[int]]


def map_schedule_rule(totals: Sequence[int | None], since: int, quarter: int) -> Sequence[int]:
    """The mechanism's: each quarter is on one map."""
    return range(since, quarter + 1) if map_schedule.is_map_due(totals) else ()


def everything_so_far(totals: Sequence[int | None], since: int, quarter: int) -> Sequence[int]:
    """What A13 puts in its place: each quarter a map of all reports there are, so a report is on many."""
    return range(quarter + 1)


def two_years(seed: int = 4) -> TwoYears:
    """A town's reports, half of them in a tenth of its hexagons, so that the partition moves."""
    rng = np.random.default_rng(seed)
    fine = np.array(_touched(), dtype=np.uint64)
    busy = rng.choice(fine, max(1, len(fine) // 10), replace=False)
    others = []
    for quarter in range(QUARTERS):
        parents = np.where(
            rng.random(REPORTS_A_QUARTER) < 0.5,
            rng.choice(busy, REPORTS_A_QUARTER),
            rng.choice(fine, REPORTS_A_QUARTER),
        )
        cells = np.array([hexgrid.children(int(cell))[rng.integers(7)] for cell in parents], dtype=np.uint64)
        days = quarter * harness.DAYS + 1 + np.arange(REPORTS_A_QUARTER) % (harness.DAYS - 1)
        others.append((cells, days, rng.integers(0, harness.GROUPS_AND_BANDS, REPORTS_A_QUARTER)))
    day = SUSPECTED_QUARTER * harness.DAYS
    return TwoYears(others=others, cell=hexgrid.children(int(busy[0]))[3], day=day, bin=5)


def accuracy(
    worlds: int, *, draw: noise.NoiseSource = noise.discrete_laplace, rule: Rule = map_schedule_rule
) -> tuple[float, float]:
    """How often the adversary of two years is right, and how many maps it saw on average."""
    story, rng = two_years(), np.random.default_rng(7)
    right = maps = 0
    for _ in range(worlds):
        is_in = bool(rng.integers(2))
        stated, seen = story.simulated(is_in=is_in, draw=draw, rule=rule)
        right += (math.fsum(number.log_ratio for number in stated) > 0) == is_in
        maps += seen
    return right / worlds, maps / worlds


def _drawn(counts: Sequence[int], is_in: bool, epsilon: float, draw: noise.NoiseSource) -> Stated:
    noisy = int(draw(np.array([counts[not is_in]], dtype=np.int64), epsilon)[0])
    return Stated(counts[0], counts[1], noisy, epsilon)


def _touched() -> list[int]:
    return harness.council_cells()
