"""The makers the other tests stand on make what they say."""

import pytest
from django.db import IntegrityError

from reports.geography.models import Area
from reports.moderation.models import ReportStatus
from tests import factories


def test_the_country_has_two_nations_and_three_councils(country: dict[str, Area]) -> None:
    assert [area.code for area in Area.objects.filter(kind="council").order_by("code")] == [
        factories.WESTBY,
        factories.EASTBY,
        factories.LLANFACH,
    ]
    assert country[factories.LLANFACH].nation == "W"


def test_an_accepted_report_stands_as_accepted(country: dict[str, Area]) -> None:
    report = factories.make_accepted_report()
    assert ReportStatus.objects.get(report=report).accepted_on == factories.TODAY


def test_the_main_reason_must_be_among_the_reasons(country: dict[str, Area]) -> None:
    with pytest.raises(IntegrityError):
        factories.make_report(main_reason=11)
