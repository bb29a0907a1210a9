"""Five years of the five councils of a police force at the volume there really is: what each map and each sum shows.

Real points, drawn at random for each quarter; the functions that publish decide when a map is due, on which hexagons,
what is shown of it, and what the last maps show together. A report is "seen" where its hexagon or a remainder is shown.
"""

import csv
import gzip
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyogrio
import pyproj
import shapely
from numpy.typing import NDArray

from reports.geography import hexgrid
from reports.publication import clip, map_schedule, noise, rollup, sums
from reports.publication.adding_up import NoisyMap, add_maps
from reports.publication.partition import (
    EXPECTED_IN_RES_7,
    MERGE_UNDER,
    SPLIT_FROM,
    Partition,
    cells_of_council,
    first_partition,
    next_partition,
)
from tests.bench.bristol import Postcodes
from tests.bench.figures import Figure
from tests.realdata.main_job import AREA_FILES, POSTCODES
from tests.realdata.police_points import POINTS

COUNCILS = ("E06000022", "E06000023", "E06000024", "E06000025", "E06000066")  # of Avon and Somerset
POSTCODE_AREAS = ("bs", "ba", "ta", "gl", "sn", "sp", "dt", "ex")
QUARTERS_A_YEAR, YEARS, DAYS = 4, 5, 92
Cells = NDArray[np.uint64]


@dataclass(frozen=True)
class Drawn:
    """One map: its leaves, its noisy values, and the cells of the reports that it counts."""

    partition: Partition
    noisy: NDArray[np.int64]
    cells: Cells


@dataclass(frozen=True)
class View:
    """How many reports a map or a sum covers, how many of them are seen, and what is shown."""

    reports: int
    seen_at_8: int  # in hexagons of res 8 or finer
    seen_at_7: int
    hexagons: int


class Force:
    """The councils of one police force: outlines, postcodes and points."""

    def __init__(self, data: Path) -> None:
        self.data = data

    @cached_property
    def outlines(self) -> dict[str, shapely.Geometry]:
        """Each council's land."""
        meta, _, shapes, fields = pyogrio.raw.read(self.data / AREA_FILES[2])
        codes = list(fields[list(meta["fields"]).index("LAD25CD")])
        return {code: shapely.from_wkb(shapes[codes.index(code)]) for code in COUNCILS}

    @cached_property
    def cells(self) -> dict[str, list[int]]:
        """The res 8 cells that touch each council."""
        return {code: cells_of_council(outline) for code, outline in self.outlines.items()}

    @cached_property
    def postcodes(self) -> dict[int, Postcodes]:
        """How many postcodes each res 8 cell has."""
        eastings, northings = [], []
        with zipfile.ZipFile(self.data / POSTCODES) as archive:
            for area in POSTCODE_AREAS:
                member = next(name for name in archive.namelist() if name.lower().endswith(f"/{area}.csv"))
                for row in csv.reader(io.TextIOWrapper(archive.open(member), encoding="utf-8")):
                    eastings.append(int(row[2]))
                    northings.append(int(row[3]))
        to_degrees = pyproj.Transformer.from_crs("EPSG:27700", "EPSG:4326", always_xy=True)
        found, counts = np.unique(hexgrid.cells_at(*to_degrees.transform(eastings, northings), 8), return_counts=True)
        return {int(cell): Postcodes(int(count)) for cell, count in zip(found, counts, strict=True)}

    @cached_property
    def points(self) -> dict[str, Cells]:
        """The res 9 cells of all points in each council."""
        with gzip.open(self.data / POINTS, "rt", encoding="utf-8", newline="") as file:
            positions = [(float(row["Longitude"]), float(row["Latitude"])) for row in csv.DictReader(file)]
        longitudes, latitudes = np.array(positions).T
        found = {}
        for code, outline in self.outlines.items():
            inside = shapely.contains_xy(outline, longitudes, latitudes)
            found[code] = hexgrid.cells_at(longitudes[inside], latitudes[inside], hexgrid.FINEST_LEAF_RESOLUTION)
        return found

    def first(self, code: str, *, gathered: int, rule: "Rule") -> Partition:
        """The first partition of a council, of so many reports by published totals."""
        return first_partition(
            self.cells[code], self.postcodes, gathered=gathered, few=rule.coarse_under, expected=rule.expected
        )


@dataclass(frozen=True)
class Rule:
    """How hexagons are chosen: coarse while fewer reports than this gathered for a map, or where fewer than so many are
    to be expected; when they split and merge.
    """

    name: str
    coarse_under: float
    expected: float = EXPECTED_IN_RES_7
    split_from: int = SPLIT_FROM
    merge_under: int = MERGE_UNDER


def five_years(force: Force, code: str, a_year: float, rule: Rule, rng: np.random.Generator) -> list[list[Drawn]]:
    """A council's maps, those that stood at the end of each year, oldest first; `a_year` reports are the force's."""
    everywhere = sum(len(points) for points in force.points.values())
    rate = a_year * len(force.points[code]) / everywhere / QUARTERS_A_YEAR
    drawn: list[Drawn] = []
    years, totals, waiting = [], list[int | None](), list[Cells]()
    for quarter in range(YEARS * QUARTERS_A_YEAR):
        waiting.append(rng.choice(force.points[code], rng.poisson(rate), replace=False))
        totals.append(rollup.total_shown(int(_noise(np.array([len(waiting[-1])]), noise.EPS_TOTAL, rng)[0])))
        if map_schedule.is_map_due(totals):
            gathered = sum(total or 0 for total in totals)
            first = force.first(code, gathered=gathered, rule=rule)
            partition = _next(drawn[-1], first, force.cells[code], rule) if drawn else first
            drawn.append(_map(partition, np.concatenate(waiting), rng))
            totals, waiting = [], []
        if quarter % QUARTERS_A_YEAR == QUARTERS_A_YEAR - 1:
            years.append(list(drawn))
    return years


