"""Webhooks are registered, seen and removed by a person or by a token, in their own areas."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.feeds.deliveries import note_new_releases
from reports.feeds.models import Webhook, WebhookDelivery
from reports.feeds.webhooks import MOST_IN_AN_AREA, NotYourWebhook, TooManyWebhooks
from reports.geography.models import Area
from reports.staff.models import AuditEntry, StaffUser
from reports.staff.tokens import make_token
from tests import factories
from tests.factories import EASTBY, NOW, WESTBY
from tests.feeds.hooks import ADDRESS, HOOK, PAGE, Answers, registered, told
from tests.public_map.releases import WESTBY_CELL, make_release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country", "clock", "names")]


def test_an_officer_registers_one_and_sees_what_was_sent(client: Client, officer: StaffUser, posted: list[Any]) -> None:
    client.force_login(officer)
    answer = client.post(PAGE, {"url": HOOK, "area": WESTBY, "once": "1"}, follow=True)
    hook = Webhook.objects.get()
    assert "whsec_" in answer.content.decode()
    assert "whsec_" not in client.get(reverse("webhooks:made")).content.decode()
    assert hook.site == "http://testserver"
    client.post(PAGE, {"url": HOOK, "area": WESTBY, "once": "1"})
    assert Webhook.objects.count() == 1
    make_release(leaves={WESTBY_CELL: 12})
    Answers.given = [410]
    told()
    page = client.get(PAGE).content.decode()
    assert "Switched off on 20 November 2026. It answered 410." in page
    assert f"{WESTBY}-2026-Q3" in page
    assert "of-theirs" not in page
    client.post(reverse("webhooks:on", args=[hook.pk]))
    hook.refresh_from_db()
    assert hook.off_since is None
    assert "no way back" in client.get(reverse("webhooks:remove", args=[hook.pk])).content.decode()
    client.post(reverse("webhooks:remove", args=[hook.pk]))
    assert (Webhook.objects.count(), WebhookDelivery.objects.count()) == (0, 0)
    acts = list(AuditEntry.objects.filter(act__contains="webhook").values_list("act", "who").order_by("number"))
    assert acts == [("add-webhook", "offie"), ("webhook-off", ""), ("webhook-on", "offie"), ("remove-webhook", "offie")]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://hooks.example/", "The address must begin with https://"),
        ("https://127.0.0.1/", "The address leads to a private network"),
        ("https://unknown.example/", "The name in the address was not found"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_at_the_field(
    client: Client, officer: StaffUser, url: str, why: str
) -> None:
    client.force_login(officer)
    answer = client.post(PAGE, {"url": url, "area": WESTBY})
    assert (answer.status_code, why in answer.content.decode()) == (400, True)


def test_another_area_is_refused_and_an_area_has_so_many(officer: StaffUser) -> None:
    with pytest.raises(NotYourWebhook):
        registered(officer, EASTBY)
    with pytest.raises(NotYourWebhook):
        registered(factories.make_person("analyst", WESTBY))
    for _ in range(MOST_IN_AN_AREA):
        registered(officer)
    with pytest.raises(TooManyWebhooks):
        registered(officer)


# -- by a token


@pytest.fixture
def ask(officer: StaffUser) -> Callable[..., Any]:
    """What a program with a token for Westby's webhooks is answered."""
    area = Area.objects.get(code=WESTBY)
    key = make_token("hooker", dataset="webhook", area=area, by=officer, now=NOW).key

    def asked(method: str, address: str, body: Any = None, text: str = "") -> Any:
        content = json.dumps(body).encode() if body is not None else text.encode(errors="surrogateescape")
        headers = {"Authorization": f"Token {key}"}
        return Client().generic(method, address, content, content_type="application/json", headers=headers)

    return asked


def test_a_program_registers_lists_and_removes(ask: Callable[..., Any]) -> None:
    made = ask("POST", ADDRESS, {"url": HOOK})
    hook = {
        "id": Webhook.objects.get().pk,
        "host": "hooks.example",
        "area": WESTBY,
        "made_on": "2026-11-20",
        "off_since": None,
        "off_because": None,
    }
    assert made.status_code == 201
    assert made.json().pop("secret").startswith("whsec_")
    assert {name: value for name, value in made.json().items() if name != "secret"} == hook
    assert ask("GET", ADDRESS).json() == {"results": [hook]}
    one = reverse("webhooks_api:one", args=[hook["id"]])
    assert ask("GET", one).json() == hook
    assert (ask("DELETE", one).status_code, ask("DELETE", one).status_code) == (204, 404)
    assert Webhook.objects.count() == 0


def test_what_a_program_must_not_ask_is_a_problem(ask: Callable[..., Any]) -> None:
    theirs = registered(factories.make_person("manager", EASTBY), EASTBY).webhook
    one = reverse("webhooks_api:one", args=[theirs.pk])
    answers = {
        400: [
            ask("POST", ADDRESS, {"url": HOOK, "area": EASTBY}),
            ask("POST", ADDRESS, {"url": "https://127.0.0.1/"}),
            ask("POST", ADDRESS, {"url": HOOK, "more": 1}),
            ask("POST", ADDRESS, {"url": HOOK, "area": "E\0"}),
            ask("POST", ADDRESS, {"url": HOOK, "area": {"a": []}}),
            ask("POST", ADDRESS, {"url": "https://a\0.example/"}),
            ask("POST", ADDRESS, {"url": "https://\ud800.example/"}),
            ask("POST", ADDRESS, text="[" * 30_000),
            ask("POST", ADDRESS, text="\udcff"),
            ask("POST", ADDRESS, [HOOK]),
            ask("POST", ADDRESS),
        ],
        401: [Client().get(ADDRESS), Client().post(ADDRESS)],
        404: [ask("GET", one), ask("DELETE", one)],
        405: [ask("PUT", ADDRESS, {}), ask("PATCH", ADDRESS, {})],
    }
    for status, given in answers.items():
        assert [(one.status_code, one["Content-Type"]) for one in given] == [
            (status, "application/problem+json") for _ in given
        ]
    assert list(Webhook.objects.all()) == [theirs]
    assert note_new_releases(now=NOW) == 0
