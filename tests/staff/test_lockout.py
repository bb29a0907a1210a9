"""Guessing passwords: five tries for a name from one source, ten from all, and nothing kept of who tried."""

import logging
import threading
import time
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.urls import reverse

from reports.staff.models import AuditEntry
from streetsafe.hashing import LANE, PLACES, LaneFull
from streetsafe.limiter import TRIES
from tests import factories
from tests.factories import PASSWORD
from tests.staff.conftest import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
SIGN_IN, CONFIRM = reverse("staff:sign_in"), reverse("staff:confirm")
WORDS = "There were too many wrong passwords or codes. Wait 15 minutes, then try again."
HERE, THERE = "192.0.2.1", "192.0.2.2"


def tried(password: str, username: str = "mo", address: str = HERE, **headers: Any) -> str:
    """What comes of one try: in, refused or locked out."""
    answer = Client(REMOTE_ADDR=address, **headers).post(SIGN_IN, {"username": username, "password": password})
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
    in_memory = [vars(caches["default"]), bytes(TRIES._memory.held_bytes).strip(b"\0")]
    tables = [list(model.objects.values()) for model in apps.get_models() if model._meta.managed]
    kept = f"{in_memory} {tables} {list(Session.objects.values())}"
    assert len(in_memory[1]) > 40  # the count is among what was looked through
    said = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert HERE not in kept + " ".join(said)


def test_guessing_at_an_open_desk_is_locked_out_too(client: Client, clock: Clock) -> None:
    client.force_login(factories.make_person())
    for _try in range(5):
        client.post(CONFIRM, {"password": "wrong"})
    assert WORDS in client.post(CONFIRM, {"password": PASSWORD}).content.decode()


def test_a_lock_out_is_not_pushed_out_of_memory_by_trying_other_names(clock: Clock) -> None:
    factories.make_person(username="mo")
    for _try in range(5):
        tried("wrong")
    for number in range(400):
        TRIES.count((f"nobody-{number}", 5), seconds=900, now=clock.now)
    assert tried(PASSWORD) == "locked out"


def test_a_household_of_addresses_is_one_source(clock: Clock) -> None:
    factories.make_person(username="mo")
    found = [tried("wrong", address=f"2001:db8:0:7::{number:x}") for number in range(1, 41)]
    assert found == ["refused"] * 5 + ["locked out"] * 35
    assert tried(PASSWORD, address="2001:db8:0:8::1") == "in"


def test_a_name_is_tried_ten_times_from_everywhere_together(clock: Clock) -> None:
    factories.make_person(username="mo")
    factories.make_person(username="jo")
    found = [tried("wrong", address=f"198.51.100.{number}") for number in range(1, 16)]
    assert found == ["refused"] * 10 + ["locked out"] * 5
    assert [tried(PASSWORD, address=THERE), tried(PASSWORD, "jo", address=THERE)] == ["locked out", "in"]
    assert set(AuditEntry.objects.values_list("act", "who")) == {("lock-out", "mo"), ("sign-in", "jo")}
    clock.pass_by(minutes=15)
    assert tried(PASSWORD, address=THERE) == "in"


def test_a_source_tries_thirty_times_for_all_names_together(clock: Clock) -> None:
    factories.make_person(username="mo")
    found = [tried("wrong", f"name-{number}") for number in range(40)]
    assert found == ["refused"] * 30 + ["locked out"] * 10
    assert [tried(PASSWORD), tried(PASSWORD, address=THERE)] == ["locked out", "in"]


@pytest.mark.parametrize("spelling", ["mo ", " MO", "ｍｏ", "Mo\u2003"])
def test_a_name_in_other_signs_is_the_same_name(clock: Clock, spelling: str) -> None:
    for _try in range(5):
        tried("wrong")
    assert tried("wrong", spelling) == "locked out"


def test_a_forwarded_for_of_ones_own_gives_no_more_tries(settings: Any, clock: Clock) -> None:
    settings.PROXY_COUNT = 1
    factories.make_person(username="mo")
    found = [
        tried("wrong", HTTP_X_FORWARDED_FOR=f"{own}{seen}")
        for own, seen in zip(
            ["", "x, ", "203.0.113.9,", "203.0.113.8 ,  ", "", "1,2,3, ", "::1,\t"],
            ["192.0.2.7", "192.0.2.7", "192.0.2.7", "192.0.2.7", "::ffff:192.0.2.7", "192.0.2.7:80", "192.0.2.7"],
            strict=True,
        )
    ]
    assert found == ["refused"] * 5 + ["locked out"] * 2


def test_behind_a_proxy_that_names_nobody_a_name_is_limited_and_the_rest_of_the_staff_is_not(
    settings: Any, clock: Clock
) -> None:
    settings.PROXY_COUNT = 1
    factories.make_person(username="jo")
    assert [tried("wrong") for _try in range(6)] == ["refused"] * 5 + ["locked out"]
    for number in range(40):
        assert tried("wrong", f"name-{number}") == "refused"
    assert tried(PASSWORD, "jo") == "in"


def test_what_nobody_looked_at_does_not_count(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.make_person(username="mo")

    def full(*_args: object) -> None:
        raise LaneFull

    with monkeypatch.context() as patched:
        patched.setattr("django.contrib.auth.hashers.MD5PasswordHasher.verify", full)
        for _try in range(12):
            answer = Client(REMOTE_ADDR=HERE).post(SIGN_IN, {"username": "mo", "password": PASSWORD})
            assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
            assert "Many people are signing in just now." in answer.content.decode()
    assert tried(PASSWORD) == "in"


def test_while_the_lane_is_full_a_try_is_refused_before_anything_is_done(
    clock: Clock, django_assert_num_queries: Any
) -> None:
    """In the language of the page, and with the first sign-in afterwards as if nothing had been."""
    factories.make_person(username="mo")
    goes_on, begun = threading.Event(), [threading.Event() for _place in range(PLACES)]

    def taken(place: threading.Event) -> None:
        place.set()
        LANE.result_of(goes_on.wait)

    for place in begun:
        threading.Thread(target=taken, args=(place,)).start()
    while not LANE.is_full():
        time.sleep(0.01)
    try:
        with django_assert_num_queries(0):
            answers = [
                Client(REMOTE_ADDR=HERE).post(SIGN_IN + query, {"username": "mo", "password": PASSWORD})
                for query in ("", "?language=cy", "")
            ]
        assert [answer.status_code for answer in answers] == [503] * 3
        assert ["Mae llawer o bobl yn mewngofnodi" in answer.content.decode() for answer in answers] == [0, 1, 0]
    finally:
        goes_on.set()
    while LANE.is_full():
        time.sleep(0.01)
    assert tried(PASSWORD) == "in"


def test_counting_is_done_in_memory_alone(settings: Any) -> None:
    """Nothing is set up that could write a count to a table, a file or another machine."""
    assert settings.CACHES == {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    assert "axes" not in settings.INSTALLED_APPS
    assert {app for app, _name in MigrationLoader(connection).disk_migrations} >= {"mfa", "reports"}
