"""The country as councils: each coloured by its published total and a link to its own map, drawn once for each period.

A total is no rate: it says where reports come from, and nothing of how safe a council is beside another.
"""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from reports.cartography.compact_svg import compact_outline
from reports.cartography.frame import Frame
from reports.cartography.labels import Label, place_labels
from reports.geography import areas
from reports.geography.models import Area
from reports.public_map import words
from reports.public_map.figures import figures_of
from reports.public_map.selection import Choice
from reports.public_map.svg_map import (
    Drawing,
    View,
    bounds_of,
    frame_and_view,
    land_beside,
    names_in,
)
from reports.publication import released, rollup

LIMITS = (100, 300, 1000, 3000)  # reports in a quarter: from each on, the next of five colours
LIGHT = ("#d6e6f2", "#a3c8e3", "#64a0cb", "#2f74aa", "#123f6b")
DARK = ("#1d3a52", "#2c5f86", "#4489b8", "#7fb7dc", "#cfe6f5")
NAMES_SHOWN = 9
CROWDED = 60  # councils: with more, each is so small that its outline is simpler and the list alone names it

COARSE = 5  # units, as two templates have it: of so many councils no outline can be finer within the bytes of a page

FEW = 0  # the number of the pattern for «fewer than 30»; the colours follow


@dataclass(frozen=True)
class CouncilShape:
    """One council on the overview."""

    code: str
    words: str  # its name and total; empty where the list alone tells them
    path: str


@dataclass(frozen=True)
class CouncilsOfColour:
    """All councils of one colour, by name."""

    colour: int
    councils: tuple[CouncilShape, ...]

    @property
    def is_few(self) -> bool:
        """Whether it is the pattern that stands for too few to count."""
        return self.colour == FEW


@dataclass(frozen=True)
class Overview:
    """What the template draws; every number is a whole unit of the picture."""

    view: View
    scale: int  # units of the picture for one of a council's path
    beside: str
    colours: tuple[CouncilsOfColour, ...]
    labels: tuple[Label, ...]

    @property
    def is_crowded(self) -> bool:
        """Whether its councils are drawn in coarser units."""
        return self.scale > 1


@dataclass(frozen=True)
class TotalLine:
    """A swatch of the legend."""

    colour: int
    text: str

    @property
    def is_few(self) -> bool:
        """Whether it is the pattern that stands for too few to count."""
        return self.colour == FEW


def has_many(choice: Choice) -> bool:
    """Whether the councils of a choice are so many that its page has to be thrifty."""
    return len(choice.releases) > CROWDED


@lru_cache(maxsize=64)
def overview_of(drawn: Drawing) -> Overview:
    """The overview of what `drawing_of` names."""
    councils = [release.council for release in drawn.choice.releases]
    frame, view = frame_and_view(bounds_of(drawn.choice))
    is_crowded = has_many(drawn.choice)
    coarse = frame.shrunk(COARSE) if is_crowded else frame
    outlines = {area.code: area for area in Area.objects.filter(code__in=[council.code for council in councils])}
    shapes: dict[int, list[CouncilShape]] = defaultdict(list)
    for release in drawn.choice.releases:
        total = figures_of(release).total
        named = {"council": release.council.local_name, "reports": words.total_in_words(total)}
        path = _path(areas.outline(outlines[release.council_id]), coarse)
        shapes[colour_of(total)].append(
            CouncilShape(release.council_id, "" if is_crowded else _("%(council)s: %(reports)s") % named, path)
        )
    return Overview(
        view=view,
        scale=COARSE if is_crowded else 1,
        beside=land_beside(list(outlines.values()), frame),
        colours=tuple(CouncilsOfColour(colour, tuple(found)) for colour, found in sorted(shapes.items())),
        labels=tuple(place_labels(names_in(frame.bounds), frame, limit=NAMES_SHOWN)),
    )


def _path(outline: BaseGeometry, frame: Frame) -> str:
    """A council's path: without its small islands, but never nothing, since it is a link."""
    usual = compact_outline([outline], frame)
    return usual or compact_outline([outline], frame, coarser=0.7, smallest=0) or _speck(outline, frame)


def _speck(outline: BaseGeometry, frame: Frame) -> str:
    point = outline.representative_point()
    x, y = frame.pixels([(point.x, point.y)])[0].tolist()
    return f"M{x - 1} {y - 1}h2v2h-2z"


def colour_of(total: released.Total) -> int:
    """The colour of a council's published total; FEW where it is too small to be told."""
    return FEW if total.value is None else 1 + bisect_right(LIMITS, total.value)


def legend_of_totals() -> list[TotalLine]:
    """The colours of totals, fewest first."""
    least = rollup.TOTAL_THRESHOLD
    return [
        TotalLine(FEW, _("fewer than %(most)s") % {"most": least}),
        *(
            TotalLine(number, _("%(least)s to %(most)s") % {"least": f"{low:,}", "most": f"{high - 1:,}"})
            for number, (low, high) in enumerate(pairwise((least, *LIMITS)), start=1)
        ),
        TotalLine(len(LIMITS) + 1, _("%(least)s or more") % {"least": f"{LIMITS[-1]:,}"}),
    ]
