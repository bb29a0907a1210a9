"""Each kind of page alone, and while ten times the maps are asked for that can be drawn: as it was, and with two pools.

Before: one pool of 2 workers with 4 threads, and nothing refused. Both run the same commit and data, and take turns.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from tests.bench.figures import Figure, times
from tests.bench.load_generator import Answers, asked_in_turn
from tests.deployment import ROOT, Deployment, Server, free_port, serve

SECTION = "Pages while the map is overloaded: ten times what can be drawn, gunicorn without nginx"
ROUNDS, SECONDS, CONNECTIONS = 5, 3, 2
TIMES_TOO_MANY = 10
MOST_TIMES_SLOWER = 3


@dataclass(frozen=True)
class Served:
    """A server, and the port that nginx leads each kind of page to."""

    server: Server
    port: int
    reporters: int


def overload_figures() -> list[Figure]:
    """Rates and times of each kind of page, before and after, alone and under load."""
    with tempfile.TemporaryDirectory() as folder:
        deployment = Deployment(Path(folder) / "var")
        deployment.manage("prepare")
        return measured(deployment)


def measured(deployment: Deployment) -> list[Figure]:
    """The same of a deployment that has figures in it."""
    pages, heavy = _pages(deployment)
    reporters = free_port()
    before = serve(deployment, application="tests.bench.one_pool", more_options=["--threads", "4"])
    after = serve(deployment, workers=4, more_options=["--bind", f"127.0.0.1:{reporters}"])
    sides = {
        "before": Served(before, _port(before), _port(before)),
        "after": Served(after, _port(after), reporters),
    }
    try:
        return _figures(_rounds(sides, pages, heavy), pages)
    finally:
        for side in sides.values():
            side.server.stop()


Found = dict[tuple[str, str, str], list[Answers]]


def _rounds(sides: dict[str, Served], pages: dict[str, tuple[str, bool]], heavy: str) -> Found:
    found: Found = defaultdict(list)
    capacity = 0.0
    for number in range(ROUNDS + 1):
        for side, served in sides.items():
            for kind, (path, is_of_reporters) in pages.items():
                port = served.reporters if is_of_reporters else served.port
                alone = asyncio.run(asked_in_turn(port, path, connections=CONNECTIONS, seconds=SECONDS))
                if number:
                    found[side, kind, "alone"].append(alone)
                elif kind == "the map":
                    capacity = max(capacity, alone.rate)
            if number:
                for kind, (path, is_of_reporters) in pages.items():
                    port = served.reporters if is_of_reporters else served.port
                    answers = _under_load(served.port, heavy, capacity * TIMES_TOO_MANY, port, path)
                    found[side, kind, "under load"].append(answers)
    return found


def _under_load(flooded: int, heavy: str, rate: float, port: int, path: str) -> Answers:
    words = [str(flooded), heavy, str(rate), str(SECONDS + 3)]
    crowd = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.load_generator", *words], cwd=ROOT, stdout=subprocess.DEVNULL
    )
    try:
        asyncio.run(asyncio.sleep(2))  # until what waits is as much as it will be
        return asyncio.run(asked_in_turn(port, path, connections=CONNECTIONS, seconds=SECONDS))
    finally:
        crowd.terminate()
        crowd.wait(timeout=60)


def _pages(deployment: Deployment) -> tuple[dict[str, tuple[str, bool]], str]:
    """A page of each kind, and whether it is of who reports; then the map that the crowd asks for, never prepared."""
    folder = sorted(path.name for path in (deployment.var / "releases").iterdir() if path.is_dir())[0]
    code, _dash, quarter = folder.partition("-")
    chosen = f"area={code}&period={quarter}"
    pages = {
        "a report's first page": ("/report", True),
        "help": ("/help/stalking", True),
        "the API": ("/api/v1/areas", False),
        "the table": (f"/map/table?{chosen}", False),
        "the map": (f"/map?{chosen}", False),
    }
    return pages, f"/map?{chosen}"


def _port(server: Server) -> int:
    return int(server.url.rpartition(":")[2])


def _figures(found: Found, pages: dict[str, tuple[str, bool]]) -> list[Figure]:
    figures = []
    for kind, (_path, is_of_reporters) in pages.items():
        seen = {
            (side, when): Answers(
                *(statistics.median(getattr(one, name) for one in found[side, kind, when]) for name in _NAMES)
            )
            for side in ("before", "after")
            for when in ("alone", "under load")
        }
        each = zip(found["after", kind, "under load"], found["after", kind, "alone"], strict=True)
        runs = tuple(load.ninety_ninth / alone.ninety_ninth for load, alone in each)
        slower = statistics.median(runs)
        figures.append(
            Figure(
                SECTION,
                f"{kind}: answers a second and 99 in 100 within, alone and under load",
                f"{_said(seen['after', 'alone'])}; {_said(seen['after', 'under load'])}: {times(slower)} x",
                floor=f"one pool: {_said(seen['before', 'alone'])}; {_said(seen['before', 'under load'])}",
                bar=f"<= {MOST_TIMES_SLOWER} x" if is_of_reporters else "",
                reached=slower <= MOST_TIMES_SLOWER if is_of_reporters else None,
                runs=runs,
            )
        )
    return figures


_NAMES = ("rate", "refused", "ninety_ninth")


def _said(answers: Answers) -> str:
    refused = f" and {times(answers.refused)} refused" if answers.refused else ""
    return f"{times(answers.rate)} a second{refused}, {answers.ninety_ninth * 1000:,.0f} ms"
