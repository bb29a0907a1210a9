"""The games of the release mechanism that are played here, at any size: one row of results for each setting."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reports.publication import noise, rollup
from reports.publication.partition import next_partition
from tests.adversary import harness, over_time, solving

# Strangers' reports in the suspected leaf: few, many, and just under the edges of the bands.
BACKGROUNDS = (0, 2, 4, 7, 14, 39)
PLANTS = (0, 2, 4, 5, 7, 14, 30)
STRANGERS_BESIDE_PLANTS = 0
# What the adversary reads, and the epsilon spent on it.
CHOICES = (harness.TABLES, ("map",))
NAMES = (("all tables", noise.BUDGET), ("map", noise.EPS_LEAVES))


@dataclass(frozen=True)
class Result:
    """What one setting of a game came to, beside what it may come to and what the naive release gives."""

    game: str
    setting: str
    value: float
    least: float
    most: float
    naive: float | None = None

    @property
    def is_within(self) -> bool:
        """Whether the promise held."""
        return self.least <= self.value <= self.most


def membership(worlds: int) -> Iterator[Result]:
    """A1: the adversary knows all other reports and sees every table, or the map alone."""
    each = worlds // len(BACKGROUNDS)
    found = [harness.suspicion(others_in_leaf=others, seed=others) for others in BACKGROUNDS]
    naive = [harness.accuracy_against_k(suspicion) for suspicion in found]
    by_choice = zip(*(harness.accuracies(suspicion, each, CHOICES) for suspicion in found), strict=True)
    for (name, epsilon), right in zip(NAMES, by_choice, strict=True):
        most = harness.bound(epsilon, each * len(right))
        yield Result("A1", name, float(np.mean(right)), 0.5, most, float(np.mean(naive)))
        yield Result("A1", f"{name}, worst place", max(right), 0.5, harness.bound(epsilon, each), max(naive))


def planting(worlds: int) -> Iterator[Result]:
    """A2: the adversary files reports of its own in the leaf, each on another day, and has seen them accepted."""
    for planted in PLANTS:
        suspicion = harness.suspicion(others_in_leaf=STRANGERS_BESIDE_PLANTS, planted=planted)
        naive = harness.accuracy_against_k(suspicion)
        right = harness.accuracies(suspicion, worlds, CHOICES)
        for (name, epsilon), value in zip(NAMES, right, strict=True):
            yield Result("A2", f"{planted} planted, {name}", value, 0.0, harness.bound(epsilon, worlds), naive)


def planting_against_k(k: int = 5) -> float:
    """A2's control: the best the planting adversary does against the exact threshold."""
    return max(
        harness.accuracy_against_k(harness.suspicion(others_in_leaf=STRANGERS_BESIDE_PLANTS, planted=planted), k=k)
        for planted in range(k)
    )


def epsilon_audit(draws: int) -> Iterator[Result]:
    """A3: the epsilon the draws of each table show at their most telling event, 99.9 % sure, under the claimed one."""
    for name, epsilon in (("map", noise.EPS_LEAVES), ("mix", noise.EPS_BREAKDOWN), ("total", noise.EPS_TOTAL)):
        count = 20
        reached = [
            int((noise.discrete_laplace(np.full(draws, exact, dtype=np.int64), epsilon) > count).sum())
            for exact in (count, count + 1)
        ]
        without, within = (harness.binomial_bounds(successes, draws) for successes in reached)
        measured = math.log(within[0] / without[1])
        yield Result("A3", f"epsilon of the {name}", measured, 0.8 * epsilon, epsilon)


def exact_counts(counts: harness.Ints, epsilon: float) -> harness.Ints:
    """The noise source of a release that has none: the control of the games over time."""
    return counts


def differencing(worlds: int) -> Result:
    """A4: eight quarters of releases with their maps, every noisy number handed over."""
    right, _ = over_time.accuracy(worlds)
    exact, _ = over_time.accuracy(min(worlds, 200), draw=exact_counts)
    return Result("A4", "8 quarters, every noisy number", right, 0.5, harness.bound(noise.BUDGET, worlds), exact)


def resolution_differencing(releases: int) -> Result:
    """A5: hexagons whose number follows from everything published at all sizes, over many releases."""
    rng, partition, solved, exactly = np.random.default_rng(5), harness.council(), 0, 0
    for _ in range(releases):
        exact = rng.poisson(rng.gamma(0.7, rng.choice([1, 3, 9]), len(partition))).astype(np.int64)
        noisy = noise.discrete_laplace(exact, noise.EPS_LEAVES)
        solved += solving.solved_leaves(partition, noisy)
        exactly += solving.solved_exactly(partition, exact)
        shown = np.where(rollup.shown_leaves(partition, noisy), noisy, 0)
        following = next_partition(partition, shown, first=harness.council(), council=harness.council_cells())
        # Every second release stands on the next partition, which has res 9 leaves; the others on the first.
        partition = following if partition is harness.council() else harness.council()
    return Result("A5", "hexagons that can be worked out", solved, 0, 0, exactly)
