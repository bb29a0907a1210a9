"""How dark a figure is drawn: reports on a square kilometre in a quarter, on one scale for every map. Pure.

A count alone would make a wide hexagon as dark as a small one with as many reports. The scale is the same for every
council, period and picture, so that two maps can be compared; `docs/decisions/0034` says why it is this one.
"""

from bisect import bisect_right
from collections.abc import Mapping

LIMITS = (4, 8, 15, 30, 60, 120)  # reports per km2 per quarter: from each on, the next of seven classes

# Of a hexagon by H3 resolution, one number for the whole country: real ones differ by a tenth from south to north,
# the limits lie between, and the same number in the same size would be drawn in two colours.
AREA_KM2: Mapping[int, float] = {6: 34.3, 7: 4.9, 8: 0.7, 9: 0.1}

# From fewest to most. By day more is darker, by night lighter: it always stands out more from the ground.
LIGHT = ("#fde9c9", "#fbc58b", "#f59460", "#e2604f", "#b5325a", "#6d1d66", "#2d1450")
DARK = ("#3f2a66", "#6e3585", "#a04180", "#c95464", "#ef8355", "#f9b672", "#fde8c2")
FILL_OPACITY = 0.88  # the ground shines through, and streets are drawn again above

# The number in a hexagon, by class: at least 4.5 to 1 on its colour over the ground.
_DARK_TEXT, _WHITE_TEXT, _NIGHT_TEXT = "#20140c", "#ffffff", "#120b06"
TEXT_ON_LIGHT = (_DARK_TEXT,) * 4 + (_WHITE_TEXT,) * 3
TEXT_ON_DARK = (_WHITE_TEXT,) * 4 + (_NIGHT_TEXT,) * 3


class NoDensity(ValueError):
    """A count over no area or no time."""


def density_class(count: int, area_km2: float, quarters: int = 1) -> int:
    """The class of a count on an area over so many quarters, 0 to 6; raises NoDensity."""
    if area_km2 <= 0 or quarters < 1:
        raise NoDensity(f"{count} reports on {area_km2} km2 over {quarters} quarters")
    return bisect_right(LIMITS, count / area_km2 / quarters)


def class_of_hexagon(band: int, resolution: int, quarters: int = 1) -> int:
    """The class of a published hexagon: by its band, its H3 resolution and how many quarters its map covers."""
    return density_class(band, AREA_KM2[resolution], quarters)
