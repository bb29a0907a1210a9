"""Nothing is published before the service began, nor where it did not: as the operator says, and no report decides."""

import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from reports.geography.models import Area
from reports.publication.due import BeforeTheService, NotOpened, due_quarters
from reports.publication.models import Opening, Release
from reports.publication.opening import open_service, opened_on
from reports.publication.releasing import publish_release
from tests.factories import BORDERSHIRE, EASTBY, LLANFACH, NOW, WALES, WESTBY, make_accepted_report
from tests.publication.releases import QUARTER


@pytest.fixture
def first_day(country: dict[str, Area]) -> dict[str, Area]:
    """The country on the day of installation: nobody has said anything yet."""
    Opening.objects.all().delete()
    return country


def said(*arguments: str) -> str:
    """What a command writes."""
    out = StringIO()
    call_command(*arguments, stdout=out, stderr=out)
    return out.getvalue()


def everything_on_disk(folder: Path) -> list[Path]:
    """What lies in the folder of releases."""
    return sorted(folder.rglob("*")) if folder.exists() else []


@pytest.mark.parametrize("arguments", [[], ["--period", QUARTER], ["--area", WESTBY], ["--dry-run"]])
def test_on_the_first_day_nothing_is_published_and_it_says_what_to_do(
    first_day: dict[str, Area], settings: Any, arguments: list[str]
) -> None:
    """Neither of a quarter before the service existed, nor anywhere; a report that came does not change it."""
    make_accepted_report(accepted_on=datetime.date(2026, 7, 1))
    with pytest.raises(CommandError, match="open_service --on"):
        call_command("publish_release", "--as-of", "2026-11-20", *arguments)
    assert not Release.objects.exists()
    assert everything_on_disk(settings.RELEASES_DIR) == []


def test_a_quarter_that_ended_before_the_first_day_never_comes(first_day: dict[str, Area]) -> None:
    """The quarter of the first day is the first."""
    open_service(first_day[BORDERSHIRE], on=datetime.date(2026, 9, 30))
    with pytest.raises(BeforeTheService, match="since 30 September 2026, after 2026-Q2"):
        publish_release(first_day[WESTBY], quarter="2026-Q2", now=NOW)
    assert not Release.objects.exists()
    message = said("publish_release", "--period", "2026-Q2")
    assert "2026-Q2: 0 published" in message
    assert "reports are taken there since 30 September 2026, after 2026-Q2: Eastby, Westby." in message
    publish_release(first_day[WESTBY], quarter=QUARTER, now=NOW)
    assert list(Release.objects.values_list("pk", flat=True)) == [f"{WESTBY}-{QUARTER}"]


def test_only_where_it_is_open_is_published(first_day: dict[str, Area]) -> None:
    """A force opens its own councils; others have no release, not even an empty one."""
    message = said("open_service", "--on", "2026-07-01", "--area", BORDERSHIRE)
    assert message == ("E23000099 Bordershire Police: since 2026-07-01, 2 councils, published from 2026-Q3 on.\n")
    message = said("publish_release", "--period", QUARTER)
    assert "2026-Q3: 2 published, 0 stood already" in message
    assert "nobody has said since when reports are taken there (open_service): Little Llan." in message
    assert set(Release.objects.values_list("council_id", flat=True)) == {WESTBY, EASTBY}
    with pytest.raises(NotOpened):
        publish_release(first_day[LLANFACH], quarter=QUARTER, now=NOW)


def test_the_earliest_of_what_was_said_of_a_council_or_over_it_holds(first_day: dict[str, Area]) -> None:
    """And a day said again replaces the one before."""
    assert opened_on(first_day[WESTBY]) is None
    open_service(first_day[WESTBY], on=datetime.date(2026, 8, 1))
    open_service(first_day[BORDERSHIRE], on=datetime.date(2026, 9, 1))
    assert (opened_on(first_day[WESTBY]), opened_on(first_day[EASTBY])) == (
        datetime.date(2026, 8, 1),
        datetime.date(2026, 9, 1),
    )
    open_service(first_day[WESTBY], on=datetime.date(2026, 10, 1))
    assert opened_on(first_day[WESTBY]) == datetime.date(2026, 9, 1)
    assert opened_on(first_day[LLANFACH]) is None


def test_the_quarter_and_the_area_named_together_say_it_for_the_first_time(first_day: dict[str, Area]) -> None:
    """The operator's own words, and told as such; a later release does not move it."""
    dry = said("publish_release", "--period", QUARTER, "--area", BORDERSHIRE, "--dry-run")
    assert dry == (
        "E06000902 Eastby: 2026-Q3.\n"
        "E06000901 Westby: 2026-Q3.\n"
        "It would be said that the service is open there since 2026-07-01.\n"
        "A dry run: 2 would be published for ever. Nothing was written.\n"
    )
    assert not Opening.objects.exists()
    message = said("publish_release", "--period", QUARTER, "--area", BORDERSHIRE)
    assert "From now on the service is open in Bordershire Police since 2026-07-01." in message
    assert list(Opening.objects.values_list("area_id", "opened_on")) == [(BORDERSHIRE, datetime.date(2026, 7, 1))]


def test_a_dry_run_says_what_would_be_published_and_why_not_and_writes_nothing(
    first_day: dict[str, Area], settings: Any
) -> None:
    """For each council one line."""
    open_service(first_day[BORDERSHIRE], on=datetime.date(2025, 10, 1))
    open_service(first_day[WALES], on=datetime.date(2026, 10, 1))
    publish_release(first_day[WESTBY], quarter="2026-Q1", now=NOW)
    publish_release(first_day[EASTBY], quarter=QUARTER, now=NOW)
    before = everything_on_disk(settings.RELEASES_DIR)
    assert said("publish_release", "--period", QUARTER, "--dry-run") == (
        "E06000902 Eastby: 2026-Q3 stands already and stays as it is.\n"
        "W06000903 Little Llan: no release of 2026-Q3: reports are taken there since 01 October 2026, after 2026-Q3.\n"
        "E06000901 Westby: 2026-Q3, and before it what was missed: 2026-Q2.\n"
        "A dry run: 2 would be published for ever. Nothing was written.\n"
    )
    assert Release.objects.count() == 2
    assert everything_on_disk(settings.RELEASES_DIR) == before
    assert due_quarters(first_day[WESTBY], QUARTER) == ("2026-Q2", QUARTER)
    assert "2026-Q3: 1 published, 1 stood already" in said("publish_release", "--period", QUARTER)
    assert Release.objects.count() == 4


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--on", "2026-07-01"], "Give both"),
        (["--area", WESTBY], "Give both"),
        (["--on", "2026-07-01", "--area", WESTBY, "--area", "Bristol"], "No area has the code 'Bristol'"),
    ],
)
def test_it_says_why_it_refuses_to_open(first_day: dict[str, Area], arguments: list[str], reason: str) -> None:
    """And opens nothing, also not the areas it knows."""
    with pytest.raises(CommandError, match=reason):
        call_command("open_service", *arguments)
    assert not Opening.objects.exists()
    assert "Nobody has said where reports are taken" in said("open_service")


def test_a_word_that_is_no_code_is_explained(country: dict[str, Area]) -> None:
    with pytest.raises(CommandError, match="Give a council's code such as E06000023, or that of a police force"):
        call_command("publish_release", "--area", "Westby")
