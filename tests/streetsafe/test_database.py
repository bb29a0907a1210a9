"""The database keeps what it confirms, or the service does not start."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections

from streetsafe import environment
from streetsafe.postgresql import UnsafeDatabase, refuse_half_sight, refuse_to_forget
from tests.deployment import PRODUCTION, ROOT, Deployment

sys.path.insert(0, str(ROOT / "tools"))
import on_postgresql  # type: ignore[import-not-found]  # a script, not a package

SAFE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="about PostgreSQL: python3 tools/on_postgresql.py runs it"
)


@pytest.mark.parametrize("name", SAFE)
def test_a_server_that_may_forget_is_refused_by_the_name_of_the_setting(name: str) -> None:
    refuse_to_forget(SAFE)
    with pytest.raises(UnsafeDatabase, match=f"runs with {name} off"):
        refuse_to_forget(SAFE | {name: "off"})


@pytest.mark.parametrize("value", ["local", "remote_write", "remote_apply"])
def test_whoever_waits_for_a_second_machine_waits_for_this_one_too(value: str) -> None:
    refuse_to_forget(SAFE | {"synchronous_commit": value})


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("postgresql://me:s%2Fcret@db.example/places", ("db.example", "", "places", "me", "s/cret")),
        ("postgres://me@db.example:6432/places", ("db.example", "6432", "places", "me", "")),
        ("postgresql://me@/places?host=/var/run/postgresql", ("/var/run/postgresql", "", "places", "me", "")),
    ],
)
def test_a_url_names_a_server_or_the_folder_of_its_socket(url: str, where: tuple[str, ...]) -> None:
    found = environment.database(url, sqlite_file=Path("unused"))
    assert tuple(found[name] for name in ("HOST", "PORT", "NAME", "USER", "PASSWORD")) == where


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="mysql://"):
        environment.database("mysql://me@db.example/places", sqlite_file=Path("unused"))


def test_a_command_that_would_count_nothing_is_refused() -> None:
    refuse_half_sight("", None)  # a server's connection: it sees nothing until it is told who looks
    refuse_half_sight(environment.SEES_EVERYTHING, "on")
    with pytest.raises(UnsafeDatabase, match="would see no report"):
        refuse_half_sight(environment.SEES_EVERYTHING, None)


@only_postgresql
@pytest.mark.django_db
def test_a_session_that_would_not_wait_for_the_disk_is_refused_and_not_kept() -> None:
    careless = connections.create_connection("default")
    careless.settings_dict = connection.settings_dict | {"OPTIONS": {"options": "-c synchronous_commit=off"}}
    with pytest.raises(UnsafeDatabase, match="synchronous_commit off"):
        careless.ensure_connection()
    assert careless.connection is None


@contextmanager
def server_of_its_own(*settings: str) -> Iterator[str]:
    """The DATABASE_URL of a PostgreSQL with these settings."""
    # Not pytest's own folder: a socket's path is at most 107 bytes.
    with (
        tempfile.TemporaryDirectory(prefix="streetsafe-postgresql-") as folder,
        on_postgresql.cluster(on_postgresql.programs(), Path(folder), settings=settings) as url,
    ):
        yield url


def started(deployment: Deployment) -> tuple[int, str]:
    """How the service's start ended, and what it said."""
    command = [sys.executable, "-c", "import streetsafe.wsgi"]
    ended = subprocess.run(
        command, cwd=ROOT, env=deployment.variables(), capture_output=True, text=True, check=False, timeout=120
    )
    return ended.returncode, ended.stderr


@pytest.fixture(scope="module")
def careless_server() -> Iterator[str]:
    """One that does not wait for its disk."""
    with server_of_its_own("fsync=off", "full_page_writes=off") as url:
        yield url


@pytest.fixture(scope="module")
def careful_server() -> Iterator[str]:
    """One that waits, with a role that no row-level security holds for beside its superuser and the service's own."""
    with server_of_its_own() as url:
        with psycopg.connect(url.replace("service@", "superuser@"), autocommit=True) as asked:
            asked.execute("CREATE ROLE passes_by LOGIN CREATEDB NOSUPERUSER BYPASSRLS")
        yield url


@only_postgresql
def test_neither_a_command_nor_the_service_starts_on_a_server_that_does_not_wait(
    careless_server: str, tmp_path: Path
) -> None:
    deployment = Deployment(tmp_path, {"DATABASE_URL": careless_server})
    assert "PostgreSQL runs with fsync, full_page_writes off" in deployment.manage("migrate", expect=1).output
    status, said = started(deployment)
    assert status == 4
    assert "PostgreSQL runs with fsync, full_page_writes off" in said


@only_postgresql
def test_the_service_starts_while_its_database_is_away(tmp_path: Path) -> None:
    assert started(Deployment(tmp_path, {"DATABASE_URL": f"postgresql://me@/places?host={tmp_path}"})) == (0, "")


@only_postgresql
@pytest.mark.parametrize("role", ["superuser", "passes_by"])
def test_production_refuses_a_role_that_the_row_level_security_does_not_hold_for(
    careful_server: str, tmp_path: Path, role: str
) -> None:
    url = careful_server.replace("service@", f"{role}@")
    status, said = started(Deployment(tmp_path, {"DATABASE_URL": url} | PRODUCTION))
    assert status == 4
    assert f"The role {role} of DATABASE_URL is a superuser or has BYPASSRLS" in said
    assert "Give the service a role of its own" in said
    assert started(Deployment(tmp_path, {"DATABASE_URL": url})) == (0, "")  # on a newcomer's machine it may be


@only_postgresql
def test_production_starts_as_a_role_of_its_own(careful_server: str, tmp_path: Path) -> None:
    assert started(Deployment(tmp_path, {"DATABASE_URL": careful_server} | PRODUCTION)) == (0, "")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
@pytest.mark.django_db
def test_sqlite_waits_for_the_disk_and_overwrites_what_is_deleted(tmp_path: Path) -> None:
    on_disk = connections.create_connection("default")
    on_disk.settings_dict = connection.settings_dict | {"NAME": tmp_path / "database.sqlite3"}
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0}
    try:
        with on_disk.cursor() as cursor:
            found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
            waits = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
    finally:
        on_disk.close()
    assert (found, waits) == (wanted, 5000)
