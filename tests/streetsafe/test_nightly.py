"""One command for each night: in its order, told if it fails, and what does not need what failed is done."""

import datetime
import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from reports.management.commands import nightly
from streetsafe import nights
from streetsafe.readiness import NotReady, doctor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[tuple[str, ...]]:
    """The steps that were called; those in FAILING fail."""
    called: list[tuple[str, ...]] = []
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)

    def call(step: str, *words: str, **_streams: Any) -> None:
        called.append((step, *words))
        if step in FAILING:
            raise CommandError(f"{step} cannot.")

    monkeypatch.setattr(nightly, "call_command", call)
    FAILING.clear()
    return called


FAILING: set[str] = set()


def run(**options: Any) -> str:
    said = io.StringIO()
    call_command("nightly", stdout=said, stderr=said, **options)
    return said.getvalue()


def test_a_night_is_done_in_its_order(ran: list[tuple[str, ...]]) -> None:
    assert run(backups=Path("/kept")).count("done.") == 7
    assert ran == [
        ("shuffle_intake",),
        ("erase_expired",),
        ("rebuild_counts",),
        ("find_alerts",),
        ("clearsessions",),
        ("rotate_secret",),
        ("backup", "/kept"),
    ]
    assert nights.last_night() == (timezone.localdate(), [])
    doctor.nights_are_done()


def test_what_fails_is_told_and_only_what_needs_it_is_left_out(ran: list[tuple[str, ...]]) -> None:
    FAILING.add("shuffle_intake")
    with pytest.raises(CommandError) as stated:
        run(backups=Path("/kept"))
    assert str(stated.value) == (
        "shuffle_intake: shuffle_intake cannot.\nerase_expired: left out, for it comes after shuffle_intake."
    )
    assert stated.value.returncode == 1
    steps = [step for step, *_words in ran]
    assert steps == ["shuffle_intake", "rebuild_counts", "find_alerts", "clearsessions", "rotate_secret", "backup"]
    with pytest.raises(NotReady, match="Failed: shuffle_intake, erase_expired"):
        doctor.nights_are_done()


def test_where_counting_failed_nothing_is_looked_for(ran: list[tuple[str, ...]]) -> None:
    FAILING.add("rebuild_counts")
    with pytest.raises(CommandError, match="find_alerts: left out, for it comes after rebuild_counts"):
        run(backups=Path("/kept"))
    assert [step for step, *_words in ran] == [
        "shuffle_intake",
        "erase_expired",
        "rebuild_counts",
        "clearsessions",
        "rotate_secret",
        "backup",
    ]


def test_a_night_without_a_folder_for_its_backup_is_not_done(ran: list[tuple[str, ...]]) -> None:
    with pytest.raises(CommandError, match="backup: no folder: set BACKUP_FOLDER"):
        run()
    steps = [step for step, *_words in ran]
    assert steps == [
        "shuffle_intake",
        "erase_expired",
        "rebuild_counts",
        "find_alerts",
        "clearsessions",
        "rotate_secret",
    ]


def test_the_doctor_sees_nights_that_stopped_and_says_where_there_were_none(settings: Any) -> None:
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    with pytest.raises(doctor.CannotTell):
        doctor.nights_are_done()
    nights.note_night(timezone.localdate() - datetime.timedelta(days=3), failed=[])
    with pytest.raises(NotReady, match="for two days"):
        doctor.nights_are_done()


def test_a_real_night_forgets_sessions_that_are_over_and_no_other(settings: Any, tmp_path: Path) -> None:
    Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
    now = timezone.now()
    for name, hours in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=name, session_data="", expire_date=now + datetime.timedelta(hours=hours))
    with pytest.raises(CommandError) as stated:  # a database in memory has no file to back up
        run(backups=tmp_path)
    assert str(stated.value).startswith("backup: ")
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
