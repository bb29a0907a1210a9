"""Made-up cities on real hexagons: reports by place and month whose truth is known, and what a year of nights finds."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from reports.analyst.alert_finding import A_YEAR, MONTHS, zones_of
from reports.geography import hexgrid
from reports.spatial_statistics.space_time_scan import SpaceTimeCluster, Zones, recent_clusters
from tests.spatial_statistics.grids import uneven_levels

MIDDLE = (-2.58, 51.46)
AROUND = 16  # rings of 130 metres round the middle: 817 places, four kilometres across
NIGHTS = 365
DAYS_A_MONTH = 30
DAYS = MONTHS * DAYS_A_MONTH + NIGHTS


@cache
def ground() -> tuple[NDArray[np.uint64], Zones, NDArray[np.uint64]]:
    """The city's cells, and the places of each size."""
    cells = np.sort(np.array(hexgrid.neighbours(hexgrid.cell_at(*MIDDLE, 10), AROUND), dtype=np.uint64))
    return cells, *zones_of(cells)


@dataclass(frozen=True, eq=False)
class City:
    """The reports of three years: the place and the day of each, by day."""

    place: NDArray[np.int64]
    day: NDArray[np.int64]

    def counts(self, night: int) -> NDArray[np.int64]:
        """By place and month, as a night's counting has them: the running month is not over."""
        today = MONTHS * DAYS_A_MONTH + night
        first = (today // DAYS_A_MONTH - MONTHS + 1) * DAYS_A_MONTH
        told = (self.day >= first) & (self.day <= today)
        counts = np.zeros((len(ground()[0]), MONTHS), dtype=np.int64)
        np.add.at(counts, (self.place[told], (self.day[told] - first) // DAYS_A_MONTH), 1)
        return counts

    def with_more(self, place: int, reports: int, *, night: int, days: int, source: np.random.Generator) -> "City":
        """The same with some more at one place in the days before a night."""
        last = MONTHS * DAYS_A_MONTH + night
        more = source.integers(last - days + 1, last + 1, reports)
        return City(np.append(self.place, np.full(reports, place)), np.append(self.day, more))


def ordinary_city(source: np.random.Generator, a_month: float) -> City:
    """Places as uneven as a city's, each with its own share of every season, and the whole growing: nothing is new."""
    levels = uneven_levels(source, len(ground()[0]), 1.0)
    days = np.arange(DAYS)
    season = (1.2 + 0.5 * np.cos(2 * np.pi * days / 365)) * np.linspace(0.8, 1.3, DAYS)
    by_day = source.poisson(season * a_month / DAYS_A_MONTH)
    day = np.repeat(days, by_day)
    return City(source.choice(len(levels), len(day), p=levels / levels.sum()), day)


def found_at(city: City, night: int) -> list[SpaceTimeCluster]:
    """What the service's own nightly scan finds."""
    return recent_clusters(city.counts(night), ground()[1], at_most=1 / A_YEAR)


def cell_of(cluster: SpaceTimeCluster) -> hexgrid.Cell:
    """The place a cluster is told of."""
    return int(ground()[2][cluster.zone])


def nights_of_a_year(every: int) -> Iterator[int]:
    """The nights that are looked at."""
    return iter(range(0, NIGHTS, every))
