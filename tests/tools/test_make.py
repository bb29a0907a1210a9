"""What `make test` and `make served` begin for which ARGS."""

import os
import subprocess

import pytest

from tests.deployment import ROOT

MAIN, SERVED = "python -m pytest", "python -m pytest -c tests/served/pytest.ini"
BOTH_CORES = "-n 2 --dist loadfile --no-loadscope-reorder"
LAST = "python tools/last_runs.py"  # beside what is served: PostgreSQL and Debian's Python


def begun(target: str, arguments: str) -> list[str]:
    """The test runs that make would begin, as a shell is handed them, without begun ones."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    ended = subprocess.run(
        ["make", "--dry-run", "PYTHON=python", target, f"ARGS={arguments}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = (line.removeprefix(".venv/bin/") for line in ended.stdout.splitlines())
    return [" ".join(line.split()) for line in lines if "pytest" in line or "on_postgresql.py" in line]


@pytest.mark.parametrize(
    ("target", "arguments", "runs"),
    [
        (
            "test",
            "",
            [
                f"{MAIN} {BOTH_CORES}",
                f'{LAST} .venv/bin/{SERVED} tests/served {BOTH_CORES} -m "not whole"',
            ],
        ),
        ("test", "tests/intake -k 'draft or place'", [f"{MAIN} tests/intake -k 'draft or place'"]),
        ("test", "tests/served/test_back.py", [f"{SERVED} tests/served/test_back.py"]),
        ("test", "tests/served -k 'back or words' -x", [f"{SERVED} tests/served -k 'back or words' -x"]),
        ("test", "./tests/served/test_back.py::test_x", [f"{SERVED} ./tests/served/test_back.py::test_x"]),
        ("test", f"{ROOT}/tests/served", [f"{SERVED} {ROOT}/tests/served"]),
        (
            "test",
            "tests/served/test_back.py tests/staff/test_home.py -q",
            [f"{MAIN} tests/staff/test_home.py -q", f"{SERVED} tests/served/test_back.py -q"],
        ),
        ("served", "", [f'{SERVED} tests/served {BOTH_CORES} -m "not whole"']),
        ("served", "-k back", [f"{SERVED} tests/served -k back"]),
        ("served", "tests/served/test_back.py", [f"{SERVED} tests/served/test_back.py"]),
    ],
)
def test_each_run_is_handed_what_is_its_own(target: str, arguments: str, runs: list[str]) -> None:
    assert begun(target, arguments) == runs
