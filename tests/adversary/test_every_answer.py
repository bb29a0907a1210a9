"""Game A15: whatever a stranger asks, from the same address as well, the answer is the one it would be without others.

The addresses are read from the resolver: a page that somebody adds later is asked too. Written once for all that later
work adds: if this turns red, an answer depends on what somebody else did.
"""

import html
import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reports.geography.models import Area
from reports.intake import deletion_code_limit, verification
from reports.intake.models import IncomingReport, Report
from reports.intake.shuffling import shuffle_intake
from reports.intake.submission import submit_report
from reports.intake.withdrawal import code_of_submission
from tests import factories
from tests.intake.test_submission import ANSWERS
from tests.intake.walking import Reporter, make_places
from tests.journeys.addresses import NOT_PAGES, public_pages

pytestmark = pytest.mark.adversary

PROBES = [
    "/healthz",
    "/readyz",
    "/nothing-here",
    "/cy/nothing-here",
    "/releases/none/none.csv",
    "/api/v1/none",
    "/api/v1/releases",
    "/ogc/",
    "/ogc/collections",
    "/ogc/collections/releases/items",
    "/ogc/collections/areas/items",
    "/ogc/collections/responses/items",
    f"/feeds/en/{factories.WESTBY}/releases.atom",
    f"/feeds/en/{factories.WESTBY}/responses.atom",
    "/feeds/catalogue.jsonld",
    "/sitemap.xml",
    "/robots.txt",
    "/staff/",
]
# Drawn anew for each visit, also where nothing happened: the encrypted answers, the work asked, the staff form's token.
OF_THE_VISIT = re.compile(rb'(name="a" value=")[^"]*|(data-proof=")[^"]*|(name="csrfmiddlewaretoken" value=")[^"]*')
# A session's random key, a time; and Django's own number for a point to go back to, which counts up in each thread.
LITERAL = re.compile(r"'[^']*'|\bs\d+_x\d+\b")
PROOF = re.compile(r'data-proof="([^"]*)"')
FORMS: list[dict[str, str]] = [{}, {"s": "start"}, {"s": "check", "b": "send", "a": "x"}, {"w": "able acid acorn acre"}]
OF_THE_CLOCK = {"Date", "Expires", "Set-Cookie"}  # of staff pages: the second of the answer, and the token's own
Answer = tuple[int, int, dict[str, str], bytes, object, list[str]]


def ask(browser: Client, method: str, address: str, fields: dict[str, str] | None = None, **extra: Any) -> Answer:
    """One answer: status, size, headers, body, the form of the work asked, and how it was come by."""
    with CaptureQueriesContext(connection) as queries:
        sent = {"data": fields} if fields is not None else {}
        response: Any = getattr(browser, method)(address, **sent, **extra)
        body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = {name: value for name, value in response.headers.items() if name not in OF_THE_CLOCK}
    proof = PROOF.search(body.decode("utf-8", "replace"))
    asked = _form_of_work(html.unescape(proof[1])) if proof else None
    # Statements stand for the time it takes, which no test may measure: who waits for a write waits for others.
    return (
        response.status_code,
        len(body),
        headers,
        OF_THE_VISIT.sub(b"", body),
        asked,
        [LITERAL.sub("?", query["sql"]) for query in queries],
    )


def _form_of_work(stated: str) -> object:
    challenge = json.loads(stated)["parameters"]
    drawn = {"nonce", "salt", "keyPrefix", "keySignature", "data", "expiresAt"}
    return len(stated), sorted((name, str(value)) for name, value in challenge.items() if name not in drawn)


def everything_asked() -> dict[tuple[object, ...], Answer]:
    """Every public address by every method, and the forms that are posted, by a neighbour at the same address."""
    browser, found = Client(), dict[tuple[object, ...], Answer]()
    for address in [*public_pages(), *sorted(NOT_PAGES), *PROBES]:
        for method in ("get", "head", "post", "put", "options"):
            found[method, address] = ask(browser, method, address)
    for address in ("/report", "/cy/report", "/withdraw", "/cy/withdraw"):
        for number, fields in enumerate(FORMS):
            found["form", address, number] = ask(browser, "post", address, fields)
        found["elsewhere", address] = ask(browser, "post", address, {}, headers={"Sec-Fetch-Site": "cross-site"})
        found["large", address] = ask(browser, "post", address, {"w": "x" * 40_000})
    for address in ("/help/stalking", "/cy/help/orders", "/map/table"):
        for useful in "10":
            found["useful", address, useful] = ask(browser, "post", address, {"useful": useful})
    return found


def journey_of_nothing() -> Answer:
    """The issue's own recipe: a form begun and sent with nothing in it, then the next challenge."""
    browser = Client()
    reporter = Reporter(browser).start()
    refused = ask(browser, "post", "/report", {"s": "check", "b": "send", "a": reporter.encrypted})
    assert refused[0] == 400
    return ask(browser, "post", "/report", {"s": "start"})


def neighbours_day() -> None:
    """What people behind one address do in an hour: reports kept and refused, words right and wrong, pages opened."""
    browser = Client()
    for _ in range(5):
        reporter = Reporter(browser)
        assert reporter.to_check().press("send").heading == "Thank you"
    reporter.send({"s": "check", "b": "send", "a": reporter.encrypted})
    shuffle_intake(now=factories.NOW, whole=True)
    one = uuid.uuid4()
    submit_report(ANSWERS, submission_id=one, now=factories.NOW)
    assert "is deleted" in browser.post("/withdraw", {"w": code_of_submission(one)}).text
    for _ in range(2):
        assert "Nothing was deleted" in browser.post("/withdraw", {"w": "able acid acorn acre"}).text
    browser.get("/map?area=" + factories.WESTBY)
    for _ in range(12):
        assert browser.post("/help/stalking", {"useful": "1"}).status_code == 204
    browser.post("/staff/sign-in", {"username": "nobody", "password": "wrong"})


@pytest.fixture
def begun(country: dict[str, Area], monkeypatch: pytest.MonkeyPatch) -> None:
    """A country with places, and every answer asked once: what pages remember of the ground is remembered.

    Asking everything is dozens of wrong words; where their measure lies is the game of `test_neighbours`.
    """
    monkeypatch.setattr(deletion_code_limit, "SOURCE_FEWEST", 10_000)
    make_places()
    everything_asked()
    journey_of_nothing()


def same_after(act: Callable[[], None]) -> list[tuple[object, ...]]:
    """Which answers another's act changes."""
    before = everything_asked() | {("nothing",): journey_of_nothing()}
    act()
    after = everything_asked() | {("nothing",): journey_of_nothing()}
    return sorted((one for one in before if before[one] != after[one]), key=str)


@pytest.mark.usefixtures("set_clock")
def test_no_answer_depends_on_what_a_neighbour_did(begun: None) -> None:
    assert same_after(neighbours_day) == []
    assert (Report.objects.count(), IncomingReport.objects.count()) == (5, 0)


@pytest.mark.usefixtures("set_clock")
def test_work_that_grows_with_the_reports_would_be_seen(begun: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A13: the ladder as it was, told to the phone."""
    usual = verification.new_challenge

    def dearer(submission_id: uuid.UUID, *, now: Any) -> str:
        monkeypatch.setattr(verification, "COST", 5_000 * verification.crowding(b"", now=now))
        return usual(submission_id, now=now)

    monkeypatch.setattr(verification, "new_challenge", dearer)
    monkeypatch.setattr(verification, "LADDER", ((5, 4), (0, 1)))
    assert ("nothing",) in same_after(neighbours_day)
