"""What somebody deleted by their words stays deleted after a restore."""

import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from reports.intake import taken_back
from reports.intake.models import IncomingReport, Report, TakenBack
from reports.intake.shuffling import shuffle_intake
from reports.intake.submission import submit_report
from reports.intake.taken_back import LIST, follow_list, write_list
from reports.intake.withdrawal import code_of_submission, withdraw_report
from tests.deployment import ROOT, Deployment
from tests.factories import NOW
from tests.intake.test_submission import ANSWERS

_SEND = """
import django, uuid
django.setup()
from django.core.management import call_command
from tests.factories import NOW, make_country
from tests.intake.test_submission import ANSWERS
from reports.intake.submission import submit_report
from reports.intake.shuffling import shuffle_intake
from reports.intake.withdrawal import code_of_submission
call_command("migrate", verbosity=0)
make_country()
sent = [uuid.uuid4() for _ in range(12)]
for one in sent:
    submit_report(ANSWERS, submission_id=one, now=NOW)
print(code_of_submission(sent[0]))
shuffle_intake(now=NOW, whole=True)
submit_report(ANSWERS, submission_id=(last := uuid.uuid4()), now=NOW)
print(code_of_submission(last))
"""
_TAKE_BACK = """
import django, sys
django.setup()
from reports.intake.withdrawal import withdraw_report
for words in sys.argv[1:]:
    withdraw_report(words)
"""
_LOOK = """
import django
django.setup()
from reports.intake.models import IncomingReport, Report
print(Report.objects.count(), IncomingReport.objects.count())
"""


def run(place: Deployment, script: str, *words: str) -> list[str]:
    """What a script says in a place."""
    command = [sys.executable, "-c", script, *words]
    ended = subprocess.run(
        command, cwd=ROOT, env=place.variables(), check=True, capture_output=True, text=True, timeout=120
    )
    return ended.stdout.splitlines()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="`backup` is of SQLite")
def test_a_restore_deletes_again_what_was_deleted_since_the_backup(tmp_path: Path) -> None:
    """Shuffled or still waiting; the control: the backup alone brings both back."""
    keys = {"BACKUP_KEY": "k" * 40, "DJANGO_SETTINGS_MODULE": "streetsafe.settings", "SECRET_KEY": "one " * 20}
    place, backups = Deployment(tmp_path / "var", keys), tmp_path / "backups"
    words = run(place, _SEND)
    assert run(place, _LOOK) == ["12 1"]
    place.manage("backup", backups)
    backup = next(backups.glob("*.backup"))
    place.manage("restore", backup, tmp_path / "control")
    assert run(Deployment(tmp_path / "control", keys), _LOOK) == ["12 1"]
    run(place, _TAKE_BACK, *words)
    assert run(place, _LOOK) == ["11 0"]
    place.manage("backup", backups)
    said = place.manage("restore", backup, tmp_path / "again").output
    assert "2 reports were back and are deleted again." in said
    assert run(Deployment(tmp_path / "again", keys), _LOOK) == ["11 0"]
    # The list is a folder's of backups: what was deleted before is known to the restored service, too.
    lines = (backups / LIST).read_text("ascii").splitlines()
    assert [len(line.split()[0]) for line in lines] == [32, 32]
    assert lines == sorted(lines)


@pytest.fixture
def deleted(country: Any) -> tuple[uuid.UUID, uuid.UUID]:
    """The mark of a report that was deleted, and of one that stays."""
    sent = [uuid.uuid4() for _ in range(12)]
    for one in sent:
        submit_report(ANSWERS, submission_id=one, now=NOW)
    shuffle_intake(now=NOW, whole=True)
    before = set(Report.objects.values_list("withdrawal_mark", flat=True))
    withdraw_report(code_of_submission(sent[0]))
    after = set(Report.objects.values_list("withdrawal_mark", flat=True))
    (gone,) = before - after
    assert gone
    kept = next(iter(after))
    assert kept
    return gone, kept


def test_the_list_tells_no_mark_and_no_order(deleted: tuple[uuid.UUID, uuid.UUID], tmp_path: Path) -> None:
    """A digest by the site's secret: another secret's list is of nothing."""
    assert write_list(tmp_path) == 1
    text = (tmp_path / LIST).read_text("ascii")
    assert deleted[0].hex not in text
    assert str(deleted[0]) not in text
    assert write_list(tmp_path) == 1  # joined with itself
    assert (tmp_path / LIST).read_text("ascii") == text
    assert sorted(file.name for file in tmp_path.iterdir()) == [LIST, *(["var"] if (tmp_path / "var").exists() else [])]


def test_only_what_was_deleted_is_deleted_again(
    deleted: tuple[uuid.UUID, uuid.UUID], tmp_path: Path, settings: Any
) -> None:
    """As if the backup had brought it back; with another secret nothing is found, and nothing else is touched."""
    write_list(tmp_path)
    report = Report.objects.get(withdrawal_mark=deleted[1])
    report.pk, report.withdrawal_mark = uuid.uuid4(), deleted[0]
    report.save(force_insert=True)
    TakenBack.objects.all().delete()
    assert Report.objects.count() == 12
    secret, settings.SECRET_KEY = settings.SECRET_KEY, "another " * 10
    assert follow_list(tmp_path) == 0
    settings.SECRET_KEY = secret
    assert follow_list(tmp_path) == 1
    assert not Report.objects.filter(withdrawal_mark=deleted[0]).exists()
    assert (Report.objects.count(), IncomingReport.objects.count()) == (11, 0)
    assert follow_list(tmp_path) == 0


def test_it_is_forgotten_when_no_backup_is_as_old(
    deleted: tuple[uuid.UUID, uuid.UUID], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_list(tmp_path)
    later = (NOW.date().replace(year=2027, month=6)).replace(day=1)
    monkeypatch.setattr(taken_back.timezone, "localdate", lambda: later)
    taken_back.note_taken_back(uuid.uuid4())
    assert TakenBack.objects.count() == 1
    assert write_list(tmp_path) == 1
