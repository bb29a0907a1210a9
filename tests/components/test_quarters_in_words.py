"""A quarter by its months: a bare 2026-Q3 is October to December to a council, which counts from April."""

import pytest
from django.utils import translation

from reports.components.quarters_in_words import quarter_for_staff, quarter_in_words, quarters_in_words


@pytest.mark.parametrize(
    ("quarter", "english", "welsh"),
    [
        ("2026-Q1", "January to March 2026", "Ionawr i Fawrth 2026"),
        ("2026-Q2", "April to June 2026", "Ebrill i Fehefin 2026"),
        ("2026-Q3", "July to September 2026", "Gorffennaf i Fedi 2026"),
        ("2026-Q4", "October to December 2026", "Hydref i Ragfyr 2026"),
    ],
)
def test_a_quarter_is_said_by_its_months(quarter: str, english: str, welsh: str) -> None:
    assert quarter_in_words(quarter) == quarters_in_words(quarter, quarter) == english
    assert quarter_for_staff(quarter) == f"{english} (calendar {quarter[5:]})"
    with translation.override("cy"):
        assert quarter_in_words(quarter) == welsh
        assert quarter_for_staff(quarter) == f"{welsh} (chwarter calendr {quarter[-1]})"


@pytest.mark.parametrize(
    ("first", "last", "english", "welsh"),
    [
        ("2026-Q2", "2026-Q3", "April to September 2026", "Ebrill i Fedi 2026"),
        ("2026-Q1", "2026-Q4", "January to December 2026", "Ionawr i Ragfyr 2026"),
        ("2025-Q4", "2026-Q3", "October 2025 to September 2026", "Hydref 2025 i Fedi 2026"),
        ("2025-Q3", "2026-Q2", "July 2025 to June 2026", "Gorffennaf 2025 i Fehefin 2026"),
    ],
)
def test_a_range_is_said_by_its_first_and_its_last_month(first: str, last: str, english: str, welsh: str) -> None:
    assert quarters_in_words(first, last) == english
    with translation.override("cy"):
        assert quarters_in_words(first, last) == welsh
