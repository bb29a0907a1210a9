"""Pages are refused in words, the heaviest kinds first, when too many are drawn at once; reports never."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from itertools import islice

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from streetsafe import load_shedding
from streetsafe.load_shedding import DRAWN_AT_ONCE, KINDS, THREADS, kind_of, shed_load

PATHS = {
    "exports": "/staff/exports",
    "map": "/map",
    "table": "/map/table",
    "API": "/api/v1/releases",
    "guidance": "/help/stalking",
}
NEVER = ("/report", "/withdraw", "/leave", "/leave/out", "/staff/", "/static/x.css", "/healthz", "/places")
# Views below these are never refused: the staff's own, machines', files as they lie.
UNCOUNTED = (
    *("report", "withdraw", "leave", "leave/out", "places", ".well-known/security.txt", "robots.txt", "favicon.ico"),
    *("healthz", "readyz", "releases/", "tiles/", "staff/"),
)


def patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Every address there is, as Django writes it."""
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield here
        else:
            yield from patterns(one, here)


def test_every_address_is_of_a_kind_or_is_named_as_never_refused() -> None:
    with translation.override("en-gb"):
        addresses = [
            address.replace("<path:rest>", "x").replace("<", "x").replace(">", "x")
            for address in patterns(get_resolver())
        ]
    assert "map/table" in addresses
    assert [
        address
        for address in addresses
        if (kind_of(f"/{address}") is None)
        != (address in UNCOUNTED or address.startswith(tuple(one for one in UNCOUNTED if one.endswith("/"))))
        and not address.startswith("staff/exports")
    ] == []


@pytest.mark.parametrize("prefix", ["", "/cy", "/en-gb"])
def test_the_kinds_in_their_order_and_what_is_of_none(prefix: str) -> None:
    named = {name: kind_of(prefix + path) for name, path in PATHS.items()}
    assert {name: kind.name for name, kind in named.items() if kind} == {name: name for name in PATHS}
    assert [kind.name for kind in KINDS] == list(PATHS)
    assert [kind_of(prefix + path) for path in NEVER] == [None] * len(NEVER)


