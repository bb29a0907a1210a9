"""Exact counts of what was answered at a place, for people of the area: a public interface beside `counts.py`."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reports.aggregation.columns import ANSWER_COUNT, CELL_COUNT, DAY_KIND_BITS, CountedQuestion, Records, unpacked
from reports.aggregation.counting import MONTHS_IN_A_QUARTER, quarter_name
from reports.aggregation.models import AnswerBlock, CountBlock
from reports.geography import hexgrid

BANDS, DAY_KINDS, ANSWERS = 8, 1 << DAY_KIND_BITS, 8


@dataclass(frozen=True, eq=False)
class GivenAnswers:
    """What was answered, by the stored numbers; of one place or of an area."""

    week: NDArray[np.int64]  # (8, 8): part of the day, kind of day
    frequency: NDArray[np.int64]  # (8,)
    incident: NDArray[np.int64]  # (8,)
    received: dict[str, int]  # month (2026-07) -> reports, ascending
    imported: int  # of them: imports, of which only the month is known

    @property
    def reports(self) -> int:
        """How many reports the answers are of."""
        return int(self.week.sum())


@dataclass(frozen=True, eq=False)
class AnswersOfPlace:
    """Answers at a place and in its councils, and how many reports there have no answers left."""

    here: GivenAnswers
    area: GivenAnswers
    not_counted: int  # reports of the place that were deleted: only their time of day and reasons are still counted
    counted_since: str  # the first quarter from which on none of the place is missing; "" while none is


def answers_of_place(councils: Iterable[str], quarters: Sequence[str], cell: int) -> AnswersOfPlace:
    """What was answered at a place in some quarters of acceptance; the place is of resolution 10 or coarser."""
    codes, resolution = list(councils), hexgrid.resolution_of(cell)
    blocks = AnswerBlock.objects.filter(council__in=codes, quarter__in=list(quarters))
    parts = {quarter: [_nothing()] for quarter in quarters}
    for quarter, block in blocks.values_list("quarter", "answer_counts"):
        parts[quarter].append(unpacked(block, ANSWER_COUNT))
    answered = {quarter: np.concatenate(records) for quarter, records in parts.items()}
    near = {quarter: records[_is_in(records, cell, resolution)] for quarter, records in answered.items()}
    reports = dict.fromkeys(quarters, 0)
    counted = CountBlock.objects.filter(council__in=codes, quarter__in=list(quarters))
    for quarter, block in counted.values_list("quarter", "cell_counts"):
        records = unpacked(block, CELL_COUNT)
        reports[quarter] += int(records["mains"][_is_in(records, cell, resolution)].sum())
    missing = {quarter: reports[quarter] - _given(near[quarter]).reports for quarter in sorted(quarters)}
    lacking = [quarter for quarter, count in missing.items() if count]
    return AnswersOfPlace(
        here=_given(np.concatenate([_nothing(), *near.values()])),
        area=_given(np.concatenate([_nothing(), *answered.values()])),
        not_counted=sum(missing.values()),
        counted_since=_following(lacking[-1]) if lacking else "",
    )


@dataclass(frozen=True, eq=False)
class ReceivedCounts:
    """How many accepted reports of a council came in, by place and month."""

    cell: NDArray[np.uint64]  # (n,): res 10, ascending
    counts: NDArray[np.int64]  # (n, months): oldest month first


def reports_received(council: str, *, last_month: datetime.date, months: int) -> ReceivedCounts:
    """Reports by place and month received, in some months of which the last is given; of deleted ones nothing is kept.

    An import counts in the month it is said to be of.
    """
    last = (last_month.year - 1970) * 12 + last_month.month - 1
    first = last - months + 1
    since = quarter_name(first // MONTHS_IN_A_QUARTER)  # none is accepted before it came in
    blocks = AnswerBlock.objects.filter(council=council, quarter__gte=since).values_list("answer_counts", flat=True)
    records = np.concatenate([_nothing(), *(unpacked(block, ANSWER_COUNT) for block in blocks)])
    month = records["received_in"].astype(np.int64) - first
    once = (records["question"] == CountedQuestion.TIME_OF_WEEK) & (month >= 0) & (month < months)
    cells, cell = np.unique(records["cell"][once], return_inverse=True)
    counts = np.zeros((len(cells), months), dtype=np.int64)
    np.add.at(counts, (cell, month[once]), records["count"][once])
    return ReceivedCounts(cells, counts)


def councils_answered() -> list[str]:
    """The councils of which a report is counted, ascending."""
    return list(AnswerBlock.objects.order_by("council").values_list("council", flat=True).distinct())


def _nothing() -> Records:
    return np.empty(0, dtype=ANSWER_COUNT)


def _is_in(records: Records, cell: int, resolution: int) -> NDArray[np.bool_]:
    return np.asarray(hexgrid.parents(records["cell"], resolution) == np.uint64(cell))


def _given(records: Records) -> GivenAnswers:
    def totals(question: CountedQuestion, size: int) -> NDArray[np.int64]:
        asked = records[records["question"] == question]
        return np.bincount(asked["answer"], weights=asked["count"], minlength=size).astype(np.int64)

    once = records[
        records["question"] == CountedQuestion.TIME_OF_WEEK
    ]  # every report answers it, if only with "not sure"
    months, month = np.unique(once["received_in"], return_inverse=True)
    per_month = np.bincount(month, weights=once["count"], minlength=len(months)).astype(np.int64)
    return GivenAnswers(
        week=totals(CountedQuestion.TIME_OF_WEEK, BANDS * DAY_KINDS).reshape(BANDS, DAY_KINDS),
        frequency=totals(CountedQuestion.FREQUENCY, ANSWERS),
        incident=totals(CountedQuestion.INCIDENT, ANSWERS),
        received=dict(zip(months.astype("datetime64[M]").astype(str).tolist(), per_month.tolist(), strict=True)),
        imported=int(once["count"][once["is_import"] == 1].sum()),
    )


def _following(quarter: str) -> str:
    """The quarter after 2026-Q3: 2026-Q4."""
    year, number = int(quarter[:4]), int(quarter[-1])
    return f"{year + number // 4}-Q{number % 4 + 1}"
