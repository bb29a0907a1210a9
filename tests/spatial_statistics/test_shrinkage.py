"""Levels are a plain loop's, intervals scipy's; what is surely among the first is, and a ranking holds what it says."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from numpy.typing import NDArray
from scipy import stats

from reports.spatial_statistics import shrinkage
from tests.spatial_statistics.grids import Beside, beside_of, listed_lattice, uneven_levels, whole_lattice

CITY = beside_of(20, 15)


def plain(counts: list[int], beside: Beside) -> tuple[list[float], list[float]]:
    """Shape and rate of each place's level, place by place."""
    overall = sum(counts) / len(counts)
    means = [(sum(counts[o] for o in around) + overall) / (len(around) + 1) for around in beside.values()]
    squares = sum(mean**2 for mean in means)
    beyond = sum((count - mean) ** 2 - mean for count, mean in zip(counts, means, strict=True))
    shape = min(max(squares / beyond, 1e-3), 1e6) if beyond > 0 else 1e6
    return [shape + count for count in counts], [shape / mean + 1 for mean in means]


def city(seed: int, mean: float = 2.0) -> NDArray[np.int64]:
    source = np.random.default_rng(seed)
    return source.poisson(uneven_levels(source, len(CITY), mean))


@pytest.mark.parametrize("seed", range(3))
def test_levels_are_a_plain_loops_and_intervals_scipys(seed: int) -> None:
    counts = city(seed)
    levels = shrinkage.levels_of(counts, whole_lattice(CITY))
    shape, rate = plain(counts.tolist(), CITY)
    np.testing.assert_allclose(levels.shape, shape, rtol=1e-9)
    np.testing.assert_allclose(levels.rate, rate, rtol=1e-9)
    asked = np.arange(0, len(CITY), 7)
    low, high = levels.interval(asked)
    theirs = stats.gamma(np.array(shape)[asked], scale=1 / np.array(rate)[asked])
    np.testing.assert_allclose(low, theirs.ppf(0.05), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(high, theirs.ppf(0.95), rtol=1e-9, atol=1e-9)


def test_a_shorter_list_gives_the_same_levels_away_from_the_edge() -> None:
    """Places without a report far from any are met by one formula, as if each had six neighbours."""
    wide = beside_of(40, 40)
    counts = np.zeros(len(wide), dtype=np.int64)
    counts[20 * 40 + 10 : 20 * 40 + 30] = np.random.default_rng(2).poisson(5, 20)
    kept, lattice = listed_lattice(wide, counts)
    short, whole = shrinkage.levels_of(counts[kept], lattice), shrinkage.levels_of(counts, whole_lattice(wide))
    np.testing.assert_allclose(short.mean, whole.mean[kept], rtol=5e-3)


@given(some.lists(some.integers(0, 9), min_size=len(CITY), max_size=len(CITY)))
def test_an_estimate_lies_between_the_count_and_what_is_round_it(counts: list[int]) -> None:
    levels = shrinkage.levels_of(np.array(counts), whole_lattice(CITY))
    if not any(counts):
        assert levels.mean.tolist() == [0.0] * len(CITY)
        return
    shape, rate = plain(counts, CITY)
    drawn_to = [(a - count) / (r - 1) for a, count, r in zip(shape, counts, rate, strict=True)]
    for mean, count, towards in zip(levels.mean.tolist(), counts, drawn_to, strict=True):
        assert min(count, towards) - 1e-9 <= mean <= max(count, towards) + 1e-9


def test_of_alike_counts_the_one_with_more_round_it_comes_first() -> None:
    counts = np.zeros(len(CITY), dtype=np.int64)
    counts[[45, 46, 65]] = 6, 9, 9
    counts[250] = 6
    order = shrinkage.order_of(shrinkage.levels_of(counts, whole_lattice(CITY)), counts).tolist()
    assert order.index(45) < order.index(250)


def test_what_is_surely_among_the_first_is_and_the_interval_holds_the_truth() -> None:
    """Known levels, 20 cities: the words and the interval are true as often as they say."""
    source = np.random.default_rng(11)
    surely, right, held, asked = 0, 0, 0, 0
    for _city in range(20):
        truth = uneven_levels(source, len(CITY), 8)
        counts = source.poisson(truth)
        levels = shrinkage.levels_of(counts, whole_lattice(CITY))
        first = set(np.argsort(-truth)[:20].tolist())
        chosen = np.flatnonzero(levels.chance_among_first(20) >= shrinkage.SURELY)
        surely, right = surely + len(chosen), right + len(first.intersection(chosen.tolist()))
        low, high = levels.interval(np.arange(len(CITY)))
        held, asked = held + int(((low <= truth) & (truth <= high)).sum()), asked + len(CITY)
    assert surely >= 20 * 8
    assert right / surely >= shrinkage.SURELY
    assert 0.85 <= held / asked <= 0.95


def test_the_chances_are_the_same_each_time_and_add_up() -> None:
    levels = shrinkage.levels_of(city(4), whole_lattice(CITY))
    chances = levels.chance_among_first(20)
    assert chances.tolist() == levels.chance_among_first(20).tolist()
    assert chances.sum() == pytest.approx(20)
    few = shrinkage.levels_of(np.array([4, 0, 1, 2]), whole_lattice(beside_of(2, 2)))
    assert few.chance_among_first(20).tolist() == [1.0] * 4
