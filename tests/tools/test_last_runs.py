"""What runs beside what is served is waited for, printed after it, and can fail the whole."""

import sys
from pathlib import Path

import pytest

from tests.deployment import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import last_runs  # type: ignore[import-not-found]  # a script, not a package


def script(folder: Path, name: str, line: str) -> None:
    """A program of one line."""
    (folder / name).write_text(f"import sys, os\n{line}\n", encoding="utf-8")


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two short programs in the place of the long ones."""
    monkeypatch.setattr(last_runs, "TOOLS", tmp_path)
    monkeypatch.setattr(last_runs, "LOGS", tmp_path / "logs")
    script(tmp_path, "on_postgresql.py", "print('first, as', os.nice(0))")
    script(tmp_path, "on_debian_python.py", "print('second')")
    return tmp_path


def served(status: int) -> list[str]:
    """A run of what is served that ends so."""
    return [sys.executable, "-c", f"raise SystemExit({status})"]


def test_both_are_run_one_after_the_other_at_the_lowest_priority_and_printed_last(
    tools: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert last_runs.main([sys.executable, "-c", "print('served')"]) == 0
    said = [line for line in capfd.readouterr().out.splitlines() if line and "still run" not in line]
    assert [said[0], *said[2:]] == ["served", "first, as 19", "second"]


@pytest.mark.parametrize(
    ("of_served", "first", "second", "status"), [(0, 0, 0, 0), (3, 0, 0, 3), (0, 1, 0, 1), (0, 0, 1, 1), (0, 2, 0, 2)]
)
def test_one_that_fails_fails_the_whole(tools: Path, of_served: int, first: int, second: int, status: int) -> None:
    script(tools, "on_postgresql.py", f"sys.exit({first})")
    script(tools, "on_debian_python.py", f"sys.exit({second})")
    assert last_runs.main(served(of_served)) == status


def test_the_second_is_run_also_where_the_first_failed(tools: Path, capfd: pytest.CaptureFixture[str]) -> None:
    script(tools, "on_postgresql.py", "sys.exit(1)")
    assert last_runs.main(served(0)) == 1
    assert capfd.readouterr().out.endswith("second\n")
