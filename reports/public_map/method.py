"""The page that says what a number on the map means: one made-up place, published by the rules of a real release.

The counts and the draw are made up, and the page says so; what is shown of them is decided by the code that publishes.
"""

import datetime
import math
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from reports.basemap import archive, raster_proxy
from reports.cartography.density import class_of_hexagon
from reports.cartography.frame import Frame, fit_frame
from reports.cartography.hexagon_paths import hexagon_paths
from reports.geography import hexgrid
from reports.geography.attribution import of_all_that_is_loaded
from reports.public_map import pages, words
from reports.publication import clip, law, map_schedule, noise, rollup, sums
from reports.publication.partition import partition_of

# Two wider hexagons, each with the reports counted in its seven smaller ones and the noise drawn for them.
SOMEWHERE = hexgrid.cell_at(-2.6, 51.45, 8)
BUSY = ((0, 6), (2, 1), (4, 1), (7, -1), (16, 0), (43, -1), (9, 2))
QUIET = ((1, 0), (3, 1), (4, -1), (5, -1), (2, 0), (2, 1), (3, -2))


@dataclass(frozen=True)
class Example:
    """One hexagon of the made-up place: what was counted, what the draw added and what is shown."""

    cell: int
    number: int
    counted: int
    drawn: int
    is_shown: bool

    @property
    def noisy(self) -> int:
        """The number after the draw."""
        return self.counted + self.drawn

    @property
    def band(self) -> int | None:
        """The band it is shown as; none when it is not shown."""
        return rollup.band_of(self.noisy) if self.is_shown else None

    @property
    def shown(self) -> str:
        """What a reader of the map meets."""
        return words.band_in_words(self.band) if self.band else _("not shown")

    @property
    def draw_in_words(self) -> str:
        """What the draw added, with its sign."""
        return f"+{self.drawn}" if self.drawn > 0 else f"{self.drawn}".replace("-", "−")

    @property
    def is_false_positive(self) -> bool:
        """Shown though nobody reported there."""
        return self.is_shown and not self.counted


@dataclass(frozen=True)
class Spread:
    """What the hexagons of a wider one that are not shown add up to."""

    cell: int
    hexagons: int
    noisy: int
    band: int

    @property
    def shown(self) -> str:
        """What a reader of the map meets."""
        return words.band_in_words(self.band)

    @property
    def needed(self) -> int:
        """From how much on it is shown."""
        return int(rollup.remainder_threshold(np.array(self.hexagons)))


@dataclass(frozen=True)
class Mark:
    """A hexagon of the picture."""

    example: Example
    path: str
    x: int
    y: int
    density: int | None  # the class of what is shown; none when it is not shown
    in_hexagon: str


def method_page(*, now: datetime.datetime) -> dict[str, Any]:
    """The context of the page."""
    place, spread = worked_example()
    frame = _frame(place)
    grounds = (archive.basemaps_in_use().attribution, raster_proxy.attribution())
    sources = of_all_that_is_loaded()
    sources += [ground for ground in grounds if ground and not any(ground in source for source in sources)]
    return {
        "town": [_mark(example, frame) for example in place],
        "spread": [(it, _path(it.cell, frame)) for it in spread],
        "width": frame.width,
        "height": frame.height,
        "bands_from": [(words.band_in_words(band), least) for least, band in sorted(rollup.BANDS)],
        "threshold": rollup.LEAF_THRESHOLD,
        "supported_threshold": rollup.SUPPORTED_THRESHOLD,
        "support": rollup.SUPPORT,
        "total_threshold": rollup.TOTAL_THRESHOLD,
        "phantom_odds": _odds(rollup.LEAF_THRESHOLD),
        "supported_odds": _odds(rollup.SUPPORTED_THRESHOLD),
        "usual_leaf": usual(noise.EPS_LEAVES),
        "usual_total": usual(noise.EPS_TOTAL),
        "certainty": f"{100 * math.exp(noise.BUDGET) / (1 + math.exp(noise.BUDGET)):.0f}",
        "per_day": clip.PER_DAY,
        "reports_for_a_map": map_schedule.REPORTS_FOR_A_MAP,
        "longest_wait": map_schedule.LONGEST_WAIT,
        "maps_added": sums.MAPS_ADDED,
        "sum_threshold": law.least_as_rare(sums.MAPS_ADDED, rollup.LEAF_THRESHOLD),
        "next_publication": pages.next_publication(now),
        "sources": sources,
    }


@cache
def worked_example() -> tuple[tuple[Example, ...], tuple[Spread, ...]]:
    """The hexagons of the made-up place, and what those not shown add up to where that is shown."""
    wider = (SOMEWHERE, hexgrid.neighbours(SOMEWHERE)[-1])
    made_up = {
        cell: number
        for parent, numbers in zip(wider, (BUSY, QUIET), strict=True)
        for cell, number in zip(hexgrid.children(parent), numbers, strict=True)
    }
    partition = partition_of(np.array(list(made_up), dtype=np.uint64))
    cells = [int(cell) for cell in partition.cells]
    rolled = rollup.rolled_up(partition, np.array([sum(made_up[cell]) for cell in cells], dtype=np.int64))
    shown = dict(zip(cells, rolled.shown.tolist(), strict=True))
    place = tuple(Example(cell, at + 1, *made_up[cell], shown[cell]) for at, cell in enumerate(made_up))
    spread = tuple(
        Spread(int(cell), int(leaves), int(noisy), int(band))
        for level in rolled.remainders
        for cell, leaves, noisy, band in zip(level.cells, level.leaves, level.sums, level.bands, strict=True)
        if band and cell
    )
    return place, spread


def _frame(place: tuple[Example, ...]) -> Frame:
    corners = np.array([corner for example in place for corner in hexgrid.outline(example.cell)])
    west, south = corners.min(axis=0).tolist()
    east, north = corners.max(axis=0).tolist()
    return fit_frame((west, south, east, north))


def _mark(example: Example, frame: Frame) -> Mark:
    x, y = frame.pixels([hexgrid.centre(example.cell)])[0].tolist()
    band = example.band
    shown = class_of_hexagon(band, hexgrid.resolution_of(example.cell)) if band else None
    return Mark(example, _path(example.cell, frame), x, y, shown, words.band_in_hexagon(band) if band else "")


def _path(cell: int, frame: Frame) -> str:
    return hexagon_paths([cell], frame, small_radius=0)


def _odds(least: int) -> str:
    """How many empty hexagons there are to one that the noise alone brings to a value, to two figures."""
    odds = 1 / chance_from(least, noise.EPS_LEAVES)
    return f"{round(odds, 1 - math.floor(math.log10(odds))):,.0f}"


def chance_from(least: int, epsilon: float) -> float:
    """The chance that the noise alone reaches a value: of an empty hexagon to be shown."""
    return math.exp(-epsilon * least) / (1 + math.exp(-epsilon))


def usual(epsilon: float) -> int:
    """How far the noise goes at most, nineteen times in twenty."""
    reach = 0
    while 2 * chance_from(reach + 1, epsilon) > 0.05:
        reach += 1
    return reach
