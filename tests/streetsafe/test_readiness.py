"""Ready means ready: each state in which no report could be taken is told as such, in words for anybody."""

import datetime
import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles import storage as static_storage
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import trans_real

from reports.geography.models import Area
from streetsafe.readiness import NotReady, files, service
from tests import factories
from tests.public_map.releases import make_release

only_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's file")


@pytest.fixture(autouse=True)
def folder() -> None:
    """The service's own folder is there, as `migrate` leaves it."""
    django_settings.VAR_DIR.mkdir(parents=True)


def asked(client: Client) -> tuple[int, list[str]]:
    """The status, and the lines."""
    answer = client.get("/readyz")
    assert answer.headers["Content-Type"] == "text/plain"
    assert answer.headers["Cache-Control"] == "no-store"
    assert ("Retry-After" in answer.headers) == (answer.status_code == 503)
    return answer.status_code, answer.content.decode().splitlines()


READY = (200, ["ready"])


def without(*said: str) -> tuple[int, list[str]]:
    """The answer with these faults."""
    return 503, ["not ready", *said]


@pytest.mark.django_db
def test_a_service_that_can_take_a_report_is_ready(client: Client, country: dict[str, Area]) -> None:
    assert asked(client) == READY
    assert client.get("/healthz").content == b"alive\n"


@pytest.mark.django_db
def test_no_council_is_no_ground(client: Client, country: dict[str, Area]) -> None:
    Area.objects.filter(kind=Area.Kind.COUNCIL).update(is_current=False)
    assert asked(client) == without("No council is loaded.")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("table", ["reports_submission", "reports_incomingreport", "django_session"])
def test_a_table_that_is_missing_is_told(client: Client, country: dict[str, Area], table: str) -> None:
    with connection.schema_editor() as editor:
        editor.execute(f"ALTER TABLE {table} RENAME TO elsewhere")
    try:
        assert asked(client) == without("The database lacks tables.")
    finally:
        with connection.schema_editor() as editor:
            editor.execute(f"ALTER TABLE elsewhere RENAME TO {table}")
    assert asked(client) == READY


@pytest.mark.django_db(transaction=True)
def test_a_column_that_a_report_writes_and_that_is_missing_is_told(client: Client, country: dict[str, Area]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reports_incomingreport RENAME COLUMN band TO elsewhere")
    try:
        stated = asked(client)
    finally:
        with connection.cursor() as cursor:  # another: what was refused may have closed the connection
            cursor.execute("ALTER TABLE reports_incomingreport RENAME COLUMN elsewhere TO band")
    assert (stated, asked(client)) == (without("The database takes nothing."), READY)


@pytest.mark.django_db
def test_a_migration_that_was_not_applied_is_told(client: Client, country: dict[str, Area]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'reports' AND name LIKE '0020%%'", [])
    assert asked(client) == without("The database is older than the service.")


@only_sqlite
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("bound", ["PRAGMA query_only=1", "PRAGMA max_page_count=1"])
def test_a_database_that_takes_nothing_is_told(client: Client, country: dict[str, Area], bound: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        most = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        cursor.execute(bound)
    try:
        assert asked(client) == without("The database takes nothing.")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only=0")
            cursor.execute(f"PRAGMA max_page_count={most}")
    assert asked(client) == READY


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")
@pytest.mark.django_db
@pytest.mark.parametrize("bound", ["SET TRANSACTION READ ONLY", "REVOKE INSERT ON reports_incomingreport FROM service"])
def test_a_database_that_may_not_be_written_is_told(client: Client, country: dict[str, Area], bound: str) -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(bound)
        assert asked(client) == without("The database takes nothing.")
        transaction.set_rollback(True)  # what ends the test writes


@pytest.mark.django_db
@pytest.mark.parametrize("secret", ["", "short"])
def test_a_secret_nobody_needs_to_guess_is_told(
    client: Client, country: dict[str, Area], settings: Any, secret: str
) -> None:
    settings.PRODUCTION, settings.ALLOWED_HOSTS = True, ["testserver"]
    settings.SECRET_KEY = "y" * 50
    assert asked(client) == READY
    settings.SECRET_KEY = secret
    assert "The service has no secret." in asked(client)[1]


@pytest.mark.django_db
def test_settings_and_folders_that_were_not_made_for_it_are_told(
    client: Client, country: dict[str, Area], settings: Any
) -> None:
    settings.PRODUCTION, settings.SECRET_KEY = True, "y" * 50
    settings.ALLOWED_HOSTS = ["*"]
    (settings.VAR_DIR / "demonstration").write_text("{}")
    assert asked(client) == without("The service has no host names.", "This is a demonstration.")


@pytest.mark.django_db
def test_a_folder_that_is_gone_is_told(client: Client, country: dict[str, Area], settings: Any) -> None:
    settings.VAR_DIR = settings.VAR_DIR / "elsewhere"
    assert asked(client) == without("The service's folder cannot be written.")


@pytest.mark.django_db
@pytest.mark.parametrize("full", ["blocks", "files"])
def test_a_full_disk_is_told(
    client: Client, country: dict[str, Area], monkeypatch: pytest.MonkeyPatch, full: str
) -> None:
    real = os.statvfs(django_settings.VAR_DIR)
    fields = list(real)
    fields[4 if full == "blocks" else 7] = 3 if full == "blocks" else 0  # f_bavail, f_favail
    monkeypatch.setattr(files.os, "statvfs", lambda _folder: os.statvfs_result(fields))
    assert asked(client) == without("The disk is full.")


@pytest.mark.django_db
def test_releases_without_their_files_are_told(client: Client, country: dict[str, Area], settings: Any) -> None:
    make_release()
    assert asked(client) == READY
    settings.RELEASES_DIR = settings.VAR_DIR / "elsewhere"
    assert asked(client) == without("Published files are missing.")


@pytest.mark.django_db
@pytest.mark.parametrize("days", [-400, -3, 40_000])
def test_a_clock_that_is_wrong_is_told(
    client: Client, country: dict[str, Area], monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    wrong = timezone.now() + datetime.timedelta(days=days)
    monkeypatch.setattr(service.timezone, "now", lambda: wrong)
    assert "The clock is wrong." in asked(client)[1]


@pytest.mark.django_db
def test_styles_that_were_not_collected_are_told(
    client: Client, country: dict[str, Area], settings: Any, tmp_path: Path
) -> None:
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "streetsafe.static_files.HashedStaticFiles"}}
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATIC_ROOT.mkdir()
    paths = {}
    for name in files._static_names():
        hashed = f"{name}.hashed"
        (settings.STATIC_ROOT / hashed).parent.mkdir(parents=True, exist_ok=True)
        (settings.STATIC_ROOT / hashed).touch()
        paths[name] = hashed
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    manifest.write_text(json.dumps({"paths": paths, "version": "1.1", "hash": "0"}))
    static_storage.staticfiles_storage._setup()
    assert asked(client) == READY
    (settings.STATIC_ROOT / f"{files._static_names()[0]}.hashed").unlink()
    assert asked(client) == without("Styles or scripts are missing.")
    manifest.unlink()
    static_storage.staticfiles_storage._setup()
    assert "Styles or scripts are missing." in asked(client)[1]


@pytest.mark.django_db
def test_welsh_that_was_not_compiled_is_told(client: Client, country: dict[str, Area], settings: Any) -> None:
    settings.LOCALE_PATHS = []
    trans_real._translations = {}
    try:
        with translation.override("en-gb"):
            assert asked(client) == without("The Welsh words are missing.")
    finally:
        trans_real._translations = {}


@pytest.mark.django_db
def test_a_broken_template_is_told(client: Client, country: dict[str, Area], settings: Any, tmp_path: Path) -> None:
    broken = tmp_path / "checkout"
    (broken / "templates").mkdir(parents=True)
    (broken / "templates" / "base.html").write_text("{% if %}")
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [broken / "templates", *engine["DIRS"]]}]
    files._read_templates.cache_clear()
    try:
        status, said = asked(client)
    finally:
        files._read_templates.cache_clear()
    assert (status, said[:2]) == (503, ["not ready", "A page's template is broken."])


