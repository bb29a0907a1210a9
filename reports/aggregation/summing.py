"""Counts of reports read in parts: each part is counted by itself, and the counts are added up.

So a rebuild holds two parts' reports and all counts, never all reports.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from reports.aggregation.answer_counting import AnsweredBlock, answered_blocks
from reports.aggregation.columns import Records, summed_records
from reports.aggregation.counting import CountedBlock, counted_blocks
from reports.moderation.accepted import Observations

PARTS_BETWEEN_SUMS = 4  # what is not added up yet takes as much room as this many parts at the most

Key = tuple[str, str]  # a council and a quarter


@dataclass(frozen=True, eq=False)
class Summed:
    """The counts of every council and quarter, ascending, and of how many reports they are."""

    reports: int
    counted: list[CountedBlock]
    answered: list[AnsweredBlock]


def summed_blocks(parts: Iterable[Observations]) -> Summed:
    """Byte for byte what counting all parts as one gives, however they are cut."""
    sums, reports = _Sums(), 0
    for number, part in enumerate(parts, start=1):
        reports += len(part)
        sums.add(counted_blocks(part), answered_blocks(part))
        if number % PARTS_BETWEEN_SUMS == 0:
            sums.add_up()
    sums.add_up()
    return Summed(
        reports,
        [CountedBlock(*key, *(one for (one,) in sums.counted[key])) for key in sorted(sums.counted)],
        [AnsweredBlock(*key, *sums.answered[key]) for key in sorted(sums.answered)],
    )


def _three() -> tuple[list[Records], list[Records], list[Records]]:
    return [], [], []


@dataclass
class _Sums:
    """What was counted of each council and quarter so far: one array of each kind, and those not added to it yet."""

    counted: dict[Key, tuple[list[Records], list[Records], list[Records]]] = field(
        default_factory=lambda: defaultdict(_three)
    )
    answered: dict[Key, list[Records]] = field(default_factory=lambda: defaultdict(list))

    def add(self, counted: Iterable[CountedBlock], answered: Iterable[AnsweredBlock]) -> None:
        """Puts a part's blocks beside those that stand."""
        for block in counted:
            kinds = (block.cell_counts, block.arrival_counts, block.spent_counts)
            for kept, records in zip(self.counted[block.council, block.quarter], kinds, strict=True):
                kept.append(_on_its_own(records))
        for answers in answered:
            self.answered[answers.council, answers.quarter].append(_on_its_own(answers.answer_counts))

    def add_up(self) -> None:
        """Leaves one array of each kind."""
        of_each: list[list[Records]] = [kind for kinds in self.counted.values() for kind in kinds]
        for kept in [*of_each, *self.answered.values()]:
            if len(kept) > 1:
                kept[:] = [summed_records(np.concatenate(kept))]


def _on_its_own(records: Any) -> Records:
    """A copy: a view of a part's counts would keep all of them in memory."""
    own: Records = records.copy()
    return own
