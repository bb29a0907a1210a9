"""Every address of the staff and of programs, by role and by area: own, nested, other, expired.

The addresses are read from the URL resolver: one that has no line in RULES fails the test.
"""

import datetime
import itertools
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from reports.aggregation.freezing import freeze_counts
from reports.aggregation.rebuilding import rebuild_counts
from reports.analyst.saved_views import save_view
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.moderation.decisions import accept_reports
from reports.moderation.models import RejectionReason
from reports.moderation.second_opinion import propose_rejection
from reports.staff.invitations import invite
from reports.staff.models import Membership
from reports.staff.tokens import make_token
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, ENGLAND, LLANFACH, NOW, TODAY, WALES, WESTBY
from tests.responses import wordings

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
HOLDS_WESTBY = {"own", "force", "nation"}
CASES = list(itertools.product(ROLES, AREAS, [False, True]))
SUMMER = datetime.date(2026, 8, 3)


@dataclass(frozen=True)
class Rule:
    """Who gets what at an address: nobody's roles means anybody signed in, `is_open` anybody at all."""

    roles: frozenset[str] = frozenset()
    ok: int = 200
    is_of_westby: bool = False  # about one thing that lies in Westby: elsewhere it must look as if it did not exist
    hidden_from: frozenset[str] = frozenset()  # roles that may use the address, but not for somebody else's thing
    names_westby: bool = False  # a list in which Westby stands for those who hold it
    is_open: bool = False
    anonymous: int = 200  # of an open address

    def status(self, role: str, area: str, *, is_expired: bool) -> int:
        """What somebody signed in must get."""
        if self.is_open or not self.roles:
            return self.ok
        if is_expired or role not in self.roles:
            return 403
        is_hidden = role in self.hidden_from or (self.is_of_westby and area not in HOLDS_WESTBY)
        return 404 if is_hidden else self.ok


DESK, DECIDING = frozenset({"moderator", "manager"}), frozenset({"moderator"})
ANALYST, EXPORTS = frozenset({"analyst", "manager"}), frozenset({"council_officer", "analyst", "manager"})
MANAGER, MOST_REVEALING = frozenset({"manager"}), frozenset({"council_officer", "manager"})
OPEN, OPEN_404 = Rule(is_open=True), Rule(is_open=True, ok=404, anonymous=404)

