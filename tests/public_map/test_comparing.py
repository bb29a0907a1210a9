"""Which differences of two published figures the noise may make: by its law, and by drawing it."""

import numpy as np
import pytest

from reports.public_map import comparing
from reports.publication import noise


def test_the_pairs_that_may_be_chance() -> None:
    assert comparing.chance_pairs() == [(0, 5), (0, 10), (5, 10), (10, 20), (20, 40)]
    assert comparing.may_be_chance(20, 10)
    assert comparing.may_be_chance(40, 40)
    assert not comparing.may_be_chance(40, 10)
    assert not comparing.may_be_chance(20, comparing.NOT_SHOWN)


def test_with_less_noise_fewer_are() -> None:
    assert comparing.may_be_chance(0, 10, epsilon=1.2)
    assert not comparing.may_be_chance(0, 10, epsilon=3)


@pytest.mark.parametrize("least", [1, 2, 3, 4])
def test_the_law_is_that_of_the_noise_that_is_drawn(least: int) -> None:
    drawn = noise.discrete_laplace(np.zeros(40_000, dtype=np.int64), noise.EPS_LEAVES).reshape(2, -1)
    counted = float((np.abs(drawn[0] - drawn[1]) >= least).mean())
    assert comparing.chance_of_difference(least, noise.EPS_LEAVES) == pytest.approx(counted, abs=0.015)


def test_every_difference_is_nothing_or_more() -> None:
    assert comparing.chance_of_difference(0, noise.EPS_LEAVES) == 1
