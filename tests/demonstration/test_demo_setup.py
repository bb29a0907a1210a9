"""The demonstration goes through the real acts, and never near real reports."""

import datetime
import html
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from reports.demonstration import council_responses
from reports.demonstration.demo_setup import latest_quarters, stage_demonstration
from reports.demonstration.people import PASSWORD
from reports.intake.models import Report
from reports.moderation.models import ReportStatus
from reports.publication.models import Release
from reports.responses.models import Response
from reports.staff.models import StaffUser
from tests import factories

NOW = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)


def test_the_eight_newest_published_quarters() -> None:
    assert latest_quarters(NOW) == [
        "2024-Q4",
        "2025-Q1",
        "2025-Q2",
        "2025-Q3",
        "2025-Q4",
        "2026-Q1",
        "2026-Q2",
        "2026-Q3",
    ]


@pytest.mark.django_db
def test_a_town_is_staged_from_report_to_release(settings: Any, client: Client) -> None:
    call_command("load_builtin_geography", stdout=StringIO())
    staged = stage_demonstration(how_many=300, seed=1, now=NOW)
    assert Report.objects.count() == staged.reports == 300
    assert ReportStatus.objects.count() + staged.waiting == 300
    assert Release.objects.values_list("quarter", flat=True).distinct().count() == 8
    note = json.loads((settings.VAR_DIR / "demonstration").read_text())
    assert [person["username"] for person in note["people"]] == ["moderator", "analyst", "council", "manager"]
    client.post("/staff/", {"username": "moderator", "password": PASSWORD})
    assert client.get("/staff/home").status_code == 200  # without a second factor, as nobody else
    states = sorted(Response.objects.values_list("state", flat=True))
    assert states == ["draft", *["published"] * len(council_responses.RESPONSES), "withdrawn"]
    assert council_responses.RESPONSES[0][3] in html.unescape(client.get("/responses").content.decode())
    assert council_responses.RESPONSES[0][4] in html.unescape(client.get("/cy/responses").content.decode())
    page = client.get("/map").content.decode()
    assert "These figures are made up" in page


@pytest.mark.django_db
def test_made_up_reports_are_never_shuffled_with_others(country: Any) -> None:
    factories.make_report()
    with pytest.raises(CommandError, match="There are reports in this database already"):
        call_command("demo", stdout=StringIO())
    assert Report.objects.count() == 1
    assert StaffUser.objects.count() == 0


@pytest.mark.django_db
def test_production_refuses_made_up_figures(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="refused under production settings"):
        call_command("demo", stdout=StringIO())


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["0", "-5", "100001"])
def test_an_odd_number_of_reports_is_refused(number: str) -> None:
    with pytest.raises(CommandError, match="from 1 to 100,000"):
        call_command("demo", "--reports", number, stdout=StringIO())