def view_of(maps: Sequence[Drawn]) -> View:
    """What one map shows, or several added up."""
    cells = np.concatenate([it.cells for it in maps])
    if len(maps) == 1:
        partition, rolled = maps[0].partition, rollup.rolled_up(maps[0].partition, maps[0].noisy)
    else:
        added = add_maps([NoisyMap(it.partition, it.noisy) for it in maps])
        partition = added.partition
        rolled = rollup.rolled_up(partition, added.noisy, draws=added.draws, bands=rollup.BANDS_OF_SUMS)
    exact = np.bincount(partition.leaf_indices(cells), minlength=len(partition))
    seen = np.where(rolled.shown, partition.resolutions, 0)
    for level in rolled.remainders[:2]:  # of res 8 and of res 7
        under = (partition.resolutions > level.resolution) & (seen == 0)
        under[under] = np.isin(hexgrid.parents(partition.cells[under], level.resolution), level.cells[level.shown])
        seen = np.where(under, level.resolution, seen)
    return View(
        reports=len(cells),
        seen_at_8=int(exact[seen >= 8].sum()),
        seen_at_7=int(exact[seen >= 7].sum()),
        hexagons=int(rolled.shown.sum()),
    )


SECTION = "What maps of the five councils of Avon and Somerset show, in the first and the fifth year"
RATES, RUNS = (550, 2_750), 20
# What was tried: the product's rule first. A number no council reaches in four quarters makes every town wide.
RULES = (
    Rule("res 7 in towns under 300 gathered and under 6 expected (the product's)", map_schedule.REPORTS_FOR_A_MAP),
    Rule("under 300 gathered alone, merge under 20", map_schedule.REPORTS_FOR_A_MAP, 0, 40, 20),
    Rule("under 300 gathered and under 6 expected, merge under 20", map_schedule.REPORTS_FOR_A_MAP, 6, 40, 20),
    Rule("under 300 gathered and under 10 expected, split from 20", map_schedule.REPORTS_FOR_A_MAP, 10, 20, 6),
    Rule("res 8 in towns always", 0, 0, 40, 20),
    Rule("res 7 in towns always", 10**9, 0, 40, 20),
    Rule("res 7 in towns always, split from 25, merge under 10", 10**9, 0, 25, 10),
)


def volume_figures(force: Force) -> list[Figure]:
    """Each rule at each volume: the share seen at res 8 and at res 7 or finer, on the newest maps and on the sums."""
    figures = []
    for a_year in RATES:
        for rule in RULES:
            found = shares(force, a_year, rule, RUNS)
            for year in (1, YEARS):
                at_8, at_7, hexagons, sum_at_8, sum_at_7, sum_hexagons = found[year - 1]
                figures.append(
                    Figure(
                        SECTION,
                        f"{a_year:,} reports a year, {rule.name}, year {year}: newest maps; last maps added up",
                        f"{at_8:.0%}, {at_7:.0%}, {hexagons:.0f} hexagons; "
                        f"{sum_at_8:.0%}, {sum_at_7:.0%}, {sum_hexagons:.0f}",
                    )
                )
    return figures


def shares(force: Force, a_year: float, rule: Rule, draws: int, seed: int = 2026) -> list[list[float]]:
    """By year: share seen at res 8 or finer and at res 7 or finer, of the newest maps and of the sums, and hexagons."""
    rng = np.random.default_rng(seed)
    found: list[list[list[View]]] = [[[], []] for _ in range(YEARS)]
    for _ in range(draws):
        for code in COUNCILS:
            for year, maps in enumerate(five_years(force, code, a_year, rule, rng)):
                if maps:
                    found[year][0].append(view_of(maps[-1:]))
                    found[year][1].append(view_of(maps[-sums.MAPS_ADDED :]))
    return [[figure for views in of_year for figure in _figures(views, draws)] for of_year in found]


def _figures(views: Sequence[View], draws: int) -> list[float]:
    reports = max(1, sum(view.reports for view in views))
    return [
        sum(view.seen_at_8 for view in views) / reports,
        sum(view.seen_at_7 for view in views) / reports,
        sum(view.hexagons for view in views) / draws,
    ]


def _map(partition: Partition, cells: Cells, rng: np.random.Generator) -> Drawn:
    clipped = clip.clipped_totals(
        partition.leaf_indices(cells),
        (20_000 + rng.integers(0, DAYS, len(cells))).astype("datetime64[D]"),
        np.zeros(len(cells), dtype=np.bool_),
        np.ones(len(cells), dtype=np.int64),
        leaves=len(partition),
    )
    return Drawn(partition, _noise(clipped, noise.EPS_LEAVES, rng), cells)


def _noise(counts: NDArray[np.int64], epsilon: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """The law of the noise that is published, from a seed: the same figures each time."""
    ratio = 1 - np.exp(-epsilon)
    return np.asarray(counts + rng.geometric(ratio, counts.shape) - rng.geometric(ratio, counts.shape))


def _next(last: Drawn, first: Partition, council: list[int], rule: Rule) -> Partition:
    shown = np.where(rollup.shown_leaves(last.partition, last.noisy), last.noisy, 0)
    return next_partition(
        last.partition,
        shown,
        first=first,
        council=council,
        split_from=rule.split_from,
        merge_under=rule.merge_under,
    )
