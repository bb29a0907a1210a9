"""The noise: the promised law, from OpenDP, within the promised budget."""

import math

import numpy as np
import opendp.prelude as dp
import pytest

from reports.publication import noise


def test_the_tables_spend_the_budget_and_no_more() -> None:
    """One and a half in all."""
    spent = noise.EPS_LEAVES + noise.EPS_BREAKDOWN + noise.EPS_TOTAL
    assert spent == pytest.approx(1.5)
    assert spent == pytest.approx(noise.BUDGET)


def test_counts_keep_their_shape_and_nothing_gives_nothing() -> None:
    """Tables of any shape."""
    assert noise.discrete_laplace(np.zeros((4, 4), dtype=np.int64), 0.2).shape == (4, 4)
    assert noise.discrete_laplace(np.zeros(0, dtype=np.int64), 1.2).shape == (0,)


@pytest.mark.parametrize("epsilon", [noise.EPS_LEAVES, noise.EPS_BREAKDOWN, noise.EPS_TOTAL])
def test_the_draws_follow_the_discrete_laplace_law(epsilon: float) -> None:
    """Each value about as often as (1 - a) / (1 + a) a^|k| says, a = e^-epsilon, within six standard errors."""
    draws = 20_000
    drawn = noise.discrete_laplace(np.full(draws, 100, dtype=np.int64), epsilon) - 100
    ratio = math.exp(-epsilon)
    for value in range(-3, 4):
        expected = (1 - ratio) / (1 + ratio) * ratio ** abs(value)
        assert abs(np.mean(drawn == value) - expected) < 6 * math.sqrt(expected * (1 - expected) / draws)


def test_empty_leaves_get_noise_too() -> None:
    """A zero that stayed zero would be a certain proof."""
    drawn = noise.discrete_laplace(np.zeros(2_000, dtype=np.int64), noise.EPS_LEAVES)
    assert (drawn < 0).any()
    assert (drawn > 0).any()


def test_two_draws_differ() -> None:
    """There is no fixed seed."""
    zeros = np.zeros(200, dtype=np.int64)
    assert (noise.discrete_laplace(zeros, 0.2) != noise.discrete_laplace(zeros, 0.2)).any()


def test_noise_that_proves_a_larger_epsilon_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenDP is asked before each draw: half the scale spends twice as much."""
    make = dp.m.make_laplace
    monkeypatch.setattr(dp.m, "make_laplace", lambda domain, metric, scale: make(domain, metric, scale / 2))
    with pytest.raises(noise.BudgetExceeded):
        noise.discrete_laplace(np.zeros(3, dtype=np.int64), noise.EPS_LEAVES)
