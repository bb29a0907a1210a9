"""A deployment of its own in a folder: commands run as an operator runs them, each measured from outside."""

import atexit
import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


# What production asks for at the least: docs/operating.md.
PRODUCTION = {
    "STREETSAFE_ENV": "production",
    "SECRET_KEY": "for the tests alone, and long enough to be a secret of a real site",
    "ALLOWED_HOSTS": "places.example",
    "RELEASES_PUBLISHER": "Westby Council",
    "CONTACT_ADDRESS": "Town Hall, Westby",
    "DATA_PROTECTION_OFFICER": "Jo Westby, Town Hall, Westby",
    "ICO_REGISTRATION": "ZA000000",
}


# Linux counts a new process's size from what its parent had: so a parent of a few MB starts it, never the tests' own.
_STARTER = """
import os, sys
number = os.posix_spawn(sys.executable, [sys.executable, *sys.argv[2:]], os.environ)
_, status, usage = os.wait4(number, 0)
with open(sys.argv[1], "w") as counted:
    counted.write(f"{os.waitstatus_to_exitcode(status)} {usage.ru_maxrss}")
"""


@dataclass(frozen=True)
class Ended:
    """How one command ended. `peak` is the largest resident size in MB, as the system counted it."""

    status: int
    output: str
    seconds: float
    peak: float


@dataclass
class Deployment:
    """A folder with a database, releases and a secret; nothing is shared with the checkout's own."""

    var: Path
    environment: dict[str, str] = field(default_factory=dict)

    def variables(self) -> dict[str, str]:
        """The environment its processes run in."""
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SECRET_KEY"}}
        return kept | {"STREETSAFE_VAR": str(self.var), "PYTHONUNBUFFERED": "1"} | self.environment

    def begin(self, *, with_areas: bool = True) -> None:
        """The database as `migrate` leaves it, and `load_builtin_geography` after it: made once, and copied."""
        made = _begun(with_areas)
        self.var.mkdir(parents=True, exist_ok=True)
        shutil.copy2(made, self.var / made.name)  # with its mode

    def manage(self, *words: str | Path, expect: int | None = 0) -> Ended:
        """Runs `manage.py` with these words; any other status than the expected one is an error with its output."""
        self.var.mkdir(parents=True, exist_ok=True)
        log, counted = self.var / "command.log", self.var / "command.counted"
        started = time.monotonic()
        with log.open("wb") as output:
            subprocess.run(
                [sys.executable, "-IS", "-c", _STARTER, counted, ROOT / "manage.py", *map(str, words)],
                check=True,
                cwd=ROOT,
                env=self.variables(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        status, peak = counted.read_text(encoding="ascii").split()
        ended = Ended(
            int(status), log.read_text(encoding="utf-8", errors="replace"), time.monotonic() - started, int(peak) / 1024
        )
        if expect is not None and ended.status != expect:
            raise AssertionError(f"{words[0]} ended with {ended.status}:\n{ended.output[-4000:]}")
        return ended


@cache
def _begun(with_areas: bool) -> Path:  # the key it is kept under
    """A database that nobody uses, in a folder that goes with this process."""
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = Deployment(folder)
    if with_areas:
        shutil.copy2(_begun(False), folder)
        made.manage("load_builtin_geography")
    else:
        made.manage("migrate", "--verbosity", "0")
    file = folder / "streetsafe.sqlite3"
    with closing(sqlite3.connect(file)) as database, database:
        # Where it publishes is noted when it first does: this copy is no copy of a service.
        database.execute("DELETE FROM reports_publishingplace")
    return file


@dataclass
class Server:
    """A running server of a deployment, on loopback."""

    process: subprocess.Popen[bytes]
    url: str

    def stop(self) -> None:
        """Ends it by its own id and waits."""
        self.process.terminate()
        self.process.wait(timeout=20)

    def workers(self) -> list[int]:
        """The ids of the processes that answer, as Linux tells them."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(number) for number in children.read_text(encoding="ascii").split()]

    def kill(self) -> None:
        """Ends it and its workers as a power cut would, and waits."""
        for number in (self.process.pid, *self.workers()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        self.process.wait(timeout=20)


def free_port() -> int:
    """A port of loopback nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(
    deployment: Deployment,
    *,
    workers: int = 2,
    application: str = "streetsafe.wsgi",
    more_options: Sequence[str] = (),
    log: Path | None = None,
) -> Server:
    """Starts gunicorn as `make run` does, and waits until it can take a report; `log` holds what it says."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    options = ["--workers", str(workers), "--threads", "12", "--no-control-socket", "--log-level", "warning"]
    with log.open("wb") if log else contextlib.nullcontext() as said:
        process = subprocess.Popen(
            [*command, *options, *more_options], cwd=ROOT, env=deployment.variables(), stdout=said, stderr=said
        )
    server = Server(process, f"http://127.0.0.1:{port}")
    for _ in range(600):
        if process.poll() is not None:
            raise AssertionError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{server.url}/readyz", timeout=2) as answer:  # noqa: S310  # our own server
                if answer.status == 200:
                    return server
        except OSError:
            time.sleep(0.1)
    server.stop()
    raise AssertionError("the server was not ready in a minute")
