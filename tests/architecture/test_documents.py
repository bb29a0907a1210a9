"""A newcomer finds any line in a minute: the documents name every module, and no file is too long."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 300


def modules() -> list[str]:
    """Every module of the app, as its path below `reports/`."""
    folder = ROOT / "reports"
    found = (file.relative_to(folder) for file in folder.rglob("*.py") if file.name != "__init__.py")
    return sorted(str(file) for file in found if "migrations" not in file.parts)


@pytest.mark.parametrize("module", modules())
def test_the_architecture_names_the_module(module: str) -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    package, _, name = module.rpartition("/")
    section = text if not package else text[text.index(f"{package}/") :]
    assert re.search(rf"\b{re.escape(name)}\b", section), f"docs/architecture.md does not name {module}"


@pytest.mark.parametrize(
    "file", sorted(file for folder in ("reports", "streetsafe", "tools") for file in (ROOT / folder).rglob("*.py"))
)
def test_no_file_is_too_long_to_read_in_one_sitting(file: Path) -> None:
    if "migrations" in file.parts:
        pytest.skip("migrations are made by Django")
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST


def test_every_decision_record_is_short_and_says_where_it_stands() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert records
    for number, record in enumerate(records, start=1):
        lines = record.read_text(encoding="utf-8").splitlines()
        assert record.name.startswith(f"{number:04d}-"), record.name
        assert lines[0].startswith(f"# {number}. "), record.name
        assert re.match(r"\*\d{4}-\d\d-\d\d · (stands|replaced by \d+)\*", lines[2]), record.name
        assert len(lines) <= 40, record.name


def test_the_locks_record_no_package_host() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "package-lock.json", ".npmrc"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r'--index-url|"resolved"|registry\s*=|@ file:', text), name
