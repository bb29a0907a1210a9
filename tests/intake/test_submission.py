"""The only way a report is born: once for each submission, and with nothing more than can be kept."""

import dataclasses
import datetime
import json
import os
import struct
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from reports.geography import boundaries, hexgrid
from reports.geography.models import Area
from reports.intake.answers import Answers, InvalidAnswers
from reports.intake.models import EncryptedAboutYou, IncomingReport, Submission
from reports.intake.submission import SubmissionMismatch, forget_submissions, submit_report
from reports.vocabulary.experience import DayKind, Frequency, Incident, TimeOfDay
from tests import factories
from tests.factories import NOW, WESTBY
from tests.intake.on_disk import everything_in
from tests.intake.walking import Reporter, make_places

ID = uuid.UUID("6f0e9a54-6b1c-4d7e-9d3f-0c2b7f3b1a11")
ANSWERS = Answers(
    cell=hexgrid.cell_at(*factories.IN_WESTBY),
    reasons=("badly-lit", "followed"),
    main_reason="followed",
    felt_in=datetime.date(2026, 9, 1),
    band=TimeOfDay.NIGHT,
    day_kind=DayKind.WEEKEND,
    frequency=Frequency.ONCE,
    incident=Incident.NOT_REPORTED,
    why_not_reported=("2",),
    about=(("age", "16-24"), ("gender", "woman")),
)


def test_the_same_answers_again_change_nothing(country: dict[str, Area]) -> None:
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    report = IncomingReport.objects.get()
    submit_report(ANSWERS, submission_id=ID, now=NOW + datetime.timedelta(hours=1))
    assert IncomingReport.objects.get() == report
    assert (Submission.objects.count(), EncryptedAboutYou.objects.count()) == (1, 3)


@pytest.mark.parametrize(
    "changes",
    [
        {"cell": hexgrid.cell_at(*factories.IN_EASTBY)},
        {"reasons": ("followed",)},
        {"main_reason": "badly-lit"},
        {"felt_in": None},
        {"band": TimeOfDay.ANY},
        {"day_kind": DayKind.BOTH},
        {"frequency": Frequency.ALWAYS},
        {"incident": Incident.NONE, "why_not_reported": ()},
        {"why_not_reported": ("2", "3")},
    ],
)
def test_other_answers_under_the_same_id_are_refused(country: dict[str, Area], changes: dict[str, Any]) -> None:
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    with pytest.raises(SubmissionMismatch):
        submit_report(dataclasses.replace(ANSWERS, **changes), submission_id=ID, now=NOW)
    assert IncomingReport.objects.count() == 1


def test_what_one_says_of_oneself_leaves_no_thread_in_the_digest(country: dict[str, Area]) -> None:
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    submit_report(dataclasses.replace(ANSWERS, about=()), submission_id=ID, now=NOW)
    assert Submission.objects.count() == 1


def test_two_people_with_the_same_answers_are_two_reports(country: dict[str, Area]) -> None:
    submit_report(ANSWERS, submission_id=ID, now=NOW)
    submit_report(ANSWERS, submission_id=uuid.uuid4(), now=NOW)
    assert IncomingReport.objects.count() == 2
    digests = set(Submission.objects.values_list("digest", flat=True))
    assert len(digests) == 2  # equal answers do not show as equal digests


def test_a_fault_half_way_keeps_nothing(country: dict[str, Area], monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reports.intake.submission.keep_about_you", full_disk)
    with pytest.raises(OSError, match="No space"):
        submit_report(ANSWERS, submission_id=ID, now=NOW)
    assert (IncomingReport.objects.count(), Submission.objects.count(), EncryptedAboutYou.objects.count()) == (0, 0, 0)


def test_a_place_outside_the_uk_is_refused(country: dict[str, Area]) -> None:
    with pytest.raises(boundaries.OutsideTheUK):
        submit_report(dataclasses.replace(ANSWERS, cell=hexgrid.cell_at(2.35, 48.85)), submission_id=ID, now=NOW)
    assert IncomingReport.objects.count() == 0


def test_a_month_to_come_is_refused(country: dict[str, Area]) -> None:
    to_come = dataclasses.replace(ANSWERS, felt_in=datetime.date(2026, 12, 1))
    with pytest.raises(InvalidAnswers, match="felt_in"):
        submit_report(to_come, submission_id=ID, now=NOW)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"cell": 5}, "cell"),
        ({"cell": hexgrid.cell_at(-2.5, 51.4, 10)}, "cell"),
        ({"cell": hexgrid.cell_at(-2.5, 51.4, 12)}, "cell"),
        ({"reasons": ()}, "reasons, main_reason"),
        ({"reasons": ("followed", "no-such")}, "reasons"),
        ({"main_reason": "layout"}, "main_reason"),
        ({"felt_in": datetime.date(2026, 9, 2)}, "felt_in"),
        ({"why_not_reported": ("8",)}, "why_not_reported"),
        ({"incident": Incident.REPORTED}, "why_not_reported"),
        ({"about": (("age", "42"),)}, "about"),
        ({"about": (("name", "Ann"),)}, "about"),
        ({"about": (("age", "16-24"), ("age", "25-34"))}, "about"),
    ],
)
def test_answers_no_form_could_send_are_refused(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidAnswers) as refused:
        dataclasses.replace(ANSWERS, **changes)
    assert str(refused.value) == named


