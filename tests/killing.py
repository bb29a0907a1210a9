"""Does an act again and again, each time killed at another point of it, and then once more to the end.

A module that says what is filled, done and looked at calls `kill_everywhere` when it is run as a process of its own,
and its test reads that process's lines with `lines_of`.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

# What reaches beyond the process: the database's statements and commits, and everything that touches the disk.
EFFECTS = {"execute", "executemany", "commit", "open", "write", "fsync", "mkdir", "chmod", "rename", "close", "rmdir"}


def lines_of(module: str, points: int, folder: Path) -> list[Any]:
    """What the module's process printed, line by line; its database and files are in a folder of its own."""
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "STREETSAFE_ENV"}}
    environment |= {"STREETSAFE_VAR": str(folder / "own"), "DJANGO_SETTINGS_MODULE": "streetsafe.settings"}
    command = [sys.executable, "-m", module, str(points)]
    ended = subprocess.run(command, env=environment, check=False, timeout=900, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return [json.loads(line) for line in ended.stdout.splitlines()]


def kill_everywhere(*, fill: Callable[[], None], act: Callable[[], object], look: Callable[[], str]) -> None:
    """Fills, counts the effects of one act, then kills it at evenly spread ones of them: a line of JSON for each.

    The line says at which effect of how many, and what `look` (JSON) saw then and after the next whole act.
    """
    var, points = Path(os.environ["STREETSAFE_VAR"]), int(sys.argv[1])
    in_a_process_of_its_own(lambda: str(fill()))  # which takes its threads and connections with it
    shutil.copytree(var, var.parent / "filled")
    effects = int(in_a_process_of_its_own(lambda: str(_done(act, dies_at=None))))
    for number in range(points):
        shutil.rmtree(var)
        shutil.copytree(var.parent / "filled", var)
        at = 1 + round(number * (effects - 1) / (points - 1))
        in_a_process_of_its_own(lambda at=at: str(_done(act, dies_at=at)))  # type: ignore[misc]  # a number each
        killed = json.loads(in_a_process_of_its_own(look))
        in_a_process_of_its_own(lambda: str(_done(act, dies_at=None)))
        restarted = json.loads(in_a_process_of_its_own(look))
        sys.stdout.write(json.dumps({"at": at, "of": effects, "killed": killed, "restarted": restarted}) + "\n")


def in_a_process_of_its_own(act: Callable[[], str]) -> str:
    """What the act returns in a forked process; empty when that was killed."""
    sys.stdout.flush()  # what waits to be printed would be printed by both
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        os.write(writing, act().encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as said:
        stated = said.read()
    os.waitpid(child, 0)
    return stated


def _done(act: Callable[[], object], *, dies_at: int | None) -> int:
    """Does it, dying like in a power cut before the effect of that number; how many effects there were."""
    seen = 0

    def watch(frame: Any, event: str, called: Any) -> None:
        nonlocal seen
        if event == "c_call" and getattr(called, "__name__", "") in EFFECTS:
            seen += 1
            if seen == dies_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(watch)
    act()
    sys.setprofile(None)
    return seen
