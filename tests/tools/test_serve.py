"""What keeps the service from being served is told in a sentence, before anything is prepared."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deployment import ROOT, free_port

sys.path.insert(0, str(ROOT / "tools"))
import oldest_python  # type: ignore[import-not-found]  # a script, not a package
import serve  # type: ignore[import-not-found]  # a script, not a package

IMPOSSIBLE = ["99999", "65536", "0", "-1", "", "abc", "8_000", "８０００", "1e3", "80.0", "+8000", "0x50"]


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """What `make run` needs of a checkout until something is in its way; what it would prepare next is not there."""
    (tmp_path / "bare" / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", tmp_path / "bare")
    for name in ("oldest_python.py", "serve.py"):
        shutil.copy(ROOT / "tools" / name, tmp_path / "bare" / "tools")
    return tmp_path / "bare"


def make_run(folder: Path, *words: str, **variables: str) -> tuple[int, str]:
    """How it ended and what was said, but for make's own line."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "STREETSAFE_"))}
    command = ["make", "run", f"PYTHON={sys.executable}", *words]
    ended = subprocess.run(
        command, cwd=folder, env=environment | variables, capture_output=True, text=True, check=False
    )
    lines = (ended.stdout + ended.stderr).splitlines()
    return ended.returncode, "\n".join(line for line in lines if not line.startswith("make"))


@pytest.mark.parametrize("port", IMPOSSIBLE)
def test_a_port_that_is_none_is_refused_before_anything_is_prepared(bare: Path, port: str) -> None:
    said = f"PORT is {port!r}; it must be a number from 1 to 65535.\nWhat to do: make run PORT=8000"
    assert make_run(bare, f"PORT={port}") == (2, said)
    assert not (bare / "var").exists()


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "::"])  # noqa: S104  # as others listen
def test_a_taken_port_is_refused_with_one_that_is_free(bare: Path, address: str) -> None:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((address, 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, said = make_run(bare, f"PORT={port}")
        first, remedy = said.splitlines()
        assert (status, first) == (2, f"Port {port} cannot be used (Address already in use).")
        other = int(remedy.removeprefix("What to do: make run PORT="))
        assert other != port
        with socket.socket() as free:
            free.bind(("127.0.0.1", other))


def test_the_highest_port_taken_names_one_below() -> None:
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", 65535))
        taken.listen()
        with pytest.raises(SystemExit, match=r"make run PORT=[89]\d\d\d$"):
            serve.refuse_a_taken_port(65535)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody who may not")
def test_somebody_who_may_not_use_a_port_or_write_the_folder_is_told_so(bare: Path, tmp_path: Path) -> None:
    for folder in (bare, bare / "tools", *tmp_path.parents, tmp_path):
        if folder.stat().st_uid == os.geteuid() and folder.is_relative_to("/tmp"):  # noqa: S108  # where pytest works
            folder.chmod(folder.stat().st_mode | 0o055)
    who = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    ordinary = str(free_port())
    for port, said in {"80": "Port 80 cannot be used", ordinary: f"{bare}/var, where the database lies"}.items():
        command = [*who, "/usr/bin/python3", "tools/serve.py", "--check", f"--port={port}"]
        ended = subprocess.run(command, cwd=bare, capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stderr.startswith(said), "Permission denied" in ended.stderr) == (1, True, True)
        assert "Traceback" not in ended.stderr


def test_a_folder_that_cannot_be_written_is_named(bare: Path) -> None:
    (bare / "file").touch()
    status, said = make_run(bare, f"PORT={free_port()}", STREETSAFE_VAR=f"{bare}/file/var")
    assert status == 2
    assert said.startswith(
        f"{bare}/file/var, where the database lies, cannot be written (Not a directory).\nWhat to do"
    )


@pytest.mark.parametrize("left", ["", '{"people": [', "[]", "null"])
def test_a_note_of_the_demonstration_that_is_not_whole_is_told_in_words(bare: Path, left: str) -> None:
    (bare / "var").mkdir()
    (bare / "var" / "demonstration").write_text(left)
    ended = subprocess.run(
        [sys.executable, "tools/serve.py", f"--port={free_port()}"],
        cwd=bare,
        env={name: value for name, value in os.environ.items() if name != "STREETSAFE_VAR"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    first, remedy = ended.stderr.splitlines()
    assert first.startswith(f"{bare}/var/demonstration cannot be read (")
    assert remedy.startswith(f"What to do: remove the folder {bare}/var ")


def test_what_is_in_the_way_of_nothing_goes_on_to_prepare(bare: Path) -> None:
    """The walls above are what stopped the others: here the next step is missed."""
    status, said = make_run(bare, f"PORT=000{free_port()}")
    assert (status, "prepare.py" in said) == (2, True)


def test_a_python_that_is_missing_is_named(bare: Path) -> None:
    status, said = make_run(bare, "PYTHON=python-that-is-not-here")
    assert (status, said.splitlines()[0]) == (2, "There is no python-that-is-not-here here.")


OLD = [Path(f"/usr/bin/python{version}") for version in ("2.7", "3.6", "3.7", "3.8", "3.9", "3.10")]
OLD += sorted(Path.home().glob(".pyenv/versions/[23].*/bin/python"))


@pytest.mark.parametrize("found", [(2, 7, 18), (3, 6, 15), (3, 9, 2), (3, 10, 13), (3, 11, 0), (3, 11, 1)])
def test_an_old_python_is_refused_by_its_number(found: tuple[int, ...]) -> None:
    named = ".".join(map(str, found))
    with pytest.raises(SystemExit, match=rf"Python 3\.11\.2 or later is needed; this is {named}\.\nWhat to do"):
        oldest_python.refuse_an_older_one(found)


@pytest.mark.parametrize("found", [(3, 11, 2), (3, 11, 7), (3, 12, 0), (3, 14, 1)])
def test_debians_python_and_newer_ones_are_taken(found: tuple[int, ...]) -> None:
    oldest_python.refuse_an_older_one(found)


@pytest.mark.parametrize("python", [python for python in OLD if python.exists()], ids=str)
def test_every_python_of_this_machine_can_read_the_refusal(bare: Path, python: Path) -> None:
    version = subprocess.run(
        [python, "-c", "import sys; print('.'.join(map(str, sys.version_info[:3])))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    status, said = make_run(bare, f"PYTHON={python}", "PORT=0")
    if tuple(map(int, version.split("."))) < oldest_python.OLDEST:
        assert said.startswith(f"Python 3.11.2 or later is needed; this is {version}.\n")
    else:
        assert said.startswith("PORT is '0'")
    assert status == 2


def test_what_is_said_is_what_is_tried() -> None:
    named = ".".join(map(str, oldest_python.OLDEST))
    assert f'requires-python = ">={named}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f"Python {named} or later" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "on_debian_python.py" in (ROOT / "tools" / "last_runs.py").read_text(encoding="utf-8")