def test_what_is_refused_first_has_the_least_room_and_reports_have_threads_left() -> None:
    room = [kind.most for kind in KINDS]
    assert room == sorted(set(room))
    assert room[-1] < THREADS
    assert room[0] < DRAWN_AT_ONCE < room[1]


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn comes when a test says so, however slow the machine is."""
    monkeypatch.setattr(load_shedding, "LONGEST_WAIT", 60)


class Held:
    """A view that holds each page until it is let go, behind the middleware."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.go, self._changed = threading.Event(), threading.Condition()
        self.answer = shed_load(self._draw)

    def _draw(self, request: HttpRequest) -> HttpResponse:
        with self._changed:
            self.drawn.append(request.path)
            self._changed.notify_all()
        if request.GET.get("held"):
            assert self.go.wait(60)
        return HttpResponse("drawn")

    def wait_for(self, count: int) -> None:
        """Until so many pages are being drawn."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.drawn) >= count, 60)


def asked(path: str) -> HttpRequest:
    return RequestFactory().get(path)


@contextmanager
def filled(held: Held, inside: int) -> Iterator[None]:
    """So many maps are drawn or wait."""
    with ThreadPoolExecutor(THREADS) as crowd:
        asking = [
            crowd.submit(held.answer, asked(f"/cy/help/in-public?held={number}")) for number in range(1, inside + 1)
        ]
        held.wait_for(min(inside, DRAWN_AT_ONCE))
        try:
            yield
        finally:
            held.go.set()
        assert {answer.result(60).status_code for answer in asking} == {200}


def _noted_by(entered: threading.Semaphore) -> Callable[[HttpRequest], bool]:
    """Says of nobody that they have gone, and counts who is looked for."""

    def is_gone(_request: HttpRequest) -> bool:
        entered.release()
        return False

    return is_gone


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_is_refused_from_its_measure_on_and_drawn_below_it(
    kind: load_shedding.PageKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    entered = threading.Semaphore(0)
    monkeypatch.setattr(load_shedding, "has_gone", _noted_by(entered))
    held = Held()
    with filled(held, kind.most):
        for _ in range(kind.most + min(kind.most, DRAWN_AT_ONCE)):  # at the door, and those that are drawn once more
            assert entered.acquire(timeout=60)
        refused = held.answer(asked(PATHS[kind.name]))
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "60")
        for path in NEVER:
            assert held.answer(asked(path)).status_code == 200
    assert held.answer(asked(PATHS[kind.name])).status_code == 200
    with filled(Held(), kind.most):  # what another worker does is no matter here
        assert held.answer(asked(PATHS[kind.name])).status_code == 200


@pytest.mark.parametrize("others", [0, 1, 2 * THREADS])
def test_no_refusal_tells_whether_anyone_reports_deletes_or_leaves(others: int) -> None:
    """The control is the test above: as many readers change it."""
    held, crowd = Held(), ThreadPoolExecutor(2 * THREADS)
    asking = [crowd.submit(held.answer, asked(f"{NEVER[number % 4]}?held=1")) for number in range(others)]
    held.wait_for(others)
    measure = next(kind.most for kind in KINDS if kind.name == "map")
    with ThreadPoolExecutor(measure + 4) as maps:
        answers = [maps.submit(held.answer, asked(f"/map?held={number}")) for number in range(1, measure + 5)]
        try:
            refused = [one.result() for one in islice(as_completed(answers, timeout=60), 4)]
            held.wait_for(others + DRAWN_AT_ONCE)
        finally:
            held.go.set()
    assert [answer.status_code for answer in refused] == [503] * 4
    assert Counter(one.result().status_code for one in answers) == {200: measure, 503: 4}
    assert {one.result(60).status_code for one in asking} <= {200}
    crowd.shutdown()


def test_no_more_are_drawn_at_once_than_may_be_and_those_that_wait_are_drawn_afterwards() -> None:
    held = Held()
    with filled(held, 5):
        assert len(held.drawn) == DRAWN_AT_ONCE
    assert len(held.drawn) == 5


def test_who_waits_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_shedding, "LONGEST_WAIT", 0)
    held = Held()
    with filled(held, DRAWN_AT_ONCE):
        assert held.answer(asked("/map")).status_code == 503
    assert held.answer(asked("/map")).status_code == 200


def test_a_page_that_fails_gives_its_place_back() -> None:
    def fail(_request: HttpRequest) -> HttpResponse:
        raise ValueError("no page")

    answer = shed_load(fail)
    for _ in range(20):
        with pytest.raises(ValueError, match="no page"):
            answer(asked("/map"))


@pytest.mark.parametrize(
    ("path", "method", "is_drawn"),
    [("/map", "GET", False), ("/map", "HEAD", False), ("/report", "GET", False), ("/report", "POST", True)],
)
def test_no_page_is_drawn_for_who_has_gone_and_what_they_posted_is_kept(path: str, method: str, is_drawn: bool) -> None:
    held = Held()
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            request = RequestFactory().generic(method, path)
            request.META["gunicorn.socket"] = ours
            assert held.answer(request).status_code == 200
            theirs.sendall(b"the next request on the same line")
            assert held.answer(request).status_code == 200
            assert ours.recv(8) == b"the next"  # nothing was read of it
            ours.recv(100)
        assert held.answer(request).status_code == (200 if is_drawn else 499)
    assert len(held.drawn) == 2 + is_drawn


def test_who_goes_while_they_wait_is_not_drawn_for(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = iter([False, True])
    held = Held()
    monkeypatch.setattr(load_shedding, "has_gone", lambda _request: next(looks))
    assert held.answer(asked("/map")).status_code == 499
    assert held.drawn == []


@pytest.fixture
def no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not one page may be drawn."""
    none = tuple(load_shedding.PageKind(kind.name, 0, kind.addresses) for kind in KINDS)
    monkeypatch.setattr(load_shedding, "KINDS", none)


SAID = (
    "Many people are looking at the figures now, so we could not show this page. Wait a minute, then open it again.",
    "Mae llawer o bobl yn edrych ar y ffigurau nawr, felly ni allem ddangos y dudalen hon. "
    "Arhoswch funud, yna agorwch hi eto.",
)


@pytest.mark.usefixtures("no_room")
@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_the_page_says_in_both_languages_what_to_do(client: Client, prefix: str) -> None:
    """Without a database: nothing may ask it here."""
    answer = client.get(f"{prefix}/map")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert answer.headers["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert [page.count(sentence) for sentence in SAID] == [1, 1]
    other = "en-gb" if prefix else "cy"
    assert f'<div lang="{other}">' in page
    for address in ("/report", "/cy/report", "/help/", "/cy/help/", "tel:999"):
        assert f'href="{address}"' in page
    assert "data-quick-exit" in page


@pytest.mark.usefixtures("no_room")
def test_a_program_is_told_as_programs_are(client: Client) -> None:
    answer = client.get("/api/v1/releases")
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert (answer.headers["Retry-After"], answer.headers["Access-Control-Allow-Origin"]) == ("60", "*")
    assert answer.json() == {
        "title": "Service Unavailable",
        "status": 503,
        "detail": "Too many figures are being asked for. Try again in a minute.",
    }


@pytest.mark.usefixtures("no_room")
def test_somebody_of_the_staff_is_told_on_a_page_of_the_staff(client: Client) -> None:
    answer = client.get("/staff/exports")
    assert answer.status_code == 503
    assert "Too many figures are being asked for. Try again in a minute." in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("no_room")
@pytest.mark.parametrize("path", ["/report", "/cy/report", "/withdraw", "/leave", "/staff/"])
def test_who_reports_deletes_or_leaves_is_answered_all_the_same(client: Client, path: str) -> None:
    assert client.get(path).status_code in {200, 302}