# An empty form is refused as a form (400), not as a person.
RULES = {
    "staff:sign_in": Rule(is_open=True, ok=302),
    "staff:sign_out POST": Rule(is_open=True, ok=302, anonymous=302),
    "staff:home": Rule(),
    "staff:language POST": Rule(ok=400),
    "staff:change_password": Rule(),
    "staff:change_password POST": Rule(ok=400),
    "staff:sign_out_everywhere POST": Rule(ok=302),
    "staff:password_link": OPEN_404,
    "staff:password_link POST": OPEN_404,
    "staff:password_link_made": Rule(MANAGER, ok=302),  # nothing was made yet
    "staff:make_password_link": Rule(MANAGER, is_of_westby=True),
    "staff:make_password_link POST": Rule(MANAGER, ok=302, is_of_westby=True),
    "staff:reset_second_factor": Rule(MANAGER, is_of_westby=True),
    "staff:reset_second_factor POST": Rule(MANAGER, ok=302, is_of_westby=True),
    ":account_login": Rule(is_open=True, ok=302),
    ":mfa_index": Rule(),
    ":mfa_authenticate": Rule(is_open=True, ok=302, anonymous=302),
    ":mfa_authenticate POST": Rule(is_open=True, ok=302, anonymous=302),
    ":mfa_login_webauthn": Rule(is_open=True, ok=302, anonymous=302),
    ":mfa_login_webauthn POST": Rule(is_open=True, ok=302, anonymous=302),
    ":mfa_activate_totp": Rule(),
    ":mfa_activate_totp POST": Rule(ok=400),
    ":mfa_deactivate_totp": Rule(ok=404),  # the people of the matrix have none
    ":mfa_deactivate_totp POST": Rule(ok=404),
    ":mfa_add_webauthn": Rule(),
    ":mfa_add_webauthn POST": Rule(ok=400),
    ":mfa_remove_webauthn": Rule(ok=404),  # somebody else's
    ":mfa_remove_webauthn POST": Rule(ok=404),
    ":mfa_view_recovery_codes": Rule(ok=404),
    ":mfa_generate_recovery_codes": Rule(),
    ":mfa_generate_recovery_codes POST": Rule(ok=400),
    "staff:invitation": OPEN,
    "staff:invitation POST": Rule(is_open=True, ok=400, anonymous=400),
    "staff:confirm": Rule(),
    "staff:confirm POST": Rule(ok=400),
    "staff:people": Rule(MANAGER, names_westby=True),
    "staff:invite": Rule(MANAGER, names_westby=True),
    "staff:invite POST": Rule(MANAGER, ok=400),
    "staff:invited": Rule(MANAGER, ok=302),  # nothing was made
    "staff:give_role": Rule(MANAGER, names_westby=True),
    "staff:give_role POST": Rule(MANAGER, ok=400),
    "staff:end_role": Rule(MANAGER, is_of_westby=True),
    "staff:end_role POST": Rule(MANAGER, ok=302, is_of_westby=True),
    "staff:withdraw": Rule(MANAGER, is_of_westby=True),
    "staff:withdraw POST": Rule(MANAGER, ok=302, is_of_westby=True),
    "staff:tokens": Rule(EXPORTS, names_westby=True),
    "staff:tokens POST": Rule(EXPORTS, ok=400),
    "staff:token_made": Rule(EXPORTS, ok=302),
    "staff:revoke_token": Rule(EXPORTS, is_of_westby=True, hidden_from=EXPORTS - MANAGER),
    "staff:revoke_token POST": Rule(EXPORTS, ok=302, is_of_westby=True, hidden_from=EXPORTS - MANAGER),
    "feedback:feedback": Rule(MANAGER),
    "staff:audit": Rule(MANAGER, names_westby=True),
    "staff:audit_file": Rule(MANAGER, names_westby=True),
    "moderation:queue": Rule(DESK),
    "moderation:history": Rule(DESK),
    "moderation:figures": Rule(DESK),
    "moderation:together": Rule(DESK),
    "moderation:together POST": Rule(DECIDING, ok=400),
    "moderation:whole": Rule(DESK, is_of_westby=True),
    "moderation:whole POST": Rule(DECIDING, ok=400, is_of_westby=True),
    "moderation:hold POST": Rule(DECIDING, ok=302, is_of_westby=True),
    "moderation:second POST": Rule(DECIDING, ok=302, is_of_westby=True),
    "moderation:group": Rule(DESK, is_of_westby=True),
    "moderation:group POST": Rule(DECIDING, ok=400, is_of_westby=True),
    "moderation:undo": Rule(DESK, is_of_westby=True),
    "moderation:undo POST": Rule(DECIDING, ok=302, is_of_westby=True),
    "analyst:hotspots": Rule(ANALYST, names_westby=True),
    "analyst:hotspots of Westby": Rule(ANALYST, is_of_westby=True),
    "analyst:place": Rule(ANALYST, is_of_westby=True),
    "analyst:figures": Rule(ANALYST, ok=302),  # what the address asks for cannot be read
    "analyst:figures of Westby": Rule(ANALYST, is_of_westby=True),
    "analyst:save_view POST": Rule(ANALYST, ok=302),  # without a name
    # A colleague's, whose role the manager has ended by then: so it is the manager's.
    "analyst:delete_view POST": Rule(ANALYST, ok=302, is_of_westby=True, hidden_from=frozenset({"analyst"})),
    "analyst:restore_view POST": Rule(ANALYST, ok=302, is_of_westby=True, hidden_from=frozenset({"analyst"})),
    "analyst:briefing": Rule(ANALYST, ok=302),  # on no place
    "analyst:briefing of Westby": Rule(ANALYST, is_of_westby=True),
    "council_exports:exports": Rule(EXPORTS, names_westby=True),
    "council_exports:extract": Rule(EXPORTS, is_of_westby=True),
    "responses_desk:desk": Rule(MOST_REVEALING, names_westby=True),
    "responses_desk:new": Rule(MOST_REVEALING, names_westby=True),
    "responses_desk:new POST": Rule(MOST_REVEALING, ok=400),
    "responses_desk:one": Rule(MOST_REVEALING, is_of_westby=True),
    "responses_desk:change": Rule(MOST_REVEALING, is_of_westby=True),
    "responses_desk:change POST": Rule(MOST_REVEALING, ok=400, is_of_westby=True),
    "responses_desk:correct POST": Rule(MOST_REVEALING, ok=302, is_of_westby=True),
    "responses_desk:publish POST": Rule(MOST_REVEALING, ok=302, is_of_westby=True),
    "responses_desk:withdraw POST": Rule(MOST_REVEALING, ok=302, is_of_westby=True),
    "responses_desk:discard": Rule(MOST_REVEALING, is_of_westby=True),
    "responses_desk:discard POST": Rule(MOST_REVEALING, ok=302, is_of_westby=True),
    "api:index": OPEN,
    "api:releases": OPEN,
    "api:release": OPEN_404,
    "api:leaves": OPEN_404,
    "api:areas": OPEN,
    "api:area": OPEN,
    "api:reasons": OPEN,
    "api:routes": OPEN,
    "api:responses": OPEN,
    "api:schema": OPEN,
    "api:docs": OPEN,
    "api:v1/<path:rest>": OPEN_404,
}


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
    key = Authenticator.objects.create(user=colleague, type=Authenticator.Type.WEBAUTHN, data={"name": "key"})
    special = {
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
        "analyst:restore_view": reverse("analyst:restore_view", args=[view.pk]),
        "analyst:hotspots of Westby": reverse("analyst:hotspots") + f"?area={WESTBY}",
        "analyst:place": reverse("analyst:place", args=[cell]),
        "analyst:figures": reverse("analyst:figures") + "?page=0",
        "analyst:figures of Westby": reverse("analyst:figures") + f"?area={WESTBY}",
        "analyst:briefing of Westby": reverse("analyst:briefing") + f"?briefing={cell}",
        "council_exports:extract": reverse("council_exports:extract")
        + some_of_westby
        + "&question=where&quarter=2026-Q3&format=csv",
        "api:release": reverse("api:release", args=["unknown"]),
        "api:leaves": reverse("api:leaves", args=["unknown"]),
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
