"""From the queue to the reports: once a day, ten together or after three days, and nothing of the queue is kept."""

import datetime
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.intake.keeping import keep_reports
from reports.intake.models import IncomingReport, Report, Source, Verification
from reports.intake.shuffling import Shuffled, Unshuffled, shuffle_intake, unshuffled_reports
from reports.intake.submission import submit_report
from reports.moderation.models import Waiting
from tests import factories
from tests.factories import EASTBY, IN_EASTBY, IN_WESTBY, NOW, TODAY, WESTBY
from tests.intake.test_submission import ANSWERS

DAY = datetime.timedelta(days=1)


def arrive(count: int, *, now: datetime.datetime = NOW, at: tuple[float, float] = IN_WESTBY) -> None:
    """So many reports through the only entry point."""
    answers = replace(ANSWERS, cell=hexgrid.cell_at(*at), felt_in=None)
    for _ in range(count):
        submit_report(answers, submission_id=uuid.uuid4(), now=now, verification=Verification.VERIFIED)


def numbers(shuffled: Shuffled) -> tuple[int, int]:
    """How many moved, and how many wait."""
    return shuffled.moved, shuffled.waiting


def test_ten_are_shuffled_and_nine_wait(country: dict[str, Area]) -> None:
    arrive(9)
    assert numbers(shuffle_intake(now=NOW)) == (0, 9)
    arrive(1)
    assert numbers(shuffle_intake(now=NOW)) == (10, 0)
    assert (IncomingReport.objects.count(), Report.objects.count(), Waiting.objects.count()) == (0, 10, 10)


def test_one_alone_waits_three_days_and_no_longer(country: dict[str, Area]) -> None:
    arrive(1)
    assert numbers(shuffle_intake(now=NOW + 2 * DAY)) == (0, 1)
    assert numbers(shuffle_intake(now=NOW + 3 * DAY)) == (1, 0)


def test_the_queue_is_shuffled_once_a_day_unless_asked(country: dict[str, Area]) -> None:
    arrive(10)
    shuffle_intake(now=NOW)
    arrive(10)
    assert numbers(shuffle_intake(now=NOW)) == (0, 10)
    assert numbers(shuffle_intake(now=NOW, whole=True)) == (10, 0)
    arrive(10)
    assert numbers(shuffle_intake(now=NOW + DAY)) == (10, 0)


def test_a_clock_set_back_does_not_stop_the_shuffling(country: dict[str, Area]) -> None:
    shuffle_intake(now=NOW + 400 * DAY, whole=True)
    arrive(10)
    assert numbers(shuffle_intake(now=NOW)) == (10, 0)


def test_what_was_told_arrives_whole_under_another_id(country: dict[str, Area]) -> None:
    arrive(1)
    queued = IncomingReport.objects.values().get()
    shuffle_intake(now=NOW, whole=True)
    report = Report.objects.values().get()
    assert report.pop("id") != queued.pop("id")
    assert report == queued | {"source": Source.JOURNEY}


def test_a_fault_in_the_middle_moves_nothing(country: dict[str, Area], monkeypatch: pytest.MonkeyPatch) -> None:
    arrive(10)

    def failing(rows: Iterable[tuple[Any, ...]]) -> int:
        keep_reports(rows)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reports.intake.shuffling.keep_reports", failing)
    with pytest.raises(OSError, match="No space"):
        shuffle_intake(now=NOW)
    assert (IncomingReport.objects.count(), Report.objects.count()) == (10, 0)


def test_the_desk_shows_shuffled_reports_alone_and_says_what_is_to_come(
    country: dict[str, Area], client: Client
) -> None:
    arrive(2)
    arrive(1, at=IN_EASTBY, now=NOW - DAY)
    westby = Area.objects.filter(code=WESTBY)
    # The oldest of all councils sets the day: the queue is shuffled as a whole.
    assert unshuffled_reports(westby) == Unshuffled(2, TODAY + 2 * DAY)
    client.force_login(factories.make_person("moderator", WESTBY))
    words = " ".join(client.get(reverse("moderation:queue")).content.decode().split())
    assert "No reports are waiting in your areas." in words
    assert "2 more reports have arrived." in words
    shuffle_intake(now=NOW, whole=True)
    assert unshuffled_reports(westby) is None
    words = " ".join(client.get(reverse("moderation:queue")).content.decode().split())
    assert "2 reports wait for a decision." in words
    assert Counter(Report.objects.values_list("council_id", flat=True)) == {WESTBY: 2, EASTBY: 1}


def test_a_shuffling_that_did_not_run_is_told_on_the_desk(country: dict[str, Area], client: Client) -> None:
    arrive(1, now=NOW - 400 * DAY)
    client.force_login(factories.make_person("moderator", WESTBY))
    words = " ".join(client.get(reverse("moderation:queue")).content.decode().split())
    assert "They should have reached you by 19 October 2025" in words


def test_the_command_says_what_it_did(country: dict[str, Area]) -> None:
    arrive(3, now=timezone.now())
    stated = StringIO()
    call_command("shuffle_intake", stdout=stated, stderr=StringIO())
    call_command("shuffle_intake", "--all", stdout=stated, stderr=StringIO())
    assert stated.getvalue() == (
        "0 reports shuffled, 3 still wait.\nThey come with the next shuffle of 10 or more, or after 3 days.\n"
        "3 reports shuffled, 0 still wait.\n"
    )


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no hidden row numbers")
def test_no_table_of_reports_has_hidden_row_numbers() -> None:
    """A later migration that alters one of them makes it anew, with row numbers: see migration 0013."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA table_list")
        without = {row[1] for row in cursor.fetchall() if row[4]}
    # The index of searched names has such tables of its own; no report is in them.
    assert {name for name in without if not name.startswith("reports_place_words_")} == {
        "reports_report",
        "reports_incomingreport",
        "reports_submission",
        "reports_sealedaboutyou",
        "reports_aboutyoutally",
        "reports_takenback",
        "reports_spent",
    }
