"""The papers an operator's data protection officer is given: every measure's test exists, and every table is there."""

import datetime
import re

import pytest
from django.apps import apps
from django.db import connection

from reports.analyst import monday_mail
from reports.basemap import archive
from reports.intake import retention, taken_back
from reports.management import rehearsal
from reports.moderation import attention
from reports.publication import place, safekeeping
from reports.staff import invitations, sessions, tokens
from streetsafe import backups, day_figures, nights, sender
from tests.architecture.sentences import named_tests, read
from tests.architecture.test_promises import is_there

PAPERS = ("dpia", "threat-model", "incidents", "retention", "upgrading")
NONE = "no test"
_TABLE = re.compile(r"(?:^\|.*\n)+", re.M)


def rows_of(text: str) -> list[tuple[str, ...]]:
    """The rows of all tables whose last column names tests, without their heads."""
    found: list[tuple[str, ...]] = []
    for table in _TABLE.findall(text):
        lines = [re.sub(r"^\||\|$", "", line).split("|") for line in table.splitlines()]
        head, _rule, *rows = [tuple(cell.strip() for cell in cells) for cells in lines]
        if head[-1] == "test":
            assert [row for row in rows if len(row) != len(head)] == []
            found += rows
    return found


def retained() -> dict[str, tuple[str, ...]]:
    """By table or file: its row."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows_of(read("docs/retention.md")):
        for name in re.findall(r"`([^`]+)`", row[0]):
            assert name not in found, name
            found[name] = row
    return found


@pytest.mark.parametrize("paper", PAPERS)
def test_every_test_that_a_paper_names_exists(paper: str) -> None:
    text = read(f"docs/{paper}.md")
    named = named_tests(text)
    assert len(named) > 3
    assert [(file, name) for file, name in named if not is_there(file, name)] == []
    # Nothing that looks like a test is spelt so that the line before would pass over it.
    assert len(re.findall(r"test_\w+\.py", text)) == len(named)


@pytest.mark.parametrize("paper", PAPERS)
def test_every_measure_has_a_test_or_says_that_it_has_none(paper: str) -> None:
    rows = rows_of(read(f"docs/{paper}.md"))
    assert rows
    assert [row for row in rows if not named_tests(row[-1]) and not row[-1].startswith(NONE)] == []
    assert [row for row in rows if not all(name for _file, name in named_tests(row[-1]))] == []


@pytest.mark.django_db
def test_every_table_of_the_database_is_in_the_retention_table() -> None:
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    stored = {name for name in connection.introspection.table_names() if not name.startswith("reports_place_words")}
    known = {name for name in retained() if re.match(r"(reports|django|auth|account|mfa)_\w+$", name)}
    assert known - {"reports_place_words"} == stored | ours


def test_every_file_the_service_writes_for_itself_is_in_the_retention_table() -> None:
    written = {
        *(day_figures._file().name, f"{rehearsal._FOLDER}*", monday_mail._file().name),
        *(nights._file().name, sender.note_file().name, place.HANDED_OVER, taken_back.LIST),
        *(
            archive.FILE_NAME,
            archive.OVERVIEW_NAME,
            f"{safekeeping._KEPT}/",
            "releases/",
            "secret_key",
            "demonstration",
        ),
        *("streetsafe.sqlite3", "streetsafe.sqlite3-wal", "streetsafe.sqlite3-shm", "streetsafe-….backup"),
    }
    known = {name for name in retained() if not re.match(r"(reports|django|auth|account|mfa)_\w+$", name)}
    assert known == written


def in_words(period: datetime.timedelta) -> str:
    """A period as the table says it."""
    minutes = int(period.total_seconds() // 60)
    if minutes % 1_440 == 0 and minutes > 3 * 1_440:
        return f"{minutes // 1_440} days"
    return f"{minutes // 60} hours" if minutes % 60 == 0 else f"{minutes} minutes"


@pytest.mark.parametrize(
    ("name", "periods"),
    [
        ("reports_report", (retention.COARSENS_AFTER, retention.REJECTED_KEPT)),
        ("reports_claim", (attention.CLAIMED_FOR,)),
        ("reports_hold", (attention.HELD_FOR,)),
        ("reports_invitation", (invitations.VALID_FOR,)),
        ("reports_accesstoken", (tokens.VALID_FOR,)),
        ("django_session", (sessions.IDLE, sessions.WHOLE)),
        ("streetsafe-….backup", (backups.KEPT,)),
    ],
)
def test_a_period_in_the_table_is_the_codes(name: str, periods: tuple[datetime.timedelta, ...]) -> None:
    said = retained()[name][2]
    assert [in_words(period) for period in periods if in_words(period) not in said] == []
    assert f"{retention.KEPT_MONTHS} months" in retained()["reports_report"][2]


def test_what_no_table_says_would_be_seen() -> None:
    """The controls: a row without its test, a test that is gone, a table that is missing."""
    head = "| table | test |\n|---|---|\n"
    assert rows_of(f"{head}| `reports_report` | |\n") == [("`reports_report`", "")]
    assert not is_there("tests/architecture/test_papers.py", "test_that_is_gone")
    assert is_there("tests/architecture/test_papers.py", "test_what_no_table_says_would_be_seen")
    assert rows_of("| a | b |\n|---|---|\n| 1 | 2 |\n") == []
