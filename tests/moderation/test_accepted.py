"""The public interface: accepted reports as columns."""

import dataclasses
import datetime
import random

import numpy as np
import pytest
from pytest_django import DjangoAssertNumQueries

from reports.intake.models import Report, Source
from reports.moderation.accepted import Observations, accepted_in_parts, accepted_observations
from reports.moderation.decisions import accept_reports, reject_reports, reopen_reports
from reports.moderation.models import RejectionReason, ReportStatus
from tests import factories
from tests.factories import EASTBY, IN_EASTBY, IN_WESTBY, NOW, WESTBY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


def some_reports() -> None:
    """Forty reports of all kinds, half of them accepted."""
    chance = random.Random(7)
    for number in range(40):
        at, council = (IN_WESTBY, WESTBY) if number % 3 else (IN_EASTBY, EASTBY)
        report = factories.make_report(
            at=(at[0] + chance.uniform(-0.01, 0.01), at[1]),
            council=council,
            reasons=chance.sample(["badly-lit", "followed", "groups", "felt-unsafe"], 2),
            received_on=datetime.date(1969, 12, 31) + datetime.timedelta(days=chance.randrange(22_000)),
            source=chance.choice(Source.values),
            band=chance.randint(1, 6),
            day_kind=chance.randint(1, 4),
        )
        if number % 2:
            accept_reports([report.id], by=None, now=NOW, accepted_on=datetime.date(2024, 2, 1 + number % 28))
        elif number % 4:
            reject_reports([report.id], reason=RejectionReason.TEST, by=None, now=NOW)


def slowly_read() -> list[tuple[object, ...]]:
    """The same, through models and one at a time."""
    rows = []
    for status in ReportStatus.objects.filter(state="accepted"):
        report = Report.objects.get(pk=status.report_id)
        rows.append(
            (
                report.cell,
                report.council_id,
                status.accepted_on,
                report.received_on,
                report.source == Source.IMPORT,
                report.main_reason,
                report.reasons,
                report.band,
                report.day_kind,
            )
        )
    return sorted(rows, key=str)


def test_the_columns_hold_exactly_what_a_slow_reading_finds() -> None:
    some_reports()
    seen = accepted_observations()
    rows = zip(
        seen.cell.tolist(),
        [seen.councils[index] for index in seen.council],
        seen.accepted_on.tolist(),
        seen.received_on.tolist(),
        seen.by_month.tolist(),
        seen.main_reason.tolist(),
        seen.reasons.tolist(),
        seen.band.tolist(),
        seen.day_kind.tolist(),
        strict=True,
    )
    assert len(seen) == 20
    assert sorted(rows, key=str) == slowly_read()


def test_the_columns_have_the_promised_types() -> None:
    some_reports()
    seen = accepted_observations()
    assert {
        field.name: str(getattr(seen, field.name).dtype)
        for field in dataclasses.fields(seen)
        if field.name != "councils"
    } == {
        "cell": "uint64",
        "council": "int32",
        "accepted_on": "datetime64[D]",
        "received_on": "datetime64[D]",
        "by_month": "bool",
        "main_reason": "uint8",
        "reasons": "uint32",
        "band": "uint8",
        "day_kind": "uint8",
        "frequency": "uint8",
        "incident": "uint8",
        "is_spent": "bool",
        "is_import": "bool",
    }
    assert seen.councils == (WESTBY, EASTBY)


@pytest.mark.parametrize("at_once", [1, 7, 20, 500])
def test_in_parts_each_report_stands_once(at_once: int) -> None:
    some_reports()
    parts = list(accepted_in_parts(at_once=at_once))
    assert [len(part) for part in parts] == [at_once] * (20 // at_once) + [20 % at_once] * (20 % at_once > 0)
    fields = [field.name for field in dataclasses.fields(parts[0]) if field.name not in {"council", "councils"}]

    def rows(seen: Observations) -> list[tuple[object, ...]]:
        named = [seen.councils[index] for index in seen.council]
        return list(zip(named, *(getattr(seen, name).tolist() for name in fields), strict=True))

    whole = rows(accepted_observations())
    assert sorted([row for part in parts for row in rows(part)], key=str) == sorted(whole, key=str)


def test_nothing_accepted_is_no_part() -> None:
    assert list(accepted_in_parts()) == []


def test_a_reopened_report_is_no_observation() -> None:
    report = factories.make_report()
    accept_reports([report.id], by=None, now=NOW)
    assert len(accepted_observations()) == 1
    reopen_reports([report.id], by=None, now=NOW)
    assert len(accepted_observations()) == 0


def test_nothing_accepted_is_empty_columns_of_the_same_types() -> None:
    seen = accepted_observations()
    assert (len(seen), seen.councils, str(seen.cell.dtype), str(seen.accepted_on.dtype)) == (
        0,
        (),
        "uint64",
        "datetime64[D]",
    )


@pytest.mark.parametrize("count", [1, 3])
def test_two_queries_read_any_number(count: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(count):
        factories.make_accepted_report()
    with django_assert_num_queries(2):  # whether anything is spent, and the reports
        assert len(accepted_observations()) == count


def test_a_column_of_another_length_is_refused() -> None:
    factories.make_accepted_report()
    seen = accepted_observations()
    with pytest.raises(ValueError, match="different lengths"):
        dataclasses.replace(seen, band=np.zeros(2, dtype=np.uint8))
