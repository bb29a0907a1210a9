"""Which council holds a place: the polygon it lies in, or the nearest one when it stands off the coast."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely
from django.db import connection
from numpy.typing import NDArray

from reports.geography import areas, hexgrid, lengths
from reports.geography.models import Area

# Boundaries are clipped to mean high water, so piers and bridges over tidal water lie outside every polygon. The
# farthest place one can stand on is the head of Southend's pier (2.1 km) or the middle of the second Severn crossing
# (about 2.5 km). France is 33 km away and the Isle of Man 29 km.
NEAREST_LIMIT_METRES = 3_000.0

# Across Northern Ireland's border there is no sea but another country's streets (Pettigo is 145 m away, Muff 340), and
# its rivers lie inside its polygons: there only the error of a generalised boundary is forgiven.
BORDER_LIMIT_METRES = 100.0


class OutsideTheUK(ValueError):
    """A position in no council's area and not just off its coast."""


class NoAreasLoaded(RuntimeError):
    """There is no council to find a place in: run `manage.py load_builtin_geography` or `load_areas`."""


@dataclass(frozen=True)
class _Index:
    """The current councils in the order of their codes, ready for many questions."""

    signature: tuple[int, int]
    councils: list[Area]
    codes: NDArray[np.str_]
    polygons: NDArray[np.object_]
    tree: shapely.STRtree


def council_at(longitude: float, latitude: float) -> Area:
    """The council that holds a position, or the nearest off the coast; raises OutsideTheUK."""
    index = _current_index()
    found = int(_councils_of_positions(index, np.array([[longitude, latitude]], dtype=np.float64))[0])
    if found < 0:
        raise OutsideTheUK("This place is outside the United Kingdom.")
    return index.councils[found]


def councils_at(positions: Iterable[tuple[float, float]]) -> list[Area | None]:
    """The council of each position (longitude, latitude), in their order; None outside the United Kingdom."""
    index = _current_index()
    found = _councils_of_positions(index, np.array(list(positions), dtype=np.float64).reshape(-1, 2))
    return [index.councils[number] if number >= 0 else None for number in found]


def council_of_cell(cell: hexgrid.Cell) -> Area:
    """The council that holds a cell's centre; raises OutsideTheUK."""
    return council_at(*hexgrid.centre(cell))


def councils_of_cells(cells: NDArray[np.uint64]) -> NDArray[np.str_]:
    """The council's code for each cell, in their order; "" outside the United Kingdom."""
    index = _current_index()
    if len(cells) == 0:
        return np.array([], dtype=index.codes.dtype)
    unique, places = np.unique(np.asarray(cells, dtype=np.uint64), return_inverse=True)
    found = _councils_of_positions(index, hexgrid.centres(unique.tolist()))
    codes = np.append(index.codes, "")  # -1, outside, picks the last
    return np.asarray(codes[found][places])


def _councils_of_positions(index: _Index, positions: NDArray[np.float64]) -> NDArray[np.int64]:
    """The council's number in the index for each position; -1 outside."""
    found = np.full(len(positions), -1, dtype=np.int64)
    numbers, candidates = index.tree.query(shapely.points(positions))
    # Polygon by polygon, because a prepared polygon answers many points far faster than points ask polygons. From the
    # last to the first, so that a point on a shared edge belongs to the lower code whichever way it is asked.
    for council in np.unique(candidates)[::-1]:
        asked = numbers[candidates == council]
        inside = shapely.intersects_xy(index.polygons[council], positions[asked, 0], positions[asked, 1])
        found[asked[inside]] = council
    for number in np.flatnonzero(found < 0):
        found[number] = _nearest_council(index, positions[number, 0], positions[number, 1])
    return found


def _nearest_council(index: _Index, longitude: float, latitude: float) -> int:
    """The nearest council's number within the limit; -1 when there is none."""
    if not (math.isfinite(longitude) and -90 < latitude < 90):
        return -1
    around = lengths.box_round((longitude, latitude), NEAREST_LIMIT_METRES)
    nearest, nearest_metres = -1, math.inf
    for council in sorted(index.tree.query(shapely.box(*around))):
        near = shapely.clip_by_rect(index.polygons[council], *around)
        if near.is_empty:
            continue
        metres = lengths.metres_to(near, (longitude, latitude))
        limit = BORDER_LIMIT_METRES if index.councils[council].nation == "N" else NEAREST_LIMIT_METRES
        if metres <= limit and metres < nearest_metres:
            nearest, nearest_metres = int(council), metres
    return nearest


def edition_in_use() -> tuple[int, int]:
    """Two numbers that change when councils do, whoever changed them."""
    return _signature()


_EDITIONS = f"SELECT count(*), sum(edition) FROM {Area._meta.db_table} WHERE kind = %s AND is_current"  # noqa: S608  # a constant
_index: _Index | None = None


def _current_index() -> _Index:
    """This process's index, made anew when areas have changed in the database, whoever changed them."""
    global _index
    signature = _signature()
    if signature[0] == 0:
        raise NoAreasLoaded("No areas are loaded: run manage.py load_builtin_geography, or load_areas with files.")
    index = _index
    if index is None or index.signature != signature:
        index = _index = _build_index(signature)
    return index


def _signature() -> tuple[int, int]:
    """Two numbers that change with every writing of councils: one small query, answered from an index."""
    # By hand: asked with every report and search, it took Django ten times as long to write as a database to answer.
    with connection.cursor() as cursor:
        cursor.execute(_EDITIONS, [Area.Kind.COUNCIL.value])
        count, editions = cursor.fetchone()
    return int(count), int(editions or 0)


def _build_index(signature: tuple[int, int]) -> _Index:
    councils = list(areas.current_councils().order_by("code"))
    outlines = areas.outlines(councils)
    polygons = np.array([outlines[council.code] for council in councils], dtype=object)
    shapely.prepare(polygons)
    codes = np.array([council.code for council in councils])
    return _Index(signature, councils, codes, polygons, shapely.STRtree(polygons))
