"""The leaves a council's reports are counted on: chosen in advance, from public geography alone. Pure.

A partition that looked at this quarter's reports would tell of them by its shape. This first one reads the council's
outline and how densely people live, the following ones what the maps before them published; the same input gives
the same list, and empty leaves are in it too.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from reports.geography import hexgrid
from reports.geography.hexgrid import Cell

BUILT_UP, ELSEWHERE, EMPTY_COUNTRY = 8, 7, 6  # the resolutions of a first partition; 9 comes only by splitting

# The United Nations' and Eurostat's «degree of urbanisation» calls 1,500 people on a square kilometre an urban
# centre. A res 8 cell has about 0.74 of one, and a British postcode about 35 people.
BUILT_UP_POSTCODES = 30
BUILT_UP_POPULATION = 1_100
# Under 20 people on a square kilometre, over the 36 of a res 6 cell.
EMPTY_COUNTRY_POSTCODES = 20
EMPTY_COUNTRY_POPULATION = 700

# So many reports, expected by where people live, make seven hexagons out of a town's one of res 7: decision 58.
EXPECTED_IN_RES_7 = 6

# A map's own numbers decide the next map's hexagons: one in the highest band becomes seven, and seven of which hardly
# one is shown become one again. Split earlier, more is seen at res 9 and less in all: decision 14.
SPLIT_FROM = 40
MERGE_UNDER = 8


class LeafDensity(Protocol):
    """How built up a res 8 cell is."""

    @property
    def postcodes(self) -> int:
        """Postcodes centred in it."""

    @property
    def population(self) -> int:
        """An estimate of its people."""


class NotAPartition(ValueError):
    """Cells that overlap, or none at all."""


@dataclass(frozen=True, eq=False)
class Partition:
    """A council's leaves, ascending by cell; no leaf holds another."""

    cells: NDArray[np.uint64]
    resolutions: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.cells)

    def leaf_indices(self, cells: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The index of the leaf each res 9 cell counts in.

        It is the leaf among the cell's own ancestors. A cell off every leaf (a pier, a sandbank, the hair's breadth
        by which a parent's outline misses its children's) counts in the leaf whose centre is nearest.
        """
        leaf = np.full(len(cells), -1, dtype=np.int64)
        for resolution in range(hexgrid.FINEST_LEAF_RESOLUTION, hexgrid.COARSEST_LEAF_RESOLUTION - 1, -1):
            ancestors = hexgrid.parents(cells, resolution)
            place = np.minimum(np.searchsorted(self.cells, ancestors), len(self.cells) - 1)
            leaf = np.where((leaf < 0) & (self.cells[place] == ancestors), place, leaf)
        off = np.flatnonzero(leaf < 0)
        if len(off):
            strays, stray = np.unique(cells[off], return_inverse=True)
            # argmax takes the first of equals, the lowest cell: the rule has no chance in it.
            leaf[off] = np.array([int(np.argmax(self._directions @ it)) for it in _directions(strays)])[stray]
        return leaf

    @cached_property
    def family(self) -> NDArray[np.int64]:
        """A number for each leaf, the same for those with one parent and one size; a res 6 leaf is alone."""
        parent = [
            hexgrid.parent(int(cell), int(resolution) - 1)
            if resolution > hexgrid.COARSEST_LEAF_RESOLUTION
            else int(cell)
            for cell, resolution in zip(self.cells, self.resolutions, strict=True)
        ]
        return np.unique(np.array(parent, dtype=np.uint64), return_inverse=True)[1].astype(np.int64)

    @cached_property
    def _directions(self) -> NDArray[np.float64]:
        return _directions(self.cells)


def partition_of(leaves: NDArray[np.uint64]) -> Partition:
    """A partition from its leaves, put in order; raises NotAPartition."""
    cells = np.unique(leaves)
    resolutions = np.array([hexgrid.resolution_of(int(cell)) for cell in cells], dtype=np.int64)
    if not len(cells) or len(cells) != len(leaves):
        raise NotAPartition("no leaf, or one leaf twice")
    for resolution in range(hexgrid.COARSEST_LEAF_RESOLUTION, hexgrid.FINEST_LEAF_RESOLUTION):
        finer = cells[resolutions > resolution]
        if np.isin(hexgrid.parents(finer, resolution), cells).any():
            raise NotAPartition("one leaf holds another")
    return Partition(cells=cells, resolutions=resolutions)


def first_partition(
    council: Iterable[Cell],
    densities: Mapping[Cell, LeafDensity],
    *,
    gathered: float = math.inf,
    few: float = 0,
    expected: float = EXPECTED_IN_RES_7,
) -> Partition:
    """Res 8 where built up, res 7 elsewhere, res 6 in empty country.

    `council` is `cells_of_council`, `densities` by the same res 8 cells; absent ones are empty. `gathered` reports are
    for the map, by published totals: with less than `few`, and where fewer than `expected` of them are to be expected
    in a res 7 hexagon, it stays whole where built up too.
    """
    touched = np.unique(np.array(list(council), dtype=np.uint64))
    postcodes, population = _columns(densities, touched.tolist())
    built_up = (postcodes >= BUILT_UP_POSTCODES) | (population >= BUILT_UP_POPULATION)

    middle, in_middle = np.unique(hexgrid.parents(touched, ELSEWHERE), return_inverse=True)
    coarse, in_coarse = np.unique(hexgrid.parents(middle, EMPTY_COUNTRY), return_inverse=True)
    splits_middle = np.bincount(in_middle, built_up, len(middle)) > 0
    in_coarse_too = in_coarse[in_middle]
    splits_coarse = (
        (np.bincount(in_coarse, splits_middle, len(coarse)) > 0)
        | (np.bincount(in_coarse_too, postcodes, len(coarse)) >= EMPTY_COUNTRY_POSTCODES)
        | (np.bincount(in_coarse_too, population, len(coarse)) >= EMPTY_COUNTRY_POPULATION)
    )
    splits_middle &= _are_worth_splitting(postcodes, population, in_middle, gathered, few, expected)
    return partition_of(
        np.concatenate(
            [
                touched[splits_middle[in_middle]],
                middle[splits_coarse[in_coarse] & ~splits_middle],
                coarse[~splits_coarse],
            ]
        )
    )


def _are_worth_splitting(
    postcodes: NDArray[np.int64],
    population: NDArray[np.int64],
    in_middle: NDArray[np.int64],
    gathered: float,
    few: float,
    expected: float,
) -> NDArray[np.bool_]:
    """Of each res 7 hexagon, whether enough of the reports that gathered are to be expected in it."""
    people = np.bincount(in_middle, postcodes if postcodes.any() else population)
    if not people.any() or math.isinf(gathered):
        return np.full(len(people), gathered >= few)
    return np.asarray((gathered >= few) & (people / people.sum() * gathered >= expected))


def next_partition(
    last: Partition,
    published: NDArray[np.int64],
    *,
    first: Partition,
    council: Iterable[Cell],
    split_from: int = SPLIT_FROM,
    merge_under: int = MERGE_UNDER,
) -> Partition:
    """The last map's leaves, those split that showed much and those merged whose siblings showed little together.

    `published` is what was shown of each leaf of `last`, 0 where nothing was; `council` is `cells_of_council`.
    A leaf moves by one resolution at a time, only to cells that touch the council, and never to a cell coarser than
    the first partition has there: in a town, merging further would trade streets for a larger grey count.
    """
    splits = (published >= split_from) & (last.resolutions < hexgrid.FINEST_LEAF_RESOLUTION)
    merges, merged = _merged(last, published, first, merge_under)
    touched = np.array(list(council), dtype=np.uint64)
    finer = [_children_in(int(cell), touched) for cell in last.cells[splits]]
    return partition_of(np.concatenate([last.cells[~splits & ~merges], merged, *finer]).astype(np.uint64))


def _merged(
    last: Partition, published: NDArray[np.int64], first: Partition, merge_under: int
) -> tuple[NDArray[np.bool_], NDArray[np.uint64]]:
    """Which leaves merge, and the parents they become."""
    merges = np.zeros(len(last), dtype=np.bool_)
    merged = []
    for resolution in range(hexgrid.COARSEST_LEAF_RESOLUTION + 1, hexgrid.FINEST_LEAF_RESOLUTION + 1):
        here = np.flatnonzero(last.resolutions == resolution)
        parents, parent = np.unique(hexgrid.parents(last.cells[here], resolution - 1), return_inverse=True)
        # A parent that also holds finer leaves is no parent of siblings alone: it stays as it is.
        finer = hexgrid.parents(last.cells[last.resolutions > resolution], resolution - 1)
        too_coarse = hexgrid.parents(first.cells[first.resolutions >= resolution], resolution - 1)
        little = (np.bincount(parent, published[here], len(parents)) < merge_under) & ~np.isin(
            parents, [*finer, *too_coarse]
        )
        merges[here] = little[parent]
        merged.append(parents[little])
    return merges, np.concatenate(merged)


def _children_in(cell: Cell, council: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The cells one resolution finer that touch the council; within a res 8 cell of it, all seven."""
    found = np.array(hexgrid.children(cell), dtype=np.uint64)
    resolution = hexgrid.resolution_of(cell) + 1
    if resolution > BUILT_UP:
        return found
    return found[np.isin(found, hexgrid.parents(council, resolution))]


