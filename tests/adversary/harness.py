"""A council known to the last report but one, released in thousands of worlds, and the best guess of that one.

What is real: the partition, the clip, OpenDP's noise, the thresholds, bands and roll-up are the functions that
`publish_release` calls, on arrays with one row for each world. `test_vectorised_worlds.py` checks that a row shows
what a reader of the real files would read. What is simulated: there is no database and no clock, and only the
numbers that depend on the suspected report are kept: its leaf, which of its siblings are shown (one less is enough
where the others have much), the remainders above it, its bin of the breakdown, the total.

The adversary knows every other report, the mechanism and its constants, and rehearses: it runs the same public code
with and without the report, notes how often each picture comes, and says «in» where the picture came more often with
it. That is the likelihood-ratio test, the best there is. Its rehearsals use numpy's noise, which is faster; the worlds
it is judged by use OpenDP's.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from shapely.geometry import box

from reports.geography import hexgrid
from reports.publication import clip, noise, rollup
from reports.publication.partition import Partition, cells_of_council, first_partition
from tests.publication.test_partition import Density

Ints = NDArray[np.int64]

TOWN = (-2.55, 51.45)
DAYS = 92
GROUPS_AND_BANDS = 16
REHEARSALS = 40_000


@cache
def council() -> Partition:
    """A small council's first partition: a town of res 8 leaves, res 7 round it, res 6 beyond."""
    town = {cell: Density(postcodes=90) for cell in hexgrid.neighbours(hexgrid.cell_at(*TOWN, 8), 2)}
    return first_partition(council_cells(), town)


@cache
def council_cells() -> list[int]:
    """The res 8 cells that touch it."""
    return cells_of_council(box(-2.60, 51.41, -2.50, 51.49))


@dataclass(frozen=True, eq=False)
class Report:
    """All of a report that the release counts."""

    leaf: int
    day: int  # received, within the quarter
    bin: int  # of the breakdown, 0 to 15


@dataclass(frozen=True, eq=False)
class Suspicion:
    """Everything the adversary knows: all other reports, its own plants among them, and which report it suspects."""

    partition: Partition
    others: Sequence[Report]
    target: Report

    def counts(self, *, target_is_in: bool) -> tuple[Ints, Ints, Ints]:
        """What is counted before the noise: clipped leaves, the breakdown, the total."""
        counted = [*self.others, self.target] if target_is_in else list(self.others)
        leaf, day, breakdown_bin = (
            np.array([getattr(report, name) for report in counted], dtype=np.int64) for name in ("leaf", "day", "bin")
        )
        leaves = clip.clipped_totals(
            leaf,
            (day + 20_000).astype("datetime64[D]"),
            np.zeros(len(counted), dtype=np.bool_),
            np.ones(len(counted), dtype=np.int64),
            leaves=len(self.partition),
        )
        return leaves, np.bincount(breakdown_bin, minlength=GROUPS_AND_BANDS), np.array([len(counted)])

    def pictures(self, worlds: int, *, target_is_in: bool, draw: noise.NoiseSource) -> "Pictures":
        """What is published of the suspected report in so many independent releases."""
        leaves, mix, total = self.counts(target_is_in=target_is_in)
        noisy_leaves = draw(np.tile(leaves, (worlds, 1)), noise.EPS_LEAVES)
        noisy_bin = draw(np.tile(mix[self.target.bin], worlds), noise.EPS_BREAKDOWN)
        noisy_total = draw(np.tile(total, worlds), noise.EPS_TOTAL)
        return Pictures(
            map=self.map_pictures(noisy_leaves),
            mix=shown_numbers(noisy_bin, rollup.BREAKDOWN_THRESHOLD),
            total=shown_numbers(noisy_total, rollup.TOTAL_THRESHOLD),
        )

    def map_pictures(self, noisy: Ints) -> Ints:
        """The target's leaf, the remainders above it and who is shown beside it, as one number a world.

        Bands, 0 for what is not shown; of the siblings whether they are.
        """
        rolled = rollup.rolled_up(self.partition, noisy)
        bands = [shown_bands(noisy[:, self.target.leaf], rolled.shown[:, self.target.leaf])]
        leaf = int(self.partition.cells[self.target.leaf])
        above = [level for level in rolled.remainders if level.resolution < hexgrid.resolution_of(leaf)]
        for level in above:
            ancestor = hexgrid.parent(leaf, level.resolution) if level.resolution else 0
            column = int(np.flatnonzero(level.cells == ancestor)[0])
            bands.append(level.bands[:, column])
        picture = bands[0]
        for band in bands[1:]:
            picture = picture * 64 + band
        for place in self.siblings:
            picture = picture * 2 + rolled.shown[:, place]
        return picture

    @property
    def siblings(self) -> list[int]:
        """The other leaves of the target's family, ascending."""
        family = np.flatnonzero(self.partition.family == self.partition.family[self.target.leaf])
        return [int(place) for place in family if place != self.target.leaf]

    @cached_property
    def rehearsed(self) -> "Rehearsal":
        """The adversary's table of pictures, made once."""
        rng = np.random.default_rng(20_261_120)
        draw = numpy_noise(rng)
        return Rehearsal(
            absent=self.pictures(REHEARSALS, target_is_in=False, draw=draw),
            present=self.pictures(REHEARSALS, target_is_in=True, draw=draw),
        )


