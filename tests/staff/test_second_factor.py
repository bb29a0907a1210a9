"""The second factor: nothing opens without it, no code works twice, and a lost one can be replaced."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse

from reports.staff.models import AuditEntry, Membership, StaffUser
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, PASSWORD, WESTBY
from tests.staff import test_access
from tests.staff.conftest import Clock
from tests.staff.second_factors import (
    CHECK,
    SET_UP,
    SIGN_IN,
    code_of,
    give_app,
    give_password,
    give_recovery_codes,
    sign_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
HOME, APP, CODES = reverse("staff:home"), reverse("mfa_activate_totp"), reverse("mfa_view_recovery_codes")
WRONG = "The code is not right, or it was used before. Enter the newest one."
TOO_MANY = "There were too many wrong passwords or codes. Wait 15 minutes, then try again."

# What somebody may do who has no second factor yet: set one up, show who they are, choose a language.
SETTING_UP = {"staff:confirm", "staff:language"} | {
    name.removesuffix(" POST") for name in test_access.RULES if name.startswith(":mfa_")
}


def acts() -> list[tuple[str, str]]:
    """What the audit says, in order: act and who."""
    return [(entry.act, entry.who) for entry in AuditEntry.objects.order_by("number")]


def closed_addresses() -> dict[str, str]:
    """Every address of staff and programs that is not open to anybody, from the resolver by way of the matrix."""
    return {rule: url for rule, url in test_access.addresses().items() if not test_access.RULES[rule].is_open}


def test_with_the_password_alone_every_address_leads_to_the_sign_in_page(client: Client) -> None:
    urls, person = closed_addresses(), factories.make_person("manager", WESTBY)
    secret = give_app(person)
    assert give_password(client, person) == CHECK
    for rule, url in urls.items():
        answer = client.generic(test_access.method_of(rule), url)
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


def test_setting_an_app_up_opens_the_work_and_shows_codes_once(client: Client, clock: Clock) -> None:
    person = factories.make_person(username="mo")
    assert give_password(client, person) == HOME
    assert client.get(HOME).url == SET_UP
    page = client.get(APP).content.decode()
    secret = re.findall(r"<code[^>]*>([A-Z2-7]{32})</code>", page)[0]
    assert 'src="data:image/svg+xml;base64,' in page
    wrong = client.post(APP, {"code": "000000"})
    assert (wrong.status_code, WRONG in wrong.content.decode()) == (400, True)
    assert secret in wrong.content.decode()  # the picture stays the same: it is in the app already
    assert client.post(APP, {"code": code_of(secret)}).url == CODES
    shown = re.findall(r"<code>(\d{8})</code>", client.get(CODES).content.decode())
    assert len(set(shown)) == 10
    again = client.get(CODES).content.decode()
    assert not any(code in again for code in shown)
    assert client.get(HOME).status_code == 200
    assert acts() == [("sign-in", "mo"), ("add-second-factor", "mo")]
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept


def test_the_code_that_set_the_app_up_does_not_sign_in(client: Client, clock: Clock) -> None:
    person = factories.make_person()
    give_password(client, person)
    secret = re.findall(r"<code[^>]*>([A-Z2-7]{32})</code>", client.get(APP).content.decode())[0]
    code = code_of(secret)
    client.post(APP, {"code": code})
    other = Client()
    assert give_password(other, person) == CHECK
    assert other.post(CHECK, {"code": code}).status_code == 400


def test_a_used_code_is_refused_also_by_another_process(client: Client, clock: Clock) -> None:
    person = factories.make_person()
    secret = give_app(person)
    code = code_of(secret)
    assert sign_in(client, person, secret) == HOME
    for forgets in (False, True):
        other = Client()
        assert give_password(other, person) == CHECK
        if forgets:
            cache.clear()  # the memory of another worker process knows of no code
        answer = other.post(CHECK, {"code": code})
        assert (answer.status_code, WRONG in answer.content.decode()) == (400, True)
    clock.pass_by(seconds=30)
    assert other.post(CHECK, {"code": code}).status_code == 400  # one step old would do, were it not used
    assert other.post(CHECK, {"code": code_of(secret)}).url == HOME


def test_a_code_of_an_earlier_step_is_refused_after_a_later_one(client: Client, clock: Clock) -> None:
    person = factories.make_person()
    secret = give_app(person)
    earlier = code_of(secret, steps=-1)
    sign_in(client, person, secret)
    other = Client()
    give_password(other, person)
    assert other.post(CHECK, {"code": earlier}).status_code == 400


@pytest.mark.parametrize(("steps", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_holds_for_its_step_and_one_more(client: Client, clock: Clock, steps: int, is_right: bool) -> None:
    person = factories.make_person()
    secret = give_app(person)
    give_password(client, person)
    assert (client.post(CHECK, {"code": code_of(secret, steps=steps)}).status_code == 302) is is_right


def test_a_recovery_code_works_once_and_is_in_the_audit(client: Client, clock: Clock) -> None:
    person = factories.make_person(username="mo")
    give_app(person)
    codes = give_recovery_codes(person)
    assert give_password(client, person) == CHECK
    assert client.post(CHECK, {"code": f"{codes[0][:4]} {codes[0][4:]}"}).url == HOME
    assert acts() == [("use-recovery-code", "mo"), ("sign-in", "mo")]
    assert "9 codes are left." in client.get(SET_UP).content.decode()
    other = Client()
    give_password(other, person)
    assert other.post(CHECK, {"code": codes[0]}).status_code == 400
    assert other.post(CHECK, {"code": codes[1]}).url == HOME


def test_new_recovery_codes_make_the_old_worthless(client: Client, clock: Clock) -> None:
    person = factories.make_person(username="mo")
    secret = give_app(person)
    old = give_recovery_codes(person)
    sign_in(client, person, secret)
    assert client.post(reverse("mfa_generate_recovery_codes")).url == CODES
    new = re.findall(r"<code>(\d{8})</code>", client.get(CODES).content.decode())
    assert set(new).isdisjoint(old)
    other = Client()
    give_password(other, person)
    assert other.post(CHECK, {"code": old[0]}).status_code == 400
    assert other.post(CHECK, {"code": new[0]}).url == HOME
    assert ("renew-recovery-codes", "mo") in acts()


def test_five_wrong_codes_lock_out_even_the_right_one(client: Client, clock: Clock) -> None:
    person = factories.make_person(username="mo")
    secret = give_app(person)
    give_password(client, person)
    for _try in range(5):
        assert client.post(CHECK, {"code": "000000"}).status_code == 400
    locked = client.post(CHECK, {"code": code_of(secret)})
    assert (locked.status_code, TOO_MANY in locked.content.decode()) == (400, True)
    assert acts() == [("lock-out", "mo")]
    clock.pass_by(minutes=15, seconds=1)
    assert give_password(client, person) == CHECK
    assert client.post(CHECK, {"code": code_of(secret)}).url == HOME


def test_the_password_between_wrong_codes_gives_no_new_tries(client: Client, clock: Clock) -> None:
    person = factories.make_person(username="mo")
    give_app(person)
    for _try in range(5):
        give_password(client, person)
        client.post(CHECK, {"code": "000000"})
    assert give_password(client, person) == ""
    assert acts() == [("lock-out", "mo")]


def test_codes_are_limited_by_person_from_however_many_addresses(clock: Clock) -> None:
    person = factories.make_person()
    secret = give_app(person)
    for number in range(5):
        there = Client(REMOTE_ADDR=f"192.0.2.{number}")
        give_password(there, person)
        assert there.post(CHECK, {"code": "000000"}).status_code == 400
    there = Client(REMOTE_ADDR="192.0.2.99")
    give_password(there, person)
    answer = there.post(CHECK, {"code": code_of(secret)})
    assert "There were too many wrong codes. Wait 15 minutes, then try again." in answer.content.decode()


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


def test_a_code_confirms_as_the_password_does(client: Client, clock: Clock) -> None:
    manager = factories.make_person("manager", WESTBY)
    secret = give_app(manager)
    sign_in(client, manager, secret)
    clock.pass_by(minutes=16)
    invite, confirm = reverse("staff:invite"), reverse("staff:confirm")
    assert client.get(invite).url == f"{confirm}?next={invite}"
    assert client.post(confirm, {"code": "000000", "next": invite}).status_code == 400
    assert client.post(confirm, {"code": code_of(secret), "next": invite}).url == invite
    assert client.get(invite).status_code == 200


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
    assert "Reset the second factor of mo" in client.get(reset).content.decode()
    told = client.post(reset, follow=True).content.decode()
    assert "mo sets up a new second factor at the next sign-in." in told
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
        told = client.post(reverse("staff:reset_second_factor", args=[target.pk]), follow=True)
        assert words in told.content.decode()
    assert Authenticator.objects.count() == 2


def test_the_invitation_leads_to_the_password_then_to_the_second_factor_then_in(client: Client, clock: Clock) -> None:
    client.force_login(factories.make_person("manager", WESTBY))
    sent = {"username": "new", "role": "analyst", "area": WESTBY, "expires_on": ""}
    link = client.post(reverse("staff:invite"), sent).context["link"]
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


def test_a_secret_sealed_with_a_lost_key_lets_nobody_in_and_with_an_older_one_does(
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


def test_a_language_is_chosen_by_person_and_follows_them(client: Client) -> None:
    person = factories.make_person("manager", WESTBY)
    client.force_login(person)
    assert client.get(HOME).headers["Content-Language"] == "en-gb"
    chosen = client.post(reverse("staff:language"), {"language": "cy", "next": "/staff/people"})
    assert chosen.url == "/staff/people"
    other = factories.StaffClient()
    other.force_login(person)
    for address in (HOME, SET_UP, reverse("staff:people"), "/staff/people/0/second-factor"):
        assert (address, other.get(address).headers["Content-Language"]) == (address, "cy")
    assert other.get("/").headers["Content-Language"] == "en-gb"
    assert client.post(reverse("staff:language"), {"language": "cy", "next": "https://evil.example/"}).url == HOME
    assert client.post(reverse("staff:language"), {"language": "xx"}).status_code == 400


def test_the_sign_in_page_speaks_both_languages_and_whoever_signs_in_there_meets_the_same(client: Client) -> None:
    person = factories.make_person("manager", WESTBY)
    secret = give_app(person)
    assert 'href="?language=cy' in client.get(SIGN_IN).content.decode()
    page = client.get(f"{SIGN_IN}?language=cy")
    assert page.headers["Content-Language"] == "cy"
    assert f'action="{SIGN_IN}?language=cy"' in page.content.decode()
    assert client.get(f"{SIGN_IN}?language=xx").headers["Content-Language"] == "en-gb"
    client.post(f"{SIGN_IN}?language=cy", {"username": person.username, "password": PASSWORD})
    assert client.get(CHECK).headers["Content-Language"] == "cy"
    client.post(CHECK, {"code": code_of(secret)})
    assert client.get(HOME).headers["Content-Language"] == "cy"


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
