"""Before and after beside a comparison group: exact as scipy has it, and right about truths that were planted."""

import math

import numpy as np
import pytest
from scipy.stats.contingency import odds_ratio

from reports.spatial_statistics.before_after import BeforeAfter, comparison_places, ratio_interval

CITIES = 400
PLACES = 20


@pytest.mark.parametrize(
    ("after", "before", "others_after", "others_before"),
    [(3, 11, 286, 367), (19, 19, 286, 367), (0, 12, 40, 41), (12, 0, 40, 41), (1, 30, 3, 3), (250, 300, 9_000, 8_500)],
)
def test_the_interval_is_the_exact_conditional_one(
    after: int, before: int, others_after: int, others_before: int
) -> None:
    found = ratio_interval(after, before, others_after, others_before)
    table = [[after, before], [others_after, others_before]]
    expected = odds_ratio(table, kind="conditional").confidence_interval(0.95)
    assert found == pytest.approx((expected.low, expected.high), rel=1e-9)


def test_the_example_that_was_drawn_is_not_clear() -> None:
    """11 reports of bad light before, 3 after, 9 expected."""
    one = BeforeAfter(before=11, after=3, others_before=367, others_after=286, places=23)
    assert (round(one.expected), round(one.ratio, 2)) == (9, 0.35)
    assert tuple(round(end, 2) for end in one.interval) == (0.06, 1.34)
    assert (one.is_enough, one.is_fewer, one.is_more) == (True, False, False)


def _cities(effect: float, *, level: float = 30.0, trend: float = 0.8) -> list[BeforeAfter]:
    """Places of one level in a city that changes as a whole; at one of them something was done."""
    random = np.random.default_rng(17)
    cities = []
    for _city in range(CITIES):
        before = random.poisson(level, PLACES + 1)
        after = random.poisson(level * trend * np.append(np.ones(PLACES), effect))
        group = comparison_places(int(before[-1]), before[:-1], np.ones(PLACES, dtype=bool))
        cities.append(
            BeforeAfter(
                int(before[-1]), int(after[-1]), int(before[:-1][group].sum()), int(after[:-1][group].sum()), len(group)
            )
        )
    return cities


def test_no_effect_is_not_clear_in_95_of_100_cities_though_the_whole_city_fell() -> None:
    clear = sum(city.is_fewer or city.is_more for city in _cities(1.0))
    assert clear <= 0.05 * CITIES + 2 * math.sqrt(CITIES * 0.05 * 0.95)


def test_an_effect_that_was_planted_is_found_and_its_direction() -> None:
    found = {effect: sum(city.is_fewer for city in _cities(effect)) / CITIES for effect in (0.25, 0.4, 0.7)}
    assert found[0.25] >= 0.95
    assert 0.65 <= found[0.4] < found[0.25]
    assert 0.05 < found[0.7] < 0.4  # a small effect of 30 reports cannot mostly be told
    assert not any(city.is_more for city in _cities(0.25))
    assert sum(city.is_more for city in _cities(3.0)) / CITIES >= 0.95


@pytest.mark.parametrize(
    ("given", "is_enough"),
    [
        ((5, 5, 50, 50, 5), True),
        ((5, 4, 50, 50, 5), False),
        ((0, 12, 50, 50, 5), False),
        ((12, 0, 50, 50, 5), True),
        ((12, 12, 50, 50, 4), False),
        ((12, 12, 0, 50, 9), False),
        ((12, 12, 50, 0, 9), False),
    ],
)
def test_of_too_few_nothing_is_told(given: tuple[int, int, int, int, int], is_enough: bool) -> None:
    one = BeforeAfter(*given)
    assert one.is_enough == is_enough
    if not is_enough:
        assert (one.is_fewer, one.is_more) == (False, False)


def test_places_to_compare_with_had_about_as_many_and_are_allowed() -> None:
    counts = np.array([0, 12, 13, 19, 28, 29, 20, 14, 15])
    assert comparison_places(19, counts, [True] * 6 + [False] + [True] * 2).tolist() == [2, 3, 4, 7, 8]
    assert comparison_places(0, counts, [True] * 9).tolist() == []


def test_of_too_few_like_it_those_with_half_to_twice_as_many_are_compared() -> None:
    counts = np.array([9, 10, 12, 19, 28, 38, 39])
    assert comparison_places(19, counts, [True] * 7).tolist() == [1, 2, 3, 4, 5]