@dataclass(frozen=True, eq=False)
class Pictures:
    """What was published, one entry for each world: the map, the target's bin of the breakdown, the total."""

    map: Ints
    mix: Ints
    total: Ints


TABLES = ("map", "mix", "total")


@dataclass(frozen=True, eq=False)
class Rehearsal:
    """How often each picture came in rehearsals with the report and without."""

    absent: Pictures
    present: Pictures
    log_ratios: dict[str, tuple[Ints, NDArray[np.float64]]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "log_ratios", {table: self._log_ratio(table) for table in TABLES})

    def _log_ratio(self, table: str) -> tuple[Ints, NDArray[np.float64]]:
        absent, present = getattr(self.absent, table), getattr(self.present, table)
        seen, number = np.unique(np.concatenate([absent, present]), return_inverse=True)
        without = np.bincount(number[: len(absent)], minlength=len(seen)) + 1.0
        within = np.bincount(number[len(absent) :], minlength=len(seen)) + 1.0
        return seen, np.log(within / without)

    def says_in(self, pictures: Pictures, tables: Sequence[str]) -> NDArray[np.bool_]:
        """The guess for each world: the tables' noise is independent, so their log ratios add up."""
        ratio = np.zeros(len(pictures.map))
        for table in tables:
            seen, log_ratio = self.log_ratios[table]
            shown = getattr(pictures, table)
            place = np.minimum(np.searchsorted(seen, shown), len(seen) - 1)
            ratio += np.where(seen[place] == shown, log_ratio[place], 0.0)
        return ratio > 0


def accuracy(
    suspicion: Suspicion,
    worlds: int,
    tables: Sequence[str] = TABLES,
    *,
    draw: noise.NoiseSource = noise.discrete_laplace,
) -> float:
    """How often the adversary is right over worlds half of which hold the report; blind guessing is right in 0.5."""
    return accuracies(suspicion, worlds, [tables], draw=draw)[0]


def accuracies(
    suspicion: Suspicion,
    worlds: int,
    choices: Sequence[Sequence[str]],
    *,
    draw: noise.NoiseSource = noise.discrete_laplace,
) -> list[float]:
    """`accuracy` for several choices of tables, over the same worlds."""
    half = worlds // 2
    right = np.zeros(len(choices), dtype=np.int64)
    for target_is_in in (False, True):
        pictures = suspicion.pictures(half, target_is_in=target_is_in, draw=draw)
        guesses = [suspicion.rehearsed.says_in(pictures, tables) for tables in choices]
        right += np.array([(guess == target_is_in).sum() for guess in guesses])
    return [float(number) for number in right / (2 * half)]


