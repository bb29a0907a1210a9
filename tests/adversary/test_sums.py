"""Sums of maps tell no more than the maps: games A1, A2 and A5 with all that is public, and what turns them red."""

import numpy as np
import pytest

from reports.publication import noise
from tests.adversary import adding, harness

pytestmark = pytest.mark.adversary

WORLDS = 4_000
# Reports of others in the seven hexagons of each map; the suspected one would be the tenth in the sum.
AT_THE_THRESHOLD = np.array(
    [[0, 1, 2, 2, 0, 1, 0], [1, 0, 1, 3, 0, 0, 0], [0, 0, 2, 2, 0, 0, 1], [0, 1, 0, 2, 0, 0, 0]]
)
EMPTY = np.zeros((4, 7), dtype=np.int64)
PLANTED = EMPTY + np.eye(7, dtype=np.int64)[adding.TARGET] * [[7], [7], [7], [8]]  # 29: one more is «about 40»


@pytest.mark.parametrize("others", [EMPTY, AT_THE_THRESHOLD, PLANTED], ids=["empty", "threshold", "planted"])
def test_maps_and_their_sum_together_stay_under_the_bound(others: harness.Ints) -> None:
    """The report is in one of the four maps: its noise was paid for once, and is the same in the sum."""
    assert adding.accuracy(others, 2, WORLDS) <= harness.bound(noise.EPS_LEAVES, WORLDS)


@pytest.mark.parametrize("others", [AT_THE_THRESHOLD, PLANTED], ids=["threshold", "planted"])
def test_a_sum_over_exact_counts_turns_the_game_red(others: harness.Ints) -> None:
    """Behind the same thresholds and bands: where the report decides, the adversary is all but always right."""
    assert adding.accuracy(others, 2, WORLDS, adding.exact_counts) > 0.99


def test_no_true_number_can_be_read_from_a_sum() -> None:
    """A5: a noisy value may be worked out, for it was paid for; a count may not. Of exact sums every one is read."""
    rng = np.random.default_rng(9)
    read = exactly = 0
    for _ in range(60):
        counts = rng.poisson(rng.gamma(0.7, rng.choice([2, 6, 12]), 7), (4, 7)).astype(np.int64)
        read += adding.numbers_read(counts, 60)
        exactly += adding.numbers_read(counts, 60, adding.exact_counts)
    assert read == 0
    assert exactly > 10
