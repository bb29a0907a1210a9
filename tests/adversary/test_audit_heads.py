"""Game A20: between two publications something was decided, or nothing; the adversary reads both manifests."""

import datetime
from collections.abc import Callable
from random import Random

import pytest

from reports.publication.closing import close_audit
from reports.staff.audit import Act, record, verify_chain
from reports.staff.models import AuditEntry
from tests.factories import NOW

pytestmark = pytest.mark.django_db
PLAYS = 400
DAY = datetime.timedelta(days=1)


def plays_won(head_of: Callable[[str, datetime.datetime], str]) -> float:
    """How often «equal: nothing was decided» is right. The adversary knows every entry before the first publication."""
    chance, now, right = Random(7), NOW, 0
    for number in range(PLAYS):
        quarter = f"{2000 + number}-Q1"
        first = head_of(quarter, now)
        decided = chance.random() < 0.5
        if decided:
            record(Act.DECIDE, by=None, now=now, detail={"reports": 1})
        second = head_of(f"{2000 + number}-Q2", now)
        right += (first != second) == decided
        now += DAY
    return right / PLAYS


def test_the_heads_of_two_manifests_tell_nothing(db: None) -> None:
    """They always differ, so the guess is a coin's: within five standard errors of one half."""
    assert abs(plays_won(lambda quarter, now: close_audit(quarter, now=now)) - 0.5) < 2.5 / PLAYS**0.5
    verify_chain()  # and the chain is whole with the entries of publications in it


def test_the_game_has_power(db: None) -> None:
    """The control: the hash of whatever was audited last tells for certain."""

    def last(quarter: str, now: datetime.datetime) -> str:
        last_entry = AuditEntry.objects.order_by("-number").first()
        return last_entry.hash if last_entry else ""

    assert plays_won(last) == 1.0
