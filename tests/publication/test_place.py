"""A database is known by its file, also where another comes to lie under the same name and number."""

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from reports.geography.models import Area
from reports.publication import place
from reports.publication.models import PublishingPlace
from reports.publication.taking_over import take_over
from tests.factories import NOW


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of SQLite's, as `place` finds it."""
    made = tmp_path / "streetsafe.sqlite3"
    made.write_bytes(b"a database")
    monkeypatch.setattr(place, "connection", connected_to(made))
    return made


def connected_to(file: Path) -> SimpleNamespace:
    """As much of a connection as tells where its database is."""
    return SimpleNamespace(vendor="sqlite", settings_dict={"NAME": file})


def test_what_is_written_into_the_file_leaves_the_place_as_it_is(file: Path) -> None:
    before = place.fingerprint()
    file.write_bytes(b"another row")
    os.utime(file, (0, 0))
    assert place.fingerprint() == before


def test_a_file_put_in_the_place_of_another_is_a_copy(file: Path) -> None:
    """File systems give the number of a removed file to the next: it is younger all the same."""
    before = place.fingerprint()
    file.unlink()
    time.sleep(1.1)
    file.write_bytes(b"a database")
    assert place.fingerprint() != before


@pytest.mark.django_db
@pytest.mark.parametrize("is_copy", [False, True])
def test_an_upgrade_leaves_the_place_known_and_a_copy_a_copy(file: Path, *, is_copy: bool) -> None:
    migration = MigrationLoader(connection).get_migration("reports", "0030_a_place_has_a_birthday")
    (upgrade,) = migration.operations
    machine_id = Path("/etc/machine-id")
    machine = machine_id.read_text("ascii").strip() if machine_id.exists() else ""
    number = file.stat().st_ino + is_copy
    former = hashlib.sha256(f"{machine} {os.statvfs(file).f_fsid} {number}".encode()).hexdigest()
    PublishingPlace.objects.update(fingerprint=former)
    upgrade.code(apps, SimpleNamespace(connection=connected_to(file)))
    assert PublishingPlace.objects.get().fingerprint == (former if is_copy else place.fingerprint())


@pytest.fixture
def folders(tmp_path: Path, settings: Any) -> Callable[[str], Path]:
    """Folders of services by name; the one asked for is where this process runs."""

    def run_in(name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        settings.VAR_DIR = folder
        return folder

    return run_in


@pytest.mark.django_db
def test_of_two_copies_that_take_over_the_last_publishes(folders: Callable[[str], Path]) -> None:
    """The second finds the first by what it left in the folder of the one before."""
    original = folders("original")
    place.settle()
    for copy in ("first", "second"):
        here = folders(copy)
        PublishingPlace.objects.update(fingerprint="of the original", folder=str(original))
        assert take_over(now=NOW).handed_over_by == (original if copy == "first" else original.with_name("first"))
        place.refuse_elsewhere()
        assert not (here / place.HANDED_OVER).exists()
    for name in ("original", "first"):
        folders(name)
        with pytest.raises(place.Elsewhere, match=f"handed publication over to {original.with_name('second')}"):
            place.refuse_elsewhere()


@pytest.mark.django_db
def test_a_service_that_handed_over_takes_over_again_as_a_copy_does(
    country: dict[str, Area], folders: Callable[[str], Path]
) -> None:
    """What the other drew meanwhile is given up, and the other is told."""
    original, copy = folders("original"), folders("copy")
    (original / place.HANDED_OVER).write_text(f"{copy}\n")
    folders("original")
    PublishingPlace.objects.update(fingerprint=place.fingerprint(), folder=str(original))
    with pytest.raises(place.Elsewhere):
        place.refuse_elsewhere()
    taken = take_over(now=NOW)
    assert (taken.handed_over_by, len(taken.lost), taken.is_unseen) == (copy, 3, False)
    place.refuse_elsewhere()
    folders("copy")
    with pytest.raises(place.Elsewhere, match=f"handed publication over to {original}"):
        place.refuse_elsewhere()


@pytest.mark.django_db
def test_a_service_whose_folder_was_moved_is_found_by_a_copy_of_it(folders: Callable[[str], Path]) -> None:
    folders("before")
    place.settle()
    moved = folders("moved")
    place.refuse_elsewhere()
    assert PublishingPlace.objects.get().folder == str(moved)
    folders("copy")
    PublishingPlace.objects.update(fingerprint="of the one that was moved")
    assert take_over(now=NOW).handed_over_by == moved
    PublishingPlace.objects.update(fingerprint="of one on another machine", folder="/on/another/machine")
    assert take_over(now=NOW).is_unseen
