"""Counting in parts gives the bytes that counting all at once gives, and keeps no part but the last two."""

import dataclasses
import datetime
import gc
import weakref
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.aggregation import summing
from reports.aggregation.answer_counting import answered_blocks
from reports.aggregation.counting import counted_blocks
from reports.aggregation.models import AnswerBlock, CountBlock
from reports.aggregation.rebuilding import rebuild_counts
from reports.aggregation.summing import summed_blocks
from reports.moderation import accepted
from reports.moderation.accepted import Observations
from reports.vocabulary.reasons import REASONS
from tests import factories
from tests.aggregation.test_counting import CELLS, a_report, observations


def part_of(whole: Observations, begin: int, end: int) -> Observations:
    """Some of the reports, with the columns that all have."""
    columns = {name: getattr(whole, name)[begin:end] for name in whole.__annotations__ if name != "councils"}
    return dataclasses.replace(whole, **columns)


def as_bytes(blocks: Any) -> list[tuple[Any, ...]]:
    """Every field of every block, its counts as the bytes that are kept."""
    return [
        tuple(value if isinstance(value, str) else value.tobytes() for value in vars(block).values())
        for block in blocks
    ]


@given(st.lists(a_report, min_size=1, max_size=60), st.lists(st.integers(0, 60), max_size=12), st.data())
def test_however_reports_are_cut_their_counts_are_the_same_bytes(
    reports: list[dict[str, Any]], cuts: list[int], data: st.DataObject
) -> None:
    whole = observations(reports)
    spent = data.draw(st.lists(st.booleans(), min_size=len(reports), max_size=len(reports)))
    whole.is_spent[:] = spent
    ends = sorted({min(cut, len(reports)) for cut in cuts} | {0, len(reports)})
    parts = [part_of(whole, begin, end) for begin, end in pairwise(ends)]
    summed = summed_blocks(parts)
    assert summed.reports == len(reports)
    assert as_bytes(summed.counted) == as_bytes(counted_blocks(whole))
    assert as_bytes(summed.answered) == as_bytes(answered_blocks(whole))


def test_nothing_is_no_block() -> None:
    assert (summed_blocks([]).reports, summed_blocks([]).counted, summed_blocks([]).answered) == (0, [], [])


def test_no_part_stays_in_memory_beside_the_last_two() -> None:
    day = datetime.date(2024, 2, 3)
    said = {"council": 0, "accepted_on": day, "received_on": day, "by_month": False, "reasons": REASONS[:2], "band": 1}
    reports = [{"cell": cell, **said} for cell in CELLS[:30]]
    seen: list[weakref.ref[Observations]] = []

    def parts() -> Iterator[Observations]:
        for number in range(10):
            gc.collect()
            assert sum(one() is not None for one in seen) <= 1  # the one before this
            part = part_of(observations(reports), 3 * number, 3 * number + 3)
            seen.append(weakref.ref(part))
            yield part
            del part

    assert summed_blocks(parts()).reports == 30


@pytest.mark.usefixtures("country")
def test_a_rebuild_in_parts_keeps_what_a_rebuild_at_once_keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(11):
        factories.make_accepted_report(band=1 + number % 5)
    at_once = rebuild_counts()
    kept = stands()
    for reports_in_a_part, parts_between in ((1, 1), (2, 3), (5, 2)):
        monkeypatch.setattr(accepted.accepted_in_parts, "__kwdefaults__", {"at_once": reports_in_a_part})
        monkeypatch.setattr(summing, "PARTS_BETWEEN_SUMS", parts_between)
        assert rebuild_counts() == at_once
        assert stands() == kept
    assert at_once.reports == 11


def stands() -> list[tuple[Any, ...]]:
    """All that a rebuild writes."""
    counted = CountBlock.objects.values_list("council", "quarter", "cell_counts", "arrival_counts", "spent_counts")
    answered = AnswerBlock.objects.values_list("council", "quarter", "answer_counts")
    return sorted(
        tuple(bytes(value) if not isinstance(value, str) else value for value in row) for row in [*counted, *answered]
    )
