"""What deploy/ holds for systemd is what systemd and the service take, and names every variable."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deployment import ROOT
from tests.streetsafe.test_commands import COMMANDS

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())


def read(unit: Path) -> configparser.ConfigParser:
    """A unit as its sections; systemd's specifiers are no interpolation."""
    found = configparser.ConfigParser(interpolation=None, strict=False)
    found.optionxform = str  # type: ignore[assignment,method-assign]  # systemd tells capitals apart
    found.read_string(unit.read_text(encoding="utf-8"))
    return found


def test_each_timer_has_its_service_and_what_fails_is_told() -> None:
    names = {unit.name for unit in UNITS}
    assert names == {
        "streetsafe.service",
        "streetsafe-nightly.service",
        "streetsafe-nightly.timer",
        "streetsafe-helplines.service",
        "streetsafe-helplines.timer",
        "streetsafe-monday.service",
        "streetsafe-monday.timer",
        "streetsafe-pages.service",
        "streetsafe-pages.timer",
        "streetsafe-webhooks.service",
        "streetsafe-webhooks.timer",
        "streetsafe-failed@.service",
    }
    for unit in UNITS:
        if unit.suffix == ".timer":
            service = read(unit)["Timer"]["Unit"]
            assert service in names
            assert read(unit.with_name(service))["Unit"]["OnFailure"] == "streetsafe-failed@%n.service"
            assert read(unit)["Install"]["WantedBy"] == "timers.target"


@pytest.mark.parametrize("unit", [unit for unit in UNITS if "failed" not in unit.name and unit.suffix == ".service"])
def test_a_unit_runs_as_the_services_user_and_writes_for_it_alone(unit: Path) -> None:
    service = read(unit)["Service"]
    assert {name: service[name] for name in ("User", "UMask", "LimitCORE", "NoNewPrivileges", "ProtectSystem")} == {
        "User": "streetsafe",
        "UMask": "0077",
        "LimitCORE": "0",
        "NoNewPrivileges": "yes",
        "ProtectSystem": "strict",
    }
    assert (service["EnvironmentFile"], service["WorkingDirectory"]) == (
        "/etc/streetsafe/environment",
        "/srv/streetsafe/app",
    )
    command = service["ExecStart"].split()
    program = Path(command[0]).relative_to("/srv/streetsafe/app/.venv/bin")
    assert (Path(sys.executable).parent / program).exists()
    if "manage.py" in command:
        assert command[command.index("manage.py") + 1] in COMMANDS
    else:  # as the page says it
        assert " ".join(["gunicorn", *command[1:]]) in (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not on this machine")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_itself_reads_them(unit: Path) -> None:
    """It complains of programs and users this machine lacks, and of nothing else."""
    ended = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False, timeout=60)
    stated = [line for line in ended.stderr.splitlines() if "deploy/systemd" in line or unit.name in line]
    assert [line for line in stated if "is not executable" not in line and "No such file" not in line] == []


def test_every_variable_is_in_the_reference_and_in_the_example() -> None:
    command = [sys.executable, ROOT / "tools" / "list_settings.py", "--check"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")
    example = (ROOT / "deploy" / "environment.example").read_text(encoding="utf-8")
    assert {"\nSECRET_KEY=\n", "\n#PROXY_COUNT=\n", "\n#HSTS_PRELOAD=\n", "\n#BACKUP_KEY_FILE=\n"} <= {
        f"\n{line}\n" for line in example.splitlines()
    }


def test_a_variable_that_no_document_has_is_told(tmp_path: Path) -> None:
    """The check that could fail: the same tool over a checkout whose settings read one more."""
    for name in ("docs", "deploy", "tools", "streetsafe", "reports"):
        (tmp_path / name).mkdir()
    for name in ("docs/operating.md", "deploy/environment.example", "tools/list_settings.py"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "streetsafe" / "settings.py").write_text('A = gathered("", environment.value, "A_NEW_ONE", "")\n')
    command = [sys.executable, tmp_path / "tools" / "list_settings.py", "--check"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, "explains no ['A_NEW_ONE']" in ended.stderr) == (1, True)
