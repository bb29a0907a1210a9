"""The way on to the council: the middle of the patch, and nothing else of the report."""

import re
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from reports.geography import hexgrid
from reports.intake.repairs import repair_link
from streetsafe import environment
from tests.factories import IN_WESTBY
from tests.intake.walking import Reporter

CELL = hexgrid.cell_at(*IN_WESTBY)
REPAIRS = "https://mend.example/around?lat={latitude}&lon={longitude}"


def test_the_link_has_the_middle_of_the_patch_to_about_ten_metres(settings: Any) -> None:
    settings.REPAIRS_URL = REPAIRS
    longitude, latitude = hexgrid.centre(CELL)
    assert repair_link(CELL, {"council"}) == f"https://mend.example/around?lat={latitude:.4f}&lon={longitude:.4f}"
    assert repair_link(CELL, {"stalking"}) == ""


def test_without_a_service_set_up_there_is_no_link(settings: Any) -> None:
    settings.REPAIRS_URL = ""
    assert repair_link(CELL, {"council"}) == ""


def test_the_last_page_offers_it_for_a_dark_street_and_not_for_a_person(reporter: Reporter, settings: Any) -> None:
    settings.REPAIRS_URL = REPAIRS
    reporter.to_check().press("send")
    ((link, rel),) = re.findall(r'<a[^>]*href="(https://mend.example[^"]*)"[^>]*rel="([^"]*)"', reporter.page)
    assert re.fullmatch(r"https://mend\.example/around\?lat=51\.\d{4}&amp;lon=-2\.\d{4}", link)
    assert rel == "noreferrer"
    # What the other site learns stands before the link to it, not after.
    before, _link, _after = reporter.page.partition("https://mend.example")
    assert "The link passes on the location, and nothing else from your report." in before
    assert "The other site may ask who you are" in before
    reporter.response = reporter.client.get("/report")
    reporter.to_why().press("next", two=["followed"]).press("next", one="3").press("skip").press("skip").press("send")
    assert reporter.heading == "Thank you"
    assert "mend.example" not in reporter.page


@pytest.mark.parametrize(
    "text", ["ftp://mend.example/{latitude}{longitude}", "https://mend.example/", "https://m.e/{lat}"]
)
def test_a_service_set_up_wrongly_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("REPAIRS_URL", text)
    with pytest.raises(ImproperlyConfigured, match="REPAIRS_URL"):
        environment.address_with("REPAIRS_URL", "latitude", "longitude")
