"""A newcomer finds any line in a minute: the documents name every module, and no file is too long."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import list_files  # type: ignore[import-not-found]  # noqa: E402  # a script, not a package

LONGEST = 300


def test_every_file_is_listed_with_a_sentence_of_its_own() -> None:
    listed = {}
    for section in list_files.listing().split("## ")[1:]:
        for name, sentence in re.findall(r"^- `([^`]+)`: *(.*)$", section, flags=re.MULTILINE):
            listed[section.split("\n")[0] + name] = sentence
    assert [name for name, sentence in listed.items() if not sentence] == []
    folders = [ROOT / name for name in ("streetsafe", "reports", "frontend", "static/scripts", "tools")]
    files = [file for folder in folders for ending in ("py", "js") for file in folder.rglob(f"*.{ending}")]
    meant = [file for file in files if file.name != "__init__.py" and file.parent.name != "migrations"]
    assert sorted(listed) == sorted(str(file.relative_to(ROOT)) for file in meant)


def test_a_package_without_its_place_in_the_order_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_files, "PACKAGES", tuple(name for name in list_files.PACKAGES if name != "reports/intake"))
    with pytest.raises(SystemExit, match="does not know the order of reports/intake: add it to PACKAGES"):
        list_files.listing()


def test_the_command_prints_the_list() -> None:
    command = [sys.executable, str(ROOT / "tools" / "list_files.py")]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stdout == list_files.listing() + "\n"


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
