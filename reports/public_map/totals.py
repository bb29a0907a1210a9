"""What the moving map of a country needs of its councils: the colours of their totals, and outlines as steps."""

from typing import Any

import numpy as np
import shapely

from reports.geography import areas
from reports.geography.models import Area
from reports.public_map.figures import figures_of
from reports.public_map.overview import colour_of
from reports.public_map.selection import Choice

UNITS = 500  # of a degree: some 200 metres, less than a pixel of a whole country
_PARTS_OF_VIEW = 700  # an outline may be off by this part of the view, about a pixel
_SPECK = 0.004  # square degrees: an island not as large is left out beside a larger one


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
