"""Hints: when they speak, about which reports, and when they keep silent."""

import datetime
import uuid

import pytest

from reports.intake.models import Band, DayKind, Frequency, Incident, Report, Source
from reports.moderation.signals_of_abuse import hint_of_burst, hint_of_outside, hints_of_contradiction

DAY = datetime.date(2026, 11, 3)


def report(**changes: object) -> Report:
    """A report that was never saved, with nothing odd about it."""
    values = {
        "id": uuid.uuid4(),
        "received_on": DAY,
        "source": Source.JOURNEY,
        "felt_in": DAY.replace(day=1),
        "band": Band.EVENING,
        "day_kind": DayKind.WEEKDAY,
        "frequency": Frequency.SOMETIMES,
        "incident": Incident.UNANSWERED,
        "why_not_reported": 0,
    }
    return Report(**(values | changes))


def test_many_on_one_day_in_a_quiet_place_are_told_of_with_the_numbers() -> None:
    many = [report() for _ in range(12)]
    other = report(received_on=DAY - datetime.timedelta(days=4))
    hint = hint_of_burst([*many, other], earlier=3)
    assert hint is not None
    assert hint.words == "12 reports arrived on 3 November 2026. In the year before, this place had 3."
    assert hint.reports == {one.id for one in many}


@pytest.mark.parametrize(
    ("count", "earlier", "is_told"),
    [(4, 0, False), (5, 0, True), (5, 100, True), (5, 365, False), (12, 2_000, False), (40, 2_000, True)],
)
def test_what_is_many_depends_on_what_the_place_is_used_to(count: int, earlier: int, is_told: bool) -> None:
    assert (hint_of_burst([report() for _ in range(count)], earlier) is not None) is is_told


def test_a_busy_fortnight_without_a_busy_day_is_no_burst() -> None:
    spread = [report(received_on=DAY + datetime.timedelta(days=n % 14)) for n in range(40)]
    assert hint_of_burst(spread, earlier=0) is None


def test_an_import_that_knows_only_the_month_is_no_burst() -> None:
    assert hint_of_burst([report(source=Source.IMPORT) for _ in range(50)], earlier=0) is None


def test_reports_outside_the_boundary_are_told_of_and_a_street_on_it_is_not() -> None:
    far, near, inside = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    hint = hint_of_outside({far: 700.0, near: 60.0, inside: 0.0})
    assert hint is not None
    assert hint.reports == {far}
    assert hint.words == "1 report lies outside the council's boundary. Look at the map."
    assert hint_of_outside({near: 60.0, inside: 0.0}) is None


@pytest.mark.parametrize(
    "odd",
    [
        {"frequency": Frequency.ONCE, "band": Band.ANY},
        {"frequency": Frequency.ONCE, "day_kind": DayKind.BOTH},
        {"felt_in": datetime.date(2026, 12, 1)},
        {"incident": Incident.REPORTED, "why_not_reported": 2},
    ],
)
def test_answers_that_do_not_go_together_are_told_of(odd: dict[str, object]) -> None:
    strange, plain = report(**odd), report()
    hints = hints_of_contradiction([strange, plain])
    assert [hint.reports for hint in hints] == [{strange.id}]


@pytest.mark.parametrize(
    "plain",
    [
        {},
        {"frequency": Frequency.ALWAYS, "band": Band.ANY, "day_kind": DayKind.BOTH},
        {"frequency": Frequency.ONCE, "band": Band.NOT_SURE, "day_kind": DayKind.NOT_SURE, "felt_in": None},
        {"incident": Incident.NOT_REPORTED, "why_not_reported": 2},
        {"incident": Incident.REPORTED},
    ],
)
def test_answers_that_go_together_are_not(plain: dict[str, object]) -> None:
    assert hints_of_contradiction([report(**plain)]) == []
