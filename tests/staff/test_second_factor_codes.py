"""Codes of an app and recovery codes: right once, for a minute, and never after five wrong ones."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.factories import WESTBY
from tests.staff.conftest import Clock
from tests.staff.second_factors import (
    APP,
    CHECK,
    CODES,
    HOME,
    SET_UP,
    acts,
    code_of,
    give_app,
    give_password,
    give_recovery_codes,
    sign_in,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
WRONG = "The code is not right, or it was used before. Enter the newest one."
TOO_MANY = "There were too many wrong passwords or codes. Wait 15 minutes, then try again."


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
    assert TOO_MANY in answer.content.decode()


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
