"""How sure we are of a person: proof, haste, a trap and a crowd give a hint, and never cost a report."""

import datetime
import html
import json
import re
import uuid

import altcha
import pytest
from django.test import Client

from reports.geography.models import Area
from reports.intake import verification
from reports.intake.models import IncomingReport, Verification
from streetsafe.limiter import COUNTER
from tests.intake.walking import Reporter

# The real clock's, which the library that checks proofs reads: at the beginning of its ten minutes, so that what is
# counted within a test falls into one window, and a proof still lives when a long run comes to its test.
_COLLECTED = datetime.datetime.now(tz=datetime.UTC)
NOW = _COLLECTED.replace(minute=_COLLECTED.minute // 10 * 10, second=5)
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
    proof = solved(verification.new_challenge(ID, now=NOW))
    assert hint(proof=proof) == Verification.VERIFIED
    assert hint(proof=proof) == Verification.VERIFIED  # a retry of the same report is the same report
    assert not verification.is_solved(proof, OTHER)


def test_a_proof_older_than_an_hour_or_changed_proves_nothing() -> None:
    old = solved(verification.new_challenge(ID, now=NOW - datetime.timedelta(hours=3)))
    assert hint(proof=old) == Verification.UNVERIFIED
    payload = altcha.v2.Payload.from_base64(solved(verification.new_challenge(ID, now=NOW)))
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


def keep(source: bytes, *, council: str = "E1", stated: Verification = Verification.VERIFIED) -> None:
    """One more report was kept."""
    verification.count_kept(uuid.uuid4(), source=source, council=council, hint=stated, now=NOW)


def taken(source: bytes, how_many: int) -> list[bool]:
    """Sends so many reports, each kept unless it is too many; which of them were."""
    found = []
    for _ in range(how_many):
        found.append(not verification.is_too_many(source, uuid.uuid4(), now=NOW))
        if found[-1]:
            keep(source)
    return found


def test_reports_without_proof_have_a_measure_of_their_own_in_each_council() -> None:
    assert [hint() for _ in range(61)] == [Verification.UNVERIFIED] * 61  # asked for alone, not kept
    stated = []
    for _ in range(61):
        stated.append(hint())
        keep(b"", stated=stated[-1])
    assert stated == [Verification.UNVERIFIED] * 60 + [Verification.DOUBTFUL]
    assert hint(council="E2") == Verification.UNVERIFIED
    assert hint(proof=solved(verification.new_challenge(ID, now=NOW))) == Verification.VERIFIED


def test_a_verified_report_costs_more_in_a_crowd_and_the_work_asked_is_the_same() -> None:
    assert verification.crowding(b"one", now=NOW) == 1
    for _ in range(5):
        keep(b"one")
    assert (verification.crowding(b"one", now=NOW), verification.crowding(b"two", now=NOW)) == (4, 1)
    for _ in range(115):
        keep(b"")
    assert verification.crowding(b"two", now=NOW) == 4
    for _ in range(480):
        keep(b"")
    assert verification.crowding(b"two", now=NOW) == 10
    assert verification.crowding(b"two", now=NOW + datetime.timedelta(minutes=10)) == 1
    tries = []
    for _ in range(40):
        challenge = altcha.v2.Challenge.from_dict(json.loads(verification.new_challenge(ID, now=NOW)))
        solution = altcha.v2.solve_challenge(challenge)
        assert solution is not None
        tries.append(solution.counter)
    assert min(tries) >= verification.FEWEST_TRIES
    assert max(tries) < verification.FEWEST_TRIES + verification.SPREAD


def test_in_a_crowd_one_proof_in_so_many_verifies() -> None:
    proof = solved(verification.new_challenge(ID, now=NOW))
    assert {hint(proof=proof, source=b"one") for _ in range(100)} == {Verification.VERIFIED}
    for _ in range(5):
        keep(b"one")
    stated = [hint(proof=proof, source=b"one") for _ in range(2_000)]
    assert set(stated) == {Verification.VERIFIED, Verification.UNVERIFIED}
    assert 400 < stated.count(Verification.VERIFIED) < 600  # five standard deviations each way


def test_of_ten_thousand_reports_of_one_source_about_sixty_an_hour_are_taken() -> None:
    found = taken(b"one", 10_000)
    assert found == sorted(found, reverse=True)  # once full it stays full
    assert 40 <= found.count(True) < 80
    assert not verification.is_too_many(b"two", uuid.uuid4(), now=NOW)
    assert not verification.is_too_many(b"one", uuid.uuid4(), now=NOW + datetime.timedelta(hours=1))


def test_the_measure_is_another_for_each_source_hour_and_process() -> None:
    measures = set()
    for number in range(200):
        COUNTER.forget()  # another process: another key
        measures.add(taken(b"%d" % number, 80).count(True))
    assert (measures <= set(range(40, 80)), len(measures) > 30) == (True, True)
    COUNTER.forget()
    assert len({taken(b"%d" % number, 80).count(True) for number in range(100)}) > 20


def test_the_same_report_again_is_let_through_and_counted_once() -> None:
    first = uuid.uuid4()
    for _ in range(100):
        assert not verification.is_too_many(b"one", first, now=NOW)
        verification.count_kept(first, source=b"one", council="E1", hint=Verification.UNVERIFIED, now=NOW)
    assert COUNTER.recent(b"reports of one", now=NOW).hour == 1
    assert COUNTER.recent(b"without proof E1", now=NOW).hour == 1
    taken(b"one", 80)
    late = uuid.uuid4()
    assert [verification.is_too_many(b"one", late, now=NOW) for _ in range(2)] == [True, True]  # asking is no way in
    assert not verification.is_too_many(b"one", first, now=NOW)


def test_what_was_not_kept_is_not_counted(client: Client, reporter: Reporter) -> None:
    """Empty forms filled a neighbour's measure, and everybody's."""
    for _ in range(100):
        reporter.response = client.get("/report")
        reporter.start().send({"s": "check", "a": reporter.encrypted, "b": "send"})
        assert reporter.response.status_code == 400
    assert COUNTER.recent(b"everybody", now=datetime.datetime.now(tz=datetime.UTC)).hour == 0
    reporter.response = client.get("/report")
    assert reporter.to_check().press("send").heading == "Thank you"
    assert COUNTER.recent(b"everybody", now=datetime.datetime.now(tz=datetime.UTC)).hour == 1


@pytest.mark.usefixtures("set_clock")
def test_many_phones_behind_one_address_report_and_the_first_too_many_keeps_its_answers(
    client: Client, reporter: Reporter
) -> None:
    kept = 0
    while reporter.to_check().press("send").heading == "Thank you":
        kept += 1
        reporter.response = client.get("/report")
    assert 40 <= kept < 80
    assert (reporter.response.status_code, reporter.heading) == (429, "Check your answers")
    assert reporter.response.headers["Retry-After"] == "3600"
    assert "Your answers are still here" in reporter.text
    assert IncomingReport.objects.count() == kept
    COUNTER.forget()
    assert reporter.press("send").heading == "Thank you"


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
    reporter.send({"s": "check", "a": reporter.encrypted, "b": "send", "p": proof})
    assert (reporter.heading, IncomingReport.objects.get().verification) == ("Thank you", Verification.VERIFIED)


def test_the_phone_may_be_asked_where_it_is_on_the_report_page_alone(client: Client, country: dict[str, Area]) -> None:
    assert "geolocation=(self)" in client.get("/report").headers["Permissions-Policy"]
    assert "geolocation=()" in client.get("/help/").headers["Permissions-Policy"]
