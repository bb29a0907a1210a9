"""No number of an extract, and no reasoning from it, tells of one to four reports."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.council_exports import suppression
from reports.council_exports.suppression import MINIMUM, Extent, Unsuppressed, shown_counts
from reports.geography import hexgrid

RES_8 = [hexgrid.cell_at(-2.55, 51.45, 8), hexgrid.cell_at(-2.50, 51.45, 8)]
RES_9 = [child for cell in RES_8 for child in hexgrid.children(cell)]
RES_10 = [child for cell in RES_9 for child in hexgrid.children(cell)]

counts_of_a_slice = st.dictionaries(
    st.sampled_from(RES_10), st.one_of(st.integers(0, 6), st.integers(0, 200)), max_size=40
)


def covers(shown: Unsuppressed, cell: int) -> bool:
    """Whether a res 10 cell lies inside what a number is about."""
    if shown.cell is None:
        return True
    return hexgrid.parent(cell, hexgrid.resolution_of(shown.cell)) == shown.cell


def test_a_cell_of_five_is_shown_and_one_of_four_is_not() -> None:
    five, four = RES_10[0], RES_10[1]
    assert shown_counts({five: 5, four: 4}) == [Unsuppressed(Extent.CELL, five, 5)]


def test_small_cells_gather_in_their_res_9_parent() -> None:
    assert shown_counts({RES_10[0]: 2, RES_10[1]: 3, RES_10[2]: 9}) == [
        Unsuppressed(Extent.CELL, RES_10[2], 9),
        Unsuppressed(Extent.REST_OF_CELL, RES_9[0], 5),
    ]


def test_small_remainders_go_on_to_res_8_and_then_to_the_council() -> None:
    in_two_res_9 = {RES_10[0]: 3, RES_10[7]: 3}
    in_two_res_8 = {RES_10[0]: 3, RES_10[49]: 3}
    assert shown_counts(in_two_res_9) == [Unsuppressed(Extent.REST_OF_CELL, RES_8[0], 6)]
    assert shown_counts(in_two_res_8) == [Unsuppressed(Extent.REST_OF_AREA, None, 6)]


def test_too_few_for_the_council_are_left_out() -> None:
    assert shown_counts({RES_10[0]: 2, RES_10[49]: 2}) == []


def test_a_remainder_that_would_give_its_members_away_is_one_fewer() -> None:
    assert shown_counts({RES_10[0]: 4, RES_10[1]: 4}) == [Unsuppressed(Extent.REST_OF_CELL, RES_9[0], 7)]


@given(counts_of_a_slice)
def test_no_number_is_below_the_minimum(counts: dict[int, int]) -> None:
    assert all(shown.count >= MINIMUM for shown in shown_counts(counts))


@given(counts_of_a_slice)
def test_shown_numbers_count_separate_reports_and_never_more_than_there_are(counts: dict[int, int]) -> None:
    shown = shown_counts(counts)
    total = sum(counts.values())
    remainders = sum(number.extent is not Extent.CELL for number in shown)
    # Each remainder may be one fewer, and at most four reports are left out at the end.
    assert total - remainders - (MINIMUM - 1) <= sum(number.count for number in shown) <= total


@given(counts_of_a_slice)
def test_no_difference_of_a_number_and_the_numbers_inside_it_is_small(counts: dict[int, int]) -> None:
    shown = shown_counts(counts)
    for outer in shown:
        inside = [
            number.count
            for number in shown
            if number is not outer and number.cell is not None and number.extent is Extent.CELL
            if outer.extent is not Extent.CELL and covers(outer, number.cell)
        ]
        # A remainder leaves out what is shown inside it, so subtracting gives no count of a place; what it does
        # cover are at least two cells, each of them unshown.
        hidden = [cell for cell, count in counts.items() if 0 < count < MINIMUM and covers(outer, cell)]
        assert outer.extent is Extent.CELL or len(hidden) >= 2
        assert outer.count >= MINIMUM
        assert all(number >= MINIMUM for number in inside)


@given(counts_of_a_slice, st.randoms())
def test_the_order_of_the_counts_changes_nothing(counts: dict[int, int], random: object) -> None:
    shuffled = list(counts.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis types it as object here
    assert shown_counts(dict(shuffled)) == shown_counts(counts)


def cells_given_away(cells: list[int], largest: int) -> list[tuple[int, int]]:
    """What someone who knows the rule, and that only these cells may hold reports, finds out for certain.

    Every possible set of counts from 0 to `largest` is tried: a cell is given away when all sets with the same
    extract agree on it, and on a number from 1 to 4.
    """
    possible: dict[tuple[Unsuppressed, ...], list[set[int]]] = defaultdict(lambda: [set() for _ in cells])
    for values in itertools.product(range(largest + 1), repeat=len(cells)):
        known = possible[tuple(shown_counts(dict(zip(cells, values, strict=True))))]
        for seen, value in zip(known, values, strict=True):
            seen.add(value)
    return [
        (position, min(seen))
        for known in possible.values()
        for position, seen in enumerate(known)
        if len(seen) == 1 and 0 < min(seen) < MINIMUM
    ]


SMALL_COUNCILS = {
    "two cells of one parent": [RES_10[0], RES_10[1]],
    "four cells of one parent": RES_10[:4],
    "two parents of two, and one elsewhere": [RES_10[0], RES_10[1], RES_10[7], RES_10[8], RES_10[49]],
    "five cells in three parents of two": [RES_10[0], RES_10[7], RES_10[14], RES_10[49], RES_10[56]],
}


@pytest.mark.parametrize("cells", SMALL_COUNCILS.values(), ids=SMALL_COUNCILS)
def test_nobody_who_knows_the_rule_finds_out_a_small_count(cells: list[int]) -> None:
    assert cells_given_away(cells, largest=6) == []


@pytest.mark.parametrize("cells", SMALL_COUNCILS.values(), ids=SMALL_COUNCILS)
def test_the_same_reasoning_breaks_a_rule_that_shows_every_remainder_in_full(
    cells: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    in_full: Callable[[Iterable[int]], int] = sum
    monkeypatch.setattr(suppression, "shown_remainder", in_full)
    assert cells_given_away(cells, largest=6) != []
