"""Whether a report is on disk before its thank-you leaves: the order of the system calls, as strace sees them.

That a process was killed proves nothing of this: what it wrote is with the system then, and only a power cut tells.
"""

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.posts import is_thanks, made_posts
from tests.deployment import Deployment, Server, serve

SECTION = "Durability: the write-ahead log is synchronised before the answer leaves"
REPORTS = 200
CALLS = "pwrite64,write,fdatasync,fsync,sendto"
WRITTEN, SYNCED, ANSWERED = "written", "synced", "answered"


@dataclass(frozen=True)
class Order:
    """How many answers came after the log was written, and how many of them after that was synchronised too."""

    answered: int
    written: int
    synced: int


def sync_figures(deployment: Deployment, how_many: int = REPORTS) -> list[Figure]:
    """As the service runs, and with synchronous=NORMAL, where the same look must see that nothing waits."""
    if shutil.which("strace") is None:
        return [Figure(SECTION, "thank-yous that left after their sync", "not looked at: there is no strace")]
    as_it_is = order_of_calls(deployment, how_many)
    control = order_of_calls(deployment, how_many, application="tests.bench.unsynced")
    return [
        Figure(
            SECTION,
            "thank-yous that left after their report was written and synchronised",
            f"{as_it_is.synced} of {as_it_is.answered}",
            floor=f"with synchronous=NORMAL: {control.synced} of {control.answered}",
            bar=f"{how_many}",
            reached=as_it_is == Order(how_many, how_many, how_many) and control.synced <= how_many / 20,
        )
    ]


def order_of_calls(deployment: Deployment, how_many: int, *, application: str = "streetsafe.wsgi") -> Order:
    """Sends reports one after another to a single worker that strace looks at."""
    posts = made_posts(how_many, encrypted_for=deployment, with_proof=False)
    server = serve(deployment, workers=1, application=application)
    try:
        with tempfile.TemporaryDirectory() as folder:
            trace = Path(folder) / "trace"
            with _looking_at(server, trace):
                for number, post in enumerate(posts):
                    assert is_thanks(post.answer_of(server, sender=f"10.9.{number >> 8}.{number & 255}"))
            return order_in(trace.read_text(encoding="utf-8", errors="replace"))
    finally:
        server.stop()


@contextmanager
def _looking_at(server: Server, trace: Path) -> Iterator[None]:
    """With strace attached to the worker and all its threads, those to come included."""
    (worker,) = server.workers()
    command = ["strace", "-f", "-y", "-s", "40", "-e", f"trace={CALLS}", "-o", str(trace), "-p", str(worker)]
    looking = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert looking.stderr is not None
        attached = looking.stderr.readline()
        assert "attached" in attached, attached
        yield
        time.sleep(0.2)
    finally:
        looking.terminate()
        looking.communicate(timeout=20)


def order_in(trace: str) -> Order:
    """Reads the calls in the order in which they ended; one report is under way at a time.

    By thread: the one that answers wrote the report. Another hides the order of arrival meanwhile, and writes too.
    """
    answered = written = synced = 0
    states: dict[str, tuple[bool, bool]] = {}  # by thread: whether it wrote, and whether that is synchronised
    for thread, event in _events(trace):
        is_written, is_synced = states.get(thread, (False, False))
        if event == WRITTEN:
            states[thread] = True, False
        elif event == SYNCED:
            states[thread] = is_written, is_written
        else:
            answered, written, synced = answered + 1, written + is_written, synced + is_synced
            states.pop(thread, None)
    return Order(answered, written, synced)


def _events(trace: str) -> Iterator[tuple[str, str]]:
    """By which thread what was done to the log, when it was done; and an answer when it began to leave."""
    unfinished: dict[str, str] = {}  # by thread: what a call that another thread's line cut in two will be
    for line in trace.splitlines():
        thread, _, call = line.partition(" ")
        call = call.strip()
        event = _event_of(call)
        if event == ANSWERED:
            yield thread, event
        elif call.endswith("<unfinished ...>"):
            unfinished[thread] = event
        elif call.startswith("<... "):
            if event := unfinished.pop(thread, ""):
                yield thread, event
        elif event:
            yield thread, event


def _event_of(call: str) -> str:
    if re.match(r"sendto\(\d+<[^>]*>, \"HTTP/1\.1 200 ", call):
        return ANSWERED
    if re.match(r"p?write(64)?\(\d+<[^>]*-wal>", call):
        return WRITTEN
    return SYNCED if re.match(r"f(data)?sync\(\d+<[^>]*-wal>", call) else ""
