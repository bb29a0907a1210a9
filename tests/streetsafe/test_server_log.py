"""What a server writes when somebody sends it nonsense: nothing that leads to them."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.deployment import Deployment, Server, serve

NONSENSE = {
    "two hosts": b"GET /help/stalking HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n",
    "no request": b"\x16\x03\x01 nothing\r\n\r\n",
    "a header that is none": b"GET /help/stalking HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n",
    "a body without end": b"POST /help/stalking HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
}
OTHER_HOST = b"GET /help/stalking HTTP/1.1\r\nHost: places.example\r\n\r\n"
STATED = "ERROR django.security.DisallowedHost a request named a host that is not in ALLOWED_HOSTS\n"


def answer_to(server: Server, sent: bytes) -> bytes:
    """The first line of what comes back."""
    parts = urlsplit(server.url)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as connection:
        connection.sendall(sent)
        return connection.makefile("rb").readline()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the server writes."""
    return tmp_path / "log"


@pytest.fixture
def server(deployment: Deployment, log: Path) -> Iterator[Server]:
    """A service, served by one worker."""
    running = serve(deployment, workers=1, log=log)
    yield running
    running.stop()


def test_what_cannot_be_read_is_refused_and_its_sender_is_written_nowhere(server: Server, log: Path) -> None:
    assert {name: answer_to(server, sent).split()[1] for name, sent in NONSENSE.items()} == dict.fromkeys(
        NONSENSE, b"400"
    )
    answer_to(server, OTHER_HOST)  # what could show: the log is written
    assert log.read_text() == STATED


def test_another_host_is_told_in_one_line_without_who_asked(server: Server, log: Path) -> None:
    assert answer_to(server, OTHER_HOST).split()[1] == b"400"
    assert log.read_text() == STATED
