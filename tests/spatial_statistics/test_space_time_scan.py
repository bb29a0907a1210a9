"""The scan: as a plain loop scores it, the same each time, silent where nothing is, and how small a find it makes."""

import math
import os

import numpy as np
import pytest
from numpy.typing import NDArray

from reports.analyst.alerts import SHOWN_FOR, is_one_place
from reports.spatial_statistics import space_time_scan
from reports.spatial_statistics.space_time_scan import NoScan, SpaceTimeCluster, Zones, recent_clusters
from tests.spatial_statistics.cities import NIGHTS, City, cell_of, found_at, ground, nights_of_a_year, ordinary_city

IS_WHOLE = bool(os.environ.get("WHOLE"))
CITIES, EVERY = (200, 1) if IS_WHOLE else (4, 5)  # of years of nights, and how many nights apart they are looked at
PLANTED = 200 if IS_WHOLE else 6
MONTHS, ALERT = 25, 1 / 365
Numbers = NDArray[np.int64]


def each_alone(places: int) -> Zones:
    """Every place a zone, then every two that follow each other."""
    alone = np.arange(places)
    two = np.stack([alone[:-1], alone[1:]], axis=1).ravel()
    start = np.concatenate([alone, places + 2 * np.arange(places - 1)])
    return Zones(np.concatenate([alone, two]), start)


def even_counts(places: int = 40, each: int = 1) -> Numbers:
    return np.full((places, MONTHS), each, dtype=np.int64)


def test_a_cluster_is_told_with_what_was_expected_and_no_part_of_it_again() -> None:
    counts = even_counts()
    counts[7, -2:] += 9
    (found,) = recent_clusters(counts, each_alone(40), at_most=ALERT)
    in_all, here, lately = 1000 + 18, 25 + 18, 2 * 40 + 18
    assert found == SpaceTimeCluster(7, 2, 20, found.expected, 0.001)
    assert found.expected == pytest.approx(here * lately / in_all, abs=1e-9)


def test_of_two_apart_both_are_told_the_less_likely_first() -> None:
    counts = even_counts()
    counts[7, -1] += 9
    counts[30, -1] += 14
    found = recent_clusters(counts, each_alone(40), at_most=ALERT)
    assert [(one.zone, one.months, one.reports) for one in found] == [(30, 1, 15), (7, 1, 10)]


def test_the_best_score_is_a_plain_loops() -> None:
    source = np.random.default_rng(3)
    counts = source.poisson(0.6, (12, MONTHS)).astype(np.int64)
    counts[4, -3:] += 6
    zones = each_alone(12)
    (found,) = recent_clusters(counts, zones, at_most=ALERT)
    in_all, best = int(counts.sum()), (0.0, -1, 0)
    for zone, start in enumerate(zones.start.tolist()):
        cells = zones.cell[start : [*zones.start.tolist(), len(zones.cell)][zone + 1]]
        for months in range(1, space_time_scan.LONGEST_WINDOW + 1):
            here = int(counts[cells][:, -months:].sum())
            usual = int(counts[cells].sum()) * int(counts[:, -months:].sum()) / in_all
            if here >= space_time_scan.LEAST_REPORTS and here > usual:
                score = here * math.log(here / usual) + (in_all - here) * math.log((in_all - here) / (in_all - usual))
                best = max(best, (score, -zone, -months))
    assert (-best[1], -best[2]) == (found.zone, found.months)


def test_a_night_repeated_tells_the_same() -> None:
    source = np.random.default_rng(9)
    counts = source.poisson(1.0, (40, MONTHS)).astype(np.int64)
    counts[3, -1] += 8
    first = recent_clusters(counts, each_alone(40), at_most=0.5)
    assert first
    np.random.default_rng(1).random(5)
    assert recent_clusters(counts.copy(), each_alone(40), at_most=0.5) == first


def test_a_season_a_growing_area_and_a_busy_place_are_no_clusters() -> None:
    counts = even_counts()
    counts[7] *= 20
    for grown in (counts * np.arange(1, MONTHS + 1), np.where(np.arange(MONTHS) > 20, counts * 5, counts)):
        assert recent_clusters(grown, each_alone(40), at_most=0.5) == []
    counts[9, -1] += 30  # and yet what is one is found beside them
    assert [one.zone for one in recent_clusters(counts, each_alone(40), at_most=ALERT)] == [9]


