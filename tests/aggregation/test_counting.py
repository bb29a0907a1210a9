"""Counting by columns gives the numbers that counting one by one gives."""

import datetime
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.aggregation.counting import CountedBlock, counted_blocks, quarter_name
from reports.geography import hexgrid
from reports.moderation.accepted import Observations
from reports.publication.quarters import quarter_of
from reports.vocabulary.reasons import REASONS

# Three clusters of res 11 cells: neighbours share parents, the clusters do not.
CELLS = [
    cell
    for at in ((-2.55, 51.45), (-3.05, 51.6), (-5.93, 54.6))
    for cell in hexgrid.neighbours(hexgrid.cell_at(*at), 2)
]
COUNCILS = ("E06000901", "E06000902", "W06000903")

a_report = st.fixed_dictionaries(
    {
        "cell": st.sampled_from(CELLS),
        "council": st.integers(0, len(COUNCILS) - 1),
        "accepted_on": st.dates(datetime.date(2023, 11, 1), datetime.date(2024, 8, 31)),
        "received_on": st.dates(datetime.date(1969, 12, 1), datetime.date(2024, 8, 31)),
        "by_month": st.booleans(),
        "reasons": st.lists(st.sampled_from(REASONS), min_size=1, max_size=6, unique=True),
        "band": st.integers(1, 6),
    }
)


def observations(reports: list[dict[str, Any]]) -> Observations:
    """Reports as moderation hands them on; the first reason is the main one."""

    def column(name: str, kind: Any) -> Any:
        return np.array([report[name] for report in reports], dtype=kind)

    return Observations(
        cell=column("cell", np.uint64),
        council=column("council", np.int32),
        councils=COUNCILS,
        accepted_on=column("accepted_on", "datetime64[D]"),
        received_on=column("received_on", "datetime64[D]"),
        by_month=column("by_month", np.bool_),
        main_reason=np.array([report["reasons"][0].number for report in reports], dtype=np.uint8),
        reasons=np.array([sum(reason.bit for reason in report["reasons"]) for report in reports], dtype=np.uint32),
        band=column("band", np.uint8),
        day_kind=np.ones(len(reports), dtype=np.uint8),
        frequency=np.ones(len(reports), dtype=np.uint8),
        incident=np.zeros(len(reports), dtype=np.uint8),
        is_import=np.zeros(len(reports), dtype=np.bool_),
        is_spent=np.zeros(len(reports), dtype=np.bool_),
    )


def counted_one_by_one(reports: list[dict[str, Any]]) -> tuple[Counter[Any], Counter[Any], Counter[Any]]:
    """Mains, mentions and arrivals by a plain loop."""
    mains: Counter[Any] = Counter()
    mentions: Counter[Any] = Counter()
    arrived: Counter[Any] = Counter()
    for report in reports:
        accepted = report["accepted_on"]
        block = (COUNCILS[report["council"]], quarter_of(accepted))
        for reason in report["reasons"]:
            key = (*block, hexgrid.parent(report["cell"], 10), (accepted.month - 1) % 3, reason.number, report["band"])
            mentions[key] += 1
            mains[key] += reason is report["reasons"][0]
        arrived[(*block, hexgrid.parent(report["cell"], 9), report["received_on"], report["by_month"])] += 1
    return mains, mentions, arrived


def as_counters(blocks: list[CountedBlock]) -> tuple[Counter[Any], Counter[Any], Counter[Any]]:
    """Blocks in the shape of the plain loop's answer."""
    mains: Counter[Any] = Counter()
    mentions: Counter[Any] = Counter()
    arrived: Counter[Any] = Counter()
    for block in blocks:
        for cell, month, reason, band, main, mentioned in block.cell_counts.tolist():
            key = (block.council, block.quarter, cell, month, reason, band)
            assert key not in mentions, "a count stands twice"
            mains[key], mentions[key] = main, mentioned
        for cell, day, by_month, count in block.arrival_counts.tolist():
            received_on = datetime.date(1970, 1, 1) + datetime.timedelta(days=day)
            arrived[(block.council, block.quarter, cell, received_on, bool(by_month))] += count
    return mains, mentions, arrived


@given(st.lists(a_report, max_size=60))
def test_columns_give_the_numbers_of_the_plain_loop(reports: list[dict[str, Any]]) -> None:
    """The independent slow implementation agrees in every count."""
    assert as_counters(counted_blocks(observations(reports))) == counted_one_by_one(reports)


def test_blocks_and_their_records_are_in_ascending_order() -> None:
    """Bytes of the same counts are the same, whatever the order of the reports."""
    reports = [
        {
            "cell": CELLS[number % len(CELLS)],
            "council": number % 3,
            "accepted_on": datetime.date(2024, 1 + number % 6, 3),
            "received_on": datetime.date(2024, 1, 1 + number % 9),
            "by_month": number % 2 == 0,
            "reasons": [REASONS[number % 15], REASONS[(number + 4) % 15]],
            "band": 1 + number % 6,
        }
        for number in range(200)
    ]
    forwards, backwards = counted_blocks(observations(reports)), counted_blocks(observations(reports[::-1]))
    names = [(block.council, block.quarter) for block in forwards]
    assert names == sorted(names)
    assert [block.cell_counts.tobytes() for block in forwards] == [block.cell_counts.tobytes() for block in backwards]
    assert [block.arrival_counts.tobytes() for block in forwards] == [
        block.arrival_counts.tobytes() for block in backwards
    ]


@pytest.mark.parametrize(("number", "name"), [(0, "1970-Q1"), (3, "1970-Q4"), (4, "1971-Q1"), (226, "2026-Q3")])
def test_quarters_are_numbered_from_1970(number: int, name: str) -> None:
    """The name is the one publication uses."""
    assert quarter_name(number) == name