def accuracy_against_k(suspicion: Suspicion, *, k: int = 5) -> float:
    """The same game against the naive release, the exact count of every leaf that has k or more.

    Nothing in it is drawn, so two worlds say all: either they look different, or the adversary can only guess.
    """
    others = sum(report.leaf == suspicion.target.leaf for report in suspicion.others)
    absent, present = (count if count >= k else 0 for count in (others, others + 1))
    return 1.0 if absent != present else 0.5


def shown_bands(noisy: Ints, shown: NDArray[np.bool_]) -> Ints:
    """Bands of values, 0 where not shown."""
    edges = np.array([least for least, _ in rollup.BANDS])
    bands = np.array([0, *(band for _, band in rollup.BANDS)])
    return np.where(shown, bands[np.searchsorted(edges, noisy, side="right")], 0)


def shown_numbers(noisy: Ints, threshold: int) -> Ints:
    """Values rounded to 10, -1 where not shown."""
    tens = (noisy + rollup.ROUNDING // 2) // rollup.ROUNDING * rollup.ROUNDING
    return np.where(noisy >= threshold, tens, -1)


def numpy_noise(rng: np.random.Generator) -> noise.NoiseSource:
    """Discrete Laplace noise as the difference of two geometric draws: for rehearsals only, never for a release."""

    def draw(counts: Ints, epsilon: float) -> Ints:
        chance = 1 - math.exp(-epsilon / noise.SENSITIVITY)
        return np.asarray(counts + rng.geometric(chance, counts.shape) - rng.geometric(chance, counts.shape))

    return draw


def suspicion(
    *, others_in_leaf: int, planted: int = 0, elsewhere: int = 150, in_bin: int | None = None, seed: int = 1
) -> Suspicion:
    """A suspicion about one report of the town.

    `others_in_leaf` reports of strangers and `planted` ones lie in its leaf, each on a day of its own;
    `elsewhere` lie in the other leaves; `in_bin`, if given, is how many of all share its bin of the breakdown.
    """
    rng = np.random.default_rng(seed)
    partition = council()
    leaf = int(partition.leaf_indices(np.array([hexgrid.cell_at(*TOWN, 9)], dtype=np.uint64))[0])
    target = Report(leaf=leaf, day=0, bin=5)
    beside = [place for place in range(len(partition)) if place != leaf]
    places = [leaf] * (others_in_leaf + planted) + rng.choice(beside, elsewhere).tolist()
    days = [1 + number % (DAYS - 1) for number in range(len(places))]
    if in_bin is None:
        bins = rng.integers(0, GROUPS_AND_BANDS, len(places)).tolist()
    else:
        bins = [target.bin if number < in_bin else (number % 15 + 6) % 16 for number in range(len(places))]
    others = [Report(*row) for row in zip(places, days, bins, strict=True)]
    return Suspicion(partition=partition, others=others, target=target)


def bound(epsilon: float, worlds: int) -> float:
    """The best accuracy epsilon allows at even odds, and 3.85 standard errors of so many worlds.

    Over 20,000 worlds that is 0.829 for the whole budget and 0.780 for the map alone.
    """
    best = math.exp(epsilon) / (1 + math.exp(epsilon))
    return best + 3.85 * math.sqrt(best * (1 - best) / worlds)


def binomial_bounds(successes: int, draws: int, *, error: float = 0.001) -> tuple[float, float]:
    """Bounds of a probability, each wrong with at most half the error: Chernoff's, a little wider than exact ones."""
    rate = successes / draws
    allowed = math.log(2 / error) / draws

    def divergence(p: float) -> float:
        parts: list[Any] = [(rate, p), (1 - rate, 1 - p)]
        return sum(a * math.log(a / b) if a else 0.0 for a, b in parts)

    def edge(inside: float, outside: float) -> float:
        for _ in range(60):
            middle = (inside + outside) / 2
            inside, outside = (middle, outside) if divergence(middle) <= allowed else (inside, middle)
        return outside

    tiny = 1e-15
    return edge(rate, tiny) if successes else 0.0, edge(rate, 1 - tiny) if successes < draws else 1.0
