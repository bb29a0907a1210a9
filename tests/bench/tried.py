"""What was tried in place of the mechanism: several ways to show leaves, at the same epsilon and on the same reports.

None of this is in the product. The clip is left out of all of them alike, and the noise is numpy's, of the same law.
"""

import math
import statistics
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.geography import hexgrid
from reports.publication import noise, rollup
from reports.publication.partition import Partition, partition_of
from tests.adversary.harness import numpy_noise
from tests.bench.bristol import Bristol, K
from tests.bench.figures import Figure

SECTION = "What was tried: the map's epsilon of 1.2, the same samples of real points of Bristol"
SIZES = (300, 600, 1_200, 2_400)
SAMPLES = 20
# What a leaf without a report may be shown with: the plain threshold's own chance.
FALSE_POSITIVE = math.exp(-noise.EPS_LEAVES * rollup.LEAF_THRESHOLD) / (1 + math.exp(-noise.EPS_LEAVES))
EMPTY_FAMILIES, EMPTY_MAPS = 200_000, 300

Cells = NDArray[np.uint64]
Values = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Level:
    """Cells that overlap nowhere, and what a way tells of those it shows."""

    cells: Cells
    stated: NDArray[np.float64]
    shown: NDArray[np.bool_]


Way = Callable[[Bristol, Cells, np.random.Generator], list[Level]]


def exact_k(bristol: Bristol, reports: Cells, rng: np.random.Generator) -> list[Level]:
    """Exact counts from 5 on: no protection at all."""
    exact = _counted(bristol.first, reports)
    return [Level(bristol.first.cells, exact.astype(float), exact >= K)]


def plain(threshold: int) -> Way:
    """One threshold for every leaf."""

    def shown(bristol: Bristol, reports: Cells, rng: np.random.Generator) -> list[Level]:
        noisy = numpy_noise(rng)(_counted(bristol.first, reports), noise.EPS_LEAVES)
        return [Level(bristol.first.cells, _bands(noisy), noisy >= threshold)]

    return shown


def supported(bristol: Bristol, reports: Cells, rng: np.random.Generator) -> list[Level]:
    """The product's: 6, or 5 where the siblings reach 6."""
    noisy = numpy_noise(rng)(_counted(bristol.first, reports), noise.EPS_LEAVES)
    return [Level(bristol.first.cells, _bands(noisy), rollup.shown_leaves(bristol.first, noisy))]


def top_down(bristol: Bristol, reports: Cells, rng: np.random.Generator) -> list[Level]:
    """The epsilon in three parts, for res 7, 8 and 9; each size shown from where empty cells are as rarely shown."""
    part = noise.EPS_LEAVES / 3
    threshold = math.ceil(-math.log(FALSE_POSITIVE * (1 + math.exp(-part))) / part)
    middle = np.array(bristol.council, dtype=np.uint64)
    fine = np.array([child for cell in bristol.council for child in hexgrid.children(cell)], dtype=np.uint64)
    levels = []
    for cells in (np.unique(hexgrid.parents(middle, 7)), middle, fine):
        partition = partition_of(cells)
        noisy = numpy_noise(rng)(_counted(partition, reports), part)
        levels.append(Level(partition.cells, _bands(noisy), noisy >= threshold))
    return levels


def smoothed(weight: float) -> Way:
    """Each noisy value drawn towards the mean of its family; shown from where empty leaves are as rarely shown."""
    ratio = math.exp(-noise.EPS_LEAVES)
    rng = np.random.default_rng(5)
    size = (EMPTY_FAMILIES, 7)
    empty = (rng.geometric(1 - ratio, size) - rng.geometric(1 - ratio, size)).astype(float)
    drawn = weight * empty + (1 - weight) * empty.mean(axis=1, keepdims=True)
    threshold = float(np.quantile(drawn, 1 - FALSE_POSITIVE))

    def shown(bristol: Bristol, reports: Cells, rng: np.random.Generator) -> list[Level]:
        noisy = numpy_noise(rng)(_counted(bristol.first, reports), noise.EPS_LEAVES)
        family = bristol.first.family
        mean = np.bincount(family, noisy) / np.bincount(family)
        value = weight * noisy + (1 - weight) * mean[family]
        return [Level(bristol.first.cells, _bands(np.round(value).astype(np.int64)), value > threshold)]

    return shown


