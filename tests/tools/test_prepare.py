"""Steps are made when their inputs change, skipped when not, and a failure names the remedy."""

import ast
import socket
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.deployment import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import prepare  # type: ignore[import-not-found]  # a script, not a package
import serve  # type: ignore[import-not-found]  # a script, not a package


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool in an empty folder."""
    for name, below in {"ROOT": "", "STAMPS": "build/stamps", "LOGS": "build/logs"}.items():
        monkeypatch.setattr(prepare, name, tmp_path / below)
    (tmp_path / "lock").write_text("one")
    return prepare


def counted_step(checkout: ModuleType, made: list[str]) -> object:
    def make() -> None:
        made.append("made")
        (checkout.ROOT / "output").write_text("there")

    return checkout.Step("step", "A step", lambda: [checkout.ROOT / "lock"], make, checkout.ROOT / "output")


def test_a_step_is_made_once_and_again_when_its_input_or_output_changes(
    checkout: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(checkout, "steps", lambda kind: [counted_step(checkout, made)])
    checkout.prepare("run")
    checkout.prepare("run")
    assert len(made) == 1
    (checkout.ROOT / "lock").write_text("two")
    checkout.prepare("run")
    assert len(made) == 2
    (checkout.ROOT / "output").unlink()
    checkout.prepare("run")
    assert len(made) == 3


def test_a_failed_command_shows_its_last_lines_and_what_to_do(checkout: ModuleType) -> None:
    with pytest.raises(checkout.CannotPrepare) as failure:
        checkout.run([sys.executable, "-c", "raise SystemExit('the disk is full')"], log="try", remedy="make room")
    assert "the disk is full" in str(failure.value)
    assert "What to do: make room" in str(failure.value)


def test_a_failed_step_is_made_again_next_time(checkout: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise checkout.CannotPrepare("no")

    step = checkout.Step("step", "A step", lambda: [checkout.ROOT / "lock"], fail, checkout.ROOT / "lock")
    monkeypatch.setattr(checkout, "steps", lambda kind: [step])
    for _ in range(2):
        with pytest.raises(checkout.CannotPrepare):
            checkout.prepare("run")


def test_an_old_python_is_refused_by_name(checkout: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkout.sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit, match=r"Python 3.11.2 or later is needed; this is 3.9.2"):
        checkout.prepare("run")


def test_a_taken_port_is_named_with_another_to_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=rf"make run PORT={port + 1}"):
            serve.refuse_a_taken_port(port)


def test_the_tool_needs_nothing_that_is_installed() -> None:
    """It runs before anything is: an import from outside the standard library would fail on a fresh machine."""
    tree = ast.parse((ROOT / "tools" / "prepare.py").read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported <= sys.stdlib_module_names | {"oldest_python"}
