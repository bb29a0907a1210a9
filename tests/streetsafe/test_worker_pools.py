"""The workers of one server on two addresses: each listens on one, and whoever ends is replaced in its own pool."""

import os
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from streetsafe.worker_pools import TooFewWorkers, pool_of_next, refuse_too_few
from tests.deployment import ROOT, Deployment, free_port

Pools = tuple[subprocess.Popen[bytes], list[int]]


def test_the_next_worker_goes_where_there_are_fewest() -> None:
    assert [pool_of_next(pools, pools=2) for pools in ([], [0], [1], [0, 0, 1], [0, 1, 1], [0, 1])] == [
        *(0, 1, 0, 1, 0, 0)
    ]
    assert pool_of_next([0, 0, 0], pools=1) == 0


def test_a_pool_without_a_worker_is_refused() -> None:
    refuse_too_few(workers=2, addresses=2)
    with pytest.raises(TooFewWorkers):
        refuse_too_few(workers=1, addresses=2)


def command(*ports: int, workers: int) -> list[str]:
    """As the unit of systemd starts it, with an application that tells who answers."""
    addresses = [word for port in ports for word in ("--bind", f"127.0.0.1:{port}")]
    quiet = ["--threads", "2", "--no-control-socket", "--log-level", "error", "--workers", str(workers)]
    return [sys.executable, "-m", "gunicorn", "tests.streetsafe.tells_pid", *addresses, *quiet]


@pytest.fixture
def pools(tmp_path: Path) -> Iterator[Pools]:
    """A server with two workers on each of two addresses."""
    ports = [free_port(), free_port()]
    variables = Deployment(tmp_path / "var").variables()
    process = subprocess.Popen(command(*ports, workers=4), cwd=ROOT, env=variables)
    try:
        for port in ports:
            answering(port, least=2)
        yield process, ports
    finally:
        process.terminate()
        process.wait(timeout=30)


def who_answers(port: int) -> int:
    """The process that an address is answered by."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60) as answer:
        return int(answer.read())


def answering(port: int, *, least: int, other_than: frozenset[int] = frozenset()) -> frozenset[int]:
    """The processes that answer at an address, once there are so many that were not there before."""
    found: set[int] = set()
    for _ in range(1200):
        with suppress(OSError):
            found.add(who_answers(port))
        if len(found - other_than) >= least:
            return frozenset(found)
        threading.Event().wait(0.05)
    raise AssertionError(f"{found} answer at {port}")


def test_each_address_has_workers_of_its_own_also_after_one_was_killed_and_after_a_reload(pools: Pools) -> None:
    process, ports = pools
    readers, reporters = (answering(port, least=2) for port in ports)
    assert (len(readers), len(reporters), readers & reporters) == (2, 2, frozenset())
    os.kill(next(iter(reporters)), signal.SIGKILL)
    replaced = answering(ports[1], least=1, other_than=reporters)
    assert not replaced & readers
    process.send_signal(signal.SIGHUP)
    anew = [answering(port, least=2, other_than=readers | replaced) - readers - replaced for port in ports]
    assert (len(anew[0] - anew[1]), len(anew[1] - anew[0]), anew[0] & anew[1]) == (2, 2, frozenset())


def test_who_reports_is_answered_while_no_reader_is(pools: Pools) -> None:
    _process, ports = pools
    readers, reporters = (answering(port, least=2) for port in ports)
    for worker in readers:
        os.kill(worker, signal.SIGSTOP)
    try:
        assert {who_answers(ports[1]) for _ in range(20)} <= reporters
    finally:
        for worker in readers:
            os.kill(worker, signal.SIGCONT)


def test_one_worker_on_two_addresses_is_refused_in_a_sentence(tmp_path: Path) -> None:
    variables = Deployment(tmp_path / "var").variables()
    refused = subprocess.run(
        command(free_port(), free_port(), workers=1),
        cwd=ROOT,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (refused.returncode, refused.stdout) == (4, "")
    assert refused.stderr == (
        "The service does not start:\n  - --workers 1 is too few: each address of --bind needs one, and there are 2.\n"
    )
