"""What stays when the power goes: a server killed again and again while phones send, and what is on disk first.

Killing cannot tell a write that reached the disk from one that the system still holds: the order of the system calls
can (`sync_order`).
"""

import asyncio
import contextlib
import itertools
import os
import random
import signal
import sqlite3
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.posts import Post, is_thanks, made_posts
from tests.bench.sync_order import sync_figures
from tests.deployment import Deployment, Server, serve

SECTION = "Durability: SIGKILL under load, SQLite with synchronous=FULL, gunicorn with 2 workers"
KILLS, ANSWERED = 200, 20_000
MOST_SECONDS = 540  # of killing; what was not reached by then is missed
WHOLE_EVERY = 10  # every tenth kill takes the whole server, the others one worker of it
CONNECTIONS = 12
TWICE_EVERY = 20  # every twentieth report thanked for is sent once more, as by somebody who presses again
PAUSE = (0.05, 1.5)  # seconds of load between two kills, drawn anew
# Forked from a server that has read everything already: a new worker answers at once, and the load goes on.
APPLICATION, OPTIONS = "tests.bench.warmed_up", ("--preload", "--log-level", "critical")


def durability_figures(kills: int = KILLS, answered: int = ANSWERED, most_seconds: int = MOST_SECONDS) -> list[Figure]:
    """The killing, then the order of what one report writes."""
    with tempfile.TemporaryDirectory() as folder:
        deployment = Deployment(Path(folder) / "var", {"PROXY_COUNT": "1"})
        deployment.manage("migrate", "--verbosity", "0")
        deployment.manage("load_builtin_geography")
        phones = Phones(deployment, _served(deployment))
        try:
            found = asyncio.run(_killed_again_and_again(phones, kills, answered, most_seconds))
        finally:
            phones.server.stop()
        return [*_figures(found, kills, answered), *sync_figures(deployment)]


@dataclass
class Found:
    """What a run of kills came to; reports by their marks in the database."""

    workers_killed: int = 0
    servers_killed: int = 0
    thanked: int = 0
    sent_again: int = 0  # because no whole answer came
    kept_unanswered: set[str] = field(default_factory=set)  # on disk when the answer was lost
    lost: set[str] = field(default_factory=set)
    doubled: set[str] = field(default_factory=set)
    other_answers: list[bytes] = field(default_factory=list)


class Phones:
    """Sends reports over some connections; each until it was thanked for."""

    def __init__(self, deployment: Deployment, server: Server) -> None:
        self.deployment, self.server = deployment, server
        self.thanked: set[str] = set()
        self.under_way: set[str] = set()
        self.found = Found()
        self.is_over = False
        self._senders = itertools.count()
        self._posts: list[Post] = []

    async def send_on(self) -> None:
        """One connection: report after report."""
        while not self.is_over:
            if not self._posts:
                self._posts = made_posts(500, encrypted_for=self.deployment, with_proof=False)
            post = self._posts.pop()
            number = next(self._senders)
            sender = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
            self.under_way.add(post.mark)
            await self._send_until_thanked(post, sender)
            self.under_way.discard(post.mark)
            if number % TWICE_EVERY == 0:
                await self._send_until_thanked(post, sender)

    async def _send_until_thanked(self, post: Post, sender: str) -> None:
        while not is_thanks(answer := await self._answer_to(post, sender)):
            if b"\r\n\r\n" in answer and b"</html>" in answer:
                self.found.other_answers.append(answer[:300])
            self.found.sent_again += 1
            await asyncio.sleep(0.05)
        self.thanked.add(post.mark)

    async def _answer_to(self, post: Post, sender: str) -> bytes:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            host, port = self.server.url.removeprefix("http://").split(":")
            reader, writer = await asyncio.open_connection(host, port)
            with contextlib.closing(writer):
                writer.write(post.to(self.server, sender=sender))
                return await reader.read()
        return b""


def _served(deployment: Deployment) -> Server:
    return serve(deployment, application=APPLICATION, more_options=OPTIONS)


async def _killed_again_and_again(phones: Phones, kills: int, answered: int, most_seconds: int) -> Found:
    """Kills until both numbers are reached or time is up; looks after each kill, and at the end, at what is kept."""
    found, until = phones.found, time.monotonic() + most_seconds
    senders = [asyncio.create_task(phones.send_on()) for _ in range(CONNECTIONS)]
    for number in itertools.count(1):
        if time.monotonic() > until or (number > kills and len(phones.thanked) >= answered):
            break
        await asyncio.sleep(random.uniform(*PAUSE))
        is_whole = number % WHOLE_EVERY == 0
        if is_whole:
            phones.server.kill()
            found.servers_killed += 1
        else:
            with contextlib.suppress(ProcessLookupError):
                os.kill(random.choice(phones.server.workers()), signal.SIGKILL)
            found.workers_killed += 1
        thanked, unanswered = set(phones.thanked), phones.under_way - phones.thanked
        kept = await asyncio.to_thread(_kept, phones.deployment)
        _compare(found, thanked, kept)
        if is_whole:  # nobody writes now: what is kept of those unanswered was kept before the kill
            found.kept_unanswered |= {one for one in unanswered if kept[one]}
            phones.server = await asyncio.to_thread(_served, phones.deployment)
    phones.is_over = True
    await asyncio.gather(*senders)
    _compare(found, phones.thanked, _kept(phones.deployment))
    found.thanked = len(phones.thanked)
    return found


def _kept(deployment: Deployment) -> Counter[str]:
    """How often each mark of a report stands in the database, as whoever opens it next reads it."""
    with closing(sqlite3.connect(deployment.var / "streetsafe.sqlite3", timeout=30)) as database:
        return Counter(mark for (mark,) in database.execute("SELECT withdrawal_mark FROM reports_incomingreport"))


def _compare(found: Found, thanked: set[str], kept: Counter[str]) -> None:
    times = {one: kept[one] for one in thanked}
    found.lost |= {one for one, often in times.items() if not often}
    found.doubled |= {one for one, often in times.items() if often > 1}


def _figures(found: Found, kills: int, answered: int) -> list[Figure]:
    killed = found.workers_killed + found.servers_killed
    return [
        Figure(
            SECTION,
            "SIGKILLs while reports were sent",
            f"{killed}: {found.workers_killed} of a worker, {found.servers_killed} of the whole server",
            bar=f"{kills}",
            reached=killed >= kills,
        ),
        Figure(
            SECTION,
            "reports answered with a thank-you",
            f"{found.thanked:,}",
            floor=f"sent again because no answer came: {found.sent_again:,}; kept but not answered when the whole "
            f"server was killed: {len(found.kept_unanswered)}",
            bar=f"{answered:,}",
            reached=found.thanked >= answered,
        ),
        Figure(SECTION, "thanked for and lost", str(len(found.lost)), bar="0", reached=not found.lost),
        Figure(SECTION, "kept twice", str(len(found.doubled)), bar="0", reached=not found.doubled),
        Figure(
            SECTION,
            "whole answers other than a thank-you",
            str(len(found.other_answers)),
            bar="0",
            reached=not found.other_answers,
        ),
    ]
