"""A database of the oldest version with a name comes forward with its rows, and goes back with them."""

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.sentences import read
from tests.deployment import ROOT

# The last migration that 0.2.0 had; `CHANGELOG.md` names no older version.
OF_0_2_0 = "0031_plainer_labels"
# Made by the migration out of nothing that was there, or kept by Django for itself.
NOT_OF_THE_ROWS = {"django_migrations", "django_content_type", "auth_permission", "sqlite_sequence"}
Rows = dict[str, list[dict[str, Any]]]


def run(var: Path, *command: str) -> str:
    """A command of the service on the database in a folder; what it said."""
    wanted = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=wanted | {"STREETSAFE_VAR": str(var)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def rows_in(var: Path) -> Rows:
    """Every row of every table, by its columns."""
    with sqlite3.connect(var / "streetsafe.sqlite3") as database:
        database.row_factory = sqlite3.Row
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in tables if name not in NOT_OF_THE_ROWS and not name.startswith("reports_place_words")]
        return {
            name: sorted((dict(row) for row in database.execute(f'SELECT * FROM "{name}"')), key=repr)  # noqa: S608
            for name in kept
        }


def as_before(rows: Rows, before: Rows) -> Rows:
    """The rows with the tables and columns that there were before."""
    return {
        table: sorted(
            ({column: row[column] for column in (found[0] if found else ())} for row in rows[table]), key=repr
        )
        for table, found in before.items()
    }


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The rows of 0.2.0, of today, of the way back and of today again; and the folder."""
    var = tmp_path_factory.mktemp("upgraded")
    run(var, "manage.py", "migrate", "reports", OF_0_2_0, "--verbosity=0")
    run(var, "-m", "tests.deploy.version_before", OF_0_2_0)
    found: dict[str, Any] = {"var": var, "before": rows_in(var)}
    run(var, "manage.py", "migrate", "--verbosity=0")
    found["today"] = rows_in(var)
    run(var, "manage.py", "migrate", "reports", OF_0_2_0, "--verbosity=0")
    found["back"] = rows_in(var)
    run(var, "manage.py", "migrate", "--verbosity=0")
    found["again"] = rows_in(var)
    return found


def test_a_database_of_the_oldest_version_comes_forward_and_goes_back_with_its_rows(stages: dict[str, Any]) -> None:
    before = stages["before"]
    assert [table for table, rows in before.items() if table.startswith("reports_") and not rows] == [
        "reports_staffuser_groups",
        "reports_staffuser_user_permissions",
    ]
    assert before.keys() - stages["today"].keys() == set()
    assert as_before(stages["today"], before) == before
    assert stages["today"] != before  # the later version has columns of its own
    assert {table: stages["back"][table] for table in before} == before
    assert stages["again"] == stages["today"] | {
        table: stages["again"][table]
        for table in ("reports_vocabulary",)  # a random mark of each writing
    }


def test_the_service_of_today_goes_on_with_it(stages: dict[str, Any]) -> None:
    var = stages["var"]
    assert "3 entries" in run(var, "manage.py", "audit_verify")
    run(var, "manage.py", "shuffle_intake")
    found, before = rows_in(var), stages["before"]
    answers = ("cell", "council_id", "received_on", "reasons", "main_reason", "withdrawal_mark")
    (sent,) = before["reports_incomingreport"]
    assert found["reports_incomingreport"] == []
    ids = {row["id"] for row in before["reports_report"]}
    assert [{name: row[name] for name in answers} for row in found["reports_report"] if row["id"] not in ids] == [
        {name: sent[name] for name in answers}
    ]
    assert found["reports_decision"] == before["reports_decision"]


def test_the_document_names_the_newest_migration() -> None:
    """And that of each version before: whoever adds one says what it asks and what the way back deletes."""
    versions = re.findall(r"^\| [^|]+\| [^|]+\| [^|]+\| `(\d{4}_\w+)` \|", read("docs/upgrading.md"), re.M)
    newest = max(file.stem for file in (ROOT / "reports" / "migrations").glob("0*.py"))
    assert versions == [newest, OF_0_2_0]
    assert re.findall(r"^## (\d\S+) ", read("CHANGELOG.md"), re.M)[-1] == "0.2.0"
