"""Every possible set of counts of a small hexagon: what is not told keeps three values at least."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from reports.aggregation import cuts
from reports.aggregation.cuts import MINIMUM, Extent, parted
from reports.geography import hexgrid

WHOLE = hexgrid.cell_at(-2.55, 51.45, 9)
PARTS = sorted(hexgrid.children(WHOLE))
LARGER = hexgrid.parent(WHOLE, 8)


def narrowed(seen: Callable[[tuple[int, ...]], Any], length: int, largest: int) -> list[tuple[Any, int, list[int]]]:
    """What is seen, which small count it narrows to fewer than three values, and to what.

    Some of the counts may be known to be nought: a shorter list of counts is that case.
    """
    possible: dict[Any, list[set[int]]] = defaultdict(lambda: [set() for _ in range(length)])
    for values in itertools.product(range(largest + 1), repeat=length):
        for known, value in zip(possible[seen(values)], values, strict=True):
            known.add(value)
    return [
        (one, at, sorted(known))
        for one, of_each in possible.items()
        for at, known in enumerate(of_each)
        if one is not None and len(known) < 3 and known & set(range(1, MINIMUM))
    ]


def told_by(rule: Callable[[Sequence[int]], list[int]]) -> Callable[[tuple[int, ...]], Any]:
    """What is seen of a whole of twelve reports at most: its told counts and its rest."""

    def seen(values: tuple[int, ...]) -> Any:
        if not MINIMUM <= sum(values) <= 12:
            return None
        told = rule(values)
        return tuple((at, values[at]) for at in told), sum(values) - sum(values[at] for at in told)

    return seen


def also_the_last(counts: Sequence[int]) -> list[int]:
    """The mutation: each of five or more, as long as five are left."""
    left, told = sum(counts), []
    for at, count in enumerate(counts):
        if count >= MINIMUM and left - count >= MINIMUM:
            told.append(at)
            left -= count
    return told


@pytest.mark.parametrize("length", [2, 3, 4])
def test_no_part_is_narrowed_by_what_is_told_of_a_whole(length: int) -> None:
    assert narrowed(told_by(parted), length, largest=12) == []


def test_a_last_part_by_itself_would_narrow_the_others() -> None:
    assert narrowed(told_by(also_the_last), 3, largest=12) != []


@pytest.mark.parametrize("length", [2, 3, 4, 5])
def test_no_member_is_narrowed_by_a_rest(length: int) -> None:
    def seen(values: tuple[int, ...]) -> int | None:
        members = [np.array([value]) for value in values if value]
        return int(cuts._rest_of(members).sum()) if sum(values) >= MINIMUM else None

    assert narrowed(seen, length, largest=4) == []


@pytest.mark.parametrize("length", [2, 3])
def test_a_rest_in_full_would_narrow_its_members(length: int) -> None:
    assert narrowed(lambda values: sum(values) if sum(values) >= MINIMUM else None, length, largest=4) != []


def council(*counts: int, cells: Sequence[int] = PARTS) -> dict[int, Any]:
    """Reports of one class in some cells."""
    found = {}
    for cell, count in zip(cells, counts, strict=False):
        if count:
            found[cell] = np.zeros(cuts.CLASSES, dtype=np.int64)
            found[cell][0] = count
    return found


def pieces(counts: dict[int, Any]) -> list[tuple[Extent, int, int]]:
    return [(piece.extent, piece.cell, piece.count) for piece in cuts.pieces_of(counts)]


def test_a_hexagon_of_five_is_whole_and_its_busy_parts_are_told() -> None:
    assert pieces(council(2, 3)) == [(Extent.CELL, WHOLE, 5)]
    assert pieces(council(9, 3, 2)) == [(Extent.CELL, PARTS[0], 9), (Extent.REST_OF_CELL, WHOLE, 5)]
    assert pieces(council(9, 3, 1)) == [(Extent.CELL, WHOLE, 13)]  # four would be left
    assert pieces(council(3, 9)) == [(Extent.CELL, WHOLE, 12)]  # the last that has any is never told


def test_small_hexagons_are_a_rest_together_and_a_full_one_leaves_two_out() -> None:
    beside = [hexgrid.children(cell)[0] for cell in sorted(hexgrid.children(LARGER))]
    assert pieces(council(2, 3, cells=beside)) == [(Extent.REST_OF_CELL, LARGER, 5)]
    assert pieces(council(4, 4, cells=beside)) == [(Extent.REST_OF_CELL, LARGER, 6)]
    assert pieces(council(4, cells=beside)) == []


def test_times_are_told_within_groups_and_the_rest_of_each_is_told_together() -> None:
    counts = council(1)
    counts[PARTS[0]] = np.array([9, 6, 0, 5, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 4, 0])
    told = [(it.groups, it.times, it.count) for it in cuts.profiles_of(cuts.pieces_of(counts))]
    assert told == [
        (1, 1, 9),  # the place itself, in the morning
        (1, 2, 6),  # in the afternoon
        (1, 0b111100, 5),  # at the other times
        (2, 0b111111, 7),  # harassment, at any time: nothing is told of a group's only time by itself
        (0b1100, 0b111111, 6),  # the other groups
    ]
