"""The service as the README's commands start it, in a process of its own, told about only by what it prints."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from tests.served.checkout import newcomers_environment

PATIENCE = 900  # seconds: a first start installs everything
DEBIANS_PYTHON = "/usr/bin/python3"


class NotServed(Exception):
    """The service did not come up; the message holds what it printed."""


@dataclass
class Site:
    """A running site: where it is, who may sign in, its checkout and what its server prints."""

    url: str
    folder: Path
    log: Path
    people: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def says(self) -> str:
        """Everything the server has printed until now."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def answers(self, path: str) -> tuple[int, str]:
        """Status and text of one address, asked without a browser."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=60) as answer:  # noqa: S310  # our own server
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as fault:
            return fault.code, fault.read().decode("utf-8", "replace")

    def stop(self) -> None:
        """Ends the whole of what was started, by its own process group, as Ctrl+C in a terminal does."""
        if self.process is None or self.process.poll() is not None:
            return
        os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def python_of_people() -> str:
    """Debian's own Python where the machine has one: it is what most of those who run this have."""
    return DEBIANS_PYTHON if shutil.which(DEBIANS_PYTHON) else "python3"


def start_by_make_run(folder: Path, *, exit_url: str, log: Path, **settings: str) -> Site:
    """`make run` in a clone, with an empty home and some settings; raises NotServed."""
    port = free_port()
    command = ["make", "run", f"PORT={port}", f"PYTHON={python_of_people()}"]
    environment = newcomers_environment(folder.parent / "home", EXIT_URL=exit_url, **settings)
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    site = Site(f"http://127.0.0.1:{port}", folder, log, process=process)
    wait_until_ready(site)
    site.people = people_printed(site.says())
    return site


def wait_until_ready(site: Site) -> None:
    """Waits for `/readyz`; raises NotServed when the process ends before, or never gets there."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        if site.process is not None and site.process.poll() is not None:
            raise NotServed(site.says()[-4000:])
        try:
            with urllib.request.urlopen(f"{site.url}/readyz", timeout=5) as answer:  # noqa: S310  # our own
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    site.stop()
    raise NotServed(site.says()[-4000:])


def people_printed(said: str) -> dict[str, str]:
    """The sign-ins that `make run` prints: name, password, role, separated by two spaces or more."""
    _, _, after = said.partition("Sign in as:")
    lines = (re.split(r"\s{2,}", line.strip()) for line in after.splitlines())
    return {line[0]: line[1] for line in lines if len(line) == 3}
