"""However many look at the map, who reports, deletes a report, looks for help or leaves is answered."""

import os
import re
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.served.production import ADDRESS, HOST, Production, council
from tests.served.test_pages_at_the_edge import UNANSWERED, asked
from tests.served.test_production import rows_of_queue

pytestmark = pytest.mark.production

REPORTERS = (
    "/",
    "/cy/",
    "/report",
    "/cy/report",
    "/withdraw",
    "/leave",
    "/help/",
    "/help/no-name",
    "/cy/help/stalking",
)
AT_ONCE, MAPS = 120, 600
WELSH = "Mae llawer o bobl yn edrych ar y ffigurau nawr"


def listeners_of(port: int) -> set[str]:
    """The sockets that listen at a port of 127.0.0.1, as the kernel numbers them."""
    lines = [line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]]
    return {line[9] for line in lines if line[1] == f"0100007F:{port:04X}" and line[3] == "0A"}


def workers(made: Production) -> list[int]:
    """gunicorn's own, which its first process has as children."""
    assert made.site.process is not None
    pid = made.site.process.pid
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


def readers(made: Production) -> list[int]:
    """Those that wait on the readers' address: an epoll names each file it watches by its number in the kernel."""
    (wanted,) = listeners_of(made.port)
    found = []
    for worker in workers(made):
        watched = "".join(file.read_text() for file in Path(f"/proc/{worker}/fdinfo").iterdir())
        if re.search(rf"^tfd: .* ino:{int(wanted):x}\b", watched, re.MULTILINE):
            found.append(worker)
    return found


@contextmanager
def nobody_for_readers(made: Production) -> Iterator[None]:
    """The readers' workers do not move."""
    stopped = readers(made)
    assert len(stopped) == 2 < len(workers(made))
    for worker in stopped:
        os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        for worker in stopped:
            os.kill(worker, signal.SIGCONT)


def test_who_reports_is_answered_while_readers_workers_answer_nobody(production: Production) -> None:
    (styles,) = set(re.findall(r'href="(/static/styles/site[^"]*\.css)"', asked("/report")[2].decode()))
    older = f"/map?area={council(production)}&period=2026-Q1"
    with nobody_for_readers(production):
        assert {address: asked(address)[0] for address in (*REPORTERS, styles)} == dict.fromkeys(
            (*REPORTERS, styles), 200
        )
        assert asked(older, *UNANSWERED)[0] == 0
    assert asked(older)[0] in {200, 404}


def test_a_flood_of_maps_is_refused_in_words_and_no_report_is(production: Production) -> None:
    older = f"/map?area={council(production)}&x="
    command = ["curl", "-sk", "--http1.1", "-m", "120", "--no-progress-meter", "-Z", "--parallel-max", str(AT_ONCE)]
    resolve = ["--resolve", f"{HOST}:443:{ADDRESS}", "--parallel-immediate", "-o", os.devnull, "-w", "%{http_code}\n"]
    kept = rows_of_queue(production)
    with ThreadPoolExecutor(1) as crowd:
        maps = [*command, *resolve, f"https://{HOST}{older}[1-{MAPS}]"]
        flood = crowd.submit(subprocess.run, maps, capture_output=True, text=True, check=False)
        answers: list[tuple[str, int]] = []
        refused: list[tuple[int, dict[str, str], bytes]] = []
        while not flood.done():
            answers += [(address, asked(address)[0]) for address in REPORTERS]
            refused += [answer for answer in [asked(f"{older}0")] if answer[0] == 503]
    stated = Counter(flood.result().stdout.split())
    assert stated.keys() == {"200", "503"}, stated
    assert [answer for answer in answers if answer[1] != 200] == []
    assert len(answers) >= len(REPORTERS)
    for _status, headers, body in refused:
        assert headers["retry-after"] == "60"
        assert WELSH in body.decode()
    assert asked(f"{older}0")[0] == 200, "and afterwards it is drawn as before"
    assert rows_of_queue(production) == kept