def are_hot(cells: NDArray[np.uint64], shown_before: Collection[Cell]) -> NDArray[np.bool_]:
    """Which cells were shown on an earlier map too: the cell itself, one around it, or one inside it.

    A burst in one quarter may show a hexagon, but not colour it as hot.
    """
    before = np.array(sorted(shown_before), dtype=np.uint64)
    finest = hexgrid.FINEST_LEAF_RESOLUTION
    mine = [hexgrid.range_of_descendants(int(cell), finest) for cell in cells]
    theirs = [hexgrid.range_of_descendants(int(cell), finest) for cell in before]
    starts, ends = np.array(theirs, dtype=np.uint64).reshape(-1, 2).T
    return np.array([bool(((starts <= end) & (ends >= start)).any()) for start, end in mine], dtype=np.bool_)


def cells_of_council(outline: BaseGeometry) -> list[Cell]:
    """The res 8 cells the first partition looks at: all that touch the outline, each once, ascending."""
    return sorted(set(hexgrid.cells_touching(outline, BUILT_UP)))  # an island's cells come once for each island


def _columns(densities: Mapping[Cell, LeafDensity], cells: list[Cell]) -> NDArray[np.int64]:
    """Postcodes and population of each cell, shape (2, n)."""
    found = [densities.get(cell) for cell in cells]
    columns = [(density.postcodes, density.population) if density else (0, 0) for density in found]
    return np.array(columns, dtype=np.int64).reshape(-1, 2).T


def _directions(cells: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Unit vectors from the earth's centre, shape (n, 3): the nearest of them has the largest scalar product."""
    longitude, latitude = np.radians(hexgrid.centres(cells.tolist())).T
    return np.stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], axis=1
    )
