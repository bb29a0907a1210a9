"""The moving map of a country or a nation: councils coloured by their published totals, until one moves closer.

A total is no rate: it says where reports come from, and nothing of how safe a council is beside another.
"""

from bisect import bisect_right
from typing import Any

import numpy as np
import shapely

from reports.geography import areas
from reports.geography.models import Area
from reports.public_map.choosing import Choice
from reports.public_map.figures import figures_of
from reports.publication.released import Total

LIMITS = (100, 300, 1000, 3000)  # reports in a quarter: from each on, the next of five colours
LIGHT = ("#d6e6f2", "#a3c8e3", "#64a0cb", "#2f74aa", "#123f6b")
DARK = ("#1d3a52", "#2c5f86", "#4489b8", "#7fb7dc", "#cfe6f5")
FEW = 0  # stands for «fewer than 30», which has a pattern; the colours follow

UNITS = 500  # of a degree: some 200 metres, less than a pixel of a whole country
_PARTS_OF_VIEW = 700  # an outline may be off by this part of the view, about a pixel
_SPECK = 0.004  # square degrees: an island not as large is left out beside a larger one


def is_overview(choice: Choice) -> bool:
    """Whether a choice opens as councils: the country or a nation, of which more than one is published."""
    is_wide = choice.area is None or choice.area.kind == Area.Kind.NATION
    return is_wide and len(choice.releases) > 1


def colour_of(total: Total) -> int:
    """The colour of a council's published total; FEW where it is too small to be told."""
    return FEW if total.value is None else 1 + bisect_right(LIMITS, total.value)


def council_colours(choice: Choice) -> dict[str, int]:
    """The colour of each council of a choice, by code."""
    return {release.council_id: colour_of(figures_of(release).total) for release in choice.releases}


def council_rings(choice: Choice, width: float) -> dict[str, list[list[int]]]:
    """Outlines as coarse as a view of so many degrees shows them: rings of steps, latitude and longitude in turn."""
    codes = [release.council_id for release in choice.releases]
    return {
        area.code: _rings(areas.outline(area), width / _PARTS_OF_VIEW) for area in Area.objects.filter(code__in=codes)
    }


def _rings(outline: Any, tolerance: float) -> list[list[int]]:
    parts = sorted(shapely.get_parts(shapely.simplify(outline, tolerance)), key=lambda part: -part.area)
    rings = [
        shapely.get_coordinates(part.exterior)[:-1] for at, part in enumerate(parts) if at == 0 or part.area > _SPECK
    ]
    return [steps_of(ring[:, ::-1]) for ring in rings if len(ring) > 2]


def steps_of(points: Any, units: int = UNITS) -> list[int]:
    """Points of [latitude, longitude] in units of a degree, each as its step from the one before, the first from 0."""
    whole = np.rint(np.asarray(points) * units).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    kept = steps[np.any(steps != 0, axis=1)]
    return [int(number) for number in kept.ravel()]
