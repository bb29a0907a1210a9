"""Restores, copies and second machines, as the documents tell them: no council's quarter is ever drawn twice."""

import datetime
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.deployment import ROOT, Deployment

WESTBY, QUARTER = "E06000901", "2026-Q3"
_FILL = """
import datetime, sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests import factories
factories.make_country()
day = datetime.date(2026, 7, 1)
for number in range(60):
    on = day + datetime.timedelta(days=number)
    factories.make_accepted_report(accepted_on=on, received_on=on)
"""
_DRAWN = """
import django, json
django.setup()
from reports.publication.models import PublishedTable, Release
rows = PublishedTable.objects.filter(table="T0").order_by("release").values_list("release", "noisy")
print(json.dumps({release: [noisy, Release.objects.get(pk=release).manifest_digest] for release, noisy in rows}))
"""
KEY = {"BACKUP_KEY": "k" * 40, "DJANGO_SETTINGS_MODULE": "streetsafe.settings"}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A service's folder with sixty reports, whose quarter is over."""
    place = Deployment(tmp_path_factory.mktemp("filled") / "var", KEY)
    run(place, _FILL)
    return place.var


@pytest.fixture
def place(filled: Path, tmp_path: Path) -> Deployment:
    """The same in a folder of its own, where it publishes."""
    return moved(filled, tmp_path / "var")


def run(place: Deployment, script: str) -> str:
    """What a script says in that place."""
    command = [sys.executable, "-c", script]
    return subprocess.run(
        command, cwd=ROOT, env=place.variables(), check=True, capture_output=True, text=True, timeout=120
    ).stdout


def moved(folder: Path, to: Path) -> Deployment:
    """A copy of a service's folder that has taken over at once, with nothing lost: nothing was published yet."""
    shutil.copytree(folder, to)
    place = Deployment(to, dict(KEY))
    run(place, "import django; django.setup()\nfrom reports.publication import place\nplace.settle()")
    return place


def publish(place: Deployment, *, quarter: str = QUARTER, expect: int = 0) -> str:
    """What `publish_release` of one council says."""
    words = ("publish_release", "--area", WESTBY, "--period", quarter, "--as-of", "2027-06-30")
    return place.manage(*words, expect=expect).output


def published(place: Deployment) -> dict[str, bytes]:
    """Everything in the folder of releases."""
    releases = place.var / "releases"
    return {str(file.relative_to(releases)): file.read_bytes() for file in releases.rglob("*") if file.is_file()}


def backed_up(place: Deployment, folder: Path) -> Path:
    """The backup that the documented command writes."""
    place.manage("backup", folder)
    return max(folder.glob("*.backup"), key=lambda file: file.stat().st_mtime)


def restored(place: Deployment, backup: Path, to: Path, **environment: str) -> Deployment:
    """A service's folder restored from a backup, as documented."""
    place.manage("restore", backup, to)
    return Deployment(to, KEY | environment)


def test_a_backup_from_before_the_publication_draws_nothing_again(place: Deployment, tmp_path: Path) -> None:
    """backup, publish, restore, publish: refused; taken over without the folders, the quarter never comes."""
    backup = backed_up(place, tmp_path / "backups")
    publish(place)
    again = restored(place, backup, tmp_path / "again")
    refusal = publish(again, expect=1)
    assert "This database was copied or restored" in refusal
    assert "take_over_publication" in refusal
    assert "Traceback" not in refusal
    assert published(again) == {}
    said = again.manage("take_over_publication").output
    assert "Up to 2026-Q3 nothing more is drawn for 3 councils" in said
    assert "0 published" in publish(again)
    assert published(again) == {}
    # The other place knows, too: two that go on would draw the next quarter twice.
    assert "handed publication over to" in publish(place, quarter="2026-Q4", expect=1)
    assert "2026-Q4: 1 published" in publish(again, quarter="2026-Q4")


def test_with_the_folders_of_the_other_place_its_releases_are_taken_as_they_are(
    place: Deployment, tmp_path: Path
) -> None:
    """Whether copied beforehand or named: the same bytes, no draw, and the next quarter follows in the chain."""
    backup = backed_up(place, tmp_path / "backups")
    publish(place)
    before = published(place)
    again = restored(place, backup, tmp_path / "again")
    said = again.manage("take_over_publication", "--from", place.var / "releases").output
    assert "1 releases were published and not stored here" in said
    assert published(again) == before
    assert "0 published, 1 stood already" in publish(again)
    assert published(again) == before
    publish(again, quarter="2026-Q4")
    drawn = run(again, _DRAWN)
    assert f"{WESTBY}-2026-Q3" in drawn
    assert f"{WESTBY}-2026-Q4" in drawn


