"""The main roads and waters of a town or a county as SVG paths: what tells a reader where a hexagon lies.

Thin and without names: they stand under and over figures. A view of some streets has `street_svg`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from reports.basemap import archive
from reports.basemap.street_lines import path_of
from reports.basemap.street_svg import Bounds, Piece, PixelFrame, joined, shapes_in
from reports.geography import lengths

MOST_METRES = 90_000  # across: in a wider view even main roads would be a tangle
_COARSEST = 2.0  # units: a phone shows less than half a pixel for each
_LINE, _POLYGON = 1, 3  # as GEOS numbers them
_SHORTEST = 6.0  # units of a line that is drawn


@dataclass(frozen=True)
class Roads:
    """SVG path data in whole units of the picture; an empty one where there is nothing of a kind, or no room."""

    main: str
    middle: str
    water: str
    attribution: str


def roads_in(bounds: Bounds, *, width: int, height: int, budget: int) -> Roads | None:
    """The roads of a view, of at most `budget` characters; None where there is no street map, or no room for roads.

    Main roads come first, then the largest waters, then the roads between: each as far as the budget goes.
    """
    in_use = archive.basemaps_in_use().streets
    if in_use is None or budget <= 0 or lengths.metres_across(bounds) > MOST_METRES:
        return None
    found = shapes_in(in_use, bounds, width)
    frame = PixelFrame(bounds, width, height)
    main = path_of(_lines(found.get("main", []), frame), budget, is_closed=False)
    water = path_of(_grounds(found.get("water", []), frame), budget - len(main), is_closed=True)
    middle = path_of(_lines(found.get("middle", []), frame), budget - len(main) - len(water), is_closed=False)
    return Roads(main, middle, water, in_use.attribution) if main or water or middle else None


def _lines(pieces: list[Piece], frame: PixelFrame) -> NDArray[Any]:
    """The lines of all tiles in as few as they make, the longest first."""
    shapes, _names = joined(pieces)
    # What two tiles share is there twice; as one line it costs a single beginning.
    whole = shapely.get_parts(shapely.line_merge(shapely.union_all(frame.drawn(shapes))))
    lines = whole[(shapely.get_type_id(whole) == _LINE) & (shapely.length(whole) >= _SHORTEST)]
    return np.asarray(shapely.simplify(lines[np.argsort(-shapely.length(lines), kind="stable")], _COARSEST))


def _grounds(pieces: list[Piece], frame: PixelFrame) -> NDArray[Any]:
    """What covers ground, the largest first."""
    shapes, _names = joined(pieces)
    whole = shapely.get_parts(frame.drawn(shapes))
    grounds = whole[(shapely.get_type_id(whole) == _POLYGON) & (shapely.area(whole) >= _SHORTEST**2)]
    return np.asarray(shapely.simplify(grounds[np.argsort(-shapely.area(grounds), kind="stable")], _COARSEST))
