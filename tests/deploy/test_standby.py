"""A synchronous standby holds every report that anybody was thanked for: the primary is killed under load."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from streetsafe import environment
from tests.deployment import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import on_postgresql  # type: ignore[import-not-found]  # a script, not a package; the tool that makes clusters

PROGRAMS = on_postgresql.programs()
pytestmark = pytest.mark.skipif(PROGRAMS is None, reason="PostgreSQL's server is not on this machine")

ACKNOWLEDGED = 5_000 if os.environ.get("WHOLE") else 60  # before the primary is killed
WRITERS = 4

_FILL = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.factories import make_country
make_country()
"""
_SEND = """
import sys, uuid
import django
django.setup()
from reports.intake.submission import submit_report
from tests.factories import NOW
from tests.intake.test_submission import ANSWERS
while True:
    number = uuid.uuid4()
    submit_report(ANSWERS, submission_id=number, now=NOW)
    print(number, flush=True)  # the thank-you
"""
_LOOK = """
import sys, uuid
import django
django.setup()
from reports.intake.models import IncomingReport
from reports.intake.submission import submit_report, was_sent
from tests.factories import NOW
from tests.intake.test_submission import ANSWERS
lost = [one for one in sys.stdin.read().split() if not was_sent(uuid.UUID(one))]
before = IncomingReport.objects.count()
submit_report(ANSWERS, submission_id=uuid.uuid4(), now=NOW)
print(len(lost), before, IncomingReport.objects.count() - before)
"""


@dataclass(frozen=True)
class Pair:
    """A primary and what follows it, on sockets in their folders."""

    folder: Path
    primary: str
    standby: str


def environment_of(url: str, var: Path) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": url,
        "STREETSAFE_VAR": str(var),
        "SECRET_KEY": "of the standby's test alone, " * 2,
        "DJANGO_SETTINGS_MODULE": "streetsafe.settings",
        "PYTHONPATH": str(ROOT),
        "PGOPTIONS": environment.SEES_EVERYTHING,
    }


def url_of(folder: Path) -> str:
    return f"postgresql://{on_postgresql.ROLE}@/service?host={folder}"


def run_as_owner(folder: Path, *words: str | Path) -> None:
    on_postgresql.run(on_postgresql.owner(), folder, *words)


@contextlib.contextmanager
def killed_in_the_end(folder: Path) -> Iterator[str]:
    """A primary, which cannot be stopped when the test has killed it."""
    assert PROGRAMS is not None
    settings = ("wal_level=replica", "max_wal_senders=4")
    with (
        contextlib.suppress(on_postgresql.CannotStart),
        on_postgresql.cluster(PROGRAMS, folder, settings=settings) as url,
    ):
        yield url


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    """Two clusters, the second made of the first as docs/operating.md tells: it confirms before anybody is thanked."""
    assert PROGRAMS is not None
    # A socket's path may have 107 letters, and the folder must be one that PostgreSQL's user can reach.
    with tempfile.TemporaryDirectory(prefix="standby-") as made, contextlib.ExitStack() as stack:
        folder, owner = Path(made), on_postgresql.owner()
        folder.chmod(0o755)
        first, second = folder / "1", folder / "2"
        first.mkdir()
        second.mkdir(mode=0o700)
        os.chown(second, owner.pw_uid, owner.pw_gid)
        stack.enter_context(killed_in_the_end(first))
        copy = (PROGRAMS / "pg_basebackup", "-h", first, "-U", "superuser", "-D", second / "data", "-R", "-X", "stream")
        run_as_owner(second, *copy, "--slot=second", "--create-slot")
        settings = f"-c listen_addresses='' -c unix_socket_directories='{second}' -c cluster_name=second"
        control = (PROGRAMS / "pg_ctl", "-D", second / "data", "-w", "-l", second / "server.log")
        run_as_owner(second, *control, "-o", settings, "start")
        stack.callback(run_as_owner, second, *control, "-m", "immediate", "stop")
        with psycopg.connect(f"postgresql://superuser@/postgres?host={first}", autocommit=True) as asked:
            asked.execute(f"CREATE DATABASE service OWNER {on_postgresql.ROLE}")
            asked.execute("ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (second)'")
            asked.execute("SELECT pg_reload_conf()")
            for _ in range(600):
                if asked.execute("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'").fetchone() == (
                    1,
                ):
                    break
                time.sleep(0.1)
            else:
                raise AssertionError((second / "server.log").read_text())
        yield Pair(folder, url_of(first), url_of(second))


