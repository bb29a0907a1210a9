"""Sending reports over 64 connections: encrypted answers and a proof of work each, with the write and without."""

import asyncio
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.figures import Figure, times
from tests.bench.posts import Post, is_thanks, made_posts
from tests.deployment import Deployment, Server, serve

SECTION = "Sending reports, SQLite with synchronous=FULL, gunicorn with 2 workers"
CONNECTIONS = 64
ROUNDS, SENT_A_ROUND = 3, 320


@dataclass(frozen=True)
class Load:
    """What one round came to."""

    rate: float  # answers in a second
    ninety_ninth: float  # seconds: 99 in 100 answers came sooner
    wrong: int


def submitting_figures() -> list[Figure]:
    """Rounds with the write and without take turns; each report is a new one with a proof of its own."""
    with tempfile.TemporaryDirectory() as folder:
        deployment = Deployment(Path(folder) / "var", {"PROXY_COUNT": "1"})
        deployment.manage("migrate", "--verbosity", "0")
        deployment.manage("load_builtin_geography")
        servers = {
            "without": serve(deployment, application="tests.bench.without_writing"),
            "with": serve(deployment),
        }
        try:
            found: dict[str, list[Load]] = {name: [] for name in servers}
            for number in range(ROUNDS + 1):
                for name, server in servers.items():
                    load = asyncio.run(
                        _send(server, made_posts(SENT_A_ROUND, encrypted_for=deployment, with_proof=True))
                    )
                    if number:  # the first warms up
                        found[name].append(load)
        finally:
            for server in servers.values():
                server.stop()
        _refuse_lost_reports(deployment, (ROUNDS + 1) * SENT_A_ROUND)
    return _figures(found)


def _figures(found: dict[str, list[Load]]) -> list[Figure]:
    rate = {name: statistics.median(load.rate for load in loads) for name, loads in found.items()}
    slowest = {name: statistics.median(load.ninety_ninth for load in loads) for name, loads in found.items()}
    share, tail = rate["with"] / rate["without"], slowest["with"] / slowest["without"]
    wrong = sum(load.wrong for load in found["with"])
    return [
        Figure(
            SECTION,
            f"reports sent over {CONNECTIONS} connections",
            f"{rate['with']:.0f} a second, {times(share)} of the same view without the write",
            floor=f"without the write: {rate['without']:.0f} a second",
            bar=">= 0.40",
            reached=share >= 0.40,
        ),
        Figure(
            SECTION,
            "99 in 100 were answered within",
            f"{slowest['with'] * 1000:.0f} ms, {times(tail)} x",
            floor=f"without the write: {slowest['without'] * 1000:.0f} ms",
            bar="<= 4 x",
            reached=tail <= 4,
        ),
        Figure(
            SECTION,
            f"answers other than a thank-you, of {ROUNDS * SENT_A_ROUND}",
            str(wrong),
            bar="0",
            reached=wrong == 0,
        ),
    ]


async def _send(server: Server, posts: list[Post]) -> Load:
    waiting, taken, wrong = list(posts), list[float](), 0
    host = urlsplit(server.url).netloc

    async def one_connection(number: int) -> None:
        nonlocal wrong
        reader, writer = await asyncio.open_connection(*host.split(":"))
        while waiting:
            post = waiting.pop()
            sender = f"10.{number}.{len(waiting) // 250}.{len(waiting) % 250}"
            started = time.perf_counter()
            writer.write(post.to(server, sender=sender))
            answer = await reader.read()
            taken.append(time.perf_counter() - started)
            wrong += not is_thanks(answer)
            writer.close()
            if waiting:
                reader, writer = await asyncio.open_connection(*host.split(":"))
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(one_connection(number) for number in range(CONNECTIONS)))
    seconds = time.perf_counter() - started
    return Load(len(posts) / seconds, statistics.quantiles(taken, n=100)[98], wrong)


def _refuse_lost_reports(deployment: Deployment, sent: int) -> None:
    """Every thank-you must stand for a stored report, or the figures are of nothing."""
    with closing(sqlite3.connect(deployment.var / "streetsafe.sqlite3")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = sum(
            database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]  # noqa: S608  # names of our own tables
            for name in tables
            if name in {"reports_report", "reports_incomingreport"}
        )
    assert kept == sent, (kept, sent)
