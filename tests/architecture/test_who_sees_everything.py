"""Only commands and acts of counting, publishing, moving and erasing look past row-level security; no view may."""

import ast
import re
from pathlib import Path

import pytest

from tests.deployment import ROOT

ACTS = {
    "reports/aggregation/rebuilding.py",
    "reports/analyst/alert_finding.py",
    "reports/intake/former_secrets.py",
    "reports/intake/reassigning.py",
    "reports/intake/received.py",
    "reports/intake/taken_back.py",
    "reports/publication/expiring.py",
    "reports/publication/releasing.py",
    "reports/publication/taking_over.py",
}


COMMANDS = sorted(
    file for file in (ROOT / "reports" / "management" / "commands").glob("*.py") if file.name != "__init__.py"
)


def test_only_acts_see_everything() -> None:
    """A request of staff that used it would see other areas' reports."""
    using = {
        str(file.relative_to(ROOT))
        for folder in ("reports", "streetsafe")
        for file in (ROOT / folder).rglob("*.py")
        if re.search(
            r"^(from|import) .*\beverything_seen\b|row_level_security\.everything_seen|streetsafe\.everything', 'on'",
            file.read_text("utf-8"),
            re.MULTILINE,
        )
    }
    assert (
        using
        - {"reports/staff/row_level_security.py"}
        - {file for file in using if file.startswith("reports/migrations/")}
        == ACTS
    )


@pytest.mark.parametrize("file", COMMANDS, ids=lambda file: file.stem)
def test_each_command_has_the_one_base_and_says_in_a_line_what_it_may_see(file: Path) -> None:
    """Also one that is Django's own beside: the first base is asked first."""
    tree = ast.parse(file.read_text("utf-8"))
    (command,) = (node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Command")
    assert ast.unparse(command.bases[0]) == "ServiceCommand"
    assert [ast.unparse(line) for line in command.body if "may_see" in ast.unparse(line)] in (
        ["may_see = Sight.EVERY_ROW"],
        ["may_see = Sight.NO_ROW"],
    )
    assert not {"execute", "run_from_argv", "__init__"} & {getattr(line, "name", "") for line in command.body}


def test_nothing_but_the_base_of_commands_opens_the_sight_of_one() -> None:
    """The option of a connection by which every row is seen, and what sets it."""
    using = {
        str(file.relative_to(ROOT))
        for folder in ("reports", "streetsafe", "tools", "deploy")
        for file in (ROOT / folder).rglob("*.py")
        if re.search(r"shown_to_a_command|SEES_EVERYTHING|streetsafe\.everything=on", file.read_text("utf-8"))
    }
    assert using == {
        "reports/management/service_command.py",
        "reports/staff/row_level_security.py",
        "streetsafe/environment.py",  # where the option is written
        "streetsafe/postgresql/__init__.py",  # where a pooler that dropped it is refused
        "streetsafe/postgresql/moment.py",  # a backup is of every row, and is encrypted
        "streetsafe/postgresql/programs.py",  # pg_dump and pg_restore, which make and fill it
    }
    started = (ROOT / "manage.py").read_text("utf-8") + (ROOT / "gunicorn.conf.py").read_text("utf-8")
    assert "everything" not in started.lower()
