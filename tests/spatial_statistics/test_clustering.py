"""Gi* is esda's and a plain loop's; a shorter list is the whole list; chance makes no cluster."""

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from numpy.typing import NDArray

from reports.spatial_statistics import clustering
from reports.spatial_statistics.false_discovery import RATE
from reports.spatial_statistics.lattice import NOWHERE, Lattice, NoLattice
from tests.spatial_statistics.grids import Beside, beside_of, listed_lattice, whole_lattice

CITY = beside_of(24, 20)


def esdas(values: NDArray[np.float64], beside: Beside) -> NDArray[np.float64]:
    """The scores of the reference implementation."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # theirs, of their own libraries
        from esda import G_Local
        from libpysal.weights import W

        weights = W({number: [number, *around] for number, around in beside.items()}, silence_warnings=True)
        return np.asarray(G_Local(values, weights, transform="B", permutations=0, star=None).Zs)


def plain(values: list[float], beside: Beside) -> list[float]:
    """Ord & Getis's formula as it is printed."""
    total = len(values)
    mean = sum(values) / total
    spread = math.sqrt(sum(value * value for value in values) / total - mean * mean)
    scores = []
    for number, around in beside.items():
        weights = len(around) + 1
        local = values[number] + sum(values[other] for other in around)
        below = spread * math.sqrt((total * weights - weights**2) / (total - 1))
        scores.append((local - mean * weights) / below)
    return scores


def some_city(seed: int) -> NDArray[np.float64]:
    return np.log1p(np.random.default_rng(seed).poisson(0.6, len(CITY))).astype(np.float64)


@pytest.mark.parametrize("seed", range(3))
def test_scores_are_a_plain_loops(seed: int) -> None:
    ours = clustering.gi_star(some_city(seed), whole_lattice(CITY))
    np.testing.assert_allclose(ours, plain(some_city(seed).tolist(), CITY), rtol=0, atol=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_scores_are_esdas(seed: int) -> None:
    """Where esda is installed: `make prove` does so, in an environment of its own."""
    pytest.importorskip("esda")
    ours = clustering.gi_star(some_city(seed), whole_lattice(CITY))
    np.testing.assert_allclose(ours, esdas(some_city(seed), CITY), rtol=0, atol=1e-9)


@given(some.lists(some.integers(min_value=0, max_value=4), min_size=30, max_size=30), some.integers(0, 449))
def test_what_is_not_listed_changes_nothing(counts: list[int], start: int) -> None:
    city = np.zeros(len(CITY), dtype=np.int64)
    city[start : start + 30] = counts
    kept, lattice = listed_lattice(CITY, city)
    whole = clustering.gi_star(city.astype(np.float64), whole_lattice(CITY))
    scores = clustering.gi_star(city[kept].astype(np.float64), lattice)
    np.testing.assert_allclose(scores, whole[kept], rtol=0, atol=1e-9)
    everywhere = np.flatnonzero(clustering.is_clustered(city, whole_lattice(CITY)))
    listed = kept[clustering.is_clustered(city[kept], lattice)]
    assert listed.tolist() == everywhere.tolist()


def test_all_alike_and_nothing_at_all_are_no_cluster() -> None:
    for count in (0, 3):
        city = np.full(len(CITY), count)
        assert not clustering.is_clustered(city, whole_lattice(CITY)).any()
    alone = Lattice(np.full((1, 6), NOWHERE), np.array([0]), 1)
    assert clustering.is_clustered(np.array([9]), alone).tolist() == [False]


def test_a_cluster_that_was_planted_is_found_and_chance_makes_few() -> None:
    """Even cities with one disc of 19 hexagons at six times the level; and the same without."""
    source = np.random.default_rng(3)
    middle = 10 * 24 + 12
    disc = {middle, *CITY[middle]} | {far for near in CITY[middle] for far in CITY[near]}
    round_it = disc | {far for near in disc for far in CITY[near]}  # each has a hexagon of the disc beside it
    rates, found, by_chance = [], 0, []
    for _city in range(30):
        levels = np.full(len(CITY), 1.0)
        by_chance.append(int(clustering.is_clustered(source.poisson(levels), whole_lattice(CITY)).sum()))
        levels[list(disc)] = 6.0
        inside = set(np.flatnonzero(clustering.is_clustered(source.poisson(levels), whole_lattice(CITY))).tolist())
        rates.append(len(inside - round_it) / max(len(inside), 1))
        found += len(inside & disc)
    assert np.mean(rates) <= RATE
    assert found > 0.8 * 30 * len(disc)
    assert sum(count == 0 for count in by_chance) >= 27


def test_what_fits_together_as_no_lattice_is_refused() -> None:
    for neighbours, degree, total in (
        (np.zeros((2, 5)), np.array([1, 1]), 9),
        (np.full((2, 6), NOWHERE), np.array([1, 1]), 1),
        (np.array([[1, NOWHERE, NOWHERE, NOWHERE, NOWHERE, NOWHERE]]), np.array([0]), 3),
    ):
        with pytest.raises(NoLattice):
            Lattice(neighbours, degree, total)
