"""Runs what is served, and beside it, as what waits for nobody, the tests on PostgreSQL and on Debian's own Python.

Browsers wait for pages, people's rhythms and a machine's patience: most of that run both cores have nothing to do. The
other two are nothing but work, at the lowest priority, so no browser waits for them. What they say is kept in a file
and printed when their turn comes. Standard library only. Called by the Makefile as `python3 tools/last_runs.py`; what
follows is the command that runs what is served.
"""

import subprocess
import sys
import time
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
LOGS = TOOLS.parent / "build" / "logs"
BESIDE = ("on_postgresql.py", "on_debian_python.py")  # one after the other
ONE_AFTER_THE_OTHER = """
import os, subprocess, sys
os.nice(19)
sys.exit(max([subprocess.run([sys.executable, file], check=False).returncode for file in sys.argv[1:]], key=abs))
"""


def main(served: list[str]) -> int:
    """0 when all went well; else the status of the first that did not."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / "beside-what-is-served.log"
    files = [str(TOOLS / name) for name in BESIDE]
    with log.open("wb") as output:
        beside = subprocess.Popen(
            [sys.executable, "-u", "-c", ONE_AFTER_THE_OTHER, *files],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            status = subprocess.run(served, check=False).returncode
            began = time.monotonic()
            if beside.poll() is None:
                print("What is served is done. The tests on PostgreSQL and Debian's Python still run …", flush=True)
            other = beside.wait()
        except BaseException:
            beside.terminate()
            raise
    print(f"Beside it, and {time.monotonic() - began:.0f} s longer:\n")
    sys.stdout.write(log.read_text("utf-8", "replace"))
    return status or other


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
