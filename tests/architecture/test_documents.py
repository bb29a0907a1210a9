"""A newcomer finds any line in a minute: the documents name every module, and no file is too long."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 300


def test_the_architecture_lists_every_file_with_its_own_first_sentence() -> None:
    command = [sys.executable, str(ROOT / "tools" / "list_files.py"), "--check"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_every_module_says_in_a_sentence_what_it_is() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert re.findall(r"^- `[^`]+`: *$", text, flags=re.MULTILINE) == []


@pytest.mark.parametrize(
    "file",
    sorted(
        file
        for folder in ("reports", "streetsafe", "tools")
        for file in (ROOT / folder).rglob("*.py")
        if "migrations" not in file.parts  # made by Django
    ),
    ids=lambda file: str(file.relative_to(ROOT)),
)
def test_no_file_is_too_long_to_read_in_one_sitting(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_every_decision_record_is_short_and_says_where_it_stands() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert records
    for number, record in enumerate(records, start=1):
        lines = record.read_text(encoding="utf-8").splitlines()
        assert record.name.startswith(f"{number:04d}-"), record.name
        assert lines[0].startswith(f"# {number}. "), record.name
        assert re.match(r"\*\d{4}-\d\d-\d\d · Status: (accepted|superseded by \d+)\*", lines[2]), record.name
        assert len(lines) <= 40, record.name


def test_the_browsers_that_are_meant_are_those_the_build_is_for() -> None:
    table = (ROOT / "docs" / "browsers.md").read_text(encoding="utf-8")
    stated = {name: version for version, name in re.findall(r"^\|[^|]+\| ([\d.]+) \([^|]+\| `(\w+)` \|$", table, re.M)}
    assert stated == json.loads((ROOT / "frontend" / "browsers.json").read_text(encoding="utf-8"))


def test_the_locks_record_no_package_host() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "package-lock.json", ".npmrc"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r'--index-url|"resolved"|registry\s*=|@ file:', text), name
