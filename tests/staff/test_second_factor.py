"""The second factor: nothing opens without it, no code works twice, and a lost one can be replaced."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse

from reports.staff.models import AuditEntry, Membership, StaffUser
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, PASSWORD, WESTBY
from tests.staff import test_access
from tests.staff.conftest import Clock
from tests.staff.second_factors import (
    APP,
    CHECK,
    CODES,
    HOME,
    SET_UP,
    SIGN_IN,
    acts,
    code_of,
    give_app,
    give_password,
    give_recovery_codes,
    sign_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]

# What somebody may do who has no second factor yet: set one up, show who they are, choose a language.
SETTING_UP = {"staff:confirm", "staff:language"} | {
    name.removesuffix(" POST") for name in test_access.RULES if name.startswith(":mfa_")
}


def closed_addresses() -> dict[str, str]:
    """Every address of staff and programs that is not open to anybody, from the resolver by way of the matrix."""
    return {rule: url for rule, url in test_access.addresses().items() if not test_access.RULES[rule].is_open}


def test_with_the_password_alone_every_address_leads_to_the_sign_in_page(client: Client) -> None:
    urls, person = closed_addresses(), factories.make_person("manager", WESTBY)
    secret = give_app(person)
    assert give_password(client, person) == CHECK
    for rule, url in urls.items():
        answer = client.generic(test_access.method_of(rule), url, headers={"Accept": "text/html,*/*"})
        assert (rule, answer.status_code, answer.url.partition("?")[0]) == (rule, 302, SIGN_IN)
    assert client.post(CHECK, {"code": code_of(secret)}).url == HOME
    assert client.get(HOME).status_code == 200
    assert len(urls) > 40


def test_without_a_second_factor_every_address_leads_to_setting_one_up(client: Client) -> None:
    urls, person = closed_addresses(), factories.make_person("manager", WESTBY)
    for role in ("moderator", "analyst", "council_officer"):
        person.memberships.create(role=role, area_id=WESTBY)
    half = Client()
    half.force_login(person)
    led = 0
    for rule, url in urls.items():
        answer = half.generic(test_access.method_of(rule), url)
        if rule.removesuffix(" POST") in SETTING_UP:
            assert (rule, answer.status_code) == (rule, test_access.RULES[rule].ok)
        else:
            assert (rule, answer.status_code, answer.headers.get("Location")) == (rule, 302, SET_UP)
            led += 1
    assert led > 25
    assert 'class="app-navigation__link"' not in half.get(SET_UP).content.decode()


def test_a_session_older_than_the_first_factor_sets_nothing_up(client: Client) -> None:
    """Somebody with the password alone waits in an open session until its owner has a factor."""
    person, thief = factories.make_person(), Client()
    thief.force_login(person)
    assert thief.get(APP).status_code == 200
    give_app(person)
    for address in (SET_UP, APP, reverse("mfa_add_webauthn")):
        assert thief.get(address).url.partition("?")[0] == SIGN_IN


def test_the_session_has_a_new_name_after_the_password_and_after_the_second_factor(client: Client) -> None:
    person = factories.make_person()
    secret = give_app(person)
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies["staff"] = planted.session_key or ""
    names = [planted.session_key]
    give_password(client, person)
    names.append(client.cookies["staff"].value)
    client.post(CHECK, {"code": code_of(secret)})
    names.append(client.cookies["staff"].value)
    assert len(set(names)) == 3
    for name in names[:2]:
        planter = Client()
        planter.cookies["staff"] = name or ""
        assert planter.get(HOME).url.partition("?")[0] == SIGN_IN


def test_removing_a_factor_ends_other_sessions_and_the_last_one_leads_to_setting_up(
    client: Client, clock: Clock
) -> None:
    person = factories.make_person(username="mo")
    secret = give_app(person)
    give_recovery_codes(person)
    elsewhere = Client()
    sign_in(client, person, secret)
    clock.pass_by(seconds=30)
    sign_in(elsewhere, person, secret)
    assert elsewhere.get(HOME).status_code == 200
    assert client.post(reverse("mfa_deactivate_totp")).url == SET_UP
    assert elsewhere.get(HOME).url.partition("?")[0] == SIGN_IN
    assert client.get(HOME).url == SET_UP
    assert Authenticator.objects.count() == 0
    assert acts()[-1] == ("remove-second-factor", "mo")


def test_a_manager_resets_the_factor_of_somebody_inside_the_own_area(client: Client, clock: Clock) -> None:
    person = factories.make_person("analyst", WESTBY, username="mo")
    secret = give_app(person)
    give_recovery_codes(person)
    theirs = Client()
    sign_in(theirs, person, secret)
    client.force_login(factories.make_person("manager", BORDERSHIRE, username="ma"))
    reset = reverse("staff:reset_second_factor", args=[person.pk])
    assert reset in client.get(reverse("staff:people")).content.decode()
    assert "Reset the 2-step verification of mo" in client.get(reset).content.decode()
    stated = client.post(reset, follow=True).content.decode()
    assert "mo will set up 2-step verification again at the next sign-in." in stated
    assert Authenticator.objects.count() == 0
    assert theirs.get(HOME).url.partition("?")[0] == SIGN_IN
    assert give_password(theirs, person) == HOME
    assert theirs.get(HOME).url == SET_UP
    entry = AuditEntry.objects.get(act="reset-second-factor")
    assert (entry.who, entry.area, entry.detail) == ("ma", WESTBY, '{"person":"mo"}')


def test_nobody_resets_who_has_a_role_elsewhere_or_themselves(client: Client) -> None:
    person, manager = factories.make_person("analyst", WESTBY), factories.make_person("manager", WESTBY)
    Membership.objects.create(person=person, role="manager", area_id=EASTBY)
    give_app(person)
    give_app(manager)
    client.force_login(manager)
    for target, words in ((person, "has roles outside your areas too."), (manager, "You cannot reset your own.")):
        stated = client.post(reverse("staff:reset_second_factor", args=[target.pk]), follow=True)
        assert words in stated.content.decode()
    assert Authenticator.objects.count() == 2


def test_the_invitation_leads_to_the_password_then_to_the_second_factor_then_in(client: Client, clock: Clock) -> None:
    client.force_login(factories.make_person("manager", WESTBY))
    sent = {"username": "new", "role": "analyst", "area": WESTBY, "expires_on": ""}
    link = client.post(reverse("staff:invite"), sent, follow=True).context["link"]
    theirs = Client()
    assert theirs.post(link, {"password": PASSWORD, "again": PASSWORD}).url == SET_UP
    assert theirs.get(HOME).url == SET_UP
    secret = re.findall(r"<code[^>]*>([A-Z2-7]{32})</code>", theirs.get(APP).content.decode())[0]
    assert theirs.post(APP, {"code": code_of(secret)}).url == CODES
    assert "Force analyst" in theirs.get(HOME).content.decode()
    assert StaffUser.objects.get(username="new").memberships.count() == 1


@pytest.mark.parametrize(
    "name", ["account_signup", "account_email", "account_reset_password", "account_change_password", "mfa_trust"]
)
def test_no_other_address_of_allauth_stands(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_secret_encrypted_with_a_lost_key_lets_nobody_in_and_with_an_older_one_does(
    client: Client, clock: Clock, settings: Any
) -> None:
    person = factories.make_person()
    secret = give_app(person)
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another secret of at least fifty characters, made up for now"
    give_password(client, person)
    assert client.post(CHECK, {"code": code_of(secret)}).status_code == 400
    settings.SECRET_KEY_FALLBACKS = [before]
    assert client.post(CHECK, {"code": code_of(secret)}).status_code == 302


@pytest.mark.parametrize("sent", ["", "null", "[]", "[1]", "{}", '{"response": 1}', '{"response": {}}', "not json"])
def test_what_no_passkey_sends_is_refused(client: Client, sent: str) -> None:
    person = factories.make_person()
    secret = give_app(person)
    assert client.post(reverse("mfa_login_webauthn"), {"credential": sent}).url == SIGN_IN
    assert "The passkey did not work." in client.get(SIGN_IN).content.decode()
    give_password(client, person)
    assert client.post(CHECK, {"credential": sent}).status_code == 400
    client.post(CHECK, {"code": code_of(secret)})
    assert client.post(reverse("mfa_add_webauthn"), {"credential": sent}).status_code == 400
    assert client.post(reverse("staff:confirm"), {"credential": sent}).status_code == 400


def test_the_command_resets_for_somebody_whom_no_manager_can_help() -> None:
    person = factories.make_person("manager", WESTBY, username="ma")
    give_app(person)
    call_command("reset_second_factor", "ma")
    assert Authenticator.objects.count() == 0
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.who, entry.area, entry.detail) == ("reset-second-factor", "", WESTBY, '{"person":"ma"}')
    with pytest.raises(CommandError, match="Nobody is called mo"):
        call_command("reset_second_factor", "mo")


def test_the_features_of_passkeys_are_allowed_where_they_are_asked_for_and_nowhere_else(client: Client) -> None:
    client.force_login(factories.make_person("manager", WESTBY))
    allowed = {}
    for address in ("/", HOME, SET_UP, reverse("staff:confirm"), reverse("mfa_add_webauthn")):
        policy = client.get(address).headers["Permissions-Policy"]
        allowed[address] = [kind for kind in ("create", "get") if f"publickey-credentials-{kind}=(self)" in policy]
        assert policy.count("publickey-credentials") == 2
    assert allowed == {
        "/": [],
        HOME: [],
        SET_UP: [],
        reverse("staff:confirm"): ["get"],
        reverse("mfa_add_webauthn"): ["create"],
    }
    for address in (SIGN_IN, CHECK):
        assert "publickey-credentials-get=(self)" in Client().get(address).headers["Permissions-Policy"]