def test_ids_are_forgotten_within_two_days(country: dict[str, Area]) -> None:
    days = [datetime.timedelta(days=number) for number in (0, 1, 2)]
    for day in days:
        submit_report(ANSWERS, submission_id=uuid.uuid4(), now=NOW + day)
    today, yesterday = factories.TODAY + days[2], factories.TODAY + days[1]
    assert sorted(Submission.objects.values_list("received_on", flat=True)) == [yesterday, today]
    assert forget_submissions(NOW + datetime.timedelta(days=4)) == 2
    assert IncomingReport.objects.count() == 3


def left_on_disk(folder: Path, **changes: str) -> tuple[dict[str, Any], bytes]:
    """What `on_disk.py` said, and every byte it left in its folder."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"STREETSAFE_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "tests.intake.on_disk_settings"}
    command = [sys.executable, "-m", "tests.intake.on_disk"]
    done = subprocess.run(command, env=environment | changes, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), everything_in(folder)


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], bytes]:
    """As the service writes it."""
    return left_on_disk(tmp_path_factory.mktemp("on-disk"))


def test_ten_requests_at_once_with_one_id_keep_one_report(on_disk: tuple[dict[str, Any], bytes]) -> None:
    assert on_disk[0]["raced"] == {"outcomes": ["kept"] * 10, "reports": 1, "submissions": 1}


def test_nothing_of_the_time_the_exact_place_or_the_browser_is_on_disk(on_disk: tuple[dict[str, Any], bytes]) -> None:
    said, stored = on_disk
    assert said["walked"]["heading"] == "Thank you"
    assert int(said["walked"]["cell"]).to_bytes(8, "big") in stored  # the searches below would find what is there
    exact = [struct.pack(">d", number) for number in (-2.55417, 51.45173)]
    words = ["13:37", "37:41", "Sentinel", "203.0.113", "2.55417", "51.45173", "Westby Cro", "testserver"]
    spelled = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le")]
    assert [sentinel for sentinel in exact + spelled if sentinel in stored] == [b"Westby Cro"]  # the gazetteer's own


def test_what_was_shuffled_has_left_nothing_of_the_queue_on_disk(on_disk: tuple[dict[str, Any], bytes]) -> None:
    said, stored = on_disk
    assert said["mixed"] == {"moved": 2, "waiting": 0, "is_overwritten": True}
    assert said["reports"] == sorted([ANSWERS.cell, said["walked"]["cell"]])
    assert said["walked"]["was_there"]
    assert said["walked"]["queued_as"].encode() not in stored


def test_without_overwriting_the_queue_would_still_be_found(tmp_path: Path) -> None:
    said, stored = left_on_disk(tmp_path, KEEP_DELETED="1")
    assert said["walked"]["queued_as"].encode() in stored


def test_a_reports_council_is_looked_up_once(country: dict[str, Area], monkeypatch: pytest.MonkeyPatch) -> None:
    make_places()
    reporter = Reporter(Client()).to_check()
    looked_up: list[int] = []
    really = boundaries.council_of_cell

    def counted(cell: int) -> Area:
        looked_up.append(cell)
        return really(cell)

    monkeypatch.setattr(boundaries, "council_of_cell", counted)
    assert reporter.press("send").heading == "Thank you"
    (kept,) = IncomingReport.objects.all()
    assert (looked_up, kept.council_id) == ([kept.cell], WESTBY)
