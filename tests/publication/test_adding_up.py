"""Maps added up: on which hexagons, which values, and from where on a sum is shown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.geography import hexgrid
from reports.publication import adding_up, law, noise, rollup
from reports.publication.adding_up import NoisyMap, add_maps, common_partition
from reports.publication.partition import partition_of
from tests.publication.chances import chance_from

WIDE = hexgrid.cell_at(-2.55, 51.45, 7)
MIDDLE = sorted(hexgrid.children(WIDE))
FINE = sorted(hexgrid.children(MIDDLE[0]))
BESIDE = sorted(set(hexgrid.children(hexgrid.parent(WIDE, 6))) - {WIDE})[0]


def noisy_map(values: dict[int, int]) -> NoisyMap:
    """A map with these leaves and values."""
    partition = partition_of(np.array(list(values), dtype=np.uint64))
    return NoisyMap(partition, np.array([values[int(cell)] for cell in partition.cells], dtype=np.int64))


def as_rows(found: adding_up.AddedUp) -> dict[int, tuple[int, int]]:
    """Value and draws by leaf."""
    columns = (found.partition.cells, found.noisy, found.draws)
    return {cell: (value, draws) for cell, value, draws in zip(*(it.tolist() for it in columns), strict=True)}


def test_children_add_up_to_the_leaf_of_the_coarser_map() -> None:
    """Three sizes at one place: the widest stands, and each value is in the sum once, with its draw."""
    wide = noisy_map({WIDE: 30, BESIDE: -2})
    middle = noisy_map({cell: 1 + number for number, cell in enumerate(MIDDLE)} | {BESIDE: 5})
    fine = noisy_map(dict.fromkeys(FINE, 2) | dict.fromkeys(MIDDLE[1:], 3) | {BESIDE: 4})
    assert as_rows(add_maps([middle, fine])) == {
        MIDDLE[0]: (1 + 14, 8),
        **{cell: (1 + number + 3, 2) for number, cell in enumerate(MIDDLE) if number},
        BESIDE: (9, 2),
    }
    assert as_rows(add_maps([wide, middle, fine])) == {WIDE: (30 + 28 + 14 + 18, 21), BESIDE: (7, 3)}
    assert as_rows(add_maps([fine])) == {
        int(cell): (int(value), 1) for cell, value in zip(fine.partition.cells, fine.noisy, strict=True)
    }


@given(st.lists(st.sampled_from(["wide", "middle", "fine"]), min_size=1, max_size=5))
def test_the_common_leaves_are_the_finest_that_all_make_up(chosen: list[str]) -> None:
    """Whatever the order; and nothing of what was added is lost."""
    leaves = {"wide": [WIDE], "middle": MIDDLE, "fine": [*FINE, *MIDDLE[1:]]}
    expected = next(leaves[size] for size in ("wide", "middle", "fine") if size in chosen)
    maps = [noisy_map({cell: number for number, cell in enumerate(leaves[size])}) for size in chosen]
    assert common_partition([it.partition for it in maps]).cells.tolist() == sorted(expected)
    found = add_maps(maps)
    assert found.noisy.sum() == sum(it.noisy.sum() for it in maps)
    assert found.draws.sum() == sum(len(it.partition) for it in maps)


def test_worlds_are_added_each_by_itself() -> None:
    """What simulations rely on."""
    one, two = noisy_map(dict.fromkeys(MIDDLE, 1)), noisy_map({WIDE: 4})
    worlds = NoisyMap(one.partition, np.stack([one.noisy, one.noisy * 10]))
    assert add_maps([worlds, NoisyMap(two.partition, np.array([[4], [5]]))]).noisy.tolist() == [[11], [75]]


def test_a_withdrawn_hexagon_is_left_out_whole() -> None:
    """Of every map that tells it or its parts; a wider leaf that other maps have there keeps what is not of it."""
    middle = noisy_map(dict.fromkeys(MIDDLE, 9))
    fine = noisy_map(dict.fromkeys(FINE, 2) | dict.fromkeys(MIDDLE[1:], 3))
    wide = noisy_map({WIDE: 30})
    assert as_rows(add_maps([middle, fine], withdrawn=[MIDDLE[0]])) == {MIDDLE[0]: (0, 0)} | dict.fromkeys(
        MIDDLE[1:], (12, 2)
    )
    assert as_rows(add_maps([wide, middle], withdrawn=[MIDDLE[0]])) == {WIDE: (30 + 6 * 9, 7)}
    assert as_rows(add_maps([wide, middle], withdrawn=[WIDE])) == {WIDE: (0, 0)}


@pytest.mark.parametrize("draws", [1, 2, 3, 4, 7, 16, 28])
@pytest.mark.parametrize("least", [rollup.LEAF_THRESHOLD, rollup.SUPPORTED_THRESHOLD])
def test_a_sum_is_held_to_the_chance_of_one_draw(draws: int, least: int) -> None:
    """By the law as a plain convolution: it reaches its threshold no more often, and one less would be reached more."""
    found = law.least_as_rare(draws, least)
    assert chance_from(found, draws) <= chance_from(least) * (1 + 1e-9)
    assert chance_from(found - 1, draws) > chance_from(least)


def test_what_four_maps_must_reach() -> None:
    """The figures that the method's page and docs/privacy.md name."""
    assert [law.least_as_rare(draws, 6) for draws in (1, 2, 3, 4)] == [6, 8, 9, 10]
    assert [law.least_as_rare(draws, 5) for draws in (1, 2, 3, 4)] == [5, 7, 8, 8]
    assert (law.least_as_rare(10, 6), law.least_as_rare(10, 5)) == (14, 12)  # three whole, and one in seven parts
    assert [law.least_as_rare(draws, 30, epsilon=noise.EPS_TOTAL) for draws in (1, 4, 16)] == [30, 57, 111]
    assert [law.least_as_rare(draws, 20, epsilon=noise.EPS_BREAKDOWN) for draws in (1, 4)] == [20, 36]


