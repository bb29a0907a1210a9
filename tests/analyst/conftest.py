"""Counted reports in three councils: the made-up country's, in three quarters."""

import datetime
import html
import re
from typing import Any

import pytest

from reports.aggregation.rebuilding import rebuild_counts
from reports.geography.models import Area
from tests.factories import EASTBY, IN_EASTBY, IN_LLANFACH, IN_WESTBY, LLANFACH, make_accepted_report, make_place

SPRING, SUMMER, AUTUMN = datetime.date(2026, 5, 4), datetime.date(2026, 8, 3), datetime.date(2026, 11, 2)
ELSEWHERE_IN_WESTBY = (-2.52, 51.42)


@pytest.fixture
def counted(country: dict[str, Area]) -> dict[str, Area]:
    """20 reports in one place of Westby (2 in spring, 18 in summer), 4 in another, 7 in Eastby, 3 in Little Llan."""
    for number in range(20):
        make_accepted_report(accepted_on=SPRING if number < 2 else SUMMER, reasons=["followed", "badly-lit"])
    for _number in range(4):
        make_accepted_report(at=ELSEWHERE_IN_WESTBY, accepted_on=SUMMER, reasons=["badly-lit"], band=4)
    for _number in range(7):
        make_accepted_report(at=IN_EASTBY, council=EASTBY, accepted_on=AUTUMN, reasons=["groups"])
    for _number in range(3):
        make_accepted_report(at=IN_LLANFACH, council=LLANFACH, accepted_on=SUMMER)
    places = {"Westby Cross": IN_WESTBY, "Westby Mill": ELSEWHERE_IN_WESTBY, "Eastby Green": IN_EASTBY}
    for name, (longitude, latitude) in places.items():
        make_place(name, (longitude + 0.01, latitude))
    rebuild_counts()
    return country


def words_of(response: Any) -> str:
    """A page's words as they are read, without its marks and with one blank between them."""
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page))).strip()
