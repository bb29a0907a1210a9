"""A rehearsal says what would be published, writes nothing of the service, and leaves nothing of its copy."""

import fcntl
import hashlib
import json
import os
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from reports.management import rehearsal
from streetsafe import environment
from tests.deployment import Deployment
from tests.publication.test_one_draw import _DRAWN, _FILL, KEY, WESTBY, publish, run
from tests.streetsafe.test_backups_of_postgresql import url_of

_OPEN = """
import datetime, django
django.setup()
from reports.geography.models import Area
from reports.publication.opening import open_service
open_service(Area.objects.get(code="E06000901"), on=datetime.date(2026, 7, 1))
"""
_SETTLED = "import django; django.setup()\nfrom reports.publication import place\nplace.settle()"


def everything_in(folder: Path) -> dict[str, str]:
    """Every file of the service by its digest, but for what the test itself notes of its commands."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.startswith("command.") and not file.name.endswith(("-shm", "-wal"))
    }


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it copies SQLite alone")
def test_it_tells_what_would_come_and_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """The control: the publication itself changes the files, and has the form that was told."""
    kept = tmp_path / "kept"
    place = Deployment(tmp_path / "var", KEY | {"BACKUP_FOLDER": str(kept)})
    run(place, _FILL)
    run(place, _OPEN)
    run(place, _SETTLED)
    before = everything_in(place.var)
    said = place.manage("rehearse", "--period", "2026-Q3", "--area", WESTBY).output
    assert said.startswith("REHEARSAL. ")
    assert said.endswith("The copy is destroyed. Nothing was published and nothing was written.\n")
    assert "2026-Q3: 1 published" in said
    (told,) = [line for line in said.splitlines() if line.startswith(f"{WESTBY} ")]
    assert everything_in(place.var) == before
    assert (list(place.var.glob(".rehearsal-*")), kept.exists()) == ([], False)
    assert json.loads(run(place, _DRAWN)) == {}
    place.manage("backup", kept)
    publish(place)
    assert everything_in(place.var) != before
    files = [file for file in (place.var / "releases" / f"{WESTBY}-2026-Q3").rglob("*") if file.is_file()]
    assert f"; {len(files)} files, " in told
    (noisy, _digest) = json.loads(run(place, _DRAWN))[f"{WESTBY}-2026-Q3"]
    assert str(noisy) not in told.replace("E06000901", "").replace("2026", "").split("; ")[0]


def test_what_a_killed_rehearsal_leaves_is_destroyed_and_a_running_one_is_not(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    for name in ("killed", "running"):
        (tmp_path / f".rehearsal-{name}" / "var").mkdir(parents=True)
        (tmp_path / f".rehearsal-{name}" / "var" / "streetsafe.sqlite3").touch()
    handle = os.open(tmp_path / ".rehearsal-running", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    assert rehearsal.remove_leftovers() == 1
    assert [folder.name for folder in tmp_path.iterdir()] == [".rehearsal-running"]
    os.close(handle)
    assert rehearsal.remove_leftovers() == 1
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_published_as_a_rehearsals_copy_where_there_is_none(db: None, settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    with pytest.raises(CommandError, match="is no copy of a rehearsal"):
        call_command("rehearse", "--in-the-copy", "--period", "2026-Q3")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="python3 tools/on_postgresql.py runs it")
def test_on_postgresql_the_copy_is_a_database_that_is_emptied_again(tmp_path: Path) -> None:
    """Named, and empty: one that holds something is refused and keeps it."""
    names = ("rehearsed", "copy_of_it", "in_use")
    with psycopg.connect(url_of("postgres"), autocommit=True) as asked:
        for name in names:
            asked.execute(f"CREATE DATABASE {name}")
    try:
        seeing = {"DATABASE_URL": url_of("rehearsed"), "PGOPTIONS": environment.SEES_EVERYTHING}
        place = Deployment(tmp_path / "var", KEY | seeing)
        run(place, _FILL)
        run(place, _OPEN)
        words = ("rehearse", "--period", "2026-Q3", "--area", WESTBY)
        assert "Name an empty database for the copy" in place.manage(*words, expect=1).output
        with psycopg.connect(url_of("in_use"), autocommit=True) as asked:
            asked.execute("CREATE TABLE kept (number integer)")
        place.manage(*words, "--database", url_of("in_use"), expect=1)
        said = place.manage(*words, "--database", url_of("copy_of_it")).output
        assert "2026-Q3: 1 published" in said
        assert {name: tables_in(name) for name in ("copy_of_it", "in_use")} == {"copy_of_it": [], "in_use": ["kept"]}
        assert list(place.var.glob(".rehearsal-*")) == []
        assert json.loads(run(place, _DRAWN)) == {}
    finally:
        with psycopg.connect(url_of("postgres"), autocommit=True) as asked:
            for name in names:
                asked.execute(f"DROP DATABASE {name} WITH (FORCE)")


def tables_in(name: str) -> list[str]:
    with psycopg.connect(url_of(name)) as asked:
        return [row[0] for row in asked.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
