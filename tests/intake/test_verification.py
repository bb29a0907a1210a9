"""How sure we are of a person: proof, haste, a trap and a crowd give a hint, and never cost a report."""

import datetime
import html
import json
import re
import time
import uuid

import altcha
import pytest
from django.test import Client

from reports.geography.models import Area
from reports.intake import verification
from reports.intake.models import IncomingReport, Verification
from streetsafe.limiter import COUNTER
from tests.intake.walking import Reporter

NOW = datetime.datetime.now(tz=datetime.UTC).replace(minute=5)
ID, OTHER = uuid.uuid4(), uuid.uuid4()
LATER = NOW + datetime.timedelta(seconds=40)


@pytest.fixture(autouse=True)
def less_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few rounds: the tests solve in Python what a phone solves in a worker."""
    monkeypatch.setattr(verification, "COST", 10)


def solved(challenge: str) -> str:
    """What a phone sends back."""
    asked = altcha.v2.Challenge.from_dict(json.loads(challenge))
    solution = altcha.v2.solve_challenge(asked)
    assert solution is not None
    return altcha.v2.Payload(asked, solution).to_base64()


def challenge_on(page: str) -> str:
    """The work a page asks for."""
    found = re.search(r'data-proof="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def hint(**changes: object) -> Verification:
    values = {"proof": "", "trap": "", "council": "E1", "began": NOW, "now": LATER} | changes
    return verification.verification_of(ID, **values)  # type: ignore[arg-type]


def test_a_solved_proof_verifies_its_own_report_and_no_other() -> None:
    proof = solved(verification.new_challenge(ID, source=b"", now=NOW))
    assert hint(proof=proof) == Verification.VERIFIED
    assert hint(proof=proof) == Verification.VERIFIED  # a retry of the same report is the same report
    assert not verification.is_solved(proof, OTHER)


def test_a_proof_older_than_an_hour_or_changed_proves_nothing() -> None:
    old = solved(verification.new_challenge(ID, source=b"", now=NOW - datetime.timedelta(hours=3)))
    assert hint(proof=old) == Verification.UNVERIFIED
    payload = altcha.v2.Payload.from_base64(solved(verification.new_challenge(ID, source=b"", now=NOW)))
    payload.challenge.parameters.cost = 1
    assert not verification.is_solved(payload.to_base64(), ID)


@pytest.mark.parametrize(
    "junk",
    ["", "x", "e30=", "W10=", "bnVsbA==", "💡", "\ud800", "A" * 5000, "eyJjaGFsbGVuZ2UiOjEsInNvbHV0aW9uIjoyfQ=="],
)
def test_what_is_no_proof_is_no_fault(junk: str) -> None:
    assert not verification.is_solved(junk, ID)


def test_haste_and_a_filled_trap_are_doubtful() -> None:
    assert hint(trap="x") == Verification.DOUBTFUL
    assert hint(now=NOW + datetime.timedelta(seconds=3)) == Verification.DOUBTFUL
    assert hint(now=NOW + datetime.timedelta(seconds=4)) == Verification.UNVERIFIED
    assert hint(now=NOW + datetime.timedelta(hours=2)) == Verification.UNVERIFIED
    assert hint(now=NOW + datetime.timedelta(hours=2, seconds=1)) == Verification.DOUBTFUL
    assert hint(now=NOW - datetime.timedelta(seconds=1)) == Verification.DOUBTFUL  # a clock set back


def test_reports_without_proof_have_a_measure_of_their_own_in_each_council() -> None:
    assert [hint() for _ in range(61)] == [Verification.UNVERIFIED] * 60 + [Verification.DOUBTFUL]
    assert hint(council="E2") == Verification.UNVERIFIED
    assert hint(proof=solved(verification.new_challenge(ID, source=b"", now=NOW))) == Verification.VERIFIED


def test_the_work_grows_with_the_reports_of_a_source_and_of_everybody() -> None:
    assert verification.hardness(b"one", now=NOW) == 1
    for _ in range(5):
        assert not verification.is_too_many(b"one", uuid.uuid4(), now=NOW)
    assert (verification.hardness(b"one", now=NOW), verification.hardness(b"two", now=NOW)) == (4, 1)
    for _ in range(120):
        verification.is_too_many(b"", uuid.uuid4(), now=NOW)
    assert verification.hardness(b"two", now=NOW) == 4
    for _ in range(480):
        verification.is_too_many(b"", uuid.uuid4(), now=NOW)
    assert verification.hardness(b"two", now=NOW) == 10
    assert verification.hardness(b"two", now=NOW + datetime.timedelta(minutes=10)) == 1


def test_ten_thousand_reports_of_one_source_count_sixty_an_hour() -> None:
    began = time.perf_counter()
    refused = [verification.is_too_many(b"one", uuid.uuid4(), now=NOW) for _ in range(10_000)]
    each = (time.perf_counter() - began) / 10_000
    print(  # noqa: T201  # the limiter's figures are asked for
        f"\n10,000 reports of one source in an hour: {refused.count(False)} taken, {refused.count(True):,} told to "
        f"wait; then {verification.hardness(b'one', now=NOW)} times the work; {each * 1e6:.0f} microseconds each"
    )
    assert refused == [False] * 60 + [True] * 9_940
    assert not verification.is_too_many(b"two", uuid.uuid4(), now=NOW)
    assert not verification.is_too_many(b"one", uuid.uuid4(), now=NOW + datetime.timedelta(hours=1))


def test_the_same_report_again_is_let_through_and_counted_once() -> None:
    first, *others = (uuid.uuid4() for _ in range(60))
    for one in (first, first, *others, first):
        assert not verification.is_too_many(b"one", one, now=NOW)
    assert COUNTER.recent(b"one", now=NOW).hour == 60
    late = uuid.uuid4()
    assert [verification.is_too_many(b"one", late, now=NOW) for _ in range(2)] == [
        True,
        True,
    ]  # asking twice is no way in


def test_two_phones_behind_one_address_both_report_and_the_sixty_first_keeps_its_answers(
    client: Client, reporter: Reporter
) -> None:
    for _ in range(60):
        reporter.response = client.get("/report")
        reporter.to_check().press("send")
        assert reporter.title == "Thank you"
    reporter.response = client.get("/report")
    reporter.to_check().press("send")
    assert (reporter.response.status_code, reporter.title) == (429, "Check")
    assert reporter.response.headers["Retry-After"] == "3600"
    assert "Your answers are still here" in reporter.text
    assert IncomingReport.objects.count() == 60
    COUNTER.forget()
    assert reporter.press("send").title == "Thank you"


def test_a_report_without_script_is_kept_and_marked(reporter: Reporter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.intake.views.timezone.now", lambda: NOW)
    reporter.to_check()
    monkeypatch.setattr("reports.intake.views.timezone.now", lambda: LATER)
    reporter.press("send")
    assert IncomingReport.objects.get().verification == Verification.UNVERIFIED


def test_a_report_with_the_pages_own_proof_is_verified(reporter: Reporter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.intake.views.timezone.now", lambda: NOW)
    proof = solved(challenge_on(reporter.start().page))
    reporter.press("find", q="Westby Cross").press("here").press("next", one=["badly-lit"]).press("next", one="3")
    reporter.press("skip").press("skip")
    monkeypatch.setattr("reports.intake.views.timezone.now", lambda: LATER)
    reporter.send({"s": "check", "a": reporter.sealed, "b": "send", "p": proof})
    assert (reporter.title, IncomingReport.objects.get().verification) == ("Thank you", Verification.VERIFIED)


def test_the_phone_may_be_asked_where_it_is_on_the_report_page_alone(client: Client, country: dict[str, Area]) -> None:
    assert "geolocation=(self)" in client.get("/report").headers["Permissions-Policy"]
    assert "geolocation=()" in client.get("/help/").headers["Permissions-Policy"]
