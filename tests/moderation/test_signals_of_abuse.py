"""Hints: when they speak, about which reports, and when they keep silent."""

import datetime
import uuid
from collections import Counter

import pytest

from reports.geography import hexgrid
from reports.intake.models import Report, Source, Verification
from reports.moderation.bursts import History, bursts_in
from reports.moderation.signals_of_abuse import (
    hint_of_a_home,
    hint_of_duplicates,
    hint_of_outside,
    hints_of_burst,
    hints_of_contradiction,
    hints_of_sending,
)
from reports.vocabulary.experience import DayKind, Frequency, Incident, TimeOfDay
from tests.factories import IN_EASTBY, IN_WESTBY

DAY = datetime.date(2026, 11, 3)
SPOT, FAR = hexgrid.cell_at(*IN_WESTBY), hexgrid.cell_at(*IN_EASTBY)


def report(**changes: object) -> Report:
    """A report that was never saved, with nothing odd about it."""
    values = {
        "id": uuid.uuid4(),
        "cell": SPOT,
        "reasons": 0b110,
        "main_reason": 1,
        "received_on": DAY,
        "source": Source.JOURNEY,
        "felt_in": DAY.replace(day=1),
        "band": TimeOfDay.EVENING,
        "day_kind": DayKind.WEEKDAY,
        "frequency": Frequency.SOMETIMES,
        "incident": Incident.UNANSWERED,
        "why_not_reported": 0,
    }
    return Report(**(values | changes))


def history(reports: list[Report], earlier: dict[datetime.date, int], *, years: int = 2) -> History:
    """The past of a place with these reports, in a service that began some years ago."""
    days = Counter(one.received_on for one in reports) + Counter(earlier)
    return History(days, days, DAY - datetime.timedelta(days=365 * years))


def spread(count: int) -> dict[datetime.date, int]:
    """So many reports, evenly over the year before the first of the four weeks that end on DAY."""
    days = [DAY - datetime.timedelta(days=29 + n % 330) for n in range(count)]
    return dict(Counter(days))


def test_many_on_one_day_in_a_quiet_place_are_told_of_with_the_numbers() -> None:
    many = [report() for _ in range(12)]
    other = report(received_on=DAY - datetime.timedelta(days=40))
    day, weeks = hints_of_burst([*many, other], history([*many, other], spread(2)))
    assert day.words == "12 reports arrived on 3 November 2026. In the 365 days before, this place had 3."
    assert weeks.words == (
        "12 reports arrived in the 4 weeks to 3 November 2026. In the 365 days before them, this place had 3."
    )
    assert day.reports == weeks.reports == {one.id for one in many}


@pytest.mark.parametrize(
    ("count", "earlier", "is_reported"),
    [(4, 0, False), (5, 0, True), (5, 100, True), (5, 365, False), (12, 2_000, False), (40, 2_000, True)],
)
def test_what_is_many_in_a_day_depends_on_what_the_place_is_used_to(
    count: int, earlier: int, is_reported: bool
) -> None:
    many = [report() for _ in range(count)]
    bursts = bursts_in(history(many, spread(earlier)))
    assert any(burst.is_day and burst.last == DAY for burst in bursts) is is_reported


def test_a_slow_drip_is_told_of_though_no_day_stands_out() -> None:
    drip = [report(received_on=DAY - datetime.timedelta(days=n)) for n in range(28)]
    (hint,) = hints_of_burst(drip, history(drip, spread(4)))
    assert "in the 4 weeks to" in hint.words
    assert hint.reports == {one.id for one in drip}


def test_a_place_that_doubles_is_no_drip() -> None:
    doubled = [report(received_on=DAY - datetime.timedelta(days=n % 28)) for n in range(56)]
    assert hints_of_burst(doubled, history(doubled, spread(365))) == []


def test_an_attack_that_was_rejected_does_not_make_the_next_one_look_usual() -> None:
    many = [report() for _ in range(6)]
    refused = spread(700)
    arrived = Counter(refused) + Counter({DAY: 6})
    began = DAY - datetime.timedelta(days=700)
    assert hints_of_burst(many, History(arrived, arrived, began)) == []
    assert hints_of_burst(many, History(arrived, {DAY: 6}, began)) != []