def test_a_folder_without_its_rows_is_adopted_and_never_drawn_again(place: Deployment) -> None:
    """The database alone was restored in its place: the published folder tells."""
    before_publication = (place.var / "streetsafe.sqlite3").read_bytes()
    publish(place)
    before = published(place)
    database = place.var / "streetsafe.sqlite3"
    for left in place.var.glob("streetsafe.sqlite3-*"):
        left.unlink()
    with database.open("r+b") as file:  # into the same file, as a dump is loaded into the same database
        file.truncate()
        file.write(before_publication)
    said = publish(place)
    assert "This database was turned back: 1 releases lay here without it" in said
    assert "0 published, 1 stood already" in said
    assert published(place) == before


def test_a_broken_folder_without_its_rows_is_refused(place: Deployment) -> None:
    """In a sentence; nothing is drawn or taken away."""
    folder = place.var / "releases" / f"{WESTBY}-{QUARTER}"
    folder.mkdir(parents=True)
    (folder / "leaves.csv").write_text("half\n")
    refusal = publish(place, expect=1)
    assert "is never drawn again: bring the folder as it was published" in " ".join(refusal.split())
    assert "Traceback" not in refusal
    assert list(published(place)) == [f"{WESTBY}-{QUARTER}/leaves.csv"]


@pytest.mark.parametrize("how", ["a copied folder", "a second machine"])
def test_a_copy_draws_nothing(place: Deployment, tmp_path: Path, how: str) -> None:
    """Neither before nor after the first has published; when it takes over, the first one draws no more."""
    shutil.copytree(place.var, tmp_path / "copy")
    copy = Deployment(tmp_path / "copy", KEY)
    assert "This database was copied or restored" in publish(copy, expect=1)
    if how == "a copied folder":
        publish(place)
        assert "This database was copied or restored" in publish(copy, expect=1)
        assert published(copy) == {}
        return
    shutil.move(place.var, tmp_path / "on another machine")  # out of reach
    copy.manage("take_over_publication")
    assert "0 published" in publish(copy)
    assert published(copy) == {}


def test_copies_beside_the_backups_are_found_by_themselves(place: Deployment, tmp_path: Path) -> None:
    """With BACKUP_FOLDER: a backup before and after, copies of what is public, and an old backup finds them."""
    backups = tmp_path / "backups"
    beside = {"BACKUP_FOLDER": str(backups)}
    place.environment.update(beside)
    assert "No recent backup" in publish(place, expect=1)
    old = backed_up(place, backups)
    os.utime(old, (0, (datetime.datetime.now(tz=datetime.UTC) - datetime.timedelta(days=3)).timestamp()))
    assert "No recent backup" in publish(place, expect=1)
    os.utime(old)
    assert "a backup with what was published" in publish(place)
    before = published(place)
    shutil.rmtree(place.var)  # the disk died
    again = restored(Deployment(tmp_path / "any", KEY), old, tmp_path / "again", **beside)
    assert "1 releases were published and not stored here" in again.manage("take_over_publication").output
    assert published(again) == before
    assert "1 stood already" in publish(again)


def test_production_publishes_nothing_without_backups(place: Deployment) -> None:
    production = {
        "STREETSAFE_ENV": "production",
        "SECRET_KEY": "q8Zr-3vT_yM5kWd0HcJ9-bLx2NfPeS7uGaRiOt4VwEo6CnBzKmYhXj1D",
        "ALLOWED_HOSTS": "places.example",
        "RELEASES_PUBLISHER": "Somebody",
        "CONTACT_ADDRESS": "1 High Street, Westby",
        "DATA_PROTECTION_OFFICER": "Jo Westby",
        "ICO_REGISTRATION": "ZA000000",
    }
    place.environment.update(production)
    refusal = place.manage("publish_release", "--area", WESTBY, "--period", QUARTER, expect=1).output
    assert "Set BACKUP_FOLDER" in refusal
    assert published(place) == {}


def test_a_service_that_publishes_on_is_not_disturbed(place: Deployment) -> None:
    """The control: the same commands in the one place draw each quarter once, and take-over changes nothing there."""
    publish(place)
    drawn: Any = run(place, _DRAWN)
    assert "0 releases were published and not stored" in place.manage("take_over_publication").output
    assert "0 published, 1 stood already" in publish(place)
    assert run(place, _DRAWN) == drawn
    assert "2026-Q4: 1 published" in publish(place, quarter="2026-Q4")
