"""What the counts of some councils tell of their places: level, rank, change, cluster and kind of each."""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.aggregation.counts import PlaceHistory
from reports.analyst.lattices import LandLattice, lattice_of
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.spatial_statistics import shrinkage
from reports.spatial_statistics.change import LEAST, Change, Counted, changes_of
from reports.spatial_statistics.clustering import is_clustered
from reports.spatial_statistics.kinds import LEAST_REPORTS, PlaceKind, kind_of

FIRST = 20  # places of the list
TELLS = 8  # reports of a place in the period: of fewer nothing is said
FEW = 5  # places that tell: under this many there is a coarser size of place
SIZES = (10, 9, 8)  # H3 resolutions: about 130, 350 and 900 metres across
_KEPT = 24
Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Merged:
    """The places of a history, each once: reports of a place on a border are added up."""

    cells: NDArray[np.uint64]  # (n,), ascending
    council: Numbers  # (n,): the one that has most of its reports
    by_quarter: Numbers  # (n, quarters)
    of_council: Numbers  # (councils, quarters): what each council has


@dataclass(frozen=True, eq=False)
class RankedLevels:
    """What is told of all places at once; positions are those of `Merged`."""

    order: Numbers  # (n,): positions, the highest level first
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    chance: NDArray[np.float64]  # of being among the first
    clustered: NDArray[np.uint64]  # cells inside a cluster, with reports or without
    hexagons: int  # of the councils, with the empty ones


def merged(history: PlaceHistory) -> Merged:
    """Each place once; a council's own counts stay its own."""
    cells, place = np.unique(history.cell, return_inverse=True)
    quarters = history.counts.shape[1]
    by_quarter = np.zeros((len(cells), quarters), dtype=np.int64)
    np.add.at(by_quarter, place, history.counts)
    of_council = np.zeros((len(history.councils), quarters), dtype=np.int64)
    np.add.at(of_council, history.council, history.counts)
    council = np.zeros(len(cells), dtype=np.int64)
    order = np.lexsort((-history.council, history.counts.sum(axis=1)))  # the last written has most
    council[place[order]] = history.council[order]
    return Merged(cells, council, by_quarter, of_council)


_levels: OrderedDict[bytes, RankedLevels] = OrderedDict()


def levels_of(
    councils: Sequence[Area], places: Merged, counts: Numbers, resolution: int, *, first: int
) -> RankedLevels:
    """The levels of the places in a period, whose reports are given, shape (n,); kept until the counts change."""
    asked = (first, resolution, [(one.code, one.edition) for one in councils])
    digest = hashlib.blake2b(repr(asked).encode(), digest_size=16)
    for column in (places.cells, places.council, counts):
        digest.update(np.ascontiguousarray(column).tobytes())
    key = digest.digest()
    if key not in _levels:
        _levels[key] = _new_levels(councils, places, counts, resolution, first)
        while len(_levels) > _KEPT:
            _levels.popitem(last=False)
    return _levels[key]


def _new_levels(councils: Sequence[Area], places: Merged, counts: Numbers, resolution: int, first: int) -> RankedLevels:
    kept = np.flatnonzero(counts)
    land = lattice_of(councils, places.cells[kept], places.council[kept], resolution)
    at = np.searchsorted(land.cells, places.cells[kept])
    values = np.zeros(len(land.cells), dtype=np.int64)
    values[at] = counts[kept]
    levels = shrinkage.levels_of(values, land.whole)
    chance = levels.chance_among_first(first)[at]
    order = shrinkage.order_of(levels, values)
    position = np.full(len(land.cells), -1, dtype=np.int64)
    position[at] = kept
    ranked = position[order]
    low, high = levels.interval(at)
    return RankedLevels(
        order=ranked[ranked >= 0],
        mean=_spread_out(levels.mean[at], kept, len(counts)),
        low=_spread_out(low, kept, len(counts)),
        high=_spread_out(high, kept, len(counts)),
        chance=_spread_out(chance, kept, len(counts)),
        clustered=_clustered(land, values),
        hexagons=land.total,
    )


def _spread_out(values: NDArray[np.float64], kept: Numbers, count: int) -> NDArray[np.float64]:
    spread = np.zeros(count)
    spread[kept] = values
    return spread


def _clustered(land: LandLattice, values: Numbers) -> NDArray[np.uint64]:
    """The cells inside a cluster, council by council: a force's clusters would be its towns."""
    inside = [land.cells[mine][is_clustered(values[mine], lattice)] for mine, lattice in land.each]
    return np.concatenate(inside) if inside else land.cells[:0]


def changes_at(places: Merged, pairs: Sequence[tuple[int, int] | None]) -> list[dict[int, Change]]:
    """The changes of all places that have enough reports, by position, for each pair of quarters, before and now.

    All are one family of tests: what a page tells, it tells of all of them. None where there is nothing to compare.
    """
    asked: list[tuple[int, int]] = []
    counted: list[Counted] = []
    for number, pair in enumerate(pairs):
        if pair is None:
            continue
        both, areas = places.by_quarter[:, pair], places.of_council[:, pair].tolist()
        for position in np.flatnonzero(both.sum(axis=1) >= LEAST).tolist():
            asked.append((number, position))
            counted.append(Counted(*both[position].tolist(), *areas[places.council[position]]))
    changes: list[dict[int, Change]] = [{} for _pair in pairs]
    for (number, position), change in zip(asked, changes_of(counted), strict=True):
        if change.is_enough:
            changes[number][position] = change
    return changes


def kinds_at(places: Merged, quarters: Sequence[int], first_number: int) -> dict[int, PlaceKind]:
    """The kinds of places by position, over some finished quarters by their positions, oldest first."""
    by_quarter = places.by_quarter[:, list(quarters)]
    twentieth = [int(np.sort(column)[::-1][:FIRST][-1]) if len(column) else 0 for column in by_quarter.T]
    areas = places.of_council[:, list(quarters)].tolist()
    kinds = {
        position: kind_of(by_quarter[position].tolist(), areas[places.council[position]], twentieth, first_number)
        for position in np.flatnonzero(by_quarter.sum(axis=1) >= LEAST_REPORTS).tolist()
    }
    return {position: kind for position, kind in kinds.items() if kind is not None}


def best_size(histories: Sequence[tuple[int, Numbers]]) -> int:
    """The finest size at which 20 places have 8 reports; else at which 5 have; else the widest.

    `histories` are a resolution and the reports of each place in the period, the finest first.
    """
    reportable = {resolution: int((counts >= TELLS).sum()) for resolution, counts in histories}
    for wanted in (FIRST, FEW):
        for resolution, enough in reportable.items():
            if enough >= wanted:
                return resolution
    return min(reportable)


def coarser(places: Merged, resolution: int) -> Merged:
    """The same reports by wider hexagons."""
    cells, place = np.unique(hexgrid.parents(places.cells, resolution), return_inverse=True)
    by_quarter = np.zeros((len(cells), places.by_quarter.shape[1]), dtype=np.int64)
    np.add.at(by_quarter, place, places.by_quarter)
    most = np.lexsort((-places.council, places.by_quarter.sum(axis=1)))
    council = np.zeros(len(cells), dtype=np.int64)
    council[place[most]] = places.council[most]
    return Merged(cells, council, by_quarter, places.of_council)