def test_an_empty_council_shows_false_positives_no_more_often_than_on_one_map() -> None:
    """At most 0.2 in 300 hexagons, by the exact law, for sums of two to four maps, with and without finer hexagons."""
    for draws in (2, 3, 4, 8, 28):
        alone, just = (chance_from(law.least_as_rare(draws, least), draws) for least in (6, 5))
        beside = chance_from(law.least_as_rare(6 * draws, rollup.SUPPORT, of=6), 6 * draws)
        assert 300 * (alone + (just - alone) * beside) <= 0.183


def test_an_empty_remainder_of_a_sum_is_as_rarely_shown_as_an_empty_hexagon() -> None:
    """For as many draws as the largest council's four maps have."""
    limit = law.chances_from(1, noise.EPS_LEAVES)[law.REACH + rollup.LEAF_THRESHOLD]
    for draws in (*range(3, 300), 1_000, 4_000, 12_000):
        least = int(rollup.remainder_threshold(np.array(draws)))
        assert law.chances_from(draws, noise.EPS_LEAVES)[law.REACH + least] <= limit


def test_one_draw_each_is_shown_as_a_release_shows_it() -> None:
    """The measures of a sum of one map are a release's own."""
    partition = partition_of(np.array(MIDDLE, dtype=np.uint64))
    noisy = np.array([5, 6, -1, 4, 0, 12, 3])
    one = np.ones(7, dtype=np.int64)
    assert rollup.shown_leaves(partition, noisy, one).tolist() == rollup.shown_leaves(partition, noisy).tolist()
    with_draws, without = (rollup.rolled_up(partition, noisy, draws=draws) for draws in (one, None))
    for level, other in zip(with_draws.remainders, without.remainders, strict=True):
        assert level.bands.tolist() == other.bands.tolist()


def test_eight_is_shown_beside_siblings_with_reports_and_ten_alone() -> None:
    """Four maps: with the lower measure only where the siblings reach theirs, 12."""
    partition, draws = partition_of(np.array(MIDDLE, dtype=np.uint64)), np.full(7, 4)
    for value, beside, shown in ((10, 0, True), (9, 0, False), (8, 2, True), (8, 1, False), (7, 9, False)):
        noisy = np.array([value, *[beside] * 6])
        assert rollup.shown_leaves(partition, noisy, draws)[0] == shown, (value, beside)


@pytest.mark.parametrize(
    ("noisy", "band"), [(8, 10), (15, 20), (29, 20), (30, 40), (59, 40), (60, 80), (119, 80), (120, 160), (900, 160)]
)
def test_bands_of_a_sum_go_on_doubling(noisy: int, band: int) -> None:
    """Four quarters of a band are a band."""
    assert rollup.band_of(noisy, rollup.BANDS_OF_SUMS) == band