def test_a_service_of_its_first_days_can_know_a_burst() -> None:
    many = [report() for _ in range(20)]
    days = {DAY: 20}
    assert [burst.days_before for burst in bursts_in(History(days, days, DAY))] == [7]
    assert len(hints_of_burst(many, History(days, days, DAY))) == 1


def test_an_import_that_knows_only_the_month_is_no_burst() -> None:
    imported = [report(source=Source.IMPORT) for _ in range(50)]
    assert hints_of_burst(imported, history([report() for _ in range(50)], {})) == []


def test_the_same_answers_at_the_same_spot_are_copies() -> None:
    copies = [report(received_on=DAY + datetime.timedelta(days=9 * n)) for n in range(4)]
    others = [report(band=TimeOfDay.NIGHT), report(cell=SPOT + 1), report(reasons=0b100010)]
    hint = hint_of_duplicates([*copies, *others])
    assert hint is not None
    assert hint.reports == {one.id for one in copies}
    assert hint.words.startswith("4 reports have exactly the same answers")


@pytest.mark.parametrize(
    "plain",
    [
        [{}, {}, {}],
        [{"reasons": 0b10}] * 6,
        [{"received_on": DAY + datetime.timedelta(days=10 * n)} for n in range(6)],
        [{"source": Source.IMPORT}] * 6,
    ],
    ids=["three friends", "one reason", "over months", "imports"],
)
def test_what_is_alike_by_chance_is_no_copy(plain: list[dict[str, object]]) -> None:
    assert hint_of_duplicates([report(**each) for each in plain]) is None


def test_many_about_one_spot_where_people_live_may_be_about_a_home() -> None:
    about = [report() for _ in range(5)]
    hint = hint_of_a_home([*about, report(cell=FAR)], frozenset({FAR}), is_lived_in=True)
    assert hint is not None
    assert hint.reports == {one.id for one in about}
    assert "someone's home" in hint.words


@pytest.mark.parametrize(
    ("spots", "sights", "is_lived_in"),
    [
        ([SPOT] * 4, frozenset(), True),
        ([SPOT] * 5 + [FAR] * 2, frozenset(), True),
        ([SPOT] * 9, frozenset({SPOT}), True),
        ([SPOT] * 9, frozenset(), False),
        ([], frozenset(), True),
    ],
    ids=["a family", "spread", "at a station", "nobody lives there", "nothing"],
)
def test_a_place_that_others_go_to_is_no_home(spots: list[int], sights: frozenset[int], is_lived_in: bool) -> None:
    assert hint_of_a_home([report(cell=spot) for spot in spots], sights, is_lived_in=is_lived_in) is None


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
        {"frequency": Frequency.ONCE, "band": TimeOfDay.ANY},
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
        {"frequency": Frequency.ALWAYS, "band": TimeOfDay.ANY, "day_kind": DayKind.BOTH},
        {"frequency": Frequency.ONCE, "band": TimeOfDay.NOT_SURE, "day_kind": DayKind.NOT_SURE, "felt_in": None},
        {"incident": Incident.NOT_REPORTED, "why_not_reported": 2},
        {"incident": Incident.REPORTED},
    ],
)
def test_answers_that_go_together_are_not(plain: dict[str, object]) -> None:
    assert hints_of_contradiction([report(**plain)]) == []


def test_how_a_report_was_sent_is_told_in_words() -> None:
    proved, plain, doubtful = (report(verification=one) for one in Verification)
    unknown = report(verification=None)
    without_script, as_a_program = hints_of_sending([proved, plain, doubtful, unknown])
    assert (without_script.reports, as_a_program.reports) == ({plain.id}, {doubtful.id})
    assert without_script.words.startswith("Sent without JavaScript")
    assert as_a_program.words.startswith("Sent the way a bot would")
    assert hints_of_sending([proved, unknown]) == []
