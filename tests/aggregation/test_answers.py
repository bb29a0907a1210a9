"""What was answered is counted question by question, as one by one; nothing of it outlives its reports."""

import datetime
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.aggregation.answer_counting import answered_blocks
from reports.aggregation.answer_counts import answers_of_place
from reports.aggregation.columns import CountedQuestion
from reports.aggregation.counts import input_digest
from reports.aggregation.models import AnswerBlock, CountBlock, RetainedBlock
from reports.aggregation.rebuilding import rebuild_counts
from reports.aggregation.retained import erase_and_keep_counts
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.models import Source
from reports.moderation.accepted import Observations
from reports.moderation.expiring import Span
from reports.publication.quarters import quarter_of
from tests.aggregation.test_counting import CELLS, COUNCILS
from tests.factories import EASTBY, IN_EASTBY, IN_WESTBY, WESTBY, make_accepted_report

SPRING, SUMMER = datetime.date(2026, 5, 4), datetime.date(2026, 8, 3)
PLACE = hexgrid.parent(hexgrid.cell_at(*IN_WESTBY), 9)
QUARTERS = ["2026-Q2", "2026-Q3"]

a_report = st.fixed_dictionaries(
    {
        "cell": st.sampled_from(CELLS),
        "council": st.integers(0, len(COUNCILS) - 1),
        "accepted_on": st.dates(datetime.date(2023, 11, 1), datetime.date(2024, 8, 31)),
        "received_on": st.dates(datetime.date(1969, 12, 1), datetime.date(2024, 8, 31)),
        "band": st.integers(1, 6),
        "day_kind": st.integers(1, 4),
        "frequency": st.integers(1, 4),
        "incident": st.integers(0, 4),
        "is_import": st.booleans(),
    }
)


@given(st.lists(a_report, max_size=40))
def test_columns_count_as_one_by_one(reports: list[dict[str, Any]]) -> None:
    def column(name: str, kind: Any) -> Any:
        return np.array([report[name] for report in reports], dtype=kind)

    ones = np.ones(len(reports), dtype=np.uint32)
    blocks = answered_blocks(
        Observations(
            cell=column("cell", np.uint64),
            council=column("council", np.int32),
            councils=COUNCILS,
            accepted_on=column("accepted_on", "datetime64[D]"),
            received_on=column("received_on", "datetime64[D]"),
            by_month=column("is_import", np.bool_),
            main_reason=ones.astype(np.uint8),
            reasons=ones,
            band=column("band", np.uint8),
            day_kind=column("day_kind", np.uint8),
            frequency=column("frequency", np.uint8),
            incident=column("incident", np.uint8),
            is_import=column("is_import", np.bool_),
            is_spent=np.zeros(len(reports), dtype=np.bool_),
        )
    )
    counted: Counter[Any] = Counter()
    for block in blocks:
        for cell, month, is_import, question, answer, count in block.answer_counts.tolist():
            counted[(block.council, block.quarter, cell, month, is_import, question, answer)] += count
    expected: Counter[Any] = Counter()
    for one in reports:
        month = (one["received_on"].year - 1970) * 12 + one["received_on"].month - 1
        where = (COUNCILS[one["council"]], quarter_of(one["accepted_on"]), hexgrid.parent(one["cell"], 10), month)
        for question, answer in (
            (CountedQuestion.TIME_OF_WEEK, one["band"] * 8 + one["day_kind"]),
            (CountedQuestion.FREQUENCY, one["frequency"]),
            (CountedQuestion.INCIDENT, one["incident"]),
        ):
            expected[(*where, int(one["is_import"]), int(question), answer)] += 1
    assert counted == expected
    assert [(block.council, block.quarter) for block in blocks] == sorted({key[:2] for key in expected})


@pytest.fixture
def counted(country: dict[str, Area]) -> None:
    """Six of a summer's place, of which two are imports, one of its spring, and one elsewhere."""
    for number in range(6):
        make_accepted_report(
            accepted_on=SUMMER,
            received_on=datetime.date(2026, 6, 30) if number < 2 else SUMMER,
            band=3,
            day_kind=2 if number < 4 else 1,
            frequency=number % 2 + 1,
            incident=3 if number == 5 else 0,
            source=Source.IMPORT if number in (0, 1) else Source.JOURNEY,
        )
    make_accepted_report(accepted_on=SPRING, received_on=SPRING, band=4, day_kind=4, frequency=4)
    make_accepted_report(at=IN_EASTBY, council=EASTBY, accepted_on=SUMMER, received_on=SUMMER, band=1, day_kind=3)
    rebuild_counts()


def told(numbers: Any) -> dict[Any, int]:
    return {
        index[0] if len(index) == 1 else index: int(numbers[index]) for index in zip(*np.nonzero(numbers), strict=True)
    }


@pytest.mark.django_db
def test_a_place_has_its_answers_by_question_and_by_the_month_they_came_in(counted: None) -> None:
    found = answers_of_place([WESTBY, EASTBY], QUARTERS, PLACE)
    assert told(found.here.week) == {(3, 1): 2, (3, 2): 4, (4, 4): 1}
    assert told(found.here.frequency) == {1: 3, 2: 3, 4: 1}
    assert told(found.here.incident) == {0: 6, 3: 1}
    assert found.here.received == {"2026-05": 1, "2026-06": 2, "2026-08": 4}  # not the months of acceptance
    assert (found.here.reports, found.here.imported) == (7, 2)
    assert told(found.area.week) == {(1, 3): 1, (3, 1): 2, (3, 2): 4, (4, 4): 1}
    assert (found.not_counted, found.counted_since) == (0, "")
    assert answers_of_place([WESTBY], ["2026-Q2"], PLACE).here.reports == 1
    assert answers_of_place([EASTBY], QUARTERS, PLACE).here.reports == 0


@pytest.mark.django_db
def test_what_was_erased_is_not_counted_and_never_nought(counted: None) -> None:
    erase_and_keep_counts(Span(WESTBY, datetime.date(2026, 4, 1), datetime.date(2026, 6, 30)))
    rebuild_counts()
    assert RetainedBlock.objects.count() == 1
    found = answers_of_place([WESTBY, EASTBY], QUARTERS, PLACE)
    assert (found.here.reports, found.not_counted, found.counted_since) == (6, 1, "2026-Q3")
    assert not AnswerBlock.objects.filter(quarter="2026-Q2").exists()  # nothing outlives the reports
    assert CountBlock.objects.filter(quarter="2026-Q2").exists()


@pytest.mark.django_db
def test_the_answers_are_rebuilt_whole_and_no_release_reads_them(counted: None) -> None:
    before, blocks = (
        input_digest(WESTBY, "2026-Q3"),
        list(AnswerBlock.objects.order_by("quarter").values("answer_counts")),
    )
    AnswerBlock.objects.update(answer_counts=b"")
    assert input_digest(WESTBY, "2026-Q3") == before
    rebuild_counts()
    assert list(AnswerBlock.objects.order_by("council", "quarter").values("answer_counts")) == blocks
    assert input_digest(WESTBY, "2026-Q3") == before
