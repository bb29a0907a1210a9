"""Two workers of one server take no more than one's measure, whichever of them is asked."""

import http.client
import re
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reports.intake.deletion_code_limit import SOURCE_FEWEST, SOURCE_SPREAD
from reports.staff import lockout
from tests.deployment import Deployment, Server, serve

NOTHING_TRIED = "There were too many wrong passwords or codes."
NO_MATCH = "The username and password do not match."


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of two real workers behind one proxy, which is the test itself."""
    deployment = Deployment(tmp_path_factory.mktemp("workers") / "var", {"PROXY_COUNT": "1"})
    deployment.begin()
    server = serve(deployment, workers=2)
    yield server
    server.stop()


class Asking:
    """Somebody who asks on a connection of their own, which the system gives to some worker."""

    def __init__(self, server: Server, source: str) -> None:
        self.host, self.source = urllib.parse.urlsplit(server.url).netloc, source

    def answer_to(self, path: str, form: dict[str, str] | None = None, cookie: str = "") -> tuple[int, str, str]:
        """Status, text and cookies."""
        connection = http.client.HTTPConnection(self.host, timeout=120)
        headers = {"X-Forwarded-For": self.source, "Connection": "close", "Sec-Fetch-Site": "same-origin"}
        if cookie:
            headers["Cookie"] = cookie
        body = urllib.parse.urlencode(form) if form is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("GET" if body is None else "POST", path, body, headers)
        answer = connection.getresponse()
        text, cookies = answer.read().decode(), answer.headers.get_all("Set-Cookie") or []
        connection.close()
        return answer.status, text, "; ".join(one.partition(";")[0] for one in cookies)

    def sign_in(self, username: str) -> str:
        """What comes of a wrong password: looked at, locked out, or nobody had the time."""
        while True:
            _status, page, cookie = self.answer_to("/staff/")
            token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
            form = {"csrfmiddlewaretoken": token, "username": username, "password": "wrong"}
            status, page, _cookie = self.answer_to("/staff/", form, cookie)
            if status != 503:
                return "looked at" if NO_MATCH in page else "locked out" if NOTHING_TRIED in page else page


def test_one_name_is_tried_ten_times_by_however_many_at_one_moment(two_workers: Server) -> None:
    """Sixty tries from twelve sources, eight at a time: as many as the threads of both workers."""
    with ThreadPoolExecutor(8) as pool:
        tried = list(pool.map(lambda number: Asking(two_workers, f"198.51.100.{number % 12}").sign_in("mo"), range(60)))
    assert (tried.count("looked at"), tried.count("locked out")) == (lockout.OF_A_NAME, 60 - lockout.OF_A_NAME)


def test_one_source_tries_five_passwords_of_a_name(two_workers: Server) -> None:
    with ThreadPoolExecutor(8) as pool:
        tried = list(pool.map(lambda _turn: Asking(two_workers, "203.0.113.5").sign_in("jo"), range(16)))
    assert (tried.count("looked at"), tried.count("locked out")) == (5, 11)


def test_one_source_is_answered_no_more_words_than_one_process_would(two_workers: Server) -> None:
    """The measure is secret, and one for both: each worker had one of its own, and twice as many were looked up."""
    asking = Asking(two_workers, "203.0.113.9")
    statuses = [asking.answer_to("/withdraw", {"w": "one two three four"})[0] for _try in range(120)]
    looked_at = statuses.index(429)
    assert SOURCE_FEWEST <= looked_at < SOURCE_FEWEST + SOURCE_SPREAD
    assert statuses == [200] * looked_at + [429] * (120 - looked_at)
    assert asking.answer_to("/withdraw", {"w": "one two three four"})[0] == 429
    assert Asking(two_workers, "203.0.113.10").answer_to("/withdraw", {"w": "one two three four"})[0] == 200


def test_nothing_was_written_of_who_asked(two_workers: Server) -> None:
    """Searched in the service's folder, and in what its processes hold open."""
    workers = two_workers.workers()
    assert len(workers) == 2
    opened = {
        str(link.readlink()) for number in workers for link in Path(f"/proc/{number}/fd").iterdir() if link.is_symlink()
    }
    assert any("memfd:counts" in one for one in opened)
    assert not any("/shm/" in one for one in opened)
    var = next(Path(one).parent for one in opened if one.endswith("streetsafe.sqlite3"))
    for file in (path for path in var.rglob("*") if path.is_file()):
        assert not any(mark in file.read_bytes() for mark in (b"203.0.113", b"198.51.100"))
