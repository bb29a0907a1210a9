"""Guessing passwords: five tries for a name from one address, and nothing kept of who tried."""

import logging
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client, RequestFactory
from django.urls import reverse

from reports.staff import lockout
from reports.staff.models import AuditEntry
from tests import factories
from tests.factories import PASSWORD
from tests.staff.conftest import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
SIGN_IN, CONFIRM = reverse("staff:sign_in"), reverse("staff:confirm")
WORDS = "There were too many wrong passwords or codes. Wait 15 minutes, then try again."
HERE, THERE = "192.0.2.1", "192.0.2.2"


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
    in_memory = [vars(caches[name]) for name in ("default", "sign-in")]
    tables = [list(model.objects.values()) for model in apps.get_models() if model._meta.managed]
    kept = f"{in_memory} {tables} {list(Session.objects.values())}"
    assert "axes-" in kept  # the count is among what was looked through
    said = [record.getMessage() for record in caplog.records if record.name != "django.db.backends"]
    assert HERE not in kept + " ".join(said)


def test_guessing_at_an_open_desk_is_locked_out_too(client: Client, clock: Clock) -> None:
    client.force_login(factories.make_person())
    for _try in range(5):
        client.post(CONFIRM, {"password": "wrong"})
    assert WORDS in client.post(CONFIRM, {"password": PASSWORD}).content.decode()


def test_a_lock_out_is_not_pushed_out_of_memory_by_trying_other_names(clock: Clock, rf: RequestFactory) -> None:
    """Django's own bound of 300 entries would let it be."""
    request = rf.post("/staff/", REMOTE_ADDR=HERE)
    for _try in range(5):
        lockout.count_failure(request, "mo")
    for number in range(400):
        lockout.count_failure(request, f"nobody-{number}")
    with pytest.raises(lockout.LockedOut):
        lockout.refuse_if_locked_out(request, "mo")


def test_behind_a_proxy_the_nearest_trusted_hop_is_the_sender(settings: Any, rf: RequestFactory) -> None:
    def name(forwarded: str) -> str:
        return lockout.name_of_sender(rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=forwarded))

    settings.PROXY_COUNT = 1
    assert name("203.0.113.9, 192.0.2.7") == name("198.51.100.1, 192.0.2.7") != name("203.0.113.9, 192.0.2.8")
    settings.PROXY_COUNT = 0
    assert name("203.0.113.9, 192.0.2.7") == name("203.0.113.9, 192.0.2.8")


def test_counting_is_done_in_memory_and_axes_has_no_table(settings: Any) -> None:
    """The database of the tests is made with the tables of every app; a real one only by migrations."""
    backends = {name: cache["BACKEND"] for name, cache in settings.CACHES.items()}
    assert backends == dict.fromkeys(("default", "sign-in"), "django.core.cache.backends.locmem.LocMemCache")
    assert settings.AXES_HANDLER == "axes.handlers.cache.AxesCacheHandler"
    migrated = {app for app, _name in MigrationLoader(connection).disk_migrations}
    assert ("axes" in migrated, "mfa" in migrated) == (False, True)
    assert [model.objects.count() for model in apps.get_app_config("axes").get_models()] == [0, 0, 0, 0]
