"""What a public page costs the service, with every council published: prepared, drawn, and a view that does nothing.

Processor time of one process, in turns within one run; no browser and no proxy.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.figures import Figure
from tests.bench.moving_country import BRISTOL
from tests.deployment import ROOT, Deployment
from tests.realdata.main_job import AREA_FILES, PLACES

SECTION = "Public pages, 361 councils published"
PAGES = ("/map", f"/map?area={BRISTOL}", "/map/table", "/open-data", "/help/stalking")
SITE = "http://127.0.0.1:8000"
ROUNDS = 30
TIMES_LESS = 10


def public_page_figures(data: Path) -> list[Figure]:
    """Each page's processor time, how much less that is than drawing it, and the whole country's drawing."""
    with _country(data) as deployment:
        prepared = deployment.manage("prepare_pages", "--site", SITE)
        command = [sys.executable, "-m", "tests.bench.public_pages"]
        ended = subprocess.run(
            command, cwd=ROOT, env=deployment.variables(), check=True, capture_output=True, text=True
        )
        seen: dict[str, dict[str, float]] = json.loads(ended.stdout)
    size = int(prepared.output.split()[0].replace(",", ""))
    drawing = Figure(
        SECTION,
        f"`prepare_pages`, {size:,} pages, whole process",
        f"{prepared.seconds:.0f} s, {prepared.peak:.0f} MB",
        bar="60 s",
        reached=prepared.seconds <= 60,
    )
    return [
        *(_figure(path, costs, seen["empty"]["prepared"]) for path, costs in seen.items() if path != "empty"),
        drawing,
    ]


def _figure(path: str, costs: dict[str, float], empty: float) -> Figure:
    times = costs["drawn"] / costs["prepared"]
    return Figure(
        SECTION,
        f"`{path}`",
        f"{costs['prepared']:.2f} ms, {times:.0f} x less than drawn; the first of a process {costs['first']:.2f} ms",
        floor=f"drawn: {costs['drawn']:.1f} ms; a view that does nothing, with all middleware: {empty:.2f} ms",
        bar=f">= {TIMES_LESS} x less",
        reached=times >= TIMES_LESS,
    )


@contextmanager
def _country(data: Path) -> Iterator[Deployment]:
    """Real areas and places, and figures of every council."""
    with TemporaryDirectory() as folder:
        deployment = Deployment(Path(folder) / "var")
        deployment.manage("migrate", "--verbosity", "0")
        deployment.manage("load_areas", *(data / file for file in AREA_FILES))
        deployment.manage("load_places", data / PLACES)
        country = [sys.executable, "-m", "tests.bench.moving_country", str(data)]
        subprocess.run(country, cwd=ROOT, env=deployment.variables(), check=True)
        yield deployment


def main() -> None:
    """Prints milliseconds of each page, in a process and a deployment of its own."""
    from tests.bench.sections import set_up_django

    set_up_django()
    from django.core.handlers.wsgi import WSGIHandler

    from streetsafe.prepared_pages.answering import DRAWN_ANEW

    handler = WSGIHandler()
    of_each: dict[str, Callable[[], Any]] = {"empty": partial(_asked, handler, "/healthz")}
    of_each |= {path: partial(_asked, handler, path) for path in PAGES}
    first = {name: _milliseconds(ask) for name, ask in of_each.items()}
    drawn: dict[str, Callable[[], Any]]
    drawn = {path: partial(_asked, handler, path, **{DRAWN_ANEW: True}) for path in PAGES}
    for draw in drawn.values():
        draw()  # what a process keeps of it
    taken: dict[str, dict[str, list[float]]] = {name: {"prepared": [], "drawn": []} for name in of_each}
    for _ in range(ROUNDS):
        for name, ask in of_each.items():
            taken[name]["prepared"].append(_milliseconds(ask))
            taken[name]["drawn"].append(_milliseconds(drawn.get(name, ask)))
    medians = {
        name: {kind: statistics.median(times) for kind, times in kinds.items()} | {"first": first[name]}
        for name, kinds in taken.items()
    }
    print(json.dumps(medians))


def _milliseconds(ask: Callable[[], Any]) -> float:
    began = time.process_time()
    ask()
    return (time.process_time() - began) * 1000


def _asked(handler: Any, path: str, **extra: Any) -> Any:
    """An answer as gunicorn asks for it, compressed."""
    from django.core.handlers.wsgi import WSGIRequest

    from streetsafe.prepared_pages.answering import _environ
    from streetsafe.prepared_pages.files import Address

    environ = _environ(Address(SITE, path))
    environ = {name: value for name, value in environ.items() if not name.startswith("streetsafe.")}
    response = handler.get_response(WSGIRequest(environ | {"HTTP_ACCEPT_ENCODING": "gzip"} | extra))
    assert response.status_code == 200, path
    content = response.content
    response.close()
    return content


if __name__ == "__main__":
    main()
