"""A database is known by its file, also where another comes to lie under the same name and number."""

import hashlib
import os
import time
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps

from reports.publication import place
from reports.publication.models import PublishingPlace


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
    upgrade = import_module("reports.migrations.0030_a_place_has_a_birthday")
    machine = upgrade.MACHINE.read_text("ascii").strip() if upgrade.MACHINE.exists() else ""
    number = file.stat().st_ino + is_copy
    former = hashlib.sha256(f"{machine} {os.statvfs(file).f_fsid} {number}".encode()).hexdigest()
    PublishingPlace.objects.update(fingerprint=former)
    upgrade.know_the_place_anew(apps, SimpleNamespace(connection=connected_to(file)))
    assert PublishingPlace.objects.get().fingerprint == (former if is_copy else place.fingerprint())
