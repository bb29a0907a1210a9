"""Games A4 and A5 at fast size, and the mutations that must turn them red."""

import numpy as np
import pytest
from numpy.typing import NDArray

from reports.geography import hexgrid
from reports.publication import clip, noise, rollup
from reports.publication.partition import Partition, partition_of
from tests.adversary import games, harness, over_time, solving

pytestmark = pytest.mark.adversary

WORLDS = 600


def test_eight_releases_tell_no_more_than_one() -> None:
    """A4: with every noisy number of two years the adversary stays under the same bound, and comes near it."""
    result = games.differencing(WORLDS)
    assert result.is_within
    assert result.value > 0.7


def test_maps_that_overlap_turn_the_game_red() -> None:
    """A13: a map of everything so far in place of the gathering rule puts a report on many maps."""
    right, maps = over_time.accuracy(WORLDS, rule=over_time.everything_so_far)
    assert maps == over_time.QUARTERS
    assert right > harness.bound(noise.BUDGET, WORLDS)


def test_live_counts_turn_the_game_red() -> None:
    """A13: without noise the adversary is always right."""
    assert over_time.accuracy(50, draw=lambda counts, epsilon: counts)[0] == 1.0


def test_no_number_can_be_worked_out_from_the_sizes() -> None:
    """A5: over releases with many and with few reports, and with every size of hexagon."""
    result = games.resolution_differencing(200)
    assert (result.value, result.is_within) == (0, True)
    assert result.naive is not None
    assert result.naive > 0


def test_the_solver_solves_what_can_be_solved() -> None:
    """A parent's exact sum and one hidden hexagon: it is the rest."""
    family = partition_of(np.array(hexgrid.children(hexgrid.cell_at(-2.55, 51.45, 7)), dtype=np.uint64))
    assert solving.solved_exactly(family, np.array([9, 9, 9, 9, 9, 9, 3])) == 7
    assert solving.solved_exactly(family, np.array([9, 9, 9, 9, 9, 3, 3])) == 5
    assert solving.solved_exactly(family, np.array([9, 9, 9, 9, 9, 0, 0])) == 7


def pictures_of(partition: Partition, noisy: NDArray[np.int64]) -> NDArray[np.int64]:
    """All that is published of each row: bands of leaves and of remainders, 0 for what is not shown."""
    rolled = rollup.rolled_up(partition, noisy)
    bands = [harness.shown_bands(noisy, rolled.shown)]
    return np.concatenate([*bands, *(it.bands for it in rolled.remainders)], axis=1)


TWO_PARENTS = hexgrid.children(hexgrid.cell_at(-2.55, 51.45, 6))[:2]
THREE_SIBLINGS = hexgrid.children(TWO_PARENTS[0])[:3]
TWO_AND_ONE = [*hexgrid.children(TWO_PARENTS[0])[:2], hexgrid.children(TWO_PARENTS[1])[0]]


@pytest.mark.parametrize(
    ("leaves", "is_careful", "solvable"),
    [(THREE_SIBLINGS, False, 2), (THREE_SIBLINGS, True, 0), (TWO_AND_ONE, True, 0)],
)
def test_the_solver_finds_all_that_can_be_found(
    monkeypatch: pytest.MonkeyPatch, leaves: list[int], is_careful: bool, solvable: int
) -> None:
    """Three leaves with every number from -8 to 9: what all rows of one picture agree on is what can be worked out.

    Were every sum told, whatever its parts can hold, two hidden leaves could only be 4 and 4.
    """
    if not is_careful:
        monkeypatch.setattr(rollup, "UNSHOWN_AT_MOST", 1_000)
    three = partition_of(np.array(leaves, dtype=np.uint64))
    noisy = np.stack([it.ravel() for it in np.meshgrid(*[np.arange(-8, 10)] * 3)], axis=1)
    pictures, picture = np.unique(pictures_of(three, noisy), axis=0, return_inverse=True)
    found = []
    for number in range(len(pictures)):
        rows = noisy[picture.ravel() == number]
        # From 8 on the band goes on beyond the numbers tried.
        agreed = int(((rows == rows[0]).all(axis=0) & (rows[0] < 8)).sum())
        assert solving.solved_leaves(three, rows[0]) == agreed, rows[0]
        found.append(agreed)
    assert max(found) == solvable
    assert len(pictures) > 10


def test_without_the_clip_a_burst_moves_what_it_must_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """A10 and A13: five hundred of one day in one hexagon add three; with the clip off they add all."""

    def counted() -> NDArray[np.int64]:
        return clip.clipped_totals(
            np.zeros(500, dtype=np.int64),
            np.full(500, 20_000).astype("datetime64[D]"),
            np.zeros(500, dtype=np.bool_),
            np.ones(500, dtype=np.int64),
            leaves=1,
        )

    assert counted().tolist() == [3]
    monkeypatch.setattr(clip, "PER_DAY", 10**9)
    assert counted().tolist() == [500]