def projected(bristol: Bristol, reports: Cells, rng: np.random.Generator) -> list[Level]:
    """Each family's nearest values that are not negative and have the same sum; shown from 5 on."""
    noisy = numpy_noise(rng)(_counted(bristol.first, reports), noise.EPS_LEAVES)
    value = np.zeros(len(noisy))
    for number in np.unique(bristol.first.family):
        mine = bristol.first.family == number
        value[mine] = _on_the_simplex(noisy[mine].astype(float))
    return [Level(bristol.first.cells, _bands(np.round(value).astype(np.int64)), value >= K)]


WAYS: dict[str, Way] = {
    "exact k = 5, unprotected": exact_k,
    "threshold 6": plain(6),
    "threshold 5": plain(5),
    "threshold 6, or 5 beside siblings that reach 6 (the product's)": supported,
    "top-down: the epsilon split over res 7, 8 and 9": top_down,
    "smoothed: three quarters own value, a quarter the family's mean": smoothed(0.75),
    "smoothed: half and half": smoothed(0.5),
    "projected: families made non-negative with the same sum, from 5": projected,
}


def tried_figures(bristol: Bristol) -> list[Figure]:
    """For each way its share at res 8 or finer by size, its false positives, and its error."""
    rng = np.random.default_rng(31)
    samples = {size: [bristol.sampled(size, rng) for _ in range(SAMPLES)] for size in SIZES}
    return [_figure_of(name, way, bristol, samples) for name, way in WAYS.items()]


def _figure_of(name: str, way: Way, bristol: Bristol, samples: dict[int, list[Cells]]) -> Figure:
    rng = np.random.default_rng(32)
    shares, phantoms, errors, stated = [], 0, 0.0, 0
    for drawn in samples.values():
        found = [(reports, way(bristol, reports, rng)) for reports in drawn]
        shares.append(statistics.mean(_fine_share(reports, levels) for reports, levels in found))
        for reports, levels in found:
            for level in levels:
                distance = np.abs(level.stated - _counted(partition_of(level.cells), reports))
                about = level.shown & (level.stated < rollup.BANDS[-1][1])
                errors, stated = errors + float(distance[about].sum()), stated + int(about.sum())
                phantoms += int((level.shown & (_counted(partition_of(level.cells), reports) == 0)).sum())
    rate = 300 * phantoms / (len(bristol.first) * SAMPLES * len(samples))
    nobody = np.empty(0, dtype=np.uint64)
    shown = sum(int(level.shown.sum()) for _ in range(EMPTY_MAPS) for level in way(bristol, nobody, rng))
    where_nobody_reported = 300 * shown / (len(bristol.first) * EMPTY_MAPS)
    return Figure(
        SECTION,
        name,
        f"{', '.join(f'{share:.0%}' for share in shares)} of {', '.join(f'{size:,}' for size in samples)} "
        f"at res 8 or finer; {rate:.2f} false positives in 300 leaves, "
        f"{where_nobody_reported:.2f} of a council without reports; mean error {errors / max(stated, 1):.1f}",
    )


def _fine_share(reports: Cells, levels: list[Level]) -> float:
    """The reports that lie in a shown cell of res 8 or finer."""
    seen = np.zeros(len(reports), dtype=np.bool_)
    for level in levels:
        for resolution in (8, 9):
            fine = np.array([hexgrid.resolution_of(int(cell)) == resolution for cell in level.cells])
            seen |= np.isin(hexgrid.parents(reports, resolution), level.cells[fine & level.shown])
    return float(seen.mean())


def _counted(partition: Partition, reports: Cells) -> Values:
    return np.bincount(partition.leaf_indices(reports), minlength=len(partition)).astype(np.int64)


def _bands(noisy: Values) -> NDArray[np.float64]:
    """The band a value would be told as; what is under all bands as the lowest."""
    edges, bands = np.array(rollup.BANDS).T
    return bands[np.maximum(np.searchsorted(edges, noisy, side="right") - 1, 0)].astype(float)


def _on_the_simplex(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The nearest point with no negative part and the same sum; all nothing where the sum is negative."""
    total = max(values.sum(), 0.0)
    ordered = np.sort(values)[::-1]
    over = (np.cumsum(ordered) - total) / np.arange(1, len(values) + 1)
    return np.maximum(values - over[np.flatnonzero(ordered > over)[-1]], 0.0) if total else np.zeros(len(values))
