"""Webhooks: signed, tried again, switched off and said."""

import base64
import datetime
import hmac
import json
from typing import Any

import pytest

from reports.feeds import posting
from reports.feeds.deliveries import BACKOFF
from reports.feeds.models import Webhook, WebhookDelivery
from reports.feeds.webhooks import switch_on
from reports.staff.models import AuditEntry, StaffUser
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, LLANFACH, NOW, WESTBY
from tests.feeds.hooks import HOOK, Answers, Clock, registered, told
from tests.public_map.releases import EASTBY_CELL, WESTBY_CELL, make_release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country", "clock", "names")]


def test_a_release_is_told_once_and_signed(officer: StaffUser, posted: list[Any], clock: Clock) -> None:
    make_release(EASTBY, leaves={EASTBY_CELL: 12})
    make_release(leaves={WESTBY_CELL: 12}, quarter="2026-Q2")
    made = registered(officer)
    assert told() == "0 new, 0 delivered, 0 not delivered."
    make_release(leaves={WESTBY_CELL: 12})
    assert told() == "1 new, 1 delivered, 0 not delivered."
    assert told() == "0 new, 0 delivered, 0 not delivered."
    ((url, body, headers),) = posted
    assert url == HOOK
    assert json.loads(body) == {
        "type": "release.published",
        "timestamp": "2026-11-20T12:00:00+00:00",
        "data": {
            "release": f"{WESTBY}-2026-Q3",
            "council": WESTBY,
            "quarter": "2026-Q3",
            "url": f"https://places.example/api/v1/releases/{WESTBY}-2026-Q3",
        },
    }
    # Checked as a receiver does, by the words of docs/api.md.
    key = base64.b64decode(made.secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    assert headers["webhook-signature"] == "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert headers["Content-Type"] == "application/json"


def test_the_signature_is_that_of_the_specification() -> None:
    """The example of standardwebhooks.com."""
    from reports.feeds.signing import signature_headers

    when = datetime.datetime.fromtimestamp(1_614_265_330, datetime.UTC)
    headers = signature_headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        b'{"test": 2432232314}',
        message="msg_p5jXN8AQM9LWM0D4loKWxJek",
        now=when,
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_force_is_told_of_each_of_its_councils(posted: list[Any]) -> None:
    registered(factories.make_person("manager", BORDERSHIRE), BORDERSHIRE)
    for code, cell in ((WESTBY, WESTBY_CELL), (EASTBY, EASTBY_CELL)):
        make_release(code, leaves={cell: 12})
    make_release(LLANFACH, map_from="")
    assert told() == "2 new, 2 delivered, 0 not delivered."
    assert {json.loads(body)["data"]["council"] for _url, body, _headers in posted} == {WESTBY, EASTBY}


def test_the_secret_is_kept_encrypted_and_logged_nowhere(officer: StaffUser, posted: list[Any]) -> None:
    made = registered(officer)
    make_release(leaves={WESTBY_CELL: 12})
    told()
    kept = str([list(table.objects.values()) for table in (Webhook, WebhookDelivery, AuditEntry)])
    assert made.secret.removeprefix("whsec_") not in kept
    assert "of-theirs" not in kept  # the rest of an address is often a key
    assert "hooks.example" in str(list(AuditEntry.objects.values()))


# -- tried again, and given up


def test_it_is_tried_again_later_and_later_and_then_switched_off(
    officer: StaffUser, posted: list[Any], clock: Clock
) -> None:
    hook = registered(officer).webhook
    make_release(leaves={WESTBY_CELL: 12})
    Answers.given = [posting.NotSent("no-answer"), *[500] * 20]
    for waits in BACKOFF:
        assert told().endswith("0 delivered, 1 not delivered.")
        clock.now += waits - datetime.timedelta(seconds=1)
        assert told() == "0 new, 0 delivered, 0 not delivered."
        clock.now += datetime.timedelta(seconds=1)
    assert told().endswith("1 not delivered.")
    hook.refresh_from_db()
    delivery = hook.deliveries.get()
    assert (hook.off_since, hook.off_because) == (clock.now.date(), "500")
    assert (delivery.state, delivery.tries, delivery.last_answer) == ("failed", len(BACKOFF) + 1, "500")
    assert len(posted) == len(BACKOFF) + 1
    entry = AuditEntry.objects.get(act="webhook-off")
    assert (entry.who, entry.area, json.loads(entry.detail)) == ("", WESTBY, {"name": "hooks.example"})
    make_release(leaves={WESTBY_CELL: 12}, quarter="2026-Q4")
    clock.now += datetime.timedelta(days=9)
    assert told() == "0 new, 0 delivered, 0 not delivered."
    switch_on(hook, by=officer, now=clock.now)
    Answers.given = []
    assert told() == "1 new, 2 delivered, 0 not delivered."
    assert [json.loads(body)["data"]["quarter"] for _url, body, _headers in posted[-2:]] == ["2026-Q3", "2026-Q4"]


@pytest.mark.parametrize(("answer", "delivered"), [(200, 1), (202, 1), (301, 0), (307, 0), (404, 0), (500, 0)])
def test_only_a_success_is_one(officer: StaffUser, posted: list[Any], answer: int, delivered: int) -> None:
    registered(officer)
    make_release(leaves={WESTBY_CELL: 12})
    Answers.given = [answer]
    assert told() == f"1 new, {delivered} delivered, {1 - delivered} not delivered."
    assert Webhook.objects.get().off_since is None


def test_an_address_that_is_gone_is_not_asked_again(officer: StaffUser, posted: list[Any]) -> None:
    registered(officer)
    make_release(leaves={WESTBY_CELL: 12})
    Answers.given = [410]
    told()
    assert (Webhook.objects.get().off_because, WebhookDelivery.objects.get().state) == ("410", "failed")


def test_a_secret_that_can_no_longer_be_read_is_said(officer: StaffUser, posted: list[Any], settings: Any) -> None:
    registered(officer)
    make_release(leaves={WESTBY_CELL: 12})
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, []
    told()
    assert (Webhook.objects.get().off_because, posted) == ("unreadable", [])


# -- where it may lead
