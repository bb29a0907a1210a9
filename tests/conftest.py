"""Fixtures every test may ask for."""

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.db import connection
from django.utils import translation

from reports.geography.models import Area
from reports.publication import place
from reports.publication.models import PublishingPlace
from streetsafe import environment
from streetsafe.limiter import COUNTER
from tests import factories

# A busy machine is slow, and that is no fault of the code: no test measures time.
hypothesis.settings.register_profile("no clock", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("no clock")


def pytest_addoption(parser: pytest.Parser) -> None:
    """What `tools/on_postgresql.py` asks for: the rest would only be run twice."""
    parser.addoption("--touching-the-database", action="store_true", help="only tests that read or write rows")


# Begun first, the longest first: one of these begun last would keep one core waiting for the other.
BEGUN_FIRST = (
    "tests/realdata/test_main_job.py",
    "tests/journeys/test_every_page.py",
    "tests/realdata/",
    "tests/journeys/",
    "tests/adversary/",
    "tests/demonstration/",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Puts long files first; with the option, leaves out every test that is given no database."""

    def turn(item: pytest.Item) -> int:
        found = (number for number, begin in enumerate(BEGUN_FIRST) if item.nodeid.startswith(begin))
        return next(found, len(BEGUN_FIRST))

    items.sort(key=turn)
    if not config.getoption("--touching-the-database"):
        return
    chosen = [item for item in items if _reads_or_writes_rows(item) or _is_about_postgresql(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
    items[:] = chosen


def _reads_or_writes_rows(item: pytest.Item) -> bool:
    return bool(item.get_closest_marker("django_db")) or "db" in item.fixturenames  # type: ignore[attr-defined]  # every test function has them


def _is_about_postgresql(item: pytest.Item) -> bool:
    """Skipped on SQLite: left out there too, it would be run nowhere."""
    return any("PostgreSQL" in mark.kwargs.get("reason", "") for mark in item.iter_markers("skipif"))


@pytest.fixture
def client() -> factories.StaffClient:
    """A browser that `force_login` signs in with the second factor shown."""
    return factories.StaffClient()


@pytest.fixture
def country(db: None) -> dict[str, Area]:
    """A small made-up country: see `tests.factories`."""
    return factories.make_country()


@pytest.fixture
def where_it_publishes(db: None) -> None:
    """As `migrate` notes it: a test with real transactions leaves no row behind."""
    if not PublishingPlace.objects.exists():
        place.settle()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """A test prepares and looks at tables as a command does; what a request sees is decided at its own view."""
    if connection.vendor == "postgresql":
        connection.settings_dict["OPTIONS"]["options"] = environment.SEES_EVERYTHING


@pytest.fixture(autouse=True)
def own_var_folder(settings: Any, tmp_path: Path) -> None:
    """Releases and other files a test writes stay in the test's own folder."""
    settings.VAR_DIR = tmp_path / "var"
    settings.RELEASES_DIR = tmp_path / "var" / "releases"


@pytest.fixture(autouse=True)
def counted_from_nothing() -> None:
    """Every test's reports come from one address: none may be counted for another test."""
    COUNTER.forget()


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime.datetime], None]:
    """Sets the clock that the service goes by. It stands: no measure's window ends under a test that counts."""

    def set_to(now: datetime.datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: now)
        monkeypatch.setattr("time.time", now.timestamp)

    set_to(factories.NOW)
    return set_to


@pytest.fixture(autouse=True)
def static_files_as_written(settings: Any) -> None:
    """Pages are drawn and static files served without collecting them first."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True


@pytest.fixture(autouse=True)
def append_only_tables_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test with real transactions its rows are deleted one table after another, which decisions and the
    audit refuse."""
    if "transactional_db" in request.fixturenames:
        request.getfixturevalue("transactional_db")
    yield
    marker = request.node.get_closest_marker("django_db")
    is_marked = marker is not None and marker.kwargs.get("transaction", False)
    if not is_marked and not {"transactional_db", "live_server"} & set(request.fixturenames):
        return
    for table in ("reports_decision", "reports_auditentry", "reports_response"):
        with connection.schema_editor() as editor, editor.without_triggers(table):
            editor.execute(f"DELETE FROM {table}")  # noqa: S608  # the names above


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """A third of a second per made-up person is what Argon2 is for, and no test is about that."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Tells how many cells of the access matrix were played."""
    passed = terminalreporter.getreports("passed")
    if any("staff/test_access.py::test_each_address" in report.nodeid for report in passed):
        from tests.staff import test_access  # only a run that played it pays for the import

        terminalreporter.write_line(test_access.size())


@pytest.fixture(autouse=True)
def no_language_left_over() -> None:
    """A Welsh page of the test before would leave its language to a test that asks for no page."""
    translation.deactivate()
