"""Somebody reports while sixteen clients post new names and passwords: what the reporter waits, before and during."""

import http.client
import re
import statistics
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.bench.figures import Figure, times
from tests.bench.posts import is_thanks, made_posts
from tests.deployment import Deployment, Server, serve

SECTION = "Signing in while others report, gunicorn with 2 workers"
CLIENTS = 16
REPORTS = 150  # of each round: the second slowest is the ninety-ninth of a hundred
PAUSE = 0.05  # seconds: a reporter is one among some, and no flood


def signing_in_figures() -> list[Figure]:
    """Reports in quiet, then reports while clients try names from as many addresses as there are tries."""
    with tempfile.TemporaryDirectory() as folder:
        deployment = Deployment(Path(folder) / "var", {"PROXY_COUNT": "1"})
        deployment.manage("migrate", "--verbosity", "0")
        deployment.manage("load_builtin_geography")
        server = serve(deployment)
        try:
            _reports(server, deployment, 20)  # warms up
            quiet = _reports(server, deployment, REPORTS)
            flood = Flood(server)
            with flood:
                during = _reports(server, deployment, REPORTS)
        finally:
            server.stop()
    return [
        Figure(
            SECTION,
            f"99 in 100 reports were answered within, while {CLIENTS} clients post new names",
            f"{during * 1000:.0f} ms, {times(during / quiet)} x",
            floor=f"in quiet: {quiet * 1000:.0f} ms",
            bar="<= 2 x",
            reached=during / quiet <= 2,
        ),
        Figure(
            SECTION,
            "passwords that were looked at meanwhile, and tries that were told to wait",
            f"{flood.looked_at / flood.seconds:.1f} and {flood.told_to_wait / flood.seconds:.1f} a second",
        ),
    ]


def _reports(server: Server, deployment: Deployment, how_many: int) -> float:
    """The 99th percentile of what whole reports took."""
    taken = []
    for number, post in enumerate(made_posts(how_many, encrypted_for=deployment, with_proof=True)):
        started = time.perf_counter()
        answer = post.answer_of(server, sender=f"10.7.{number // 250}.{number % 250}")
        taken.append(time.perf_counter() - started)
        if not is_thanks(answer):
            raise AssertionError(answer[:300])
        time.sleep(PAUSE)
    return statistics.quantiles(taken, n=100)[98]


class Flood:
    """Clients that post a new name as soon as the last was answered."""

    def __init__(self, server: Server) -> None:
        self._host = urlsplit(server.url).netloc
        self._ends = threading.Event()
        self._clients = [threading.Thread(target=self._try_names, args=(number,)) for number in range(CLIENTS)]
        self.looked_at = self.told_to_wait = 0
        self.seconds = 0.0

    def __enter__(self) -> None:
        self.seconds = -time.perf_counter()
        for client in self._clients:
            client.start()

    def __exit__(self, *_args: object) -> None:
        self._ends.set()
        for client in self._clients:
            client.join()
        self.seconds += time.perf_counter()

    def _try_names(self, number: int) -> None:
        cookie, token, tried = "", "", 0
        while not self._ends.is_set():
            connection = http.client.HTTPConnection(self._host, timeout=120)
            if not token:
                connection.request("GET", "/staff/", headers={"X-Forwarded-For": f"10.8.{number}.1"})
                answer = connection.getresponse()
                token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.read().decode())[0]
                cookie = (answer.headers["Set-Cookie"] or "").partition(";")[0]
            connection.close()
            tried += 1
            form = {"csrfmiddlewaretoken": token, "username": f"name-{number}-{tried}", "password": "a password"}
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": cookie,
                "X-Forwarded-For": f"10.{100 + number}.{tried // 250}.{tried % 250}",
                "Connection": "close",
            }
            connection.request("POST", "/staff/", urlencode(form), headers)
            status = connection.getresponse().status
            connection.close()
            self.looked_at += status == 200
            self.told_to_wait += status == 503
