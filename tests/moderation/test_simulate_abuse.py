"""The abuse drills: each attack is queued and hinted, and a burst moves the map by three at most."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from reports.intake.models import Report
from tests import factories

ROW = re.compile(r"^(lone vandal|campaign|slow drip|copies) +(\d+) +(\d+) +(\d+) +(\d+)% +(\d+)", flags=re.MULTILINE)


@pytest.mark.django_db
def test_every_attack_waits_for_a_person_is_hinted_and_a_burst_moves_the_map_by_three() -> None:
    stated = StringIO()
    call_command("simulate_abuse", "--honest", "600", stdout=stated)  # so many that the copied place has forty
    rows = {name: tuple(map(int, numbers)) for name, *numbers in ROW.findall(stated.getvalue())}
    assert set(rows) == {"lone vandal", "campaign", "slow drip", "copies"}
    for sent, queued, _hinted, share, _moved in rows.values():
        assert queued == sent
        assert share >= 95
    assert rows["campaign"][0] == 500
    assert (rows["campaign"][4], rows["lone vandal"][4]) == (3, 3)
    # What comes slowly is not held back by the clip: there the person who decides is the defence.
    assert rows["slow drip"][4] > 3


def test_a_database_with_reports_is_refused(country: object) -> None:
    factories.make_report()
    with pytest.raises(CommandError, match="There are reports in this database"):
        call_command("simulate_abuse")
    assert Report.objects.count() == 1


@pytest.mark.django_db
def test_production_is_refused(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="refused under production settings"):
        call_command("simulate_abuse")