def test_a_primary_killed_under_load_loses_no_report_that_was_thanked_for(pair: Pair, tmp_path: Path) -> None:
    """Four write; the primary is killed while they do; the standby is promoted and takes more."""
    fill(pair, tmp_path)
    with writers(pair, tmp_path) as thanked:
        wait_for(thanked, ACKNOWLEDGED)
        kill_the_primary(pair)
    numbers = promoted_after(pair, thanked)
    lost, stood, taken = look(pair, tmp_path, numbers)
    assert (lost, taken) == (0, 1)
    # One for each that was under way may stand there without thanks: it is sent again, and counts once.
    assert len(numbers) <= stood <= len(numbers) + WRITERS


@pytest.mark.skipif(not os.environ.get("WHOLE"), reason="the control: WHOLE=1 runs it")
def test_one_that_need_not_confirm_loses_what_was_thanked_for(pair: Pair, tmp_path: Path) -> None:
    """The control: the same, asynchronous, with a line between the two that is slow."""
    fill(pair, tmp_path)
    with as_superuser(pair, "1") as asked:
        asked.execute("ALTER SYSTEM RESET synchronous_standby_names")
        asked.execute("SELECT pg_reload_conf()")
    with as_superuser(pair, "2") as asked:
        (receiver,) = asked.execute("SELECT pid FROM pg_stat_wal_receiver").fetchone() or (0,)
    os.kill(receiver, signal.SIGSTOP)
    with writers(pair, tmp_path) as thanked:
        wait_for(thanked, 20)
        kill_the_primary(pair)
    os.kill(receiver, signal.SIGKILL)  # with what lay on the line
    numbers = promoted_after(pair, thanked)
    lost, _stood, _taken = look(pair, tmp_path, numbers)
    assert lost > 0


def as_superuser(pair: Pair, cluster: str) -> psycopg.Connection[Any]:
    return psycopg.connect(f"postgresql://superuser@/postgres?host={pair.folder / cluster}", autocommit=True)


def fill(pair: Pair, var: Path) -> None:
    command = [sys.executable, "-c", _FILL]
    subprocess.run(command, cwd=ROOT, env=environment_of(pair.primary, var), check=True, timeout=600)


@contextlib.contextmanager
def writers(pair: Pair, var: Path) -> Iterator[list[Path]]:
    """Programs that send until their connection is gone, and the files that hold what they were thanked for."""
    thanked = [var / f"thanked-{number}" for number in range(WRITERS)]
    with contextlib.ExitStack() as stack:
        running = []
        for file in thanked:
            output = stack.enter_context(file.open("wb"))
            program = subprocess.Popen(
                [sys.executable, "-c", _SEND],
                cwd=ROOT,
                env=environment_of(pair.primary, var),
                stdout=output,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(program.wait)
            stack.callback(program.kill)  # where something else failed; it has ended else
            running.append(program)
        yield thanked
        for program in running:
            assert program.wait(timeout=300) != 0  # its connection is gone, and it ends with a fault


def wait_for(thanked: list[Path], many: int) -> None:
    while sum(len(file.read_bytes().splitlines()) for file in thanked) < many:
        time.sleep(0.05)


def kill_the_primary(pair: Pair) -> None:
    os.kill(int((pair.folder / "1" / "data" / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)


def promoted_after(pair: Pair, thanked: list[Path]) -> list[str]:
    """Makes the standby the primary; the numbers of the forms that were thanked for."""
    assert PROGRAMS is not None
    second = pair.folder / "2"
    run_as_owner(second, PROGRAMS / "pg_ctl", "-D", second / "data", "-w", "promote")
    with as_superuser(pair, "2") as asked:
        asked.execute("ALTER SYSTEM RESET synchronous_standby_names")  # else it would wait for one that is not there
        asked.execute("SELECT pg_reload_conf()")
    return [number for file in thanked for number in file.read_text().split()]


def look(pair: Pair, var: Path, numbers: list[str]) -> tuple[int, int, int]:
    """On the promoted one: how many are lost, how many reports stood there, and how many one more makes."""
    looked = subprocess.run(
        [sys.executable, "-c", _LOOK],
        cwd=ROOT,
        env=environment_of(pair.standby, var),
        input=" ".join(numbers),
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    lost, stood, taken = map(int, looked.stdout.split())
    return lost, stood, taken
