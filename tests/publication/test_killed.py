"""Killed at twenty points of a publication: one whole release or none, and never a second draw of one that stood."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

POINTS = 20


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a process with a database of its own."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "STREETSAFE_ENV"}}
    return kept | {"STREETSAFE_VAR": str(tmp_path / "own"), "DJANGO_SETTINGS_MODULE": "streetsafe.settings"}


def test_a_publication_killed_anywhere_leaves_one_whole_release_or_none(environment: dict[str, str]) -> None:
    """Before the commit there is nothing; after it the draw stands, and the next run only writes its files."""
    command = [sys.executable, "-m", "tests.publication.killing", str(POINTS)]
    ended = subprocess.run(command, env=environment, check=True, timeout=180, capture_output=True, text=True)
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert len({line["at"] for line in lines}) == POINTS
    for line in lines:
        killed, restarted = line["killed"], line["restarted"]
        assert killed["folder"] is None or killed["whole"], line
        assert restarted["whole"], line
        assert restarted["rows"] == [restarted["rows"][0], 17], line
        if killed["drawn"]:
            assert restarted["drawn"] == killed["drawn"], line
    outcomes = {(line["killed"]["drawn"] is not None, line["killed"]["folder"] is not None) for line in lines}
    assert outcomes == {(False, False), (True, False), (True, True)}, "the points miss a stage"
