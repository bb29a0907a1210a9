"""The clip: at most three of a day, and never more than one for one report."""

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reports.publication.clip import clipped_totals

LEAVES = 4
# Few leaves and days, and counts about the two limits, so that one report more often is the one that reaches them.
an_arrival = st.tuples(st.integers(0, 1), st.integers(19_700, 19_701), st.booleans())
arrivals_of_days = st.lists(st.tuples(an_arrival, st.sampled_from([1, 2, 3, 4, 89, 90, 91])), max_size=12)


def clipped(arrivals: list[Any], counts: list[int] | None = None) -> list[int]:
    """The clipped totals of (leaf, day, by month) triples, each counted once or as often as `counts` says."""
    leaf, day, by_month = (np.array([it[n] for it in arrivals]) for n in range(3))
    return clipped_totals(
        leaf.astype(np.int64),
        day.astype("datetime64[D]"),
        by_month.astype(np.bool_),
        np.array([1] * len(arrivals) if counts is None else counts, dtype=np.int64),
        leaves=LEAVES,
    ).tolist()


def test_a_day_counts_three_at_most() -> None:
    """Four of one day are three; the next day counts anew."""
    assert clipped([(1, 19_700, False)] * 4 + [(1, 19_701, False)] * 2) == [0, 5, 0, 0]


def test_five_hundred_of_one_day_add_three() -> None:
    """Game A10: however many, also when they stand in one row."""
    assert clipped([(2, 19_700, False)] * 500) == [0, 0, 3, 0]
    assert clipped([(2, 19_700, False)], [500]) == [0, 0, 3, 0]


def test_an_import_of_a_month_shares_ninety() -> None:
    """Its days do not matter, and the daily reports beside it count by themselves."""
    first_of_july, mid_july, first_of_august = 20_270, 20_285, 20_301
    assert clipped(
        [(0, first_of_july, True), (0, mid_july, True), (0, first_of_august, True), (0, first_of_july, False)],
        [80, 80, 80, 80],
    ) == [90 + 80 + 3, 0, 0, 0]


def test_leaves_have_days_of_their_own() -> None:
    """One leaf's burst takes nothing from another."""
    assert clipped([(0, 19_700, False)] * 9 + [(3, 19_700, False)] * 2) == [3, 0, 0, 2]


@given(arrivals_of_days, an_arrival)
def test_one_report_more_moves_one_leaf_by_at_most_one(others: list[Any], one: Any) -> None:
    """Game A8: the sum over all leaves of the change is 0 or 1, which is the sensitivity the noise is made for."""
    arrivals, counts = [arrival for arrival, _ in others], [count for _, count in others]
    change = np.array(clipped([*arrivals, one], [*counts, 1]), dtype=np.int64)
    if others:
        change -= clipped(arrivals, counts)
    assert np.abs(change).sum() <= 1
