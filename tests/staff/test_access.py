"""Every address of the staff and of programs, by role and by area: own, nested, other, expired.

The addresses are read from the URL resolver: one that has no line in RULES fails the test.
"""

import datetime
import itertools
import uuid
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from reports.aggregation.freezing import freeze_counts
from reports.aggregation.rebuilding import rebuild_counts
from reports.analyst.alerts import FoundAlert, keep_alerts
from reports.analyst.models import Alert, AlertKind
from reports.analyst.saved_views import save_view
from reports.feeds.models import Webhook
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.moderation.decisions import accept_reports
from reports.moderation.models import RejectionReason
from reports.moderation.second_opinion import propose_rejection
from reports.responses.interventions import record_intervention
from reports.responses.models import ResponseKind
from reports.staff.invitations import invite
from reports.staff.models import Membership
from reports.staff.tokens import make_token
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, ENGLAND, LLANFACH, NOW, TODAY, WALES, WESTBY
from tests.responses import wordings
from tests.staff.access_rules import HOLDS_WESTBY, RULES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]

ROLES = list(Membership.Role.values)
AREAS = {
    "own": WESTBY,
    "force": BORDERSHIRE,
    "nation": ENGLAND,
    "neighbour": EASTBY,
    "abroad": WALES,
    "other": LLANFACH,
}
CASES = list(itertools.product(ROLES, AREAS, [False, True]))
SUMMER = datetime.date(2026, 8, 3)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the made-up country."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def addresses() -> dict[str, str]:
    """The address of each rule, about things that lie in Westby."""
    waiting, accepted = factories.make_report(), factories.make_report()
    factories.make_accepted_report(accepted_on=SUMMER)
    rebuild_counts()
    freeze_counts(WESTBY, until="2026-Q3")
    batch = accept_reports([accepted.id], by=None, now=NOW)
    colleague = factories.make_person("analyst", WESTBY)
    area = Area.objects.get(code=WESTBY)
    invited = invite("new", role="analyst", area=area, expires_on=None, by=None, now=NOW)
    cell = hexgrid.name(hexgrid.parent(waiting.cell, 9))
    group = reverse("moderation:group", args=[cell])
    proposed = propose_rejection(
        {waiting.pk: 0},
        reason=RejectionReason.TEST,
        by=factories.make_person("moderator", WESTBY),
        now=NOW,
        councils=[WESTBY],
    )
    response = wordings.draft()
    some_of_westby = f"?council={WESTBY}"
    token = make_token("laptop", dataset="extract", area=area, by=colleague, now=NOW).token
    view = save_view("Evenings", "", area=area, by=colleague, now=NOW)
    done = record_intervention(
        hexgrid.parent(waiting.cell, 9),
        council=area,
        kind=ResponseKind.LIGHTING,
        done_in=datetime.date(2026, 6, 1),
        by=colleague,
        now=NOW,
    )
    alerted = FoundAlert(WESTBY, hexgrid.parent(waiting.cell, 9), AlertKind.CLUSTER, SUMMER, 9, 1, 0, 1000)
    keep_alerts(WESTBY, [alerted], is_enough=True, on=TODAY)
    alert = Alert.objects.get()
    key = Authenticator.objects.create(user=colleague, type=Authenticator.Type.WEBAUTHN, data={"name": "key"})
    webhook = Webhook.objects.create(
        host="hooks.example", area=area, encrypted_secret="", site="https://places.example", made_on=TODAY
    )
    special = {
        "webhooks:remove": reverse("webhooks:remove", args=[webhook.pk]),
        "webhooks:on": reverse("webhooks:on", args=[webhook.pk]),
        "webhooks_api:one": reverse("webhooks_api:one", args=[webhook.pk]),
        ":mfa_remove_webauthn": reverse("mfa_remove_webauthn", args=[key.pk]),
        "staff:password_link": reverse("staff:password_link", args=[colleague.pk, "no-key"]),
        "staff:make_password_link": reverse("staff:make_password_link", args=[colleague.pk]),
        "staff:reset_second_factor": reverse("staff:reset_second_factor", args=[colleague.pk]),
        "staff:revoke_token": reverse("staff:revoke_token", args=[token.pk]),
        "staff:end_role": reverse("staff:end_role", args=[Membership.objects.get(person=colleague).pk]),
        "staff:withdraw": reverse("staff:withdraw", args=[invited.invitation.pk]),
        "staff:invitation": reverse("staff:invitation", args=[invited.key]),
        "moderation:group": group,
        "moderation:whole": reverse("moderation:whole", args=[cell]),
        "moderation:hold": reverse("moderation:hold", args=[cell]),
        "moderation:second": reverse("moderation:second", args=[proposed]),
        "moderation:undo": reverse("moderation:undo", args=[batch]),
        "analyst:delete_view": reverse("analyst:delete_view", args=[view.pk]),
        "analyst:mark_alert_seen": reverse("analyst:mark_alert_seen", args=[alert.pk]),
        "analyst:restore_view": reverse("analyst:restore_view", args=[view.pk]),
        "analyst:hotspots of Westby": reverse("analyst:hotspots") + f"?area={WESTBY}",
        "analyst:place": reverse("analyst:place", args=[cell]),
        "analyst:record_response": reverse("analyst:record_response", args=[cell]),
        "analyst:remove_response": reverse("analyst:remove_response", args=[done.pk]),
        "council_exports:remove_response": reverse("council_exports:remove_response", args=[done.pk]),
        "analyst:figures": reverse("analyst:figures") + "?page=0",
        "analyst:figures of Westby": reverse("analyst:figures") + f"?area={WESTBY}",
        "analyst:briefing of Westby": reverse("analyst:briefing") + f"?briefing={cell}",
        "council_exports:extract": reverse("council_exports:extract")
        + some_of_westby
        + "&question=where&quarter=2026-Q3&format=csv",
        "api:release": reverse("api:release", args=["unknown"]),
        "api:leaves": reverse("api:leaves", args=["unknown"]),
        "api:sum": reverse("api:sum", args=["unknown"]),
        "api:area": reverse("api:area", args=[WESTBY]),
        "api:v1/<path:rest>": "/api/v1/reports",
    }
    names = {rule: rule.removesuffix(" POST") for rule in RULES}
    of_one = {name for name in names.values() if name.startswith("responses_desk:")} - {"responses_desk:desk"}
    special |= {name: reverse(name, args=[response.pk]) for name in of_one - {"responses_desk:new"}}
    return {rule: special.get(name) or reverse(name.removeprefix(":")) for rule, name in names.items()}


