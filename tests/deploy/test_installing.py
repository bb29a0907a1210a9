"""The page from a bare Debian to a running site names files and commands that there are, and `make production`."""

import os
import re
import subprocess
from pathlib import Path

from tests.deployment import ROOT
from tests.streetsafe.test_commands import COMMANDS

PAGE = (ROOT / "docs" / "installing.md").read_text(encoding="utf-8")
BLOCKS = [line.strip() for line in PAGE.splitlines() if line.startswith("    ")]


def test_every_command_of_the_service_on_the_page_is_one() -> None:
    asked = [line.split()[1] for line in BLOCKS if line.startswith("streetsafe ")]
    assert len(asked) > 10
    assert set(asked) <= set(COMMANDS)


def test_every_file_of_the_checkout_on_the_page_is_there() -> None:
    named = set(re.findall(r"(?:/srv/streetsafe/app/|\s|`)(deploy/[\w./-]+)", PAGE))
    assert {"deploy/environment.example", "deploy/systemd/"} <= named
    assert [one for one in named if not (ROOT / one.rstrip("./")).exists()] == []


def test_every_unit_that_is_started_is_there_and_every_timer_is_started() -> None:
    (line,) = [line for line in BLOCKS if line.startswith("systemctl enable")]
    units = {file.name for file in (ROOT / "deploy" / "systemd").iterdir()}
    started = {word for word in line.split() if word.startswith("streetsafe")}
    assert started <= units
    assert {unit for unit in units if unit.endswith(".timer")} | {"streetsafe.service"} == started


def test_every_setting_on_the_page_is_in_the_example() -> None:
    example = (ROOT / "deploy" / "environment.example").read_text(encoding="utf-8")
    named = set(re.findall(r"`([A-Z_]+)=", PAGE))
    assert {"STREETSAFE_VAR", "DATABASE_URL", "BACKUP_FOLDER", "EDGE_URL"} <= named
    assert [one for one in named if f"{one}=" not in example] == []


def test_make_production_makes_no_data_and_refuses_a_trial(tmp_path: Path) -> None:
    outside = {name: value for name, value in os.environ.items() if name != "STREETSAFE_ENV"}
    refused = subprocess.run(
        ["make", "production"], cwd=ROOT, env=outside, capture_output=True, text=True, check=False, timeout=60
    )
    assert refused.returncode == 2
    assert refused.stderr.startswith("STREETSAFE_ENV is not production.\nWhat to do: ")
    planned = subprocess.run(
        ["make", "--dry-run", "production"],
        cwd=ROOT,
        env=outside,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    assert re.findall(r"manage\.py (\w+)", planned) == ["migrate", "doctor"]
    assert "tools/prepare.py run" in planned
