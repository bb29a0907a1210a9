"""Programs of one source get so many answers an hour; nobody is named, and nobody else is shut out."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from reports.geography.models import Area
from streetsafe import request_limit
from tests.factories import NOW

HOUR = datetime.timedelta(hours=1)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch, country: dict[str, Area], set_clock: Any) -> None:
    """A measure that a test can reach, the same in every hour."""
    monkeypatch.setattr(request_limit, "FEWEST", 3)
    monkeypatch.setattr(request_limit, "SPREAD", 1)


@pytest.mark.parametrize("address", ["/api/v1/reasons", "/api/nothing", "/ogc/", "/feeds/nothing"])
def test_a_source_is_refused_with_a_reason_once_it_has_asked_so_often(client: Client, address: str) -> None:
    statuses = [client.get(address).status_code for _ in range(5)]
    assert statuses[:3] == [client.get(address, REMOTE_ADDR="192.0.2.7").status_code] * 3
    assert statuses[3:] == [429, 429]
    refused = client.get("/api/v1/reasons")
    wait = 3_600 - int(NOW.timestamp()) % 3_600
    assert (refused["Content-Type"], refused["Retry-After"]) == ("application/problem+json", str(wait))
    assert (refused["Access-Control-Allow-Origin"], refused["Cache-Control"]) == ("*", "no-store")
    assert refused.json() == {
        "title": "Too Many Requests",
        "status": 429,
        "detail": "Too many requests in this hour. Files of a release can be kept: fetch each once.",
    }
    assert not refused.cookies


def test_it_says_nothing_of_how_much_is_left(client: Client) -> None:
    answers = [client.get("/api/v1/reasons") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert answers[0].headers == answers[1].headers == answers[2].headers


def test_the_next_hour_begins_anew(client: Client, set_clock: Callable[[datetime.datetime], None]) -> None:
    assert [client.get("/api/v1/reasons").status_code for _ in range(4)] == [200, 200, 200, 429]
    set_clock(NOW + HOUR)
    assert client.get("/api/v1/reasons").status_code == 200


def test_people_and_files_are_never_refused(client: Client) -> None:
    assert [client.get("/api/v1/reasons").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert {client.get(address).status_code for address in ("/", "/map", "/report", "/open-data")} == {200}
    assert client.get("/releases/nothing/at-all").status_code == 404


def test_a_browsers_question_before_it_asks_is_not_counted(client: Client) -> None:
    assert {client.options("/api/v1/reasons").status_code for _ in range(9)} == {204}
    assert client.get("/api/v1/reasons").status_code == 200


def test_a_source_that_is_not_known_is_not_refused(client: Client, settings: Any) -> None:
    settings.PROXY_COUNT = 2
    assert {client.get("/api/v1/reasons").status_code for _ in range(9)} == {200}


def test_the_measure_is_secret_and_another_in_every_hour(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setattr(request_limit, "SPREAD", 30)
    measures = set()
    for number in range(12):
        asked = {"REMOTE_ADDR": f"192.0.2.{number}"}
        answers = [client.get("/api/v1/", **asked).status_code for _ in range(34)]
        measures.add(answers.index(429) if 429 in answers else None)
    assert len(measures) > 3
