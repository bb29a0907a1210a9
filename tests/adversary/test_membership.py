"""Games A1 and A2 at fast size: the best adversary stays under the bound, and is a good one.

Full size: `make bench ARGS=guesses`.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from reports.publication import noise
from tests.adversary import games, harness

pytestmark = pytest.mark.adversary

FAST = 2_000


def no_noise(counts: NDArray[np.int64], epsilon: float) -> NDArray[np.int64]:
    """The mechanism with its noise switched off: thresholds, bands and roundings stay."""
    return counts


def test_an_adversary_who_knows_all_other_reports_stays_under_the_bound() -> None:
    """A1, all tables and the map alone, on average and in the worst place."""
    results = list(games.membership(3 * FAST))
    assert len(results) == 4
    assert [result for result in results if not result.is_within] == []


def test_planting_does_not_help() -> None:
    """A2: with every number of plants, for all tables and for the map alone."""
    results = list(games.planting(FAST))
    assert len(results) == 2 * len(games.PLANTS)
    assert [result for result in results if not result.is_within] == []


def test_the_adversary_comes_near_its_bound() -> None:
    """Four plants put the threshold where the report decides: 0.769 is the most anybody can have of the map."""
    suspicion = harness.suspicion(others_in_leaf=0, planted=4)
    assert harness.accuracy(suspicion, FAST) > 0.73
    assert harness.accuracy(suspicion, FAST, ("map",)) > 0.73


def test_the_same_adversary_is_certain_against_an_exact_threshold() -> None:
    """The control: planting k - 1 reports and watching the cell appear."""
    assert games.planting_against_k(5) >= 0.99
    assert games.planting_against_k(10) >= 0.99


def test_without_noise_the_games_turn_red() -> None:
    """A13: thresholds, bands and roundings alone would let the adversary win."""
    suspicion = harness.suspicion(others_in_leaf=0, planted=4)
    suspicion.__dict__["rehearsed"] = harness.Rehearsal(
        absent=suspicion.pictures(50, target_is_in=False, draw=no_noise),
        present=suspicion.pictures(50, target_is_in=True, draw=no_noise),
    )
    right = harness.accuracy(suspicion, FAST, draw=no_noise)
    assert right == 1.0
    assert right > harness.bound(noise.BUDGET, FAST)


def test_noise_at_half_the_scale_turns_the_games_red() -> None:
    """A13: an epsilon twice the promised one is noticed at this size."""

    def half_as_much(counts: NDArray[np.int64], epsilon: float) -> NDArray[np.int64]:
        return noise.discrete_laplace(counts, 2 * epsilon)

    suspicion = harness.suspicion(others_in_leaf=0, planted=4)
    assert harness.accuracy(suspicion, FAST, ("map",), draw=half_as_much) > harness.bound(noise.EPS_LEAVES, FAST)


def test_a_burst_on_the_suspected_day_hides_the_report_whole() -> None:
    """Three others that day fill the clip: with and without the report the map's counts are the same."""
    suspicion = harness.suspicion(others_in_leaf=0)
    burst = [harness.Report(leaf=suspicion.target.leaf, day=suspicion.target.day, bin=0)] * 3
    full = harness.Suspicion(suspicion.partition, [*suspicion.others, *burst], suspicion.target)
    assert full.counts(target_is_in=True)[0].tolist() == full.counts(target_is_in=False)[0].tolist()
    assert suspicion.counts(target_is_in=True)[0].tolist() != suspicion.counts(target_is_in=False)[0].tolist()


def test_the_epsilon_the_draws_show_is_the_claimed_one() -> None:
    """A3 for the map at a tenth of its full size; the smaller epsilons need the full size to be told from zero."""
    (result, *_) = games.epsilon_audit(20_000)
    assert result.setting == "epsilon of the map"
    assert result.is_within


def test_the_binomial_bounds_hold_the_truth() -> None:
    """Known cases: none, all, and half."""
    assert harness.binomial_bounds(0, 100)[0] == 0.0
    assert harness.binomial_bounds(100, 100)[1] == 1.0
    low, high = harness.binomial_bounds(500, 1_000)
    assert 0.43 < low < 0.45
    assert 0.55 < high < 0.57
