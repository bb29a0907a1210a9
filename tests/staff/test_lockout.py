"""Guessing passwords: five tries for a name from one address, and nothing kept of who tried."""

import datetime
import logging

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from reports.staff import lockout
from reports.staff.models import AuditEntry
from tests import factories
from tests.factories import NOW, PASSWORD
from tests.staff.test_sessions import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
SIGN_IN, CONFIRM = reverse("staff:sign_in"), reverse("staff:confirm")
WORDS = "There were too many wrong passwords. Wait 15 minutes, then try again."
HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that the sign-in goes by."""
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


def tried(password: str, username: str = "mo", address: str = HERE) -> str:
    """What comes of one try: in, refused or locked out."""
    answer = Client(REMOTE_ADDR=address).post(SIGN_IN, {"username": username, "password": password})
    if answer.status_code == 302:
        return "in"
    return "locked out" if WORDS in answer.content.decode() else "refused"


def test_after_five_wrong_passwords_the_right_one_does_not_help_for_a_quarter_of_an_hour(clock: Clock) -> None:
    factories.make_person(username="mo")
    assert [tried("wrong") for _try in range(6)] == ["refused"] * 5 + ["locked out"]
    clock.pass_by(minutes=14, seconds=59)
    assert tried(PASSWORD) == "locked out"
    clock.pass_by(seconds=1)
    assert tried(PASSWORD) == "in"


def test_another_address_and_another_name_are_not_locked_out(clock: Clock) -> None:
    factories.make_person(username="mo")
    factories.make_person(username="jo")
    for _try in range(5):
        tried("wrong")
    assert [tried(PASSWORD), tried(PASSWORD, address=THERE), tried(PASSWORD, "jo")] == ["locked out", "in", "in"]


def test_the_spelling_of_a_name_gives_no_new_tries(clock: Clock) -> None:
    for name in ("mo", "Mo", "MO", "mO", "mo"):
        tried("wrong", name)
    assert tried("wrong", "Mo") == "locked out"


def test_the_right_password_begins_anew(clock: Clock) -> None:
    factories.make_person(username="mo")
    for _round in range(2):
        assert [tried("wrong") for _try in range(4)] == ["refused"] * 4
        assert tried(PASSWORD) == "in"


def test_a_name_that_nobody_has_is_locked_out_with_the_same_words(clock: Clock) -> None:
    assert [tried("wrong", "nobody") for _try in range(6)] == ["refused"] * 5 + ["locked out"]
    assert not AuditEntry.objects.exists()


def test_a_lock_out_is_one_entry_of_the_audit_and_no_address_is_kept_anywhere(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    factories.make_person(username="mo")
    with caplog.at_level(logging.DEBUG):
        for _try in range(8):
            tried("wrong")
    assert [(entry.act, entry.who, entry.detail) for entry in AuditEntry.objects.all()] == [("lock-out", "mo", "{}")]
    kept = f"{vars(lockout.FAILED)} {list(AuditEntry.objects.values())} {vars(cache)}"
    said = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert HERE not in kept + " ".join(said)


def test_guessing_at_an_open_desk_is_locked_out_too(client: Client, clock: Clock) -> None:
    client.force_login(factories.make_person())
    for _try in range(5):
        client.post(CONFIRM, {"password": "wrong"})
    assert WORDS in client.post(CONFIRM, {"password": PASSWORD}).content.decode()


def test_memory_is_bounded_and_the_oldest_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lockout, "_MOST_PAIRS", 3)
    failures = lockout.Failures()
    for pair in (b"a", b"b", b"c", b"a", b"d"):
        failures.add(pair, now=NOW)
    assert [failures.count_of(pair, now=NOW) for pair in (b"a", b"b", b"c", b"d")] == [2, 0, 1, 1]
    assert failures.count_of(b"a", now=NOW + datetime.timedelta(minutes=15)) == 0


def test_behind_a_proxy_the_nearest_trusted_hop_is_the_sender(settings: pytest.FixtureRequest, rf: Client) -> None:
    settings.PROXY_COUNT = 1  # type: ignore[attr-defined]  # the fixture takes any name
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.7")
    assert lockout.address_of(request) == "192.0.2.7"  # type: ignore[arg-type]  # rf makes requests
    settings.PROXY_COUNT = 0  # type: ignore[attr-defined]  # the fixture takes any name
    assert lockout.address_of(request) == "127.0.0.1"  # type: ignore[arg-type]  # rf makes requests
