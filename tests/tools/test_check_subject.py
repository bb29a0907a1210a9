"""A commit is refused in words when its subject is not an order of at most 72 characters, by git itself."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deployment import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import check_subject  # type: ignore[import-not-found]  # a script, not a package

LONG = "Keep " + "x" * 68


@pytest.mark.parametrize(
    "message",
    [
        "Keep a draft when the language changes",
        LONG[:72],
        "Focus the heading of each step",
        "Feed the map from the release\n\nBecause it was read twice.\n",
        "Address a person by their name\n# Please enter the commit message\n# Adds nothing.",
        "Merge branch 'guidance': " + "x" * 72,
        'Revert "Adds a thing."',
        "fixup! Keep a draft",
        "\n\nPass the language on\n",
    ],
)
def test_a_good_subject_passes(message: str) -> None:
    assert check_subject.faults_of(message) == []


NO_ORDER = "is no order: write what the commit does to the project, as in `Add` or `Keep`"
NO_VERB = "begin with a verb and a capital letter"


@pytest.mark.parametrize(
    ("message", "faults"),
    [
        (LONG, ["it has 73 characters: 72 are shown whole everywhere"]),
        ("Keep a draft.", ["it ends with a full stop, and is a heading"]),
        ("keep a draft", [f"it begins with 'keep': {NO_VERB}"]),
        ("feat: keep a draft", [f"it begins with 'feat:': {NO_VERB}"]),
        ("manage.py says so", [f"it begins with 'manage.py': {NO_VERB}"]),
        ("", [f"it begins with '': {NO_VERB}"]),
        ("Added a draft", [f"'Added' {NO_ORDER}"]),
        ("Adding a draft", [f"'Adding' {NO_ORDER}"]),
        ("Adds a draft", [f"'Adds' {NO_ORDER}"]),
        ("The draft is kept", [f"'The' {NO_ORDER}"]),
        ("Keep a draft\nbecause it was lost", ["an empty line is missing between it and the body"]),
        ("Drafts are kept…", ["it ends with a full stop, and is a heading", f"'Drafts' {NO_ORDER}"]),
    ],
)
def test_another_is_refused_by_what_is_wrong_with_it(message: str, faults: list[str]) -> None:
    assert check_subject.faults_of(message) == faults


def test_git_refuses_the_commit_once_the_hooks_are_installed(tmp_path: Path) -> None:
    def done(*command: str) -> subprocess.CompletedProcess[str]:
        mine = {"PRE_COMMIT_HOME": str(tmp_path / "cache"), "SKIP": "check", "HOME": str(tmp_path)}
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        return subprocess.run(command, cwd=clone, env=clean | mine, capture_output=True, text=True, check=False)

    clone = tmp_path / "clone"
    (clone / "tools").mkdir(parents=True)
    shutil.copy(ROOT / ".pre-commit-config.yaml", clone)
    shutil.copy(ROOT / "tools" / "check_subject.py", clone / "tools")
    assert done("git", "init", "-q").returncode == 0
    assert done(sys.executable, "-m", "pre_commit", "install").returncode == 0
    assert done("git", "add", "-A").returncode == 0
    person = ("-c", "user.name=Jo", "-c", "user.email=jo@example.org")
    refused = done("git", *person, "commit", "-m", "Added the tools.")
    assert refused.returncode == 1
    assert f"The subject of this commit: 'Added' {NO_ORDER}." in refused.stderr + refused.stdout
    accepted = done("git", *person, "commit", "-m", "Add the tools")
    assert accepted.returncode == 0, accepted.stderr
    assert done("git", "log", "--format=%s").stdout == "Add the tools\n"