def test_what_began_long_ago_is_no_news() -> None:
    counts = even_counts()
    counts[7, 3:6] += 20
    assert recent_clusters(counts, each_alone(40), at_most=ALERT) == []


@pytest.mark.parametrize(
    ("counts", "is_enough"),
    [
        (np.zeros((0, MONTHS), dtype=np.int64), False),
        (even_counts(1), False),  # 25 reports
        (np.pad(even_counts()[:, :5], ((0, 0), (20, 0))), False),  # five months
        (np.pad(even_counts()[:, :6], ((0, 0), (19, 0))), True),
        (even_counts(2), True),
    ],
    ids=["nothing", "few reports", "few months", "months enough", "reports enough"],
)
def test_of_too_few_nothing_is_told(counts: Numbers, is_enough: bool) -> None:
    assert space_time_scan.is_enough(counts) == is_enough
    if not is_enough and len(counts):
        counts = counts.copy()
        counts[0, -1] += 4
        assert recent_clusters(counts, each_alone(len(counts)), at_most=0.9) == []


def test_four_reports_are_never_a_cluster_and_five_may_be() -> None:
    for more, told in ((4, 0), (5, 1)):
        counts = np.concatenate([even_counts(60), np.zeros((1, MONTHS), dtype=np.int64)])
        counts[60, -1] = more
        assert len(recent_clusters(counts, each_alone(61), at_most=ALERT)) == told


def test_where_no_place_could_be_one_nothing_is_told() -> None:
    scattered = np.eye(MONTHS * 2, MONTHS, dtype=np.int64) + np.eye(MONTHS * 2, MONTHS, -MONTHS, dtype=np.int64)
    alone = Zones(np.arange(MONTHS * 2), np.arange(MONTHS * 2))
    assert recent_clusters(scattered, alone, at_most=0.9) == []  # 50 reports, each at a place of its own
    assert recent_clusters(even_counts(1, each=9), each_alone(1), at_most=0.9) == []  # the area is one place


def test_arrays_that_do_not_fit_are_refused() -> None:
    for counts, zones in (
        (np.zeros(5, dtype=np.int64), each_alone(5)),
        (even_counts(5), each_alone(6)),
        (even_counts(5), Zones(np.array([0, 1]), np.array([1]))),
    ):
        with pytest.raises(NoScan):
            recent_clusters(counts, zones, at_most=0.5)


def test_where_nothing_is_new_an_area_is_alerted_at_most_once_a_year() -> None:
    """Nights of a year in cities with seasons, growth and uneven places; alerts as the service counts them."""
    alerts = 0
    for seed in range(CITIES):
        city = ordinary_city(np.random.default_rng(seed), a_month=100)
        current: list[tuple[int, int]] = []
        for night in nights_of_a_year(EVERY):
            for cluster in found_at(city, night):
                cell = cell_of(cluster)
                known = [one for one in current if is_one_place(one[0], cell) and night - one[1] <= SHOWN_FOR.days]
                alerts += not known
                current = [one for one in current if one not in known] + [(cell, night)]
    print(f"{alerts} alerts in {CITIES} cities in a year, looked at every {EVERY} nights")  # noqa: T201  # for docs/statistics.md
    assert alerts <= CITIES


@pytest.mark.parametrize("a_month", [25, 100, 400] if IS_WHOLE else [100])
def test_what_is_planted_is_found(a_month: int) -> None:
    """Reports at one place in the last month of a year of nights, at a place with a report now and then."""
    found = {size: planted_and_found(size, a_month) for size in (3, 5, 8, 12, 20)}
    print(f"{a_month} a month: {found}")  # noqa: T201  # for docs/statistics.md
    assert found[3] == 0  # under five
    assert found[20] == 1
    assert found[12] >= 0.9
    assert sorted(found.values()) == [*found.values()]


def planted_and_found(size: int, a_month: int) -> float:
    """The share of plantings that a night's scan finds where they are."""
    hits = 0
    for seed in range(PLANTED):
        source = np.random.default_rng([seed, size, a_month])
        city = planted(ordinary_city(source, a_month), size, source)
        hits += any(is_one_place(cell_of(one), city[1]) for one in found_at(city[0], NIGHTS - 1))
    return hits / PLANTED


def planted(city: City, size: int, source: np.random.Generator) -> tuple[City, int]:
    """The city with so many more at one place, and the place's cell."""
    place = int(source.integers(len(ground()[0])))
    return city.with_more(place, size, night=NIGHTS - 1, days=30, source=source), int(ground()[0][place])
