"""A change is clear against the area's own, at most one in twenty by chance; false discoveries as scipy counts them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy import stats

from reports.spatial_statistics import change, false_discovery
from reports.spatial_statistics.change import Change, Counted
from tests.spatial_statistics.grids import uneven_levels

COUNTS = some.integers(min_value=0, max_value=60)
PLACES = some.lists(some.tuples(COUNTS, COUNTS), min_size=1, max_size=30)


def of_one_area(before: list[int], now: list[int]) -> list[Counted]:
    """Places that are the whole of their area."""
    return [Counted(b, n, sum(before), sum(now)) for b, n in zip(before, now, strict=True)]


@given(some.lists(some.floats(min_value=0, max_value=1), max_size=80))
def test_adjusted_p_values_are_scipys_and_a_plain_loops(p_values: list[float]) -> None:
    ours = false_discovery.adjusted_p_values(p_values)
    if p_values:
        np.testing.assert_allclose(ours, stats.false_discovery_control(p_values), rtol=0, atol=1e-9)
    count = len(p_values)
    ranked = sorted(p_values)
    for one, adjusted in zip(p_values, ours, strict=True):
        plain = min(min(ranked[at] * count / (at + 1) for at in range(count) if ranked[at] >= one), 1.0)
        assert adjusted == pytest.approx(plain, abs=1e-9)


def test_the_number_expected_is_what_the_area_did() -> None:
    places = [Counted(7, 25, 320, 865), Counted(1, 16, 320, 865), Counted(3, 6, 320, 865), Counted(5, 6, 0, 11)]
    first, second, third, fourth = change.changes_of(places)
    assert first == Change(7, 25, pytest.approx(7 * 865 / 320), is_enough=True, is_clear=False)
    assert second == Change(1, 16, pytest.approx(865 / 320), is_enough=True, is_clear=False)
    assert third == Change(3, 6, pytest.approx(3 * 865 / 320), is_enough=False, is_clear=False)
    assert fourth == Change(5, 6, None, is_enough=False, is_clear=False)


def test_a_rise_a_fall_and_an_area_that_grew() -> None:
    places = [Counted(1, 40, 400, 400), Counted(40, 1, 400, 400), Counted(100, 200, 400, 800)]
    rise, fall, alike = change.changes_of(places)
    assert (rise.is_rise, rise.is_fall) == (True, False)
    assert (fall.is_rise, fall.is_fall) == (False, True)
    assert (alike.is_enough, alike.is_clear, alike.is_rise, alike.is_fall) == (True, False, False, False)


@given(PLACES)
def test_each_test_is_scipys_and_few_reports_are_never_clear(places: list[tuple[int, int]]) -> None:
    counted = of_one_area([before for before, _ in places], [now for _, now in places])
    changes = change.changes_of(counted)
    tested = [one for one in counted if one.before + one.now >= 10 and one.area_before and one.area_now]
    assert [found.is_enough for found in changes] == [one in tested for one in counted]
    assert not any(found.is_clear for found in changes if not found.is_enough)
    for one in tested:
        share = one.area_now / (one.area_now + one.area_before)
        theirs = stats.binomtest(one.now, one.now + one.before, share).pvalue
        assert change.p_value_of(one) == pytest.approx(theirs, abs=1e-9)


@given(PLACES)
def test_read_backwards_a_rise_is_a_fall(places: list[tuple[int, int]]) -> None:
    before, now = [one for one, _ in places], [one for _, one in places]
    there = change.changes_of(of_one_area(before, now))
    back = change.changes_of(of_one_area(now, before))
    assert [one.is_rise for one in there] == [one.is_fall for one in back]


def test_of_what_is_called_clear_at_most_one_in_twenty_is_chance() -> None:
    """Cities of 400 places, of which 15 pairs changed levels, so that the area went nowhere: those alone are found."""
    source = np.random.default_rng(17)
    rates, found, planted_in_all = [], 0, 0
    for _city in range(30):
        levels = uneven_levels(source, 400, 12)
        after, order = levels.copy(), np.argsort(levels)
        fell, rose = order[-60::4], order[200:260:4]
        after[fell], after[rose] = levels[rose], levels[fell]
        counted = of_one_area(source.poisson(levels).tolist(), source.poisson(after).tolist())
        changes = change.changes_of(counted)
        clear = {number for number, one in enumerate(changes) if one.is_clear}
        true = {n for n in clear.intersection(fell.tolist()) if changes[n].is_fall}
        true |= {n for n in clear.intersection(rose.tolist()) if changes[n].is_rise}
        rates.append(len(clear - true) / max(len(clear), 1))
        found += len(true)
        planted_in_all += len(fell) + len(rose)
    assert np.mean(rates) <= false_discovery.RATE
    assert found > 0.8 * planted_in_all


def test_shuffled_quarters_tell_nothing_clear() -> None:
    """Every report given to one of two quarters by chance: 0 or 1 clear in at least 19 of 20 cities."""
    source = np.random.default_rng(5)
    told = []
    for _city in range(20):
        both = source.poisson(uneven_levels(source, 800, 10))
        now = source.binomial(both, 0.6)
        told.append(sum(one.is_clear for one in change.changes_of(of_one_area((both - now).tolist(), now.tolist()))))
    assert sum(count <= 1 for count in told) >= 19
