"""Steps are made when their inputs change, skipped when not, and a failure names the remedy."""

import ast
import dataclasses
import fcntl
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.deployment import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import prepare  # type: ignore[import-not-found]  # a script, not a package


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


@pytest.mark.parametrize("name", ["prepare.py", "collected_files.py", "oldest_python.py", "serve.py", "last_runs.py"])
def test_the_tool_needs_nothing_that_is_installed(name: str) -> None:
    """It runs before anything is: an import from outside the standard library would fail on a fresh machine."""
    tree = ast.parse((ROOT / "tools" / name).read_text(encoding="utf-8"))
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
    assert imported <= sys.stdlib_module_names | {"collected_files", "oldest_python"}


@pytest.fixture
def environment(checkout: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Python environment as this Python makes it, but for its packages."""
    monkeypatch.setattr(checkout, "VENV", tmp_path / "venv")
    monkeypatch.setattr(checkout, "BIN", tmp_path / "venv" / "bin")
    made = tmp_path / "venv" / "pyvenv.cfg"
    subprocess.run([sys.executable, "-m", "venv", "--clear", "--without-pip", made.parent], check=True)
    text = made.read_text().replace(" --without-pip", "")
    made.write_text(text)
    return made


def test_an_environment_of_another_python_or_from_elsewhere_is_made_anew(
    checkout: ModuleType, environment: Path, tmp_path: Path
) -> None:
    assert checkout.is_of_this_python()
    (tmp_path / "linked").symlink_to(environment.parent)
    checkout.VENV = tmp_path / "linked"
    assert checkout.is_of_this_python()  # the same by another name
    text = environment.read_text()
    for stated, other in {
        f"version = {platform.python_version()}": "version = 3.11.0",
        f"--clear {environment.parent}": "--clear /elsewhere/.venv",
    }.items():
        assert stated in text
        environment.write_text(text.replace(stated, other))
        assert not checkout.is_of_this_python()


def test_an_environment_whose_own_note_is_gone_or_unreadable_is_made_anew(
    checkout: ModuleType, environment: Path
) -> None:
    environment.write_bytes(b"version = \xff")
    assert not checkout.is_of_this_python()
    environment.unlink()
    assert not checkout.is_of_this_python()


def test_packages_that_were_taken_away_are_installed_anew(checkout: ModuleType, environment: Path) -> None:
    (packages,) = environment.parent.glob("lib/python*/site-packages")
    assert not checkout.has_packages()
    for name in ("django", "gunicorn"):
        (packages / name).mkdir()
        (packages / name / "__init__.py").touch()
    assert checkout.has_packages()
    asked = {step.name: step.is_sound for step in checkout.steps("run") + checkout.steps("dev")}
    assert asked["python-run"] == asked["python-dev"] == checkout.has_packages


def test_a_second_run_waits_for_the_first(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "build").mkdir()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    for name in ("prepare.py", "collected_files.py", "oldest_python.py"):
        shutil.copy(ROOT / "tools" / name, tmp_path / "tools")
    with (tmp_path / "build" / "prepared-by-one").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        with subprocess.Popen(
            [sys.executable, str(tmp_path / "tools" / "prepare.py"), "run"], stdout=subprocess.PIPE, text=True
        ) as second:
            assert second.stdout is not None
            assert second.stdout.readline() == "Another run prepares this checkout; waiting for it …\n"
            second.terminate()
            assert second.stdout.read() == ""


def test_what_is_there_but_not_sound_is_made_again(checkout: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    sound = [True, False]
    step = counted_step(checkout, made)
    monkeypatch.setattr(
        checkout,
        "steps",
        lambda kind: [dataclasses.replace(step, is_sound=lambda: sound[len(made) - 1])],  # type: ignore[type-var]
    )
    for runs in (1, 1):
        checkout.prepare("run")
        assert len(made) == runs
    sound[0] = False
    checkout.prepare("run")
    assert len(made) == 2


def test_the_smaller_set_made_anew_leaves_no_word_that_the_larger_is_there(
    checkout: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`make test`, then the packages lost, then `make run`, then `make test`: it needs the larger set again."""
    made: list[str] = []
    output = checkout.ROOT / "output"

    def steps(kind: str) -> list[object]:
        def make() -> None:
            made.append(kind)
            output.touch()

        return [checkout.Step(f"node-{kind}", "Packages", lambda: [checkout.ROOT / "lock"], make, output)]

    monkeypatch.setattr(checkout, "steps", steps)
    checkout.prepare("dev")
    checkout.prepare("run")
    assert made == ["dev"]  # covered
    output.unlink()
    checkout.prepare("run")
    checkout.prepare("dev")
    checkout.prepare("run")
    assert made == ["dev", "run", "dev"]


def test_a_new_environment_is_one_without_packages(
    checkout: ModuleType, monkeypatch: pytest.MonkeyPatch, environment: Path
) -> None:
    monkeypatch.setattr(checkout, "run", lambda *words, **named: None)
    monkeypatch.setattr(checkout, "has_ensurepip", lambda: True)
    checkout.STAMPS.mkdir(parents=True)
    for name in ("python-run", "python-dev", "node-dev"):
        (checkout.STAMPS / name).touch()
    checkout.make_environment()
    assert [file.name for file in checkout.STAMPS.iterdir()] == ["node-dev"]


def test_a_full_disk_is_called_one(checkout: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "OSError: [Errno 28] No space left on device"
    with pytest.raises(checkout.CannotPrepare, match="What to do: this disk is full: make room"):
        checkout.run([sys.executable, "-c", f"raise SystemExit({said!r})"], log="try", remedy="look at the network")
    monkeypatch.setattr(checkout, "BIN", checkout.ROOT / "none")
    monkeypatch.setattr(checkout, "SPACE", 1 << 60)
    with pytest.raises(checkout.CannotPrepare, match=r"MB left\.\nWhat to do: this disk is full: make room"):
        checkout.prepare("run")


def test_a_checkout_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    """A file stands where a folder is wanted, which root is not let past either."""
    (tmp_path / "tools").mkdir()
    for name in ("prepare.py", "collected_files.py", "oldest_python.py"):
        shutil.copy(ROOT / "tools" / name, tmp_path / "tools")
    (tmp_path / "build").touch()
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    command = [sys.executable, str(tmp_path / "tools" / "prepare.py"), "run"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("\nCould not prepare this checkout.\n")
    assert ended.stderr.endswith("Not a directory\nWhat to do: run it in a checkout you may write\n")


def inputs_of(name: str) -> set[Path]:
    """What a step is made again for."""
    step = next(step for step in prepare.steps("run") if step.name == name)
    return set(step.inputs())


def test_static_files_follow_what_collects_them_and_what_they_are_made_of() -> None:
    names = {str(path.relative_to(ROOT)) for path in inputs_of("static")}
    assert names >= {"static", "build/frontend", "streetsafe/settings.py", "tools/prepare.py", "requirements.lock"}


def test_what_is_built_follows_every_file_that_it_is_bundled_of() -> None:
    """The bundles are of scripts elsewhere: one that changed, and a bundle that did not, are two versions of a page."""
    texts = {file: file.read_text(encoding="utf-8") for file in (ROOT / "frontend").glob("*.*js")}
    named = [
        (file.parent / name).resolve()
        for file, text in texts.items()
        for name in re.findall(r"""(?:from|import\(|readFile\(here\(|here\()\s*['"](\.{1,2}/[^'"]+)['"]""", text)
    ]
    bundled = {file for file in named if file.is_file() and "build" not in file.relative_to(ROOT).parts}
    assert len({file.parent for file in bundled} - {ROOT / "frontend"}) == 1, "what else is bundled has come or gone"
    followed = inputs_of("front-end")
    assert [file for file in bundled if not followed & {file, *file.parents}] == []


def test_a_changed_script_is_bundled_anew(checkout: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def build() -> None:
        made.append("built")
        (checkout.ROOT / "build" / "frontend").mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(checkout, "build_front_end", build)
    real = checkout.steps
    monkeypatch.setattr(checkout, "steps", lambda kind: [step for step in real(kind) if step.name == "front-end"])
    script = checkout.ROOT / "static" / "scripts" / "public-map.js"
    script.parent.mkdir(parents=True)
    (checkout.ROOT / "frontend").mkdir()
    for name in ("package.json", "package-lock.json", ".npmrc"):
        (checkout.ROOT / name).touch()
    for content in ("one", "one", "two"):
        script.write_text(content)
        checkout.prepare("run")
    assert made == ["built", "built"]
