"""Killed at any point of a mixing, or racing with people who send: nothing is lost and nothing is doubled."""

import json
import os
import subprocess
import sys
from pathlib import Path

POINTS = 12


def test_a_mixing_killed_anywhere_and_reports_sent_meanwhile_are_all_there_once(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "STREETSAFE_ENV"}}
    environment |= {"STREETSAFE_VAR": str(tmp_path / "own"), "DJANGO_SETTINGS_MODULE": "streetsafe.settings"}
    command = [sys.executable, "-m", "tests.intake.killing_a_mix", str(POINTS)]
    ended = subprocess.run(command, env=environment, check=True, timeout=900, capture_output=True, text=True)
    *lines, last = [json.loads(line) for line in ended.stdout.splitlines()]
    assert len({line["at"] for line in lines}) == POINTS
    before = max((line["killed"][0] for line in lines), key=len)
    assert len(before) == len(set(before)) == 30
    for line in lines:
        assert line["killed"] in ([before, []], [[], before]), line["at"]
        assert line["restarted"] == [[], before], line["at"]
    assert {len(line["killed"][0]) for line in lines} == {0, 30}, "the points miss a side of the commit"
    assert last["faults"] == []
    assert last["stands"] == [[], sorted(before + last["sent"])]
