"""A backup of PostgreSQL gives back every row and every release into an empty database, or leaves it empty."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from streetsafe import environment
from streetsafe.backups import BackupProblem, restore_backup
from streetsafe.moment import NoMoment
from streetsafe.postgresql import moment
from tests.deployment import ROOT, Deployment
from tests.streetsafe.test_backups import FILL, KEY, PUBLISHED, encrypted

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="about PostgreSQL: python3 tools/on_postgresql.py runs it"
)
HARD = "a tab\ta line\nits end\\.\n\\N and 'quotes'; COPY x (y) FROM stdin;"  # what a dump of text must not trip over


def url_of(name: str) -> str:
    """As DATABASE_URL names a database of the cluster."""
    here = connection.settings_dict
    return f"postgresql://{here['USER']}@/{name}?host={here['HOST']}"


def settings_of(name: str) -> Mapping[str, Any]:
    """The same as Django's settings."""
    return environment.database(url_of(name), sqlite_file=Path())


@pytest.fixture(scope="module")
def empty_databases() -> Iterator[list[str]]:
    """Makes databases of these names; they are gone afterwards."""
    names = ["backed_up", "filled", "not_empty", "half"]
    with psycopg.connect(url_of("postgres"), autocommit=True) as asked:
        for name in names:
            asked.execute(f"CREATE DATABASE {name}")
        yield names
        for name in names:
            asked.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def service(empty_databases: list[str], tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """Forty reports on PostgreSQL, a place with a hard name, and one release file."""
    var = tmp_path_factory.mktemp("var")
    (var / "releases" / "one").mkdir(parents=True)
    (var / "releases" / "one" / "map.json").write_bytes(PUBLISHED)
    deployment = Deployment(var, {"BACKUP_KEY": KEY, "PYTHONPATH": str(ROOT), "DATABASE_URL": url_of("backed_up")})
    see_all = {"DJANGO_SETTINGS_MODULE": "streetsafe.settings", "PGOPTIONS": environment.SEES_EVERYTHING}
    command = [sys.executable, "-c", f"{FILL}\nfactories.make_place({HARD!r}, factories.IN_WESTBY, 3)"]
    subprocess.run(command, cwd=ROOT, check=True, timeout=300, env=deployment.variables() | see_all)
    return deployment


@pytest.fixture(scope="module")
def written(service: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its only backup."""
    kept = tmp_path_factory.mktemp("backups")
    stated = service.manage("backup", kept).output
    rows = moment.rows_of(settings_of("backed_up"))
    (file,) = kept.glob("*.backup")
    assert stated == f"{file.name}: {rows.number:,} rows, read back and the same.\n0 expired and deleted.\n"
    assert (kept / "taken-back.list").exists()
    return file


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    """The right one."""
    monkeypatch.setenv("BACKUP_KEY", KEY)


def tables_in(name: str) -> int:
    """How many tables stand in a database."""
    with psycopg.connect(url_of(name)) as asked:
        (found,) = asked.execute(
            "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ).fetchone() or (None,)
        return int(str(found))


def test_what_is_restored_is_what_was_there_behind_the_same_walls(
    service: Deployment, written: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "back"
    stated = service.manage("restore", written, folder, "--database", url_of("filled")).output
    rows = moment.rows_of(settings_of("backed_up"))
    assert rows.number > 120
    assert moment.rows_of(settings_of("filled")) == rows
    assert (
        stated.splitlines()[0] == f"{rows.number:,} rows and 1 release files restored into {folder} and the database."
    )
    assert stated.splitlines()[1] == "0 reports were back and are deleted again."
    assert (folder / "releases" / "one" / "map.json").read_bytes() == PUBLISHED
    assert sorted(os.listdir(folder)) == ["releases"]
    restored = Deployment(folder, service.environment | {"DATABASE_URL": url_of("filled")})
    assert restored.manage("migrate", "--check").status == 0
    with psycopg.connect(url_of("filled")) as nobody:  # row-level security came along
        (shown,) = nobody.execute("SELECT count(*) FROM reports_place").fetchone() or (None,)
        assert shown == 1
        with pytest.raises(psycopg.Error, match="nobody has said who looks"):
            nobody.execute("SELECT count(*) FROM reports_report")


def test_nothing_is_filled_that_is_not_empty(written: Path, tmp_path: Path) -> None:
    with psycopg.connect(url_of("not_empty"), autocommit=True) as asked:
        asked.execute("CREATE TABLE of_somebody (one int)")
    with pytest.raises(BackupProblem, match="The database not_empty is not empty"):
        restore_backup(written, tmp_path / "back", database=settings_of("not_empty"))
    assert (tables_in("not_empty"), os.listdir(tmp_path / "back")) == (1, [])


@pytest.mark.parametrize("change", ["cut", "changed at its end"])
def test_what_is_not_whole_leaves_the_database_empty(written: Path, tmp_path: Path, change: str) -> None:
    content = bytearray(written.read_bytes())
    if change == "cut":
        content = content[:-1]
    else:
        content[-1] ^= 1
    (tmp_path / "changed").write_bytes(content)
    with pytest.raises(BackupProblem):
        restore_backup(tmp_path / "changed", tmp_path / "back", database=settings_of("half"))
    assert (tables_in("half"), os.listdir(tmp_path / "back")) == (0, [])


def test_each_kind_of_backup_is_told_from_the_other(written: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupProblem, match="This is a backup of PostgreSQL: say with --database"):
        restore_backup(written, tmp_path / "back")
    of_sqlite = encrypted(tmp_path, "streetsafe.sqlite3")
    with pytest.raises(BackupProblem, match="This is a backup of SQLite"):
        restore_backup(of_sqlite, tmp_path / "back", database=settings_of("half"))
    pieces = encrypted(tmp_path, "postgresql/000002")
    with pytest.raises(BackupProblem, match="Pieces of the dump are missing"):
        restore_backup(pieces, tmp_path / "back", database=settings_of("half"))
    with pytest.raises(BackupProblem, match="There is no database in this backup"):
        restore_backup(encrypted(tmp_path, "releases/one"), tmp_path / "back", database=settings_of("half"))
    assert (tables_in("half"), os.listdir(tmp_path / "back")) == (0, [])


def test_a_database_that_is_away_or_a_wrong_name_is_said_in_words(
    service: Deployment, written: Path, tmp_path: Path
) -> None:
    away = Deployment(tmp_path / "var", service.environment | {"DATABASE_URL": f"postgresql://me@/x?host={tmp_path}"})
    said = away.manage("backup", tmp_path / "kept", expect=1).output
    assert "PostgreSQL cannot be read: connection is bad" in said
    assert "No backup was written." in said
    assert "Traceback" not in said
    for url, words in (
        ("mysql://me@host/x", "--database begins with mysql://"),
        (url_of("nowhere"), 'database "nowhere" does not exist'),
    ):
        said = service.manage("restore", written, tmp_path / "back", "--database", url, expect=1).output
        assert words in said
        assert "Traceback" not in said


def test_a_row_that_was_lost_on_the_way_is_found_out(service: Deployment, written: Path, tmp_path: Path) -> None:
    """Of the proof itself: with one row fewer in the dump the rows read back are others."""
    with moment.held_still(settings_of("backed_up")) as held:
        pieces = b"".join(read.read() for name, read, _ in held.parts() if moment.is_piece(name))
        with held.reading_back() as whole:
            whole.write(pieces)
            assert whole.rows() == held.rows
        with psycopg.connect(url_of("backed_up"), options=environment.SEES_EVERYTHING) as meanwhile:
            meanwhile.execute("DELETE FROM reports_place")
        with held.reading_back() as other:
            other.write(b"".join(read.read() for name, read, _ in later_parts() if moment.is_piece(name)))
            assert other.rows().number == held.rows.number - 1
        with pytest.raises(NoMoment):
            read_half(held, pieces)


def read_half(held: moment.PostgresqlMoment, pieces: bytes) -> None:
    """As somebody would whose backup was cut."""
    with held.reading_back() as broken:
        broken.write(pieces[: len(pieces) // 2])
        broken.rows()


def later_parts() -> Iterator[tuple[str, Any, int]]:
    """Of the database as it is now."""
    with moment.held_still(settings_of("backed_up")) as held:
        yield from held.parts()
