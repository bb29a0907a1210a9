"""Sending reports over 64 connections at once: sealed answers and a proof of work each, with the write and without."""

import asyncio
import datetime
import json
import sqlite3
import statistics
import tempfile
import time
import uuid
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import altcha
from django.conf import settings

from reports.geography import hexgrid
from reports.intake import verification
from reports.intake.draft import Draft, seal
from tests.bench.figures import Figure, times
from tests.deployment import Deployment, Server, serve

SECTION = "Sending reports, SQLite with synchronous=FULL, gunicorn with 2 workers"
CONNECTIONS = 64
ROUNDS, SENT_A_ROUND = 3, 320
PLACES = ((-2.59, 51.45), (-1.55, 53.80), (-0.12, 51.50), (-3.18, 51.48), (-4.25, 55.86), (-5.93, 54.60))


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
        # Sealed here as the service would seal them; one try solves the proof, whose check costs the same.
        verification.FEWEST_TRIES = verification.SPREAD = 1
        settings.SECRET_KEY = (deployment.var / "secret_key").read_text(encoding="ascii")
        servers = {
            "without": serve(deployment, application="tests.bench.without_writing"),
            "with": serve(deployment),
        }
        try:
            found: dict[str, list[Load]] = {name: [] for name in servers}
            for number in range(ROUNDS + 1):
                for name, server in servers.items():
                    load = asyncio.run(_send(server, _bodies(SENT_A_ROUND)))
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


def _bodies(how_many: int) -> list[bytes]:
    """Posts of the last step: everything answered, the proof solved."""
    now = datetime.datetime.now(tz=datetime.UTC)
    bodies = []
    for number in range(how_many):
        cell = hexgrid.name(hexgrid.cell_at(*PLACES[number % len(PLACES)]))
        answers = {"where": {"cell": [cell]}, "why": {"one": ["badly-lit"]}, "when": {"one": ["3"]}}
        began = int((now - datetime.timedelta(minutes=2)).timestamp())
        draft = Draft(uuid.uuid4(), answers, began=began, was_checked=True)
        fields = {"s": "check", "b": "send", "a": seal(draft, now=now), "p": _proof(draft.submission_id, now)}
        bodies.append(urlencode(fields).encode())
    return bodies


def _proof(submission_id: uuid.UUID, now: datetime.datetime) -> str:
    asked = altcha.v2.Challenge.from_dict(json.loads(verification.new_challenge(submission_id, source=b"", now=now)))
    solution = altcha.v2.solve_challenge(asked)
    assert solution is not None
    return altcha.v2.Payload(asked, solution).to_base64()


async def _send(server: Server, bodies: list[bytes]) -> Load:
    waiting, taken, wrong = list(bodies), list[float](), 0
    host = urlsplit(server.url).netloc

    async def one_connection(number: int) -> None:
        nonlocal wrong
        reader, writer = await asyncio.open_connection(*host.split(":"))
        while waiting:
            body = waiting.pop()
            head = (
                f"POST /report HTTP/1.1\r\nHost: {host}\r\nOrigin: {server.url}\r\nX-Forwarded-For: 10.{number}."
                f"{len(waiting) // 250}.{len(waiting) % 250}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            )
            started = time.perf_counter()
            writer.write(head.encode() + body)
            answer = await reader.read()
            taken.append(time.perf_counter() - started)
            wrong += not (answer.startswith(b"HTTP/1.1 200") and b'name="a"' not in answer)
            writer.close()
            if waiting:
                reader, writer = await asyncio.open_connection(*host.split(":"))
        writer.close()

    started = time.perf_counter()
    await asyncio.gather(*(one_connection(number) for number in range(CONNECTIONS)))
    seconds = time.perf_counter() - started
    return Load(len(bodies) / seconds, statistics.quantiles(taken, n=100)[98], wrong)


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
