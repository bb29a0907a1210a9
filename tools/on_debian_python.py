"""Runs the tests that need no browser again on Debian's own Python, where that is another than the one in use.

It is the oldest Python that is promised, and what most machines have: what came to the standard library since must not
be missed. Standard library only. Called by the Makefile as `python3 tools/on_debian_python.py`: in short, what asks the
Python itself most; with `--whole`, all of them; whatever else follows is handed to pytest.
"""

import subprocess
import sys
from pathlib import Path

import oldest_python  # beside this file
import prepare

DEBIANS = Path("/usr/bin/python3")
ENVIRONMENT = prepare.ROOT / "build" / "debian-python"
BOTH_CORES = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")

# Left out: what a browser does, and the long computations, which ask the standard library nothing that these do not.
LEFT_OUT = ("journeys", "served", "realdata", "adversary", "bench", "peers")
# In short: what works with files, processes, archives, sockets and clocks. The site itself, as `make run` starts it, is
# on this Python in every run of what is served.
IN_SHORT = ("basemap", "council_exports", "deploy", "streetsafe", "tools")
NOT_IN_SHORT = (
    "tools/test_docs_site.py",
    "deploy/test_standby.py",
    *(
        f"streetsafe/test_{name}.py"
        for name in (
            *("edges", "full_disk", "hostile_values", "observatory", "prepared_pages", "ready_server"),
            *("schema_editors", "server_log", "workers_together"),
        )
    ),
)


def version_of(python: Path) -> tuple[int, ...]:
    """Its version, asked of itself."""
    asked = [str(python), "-c", "import sys; print(*sys.version_info[:3])"]
    return tuple(int(part) for part in subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split())


def why_not() -> str:
    """Why there is nothing to run here; empty when there is."""
    if not DEBIANS.exists():
        return f"There is no {DEBIANS} on this machine"
    found = version_of(DEBIANS)
    named = ".".join(str(part) for part in found)
    if found < oldest_python.OLDEST:
        return f"{DEBIANS} is {named}, older than what is promised"
    if found == sys.version_info[:3]:
        return f"{DEBIANS} is {named}, on which the suite ran already"
    return ""


def in_short() -> list[str]:
    """What is handed to pytest when nothing was asked for."""
    folders = [str(prepare.ROOT / "tests" / folder) for folder in IN_SHORT]
    return [*BOTH_CORES, *folders, *(f"--ignore={prepare.ROOT / 'tests' / file}" for file in NOT_IN_SHORT)]


def run_here(asked: list[str]) -> int:
    """Makes the environment of the Python that runs this, and runs the tests there; the status of pytest."""
    prepare.keep_environment_in(ENVIRONMENT)
    prepare.prepare("environment")
    command = [str(ENVIRONMENT / "bin" / "python"), "-m", "pytest", *(asked or in_short())]
    if asked == ["--whole"]:
        command[3:] = [*BOTH_CORES, *(f"--ignore={prepare.ROOT / 'tests' / folder}" for folder in LEFT_OUT)]
    return subprocess.run(command, cwd=prepare.ROOT, check=False).returncode


def main() -> int:
    """0 with a word when there is no other Python to run them on."""
    if sys.argv[1:2] == ["--here"]:
        return run_here(sys.argv[2:])
    if reason := why_not():
        print(f"{reason}: nothing more is run.")
        return 0
    print(f"The tests without a browser, on {DEBIANS}", flush=True)
    return subprocess.run([str(DEBIANS), __file__, "--here", *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except prepare.CannotPrepare as failure:
        sys.exit(f"\nCould not prepare Debian's Python.\n{failure}")
    except KeyboardInterrupt:
        sys.exit(130)
