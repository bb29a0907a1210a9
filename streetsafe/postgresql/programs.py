"""PostgreSQL's own programs, run with a database named where no command line shows the password."""

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from streetsafe.environment import SEES_EVERYTHING
from streetsafe.moment import NoMoment


def named_by(settings: Mapping[str, Any]) -> dict[str, str]:
    """The database as PostgreSQL's programs are told it: on a command line everybody would see the password."""
    asked = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    given = {name: str(settings[key]) for name, key in asked.items() if settings[key]}
    return given | {"PGOPTIONS": SEES_EVERYTHING, "PGTZ": "UTC", "PGCLIENTENCODING": "UTF8"}


class Running:
    """One of PostgreSQL's programs at work."""

    def __init__(self, process: "subprocess.Popen[bytes]", said: IO[bytes], name: str) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process, self._said, self._name = process, said, name
        self._input, self.output = process.stdin, process.stdout

    def write(self, data: bytes) -> None:
        """Gives it more; raises NoMoment with what it says when it takes no more."""
        try:
            self._input.write(data)
        except BrokenPipeError:
            self.ended_well()
            raise NoMoment(f"{self._name} took no more.") from None

    def nothing_more(self) -> None:
        """Tells it that this was all."""
        with contextlib.suppress(BrokenPipeError):
            self._input.close()

    def ended_well(self) -> None:
        """Waits for its end; raises NoMoment with what it says when it could not do it."""
        self.nothing_more()
        if self._process.wait():
            self._said.seek(0)
            raise NoMoment(f"{self._name}: {first_line(self._said.read().decode('utf-8', 'replace'))}")


@contextmanager
def running_program(name: str, *options: str, named: Mapping[str, str]) -> Iterator[Running]:
    """Runs it until left, and sees to it that it ended well; left by an exception, it is ended."""
    with tempfile.TemporaryFile() as said:  # its complaints: a pipe nobody reads would stop it
        command = [str(_program(name)), *options]
        with subprocess.Popen(  # noqa: S603  # PostgreSQL's own, by its whole path
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            env=os.environ | {"LC_ALL": "C.UTF-8"} | dict(named),
        ) as process:
            running = Running(process, said, name)
            try:
                yield running
                running.ended_well()
            except BaseException:
                process.kill()
                with contextlib.suppress(BrokenPipeError):
                    running.nothing_more()
                raise


def _program(name: str) -> Path:
    """The newest of this machine: one of a newer server's version reads an older server, never the other way round."""
    found: Iterable[Path] = Path("/usr/lib/postgresql").glob(f"*/bin/{name}")
    newest = max(found, key=lambda file: float(file.parent.parent.name), default=None)
    on_path = shutil.which(name)
    if newest is None and on_path is None:
        raise NoMoment(f"There is no {name} on this machine. Install it: apt-get install postgresql-client")
    return newest or Path(str(on_path))


def first_line(said: str) -> str:
    """The first line of what a program says, whole and without its name."""
    lines = [line for line in said.strip().splitlines() if line.strip()]
    first = re.sub(r"^pg_\w+: (error: )?", "", lines[0]) if lines else "it ended without a word"
    return f"{first.rstrip('.')}."
