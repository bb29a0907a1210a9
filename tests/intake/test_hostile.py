"""Five hundred hostile forms: never a fault of ours, never a report that nobody meant."""

import datetime
import random
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from reports.geography.models import Area
from reports.intake import verification
from reports.intake.models import IncomingReport, Verification
from tests.intake.test_verification import challenge_on, solved
from tests.intake.walking import Reporter, make_places

FORMS = 500
DAY = datetime.timedelta(days=1)
ODD = [
    "",
    "\0",
    "\ud7ff\u202e",
    "💡" * 300,
    "١٢٣",
    "²",
    "1e999",
    "nan,nan",
    "-2.5,51.4,0",
    "9" * 400,
    "../",
    "%00",
    "{{7*7}}",
]
STEPS = ["start", "where", "why", "main", "when", "more", "more-why", "about", "check", "no-such", "", "\u0000"]
BUTTONS = ["next", "skip", "back", "show", "send", "here", "map", "find", "n", "in", "change-when", "change-", "x"]
FIELDS = ["one", "two", "three", "four", "q", "at", "g", "m.x", "m.y", "p", "f", "cell"]


def mangled(encrypted: str, dice: random.Random) -> str:
    """The encrypted field whole, changed, cut, doubled or odd."""
    at = dice.randrange(len(encrypted))
    ways = (
        encrypted,
        encrypted[:at],
        encrypted[:at] + "A" + encrypted[at + 1 :],
        encrypted * 2,
        encrypted[::-1],
        dice.choice(ODD),
    )
    return dice.choice((encrypted, *ways))


def form(encrypted: list[str], dice: random.Random) -> dict[str, Any]:
    """One hostile form."""
    values = [*ODD, "badly-lit", "followed", "1", "3", "2026-09", "not-sure"]
    fields = {name: dice.sample(values, dice.randint(1, 3)) for name in dice.sample(FIELDS, dice.randint(0, 5))}
    return {"s": dice.choice(STEPS), "a": mangled(dice.choice(encrypted), dice), "b": dice.choice(BUTTONS), **fields}


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_no_hostile_form_is_a_fault_of_ours(client: Client, country: dict[str, Area], seed: int) -> None:
    make_places()
    dice = random.Random(seed)  # a seeded die
    walked = Reporter(client)
    encrypted = [
        walked.start().encrypted,
        walked.press("find", q="Westby Cross").encrypted,
        walked.press("here").encrypted,
    ]
    encrypted.append(walked.press("next", one=["badly-lit"]).encrypted)
    statuses = []
    for _ in range(FORMS // 5):
        answer = client.post("/report", form(encrypted, dice))
        statuses.append(answer.status_code)
    assert set(statuses) <= {200, 400, 422, 429}
    assert len(set(statuses)) > 1
    assert IncomingReport.objects.count() == 0  # no draft among them was whole
    walked.response = client.get("/report")
    assert walked.to_check().press("send").heading == "Thank you"  # and whoever means it is heard all the same
    assert IncomingReport.objects.count() == 1


def test_answers_encrypted_by_a_clock_that_was_wrong_are_refused_in_words(
    reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_check = reporter.to_check().encrypted
    now = timezone.now()
    for wrong in (-1, 1):
        monkeypatch.setattr("reports.intake.views.timezone.now", lambda wrong=wrong: now + wrong * DAY)
        reporter.send({"s": "check", "a": at_check, "b": "send"})
        assert (reporter.response.status_code, reporter.heading) == (400, "Please start again")
    monkeypatch.setattr("reports.intake.views.timezone.now", lambda: now)
    reporter.send({"s": "check", "a": at_check, "b": "send"})
    assert (reporter.heading, IncomingReport.objects.count()) == ("Thank you", 1)


def test_a_proof_played_again_for_other_reports_verifies_the_first_alone(
    client: Client, reporter: Reporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "COST", 10)
    proof = solved(challenge_on(reporter.start().page))
    now = timezone.now()
    for _ in range(20):
        reporter.press("find", q="Westby Cross").press("here").press("next", one=["badly-lit"]).press("next", one="3")
        reporter.press("skip").press("skip")
        monkeypatch.setattr("reports.intake.views.timezone.now", lambda: now + datetime.timedelta(seconds=40))
        reporter.send({"s": "check", "a": reporter.encrypted, "b": "send", "p": proof})
        assert reporter.heading == "Thank you"
        monkeypatch.setattr("reports.intake.views.timezone.now", lambda: now)
        reporter.response = client.get("/report")
        reporter.start()
    marks = Counter(IncomingReport.objects.values_list("verification", flat=True))
    assert marks == {Verification.VERIFIED: 1, Verification.UNVERIFIED: 19}
