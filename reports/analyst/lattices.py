"""The hexagons of some councils as a lattice: those with reports, those beside them, and how many more there are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from reports.geography import areas, hexgrid, lengths
from reports.geography.models import Area
from reports.spatial_statistics.lattice import NOWHERE, SIDES, Lattice

Numbers = NDArray[np.int64]
OUTSIDE = -1


@dataclass(frozen=True, eq=False)
class LandLattice:
    """Hexagons of some councils, each in one of them: a hexagon on a border is one place."""

    cells: NDArray[np.uint64]  # (n,), ascending
    council: Numbers  # (n,): index into the councils asked for
    whole: Lattice  # of all the councils together
    each: tuple[tuple[Numbers, Lattice], ...]  # of each council: which of the cells are its own, and their lattice

    @property
    def total(self) -> int:
        """How many hexagons the councils have."""
        return self.whole.total


def lattice_of(councils: Sequence[Area], cells: NDArray[np.uint64], council: Numbers, resolution: int) -> LandLattice:
    """The lattice round some cells that have reports, whose councils are given by their numbers.

    A hexagon belongs to the council that has its reports, else to the one its centre lies in.
    """
    outlines = [areas.outlines(councils)[one.code] for one in councils]
    listed = _with_neighbours(cells)
    beside = _neighbours(listed)
    around = np.unique(np.concatenate([listed, beside.ravel()]))
    owner = _owners(around, outlines)
    owner[np.searchsorted(around, cells)] = council
    is_kept = owner[np.searchsorted(around, listed)] != OUTSIDE
    listed, beside = listed[is_kept], beside[is_kept]
    own, others = owner[np.searchsorted(around, listed)], owner[np.searchsorted(around, beside)]
    number = np.full(len(around), NOWHERE, dtype=np.int64)
    number[np.searchsorted(around, listed)] = np.arange(len(listed))
    numbers = number[np.searchsorted(around, beside)]
    sizes = [_hexagons_of(outline, resolution) for outline in outlines]
    each = []
    for position, size in enumerate(sizes):
        mine = np.flatnonzero(own == position)
        is_mine = others[mine] == position
        renumbered = np.full(len(listed) + 1, NOWHERE, dtype=np.int64)  # NOWHERE picks the last
        renumbered[mine] = np.arange(len(mine))
        inside = np.where(is_mine, renumbered[numbers[mine]], NOWHERE)
        each.append((mine, Lattice(inside, is_mine.sum(axis=1), max(size, len(mine)))))
    total = max(sum(lattice.total for _mine, lattice in each), len(listed))
    whole = Lattice(np.where(others == OUTSIDE, NOWHERE, numbers), (others != OUTSIDE).sum(axis=1), total)
    return LandLattice(listed, own, whole, tuple(each))


def _with_neighbours(cells: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The cells and all beside them, ascending."""
    if not len(cells):
        return cells
    return np.unique(np.array([one for cell in cells.tolist() for one in hexgrid.neighbours(cell)], dtype=np.uint64))


def _neighbours(cells: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The six cells beside each, shape (n, 6); no cell of this country has five."""
    beside = np.empty((len(cells), SIDES), dtype=np.uint64)
    for number, cell in enumerate(cells.tolist()):
        beside[number] = [one for one in hexgrid.neighbours(cell) if one != cell]
    return beside


def _owners(cells: NDArray[np.uint64], outlines: Sequence[BaseGeometry]) -> Numbers:
    """In which of the outlines each cell's centre lies; OUTSIDE all of them."""
    owner = np.full(len(cells), OUTSIDE, dtype=np.int64)
    centres = hexgrid.centres(cells)
    for position, outline in reversed(list(enumerate(outlines))):  # on a shared edge, the first
        shapely.prepare(outline)
        owner[shapely.intersects_xy(outline, centres[:, 0], centres[:, 1])] = position
    return owner


def _hexagons_of(outline: BaseGeometry, resolution: int) -> int:
    """How many hexagons an area has: its size over that of the hexagon in its middle."""
    west, south, east, north = outline.bounds
    middle = ((west + east) / 2, (south + north) / 2)
    across, up = lengths.metres_per_degree(middle[1])
    square_kilometres = outline.area * across * up / 1_000_000
    return round(float(square_kilometres) / hexgrid.area_km2(hexgrid.cell_at(*middle, resolution)))