def method_of(rule: str) -> str:
    """GET, or what stands after the name."""
    return "POST" if rule.endswith(" POST") else "GET"


def walked(patterns: Iterable[Any], route: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    """Every route of the resolver with its name."""
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from walked(pattern.url_patterns, here, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern):
            yield here, f"{namespace}:{pattern.name or pattern.pattern}"


def size() -> str:
    """How large the matrix is: told at the end of every run that plays it."""
    people = f"{len(ROLES)} roles x {len(AREAS)} areas x in force or expired, and nobody signed in"
    return f"access matrix: {len(RULES)} addresses x ({people}) = {len(RULES) * (len(CASES) + 1)} cells"


def test_no_address_is_missing_from_the_matrix() -> None:
    found = {name for route, name in walked(get_resolver().url_patterns) if route.startswith(("staff", "api"))}
    known = {rule.removesuffix(" POST").removesuffix(" of Westby") for rule in RULES}
    assert found == known


@pytest.mark.parametrize(("role", "area", "is_expired"), CASES)
def test_each_address_answers_each_person_as_the_table_says(
    client: Client, role: str, area: str, is_expired: bool
) -> None:
    urls = addresses()
    person = factories.make_person(role, AREAS[area])
    if is_expired:
        Membership.objects.filter(person=person).update(expires_on=datetime.date(2020, 1, 1))
    got, leaks = {}, []
    client.force_login(person)
    for rule, url in urls.items():
        answer = client.generic(method_of(rule), url)
        got[rule] = answer.status_code
        if rule.startswith("staff:sign_out"):
            person.refresh_from_db()
            client.force_login(person)
        holds = area in HOLDS_WESTBY and not is_expired
        stated = answer.content.decode().replace(escape(url), "")  # the address that was asked for tells nothing new
        tells = "Westby" in stated or WESTBY in stated
        if tells and not holds and not (RULES[rule].is_open or rule == "staff:home"):
            leaks.append(rule)
        if answer.status_code == 200 and RULES[rule].names_westby and holds:
            assert tells, f"{rule} could not leak Westby, because it never tells of it"
    assert got == {rule: RULES[rule].status(role, area, is_expired=is_expired) for rule in urls}
    assert leaks == []


def test_without_signing_in_every_address_leads_to_the_sign_in_page(client: Client) -> None:
    for rule, url in addresses().items():
        answer = client.generic(method_of(rule), url, headers={"Accept": "text/html,*/*"})
        if RULES[rule].is_open:
            assert (rule, answer.status_code) == (rule, RULES[rule].anonymous)
        else:
            assert (rule, answer.status_code) == (rule, 302)
            assert answer.url.partition("?")[0] == reverse("staff:sign_in")


def test_an_unknown_batch_is_not_found(client: Client) -> None:
    client.force_login(factories.make_person("moderator", WESTBY))
    assert client.post(reverse("moderation:undo", args=[uuid.uuid4()])).status_code == 404


def test_a_membership_that_ends_closes_every_page_at_the_next_request(client: Client) -> None:
    client.force_login(factories.make_person("moderator", WESTBY))
    assert client.get(reverse("moderation:queue")).status_code == 200
    Membership.objects.update(expires_on=datetime.date(2020, 1, 1))
    assert client.get(reverse("moderation:queue")).status_code == 403


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.endswith(" POST")])
def test_nothing_is_done_from_another_site(rule: str) -> None:
    url = addresses()[rule]
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(factories.make_person("manager" if rule.startswith("staff") else "moderator", WESTBY))
    assert strict.post(url).status_code == 403
