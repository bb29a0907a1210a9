"""A clock, names that lead somewhere, and what is posted, in place of the internet."""

import socket
from typing import Any

import pytest

from reports.feeds import posting
from reports.staff.models import StaffUser
from tests import factories
from tests.factories import WESTBY
from tests.feeds.hooks import PUBLIC, Answers, Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the service."""
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: (value or clock.now).date())
    return clock


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What each name leads to, without asking anybody."""
    known = {"hooks.example": [PUBLIC], "127.0.0.1": ["127.0.0.1"]}

    def found(host: str, port: int, **options: Any) -> list[Any]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[host]]

    monkeypatch.setattr("socket.getaddrinfo", found)
    return known


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is sent, in place of sending it; `answers` are given one after another, then 204."""
    sent: list[Any] = []

    def post(url: str, body: bytes, headers: dict[str, str]) -> int:
        sent.append((url, body, headers))
        answer = Answers.given.pop(0) if Answers.given else 204
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(posting, "post", post)
    Answers.given = []
    return sent


@pytest.fixture
def officer() -> StaffUser:
    """Somebody of Westby."""
    return factories.make_person("council_officer", WESTBY, username="offie")


# -- what is sent
