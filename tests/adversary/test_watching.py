"""Game A25: a victim sends a report, opens help and withdraws, or does not; the adversary reads the metrics."""

import datetime
import os
import random
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from reports.geography.models import Area
from reports.intake.models import IncomingReport
from reports.intake.submission import submit_report
from reports.intake.withdrawal import code_of_submission
from streetsafe import day_figures, metrics
from tests.factories import NOW
from tests.intake.test_submission import ANSWERS

pytestmark = [pytest.mark.adversary, pytest.mark.usefixtures("country")]

MOST, LEAST_OF_THE_CONTROL = 0.55, 0.95
ROUNDS = 200 if os.environ.get("WHOLE") else 12
TODAY = datetime.date(2026, 11, 28)


@pytest.fixture(autouse=True)
def folder(settings: Any) -> None:
    """Where the night writes."""
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)


def scraped() -> str:
    answer = Client(headers={"host": "127.0.0.1:8000"}).get("/metrics")
    assert answer.status_code == 200
    return answer.text


def victim_comes() -> None:
    """Every way in which somebody touches the three: reads help, opens the form, sends, keeps the words, deletes."""
    browser, sent, kept = Client(), uuid.uuid4(), uuid.uuid4()
    assert browser.get("/help/stalking").status_code == 200
    assert browser.get("/report").status_code == 200
    for number in (sent, kept):
        submit_report(ANSWERS, submission_id=number, now=NOW)
    assert browser.post("/withdraw", {"w": code_of_submission(sent)}).status_code == 200
    assert browser.post("/withdraw", {"w": "never were such words"}).status_code == 200


def share_of_right_guesses(seed: int) -> float:
    """The adversary reads before and after, and says «somebody came» exactly when any figure moved."""
    draw, right = random.Random(seed), 0  # a game, no secret
    came = [True, False] * (ROUNDS // 2)
    draw.shuffle(came)
    for comes in came:
        before = scraped()
        if comes:
            victim_comes()
        right += (scraped() != before) == comes
    return right / len(came)


def test_the_metrics_do_not_tell_whether_somebody_came() -> None:
    day_figures.note_day(TODAY)
    assert "streetsafe_day_reports_received" in scraped()  # what could tell it is there
    assert share_of_right_guesses(1) <= MOST


def test_a_live_count_would_turn_the_game_red(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the series that everybody would write first."""
    of_the_database: Callable[[], Iterator[metrics.Series]] = metrics._of_the_database

    def with_a_live_count() -> Iterator[metrics.Series]:
        yield from of_the_database()
        yield metrics.Series("waiting", "Reports that wait.", {"": IncomingReport.objects.count()})

    monkeypatch.setattr(metrics, "_of_the_database", with_a_live_count)
    assert share_of_right_guesses(2) >= LEAST_OF_THE_CONTROL


def test_the_figure_of_a_day_tells_one_report_to_who_knows_all_others_once_in_ten() -> None:
    """Exactly, over every number of others: he is right where the tens differ, and tosses a coin where they do not."""
    others = range(1_000)
    moved = sum(day_figures.in_tens(one) != day_figures.in_tens(one + 1) for one in others) / len(others)
    assert 0.5 + moved / 2 <= MOST
    assert [day_figures.in_tens(one) for one in (0, 4, 5, 14, 15)] == [0, 0, 10, 10, 20]


def test_a_second_night_of_one_day_writes_nothing(country: dict[str, Area]) -> None:
    """Or who reads both would see what came between them; the control: the next day's night counts it."""
    yesterday = NOW.date()
    for _ in range(4):
        submit_report(ANSWERS, submission_id=uuid.uuid4(), now=NOW)
    day_figures.note_day(yesterday + datetime.timedelta(days=1))
    before = day_figures.last_day()
    submit_report(ANSWERS, submission_id=uuid.uuid4(), now=NOW)
    day_figures.note_day(yesterday + datetime.timedelta(days=1))
    assert before is not None
    assert (before.day, before.received, before.unshuffled) == (yesterday.isoformat(), 0, 0)
    assert day_figures.last_day() == before
    day_figures.note_day(yesterday + datetime.timedelta(days=2))
    after = day_figures.last_day()
    assert after is not None
    assert (after.received, after.unshuffled) == (0, 10)