@pytest.mark.django_db
def test_helplines_that_cannot_be_read_are_told(
    client: Client, country: dict[str, Area], settings: Any, tmp_path: Path
) -> None:
    settings.ROUTES_FILE = tmp_path / "routes.toml"
    settings.ROUTES_FILE.write_text("no = ")
    assert "The list of helplines cannot be read." in asked(client)[1]


@pytest.mark.django_db
def test_a_first_page_that_cannot_be_drawn_is_told_without_its_fault(
    client: Client, country: dict[str, Area], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> None:
        raise RuntimeError("a path /srv/streetsafe and more")

    monkeypatch.setattr("reports.intake.journey.opening_page", fails)
    assert asked(client) == without("The report's page cannot be drawn.")
    asked(client)
    said = [record.getMessage() for record in caplog.records if record.name == "streetsafe.health"]
    assert len(said) == 1  # the operator's log tells all of it, once
    assert "RuntimeError: a path /srv/streetsafe and more" in said[0]


def test_all_who_ask_at_once_share_one_look() -> None:
    """However many ask, one of them looks."""
    begun, go_on, looks = threading.Event(), threading.Event(), []

    def look() -> list[NotReady]:
        looks.append(1)
        begun.set()
        assert go_on.wait(20)
        return []

    shared = service.Shared(look)
    answers: list[list[NotReady]] = []
    first = threading.Thread(target=lambda: answers.append(shared()))
    first.start()
    assert begun.wait(20)
    others = [threading.Thread(target=lambda: answers.append(shared())) for _ in range(5)]
    for other in others:
        other.start()
    go_on.set()
    for thread in (first, *others):
        thread.join(20)
    assert len(answers) == 6
    assert len(looks) < 6  # a thread that came when the first had ended may look for itself
    assert shared() == []


@pytest.mark.django_db
def test_nothing_that_people_did_changes_the_answer_or_the_work(client: Client, country: dict[str, Area]) -> None:
    asked(client)
    with connection.execute_wrapper(counted := _Counted()):
        before = asked(client)
    empty = counted.queries
    for _ in range(3):
        factories.make_report()
        factories.make_accepted_report()
    counted.queries = []
    with connection.execute_wrapper(counted):
        assert asked(client) == before == READY
    assert counted.queries == empty


class _Counted:
    """The statements a connection was asked."""

    def __init__(self) -> None:
        self.queries: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.queries.append(sql.partition(' "s')[0])  # a savepoint has a name of its own each time
        return execute(sql, params, many, context)
