"""The hexagon grid: the only module that knows H3.

A cell is the 64-bit H3 index as a Python int (or numpy uint64). Positions are longitude, latitude in degrees.
Parents are taken from the index by bit operations, never from a position: 6 to 7 in 100 points lie in another
coarse cell than their fine cell's parent, and two zooms made in two ways could be differenced.
"""

import re
from collections.abc import Iterable
from typing import Any

import h3.api.basic_int as h3
import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Cells = NDArray[np.uint64]
Cell = int

REPORT_RESOLUTION = 11  # about 29 m of edge: a stretch of pavement, not a doorway. Nothing finer is stored
PARTNER_RESOLUTION = 10  # what analysts and councils count by
FINEST_LEAF_RESOLUTION = 9  # no public leaf is smaller
COARSEST_LEAF_RESOLUTION = 6

_NAME = re.compile("[0-9a-f]{15}", re.ASCII)
_RESOLUTION_SHIFT = 52
_MODE_SHIFT = 59  # the kind of an index: 1 is a cell
_RESOLUTION_MASK = 0xF << _RESOLUTION_SHIFT
_BASE_CELL_BITS = 7
_BITS_PER_DIGIT = 3
_MAX_RESOLUTION = 15


class NotACell(ValueError):
    """An integer that is no H3 cell."""


def cell_at(longitude: float, latitude: float, resolution: int = REPORT_RESOLUTION) -> Cell:
    """The cell that holds a position."""
    return int(h3.latlng_to_cell(latitude, longitude, resolution))


def cells_at(longitudes: Iterable[float], latitudes: Iterable[float], resolution: int = REPORT_RESOLUTION) -> Cells:
    """The cells that hold many positions, in their order."""
    to_cell = h3.latlng_to_cell
    return np.fromiter(
        (to_cell(latitude, longitude, resolution) for longitude, latitude in zip(longitudes, latitudes, strict=True)),
        dtype=np.uint64,
    )


def resolution_of(cell: Cell) -> int:
    """The cell's resolution; raises NotACell."""
    if not h3.is_valid_cell(cell):
        raise NotACell(cell)
    return (cell & _RESOLUTION_MASK) >> _RESOLUTION_SHIFT


def resolutions_of(cells: NDArray[Any]) -> NDArray[np.int64]:
    """`resolution_of` of many indexes, taken from their bits: all must be cells."""
    return (cells.astype(np.int64) & _RESOLUTION_MASK) >> _RESOLUTION_SHIFT


def parent(cell: Cell, resolution: int) -> Cell:
    """The ancestor of a cell at a coarser or equal resolution."""
    unused = _BITS_PER_DIGIT * (_MAX_RESOLUTION - resolution)
    return (cell & ~_RESOLUTION_MASK) | (resolution << _RESOLUTION_SHIFT) | ((1 << unused) - 1)


def parents(cells: NDArray[Any], resolution: int) -> Cells:
    """`parent` of every cell; all must be at least as fine as the resolution."""
    unused = _BITS_PER_DIGIT * (_MAX_RESOLUTION - resolution)
    kept = cells.astype(np.uint64) & np.uint64(~_RESOLUTION_MASK & 0xFFFF_FFFF_FFFF_FFFF)
    return np.asarray(kept | np.uint64((resolution << _RESOLUTION_SHIFT) | ((1 << unused) - 1)), dtype=np.uint64)


def place_numbers(cells: NDArray[Any], resolution: int) -> NDArray[np.int64]:
    """The bits in which the parents at a resolution differ, `place_bits` of them; ascending as the parents are."""
    unused = _BITS_PER_DIGIT * (_MAX_RESOLUTION - resolution)
    kept = (cells.astype(np.uint64) >> np.uint64(unused)) & np.uint64((1 << place_bits(resolution)) - 1)
    return kept.astype(np.int64)


def place_bits(resolution: int) -> int:
    """How many bits `place_numbers` takes."""
    return _BASE_CELL_BITS + _BITS_PER_DIGIT * resolution


def cells_of_place_numbers(numbers: NDArray[np.int64], resolution: int) -> Cells:
    """`place_numbers` undone."""
    unused = _BITS_PER_DIGIT * (_MAX_RESOLUTION - resolution)
    fixed = range_of_resolution(resolution)[0] | ((1 << unused) - 1)
    return np.asarray((numbers.astype(np.uint64) << np.uint64(unused)) | np.uint64(fixed), dtype=np.uint64)


def masks_of_parent(resolution: int) -> tuple[int, int]:
    """What to AND and then to OR a cell with to get its `parent`: for grouping inside a database."""
    return ~_RESOLUTION_MASK & 0x7FFF_FFFF_FFFF_FFFF, parent(0, resolution)


def range_of_descendants(cell: Cell, resolution: int = REPORT_RESOLUTION) -> tuple[Cell, Cell]:
    """The lowest and highest integer a descendant at a finer resolution can have; no other cell lies between."""
    finest = (1 << _BITS_PER_DIGIT * (_MAX_RESOLUTION - resolution)) - 1
    digits = (1 << _BITS_PER_DIGIT * (_MAX_RESOLUTION - resolution_of(cell))) - 1
    base = (cell & ~_RESOLUTION_MASK & ~digits) | (resolution << _RESOLUTION_SHIFT)
    return base | finest, base | digits


def range_of_resolution(resolution: int) -> tuple[Cell, Cell]:
    """The lowest and highest integer a cell of a resolution can have; no cell of another lies between."""
    first = (1 << _MODE_SHIFT) | (resolution << _RESOLUTION_SHIFT)
    return first, first + (1 << _RESOLUTION_SHIFT) - 1


def children(cell: Cell) -> list[Cell]:
    """The seven cells one resolution finer."""
    return [int(child) for child in h3.cell_to_children(cell)]


def centre(cell: Cell) -> tuple[float, float]:
    """Longitude and latitude of a cell's centre."""
    latitude, longitude = h3.cell_to_latlng(cell)
    return longitude, latitude


def centres(cells: Iterable[int]) -> NDArray[np.float64]:
    """Centres of many cells: an array of shape (n, 2), longitude then latitude."""
    positions = [h3.cell_to_latlng(int(cell)) for cell in cells]
    return np.array(positions, dtype=np.float64).reshape(-1, 2)[:, ::-1]


def outline(cell: Cell) -> list[tuple[float, float]]:
    """The cell's corners, longitude and latitude, anticlockwise, not closed."""
    return [(longitude, latitude) for latitude, longitude in h3.cell_to_boundary(cell)]


def area_km2(cell: Cell) -> float:
    """The cell's area in square kilometres."""
    return float(h3.cell_area(cell, "km^2"))


def neighbours(cell: Cell, distance: int = 1) -> list[Cell]:
    """The cells within so many steps, the cell itself included."""
    return [int(found) for found in h3.grid_disk(cell, distance)]


def cells_touching(area: BaseGeometry, resolution: int) -> list[Cell]:
    """Every cell that shares at least a point with an area, ascending."""
    shape = h3.geo_to_h3shape(area)
    return sorted(int(cell) for cell in h3.h3shape_to_cells_experimental(shape, resolution, "overlap"))


def name(cell: Cell) -> str:
    """The cell as H3's usual hexadecimal text."""
    return str(h3.int_to_str(cell))


def cell_named(text: str) -> Cell:
    """The cell a hexadecimal text names; raises NotACell."""
    if not _NAME.fullmatch(text):  # H3 ends with a fault of its own for what is no unsigned 64 bits
        raise NotACell(text)
    cell = int(h3.str_to_int(text))
    if not h3.is_valid_cell(cell):
        raise NotACell(text)
    return cell
