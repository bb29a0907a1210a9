"""What the forms of staff refuse is refused in the site's own words, in both languages: never in Django's."""

import re
from importlib import import_module
from pkgutil import iter_modules

import pytest
from allauth.mfa.base.forms import BaseAuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

import reports
from reports.geography.models import Area
from reports.staff.audit_reading import lines_of
from reports.staff.forms import InPlainWords
from reports.staff.invitations import invite, take_up_invitation
from reports.staff.models import AuditEntry
from reports.staff.usernames import plain_name, refuse_bad_name
from tests import factories
from tests.factories import BORDERSHIRE, NOW, PASSWORD, WESTBY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]
OF_STAFF = ("staff", "moderation", "analyst", "council_exports", "responses")
OF_ALLAUTH = (BaseAuthenticateForm, ActivateTOTPForm, AddWebAuthnForm, AuthenticateWebAuthnForm)
DJANGOS = re.compile(
    r"Ensure this|This value|Select a valid|Enter a valid|This field|This password is too (?:short|common)"
    r"|The password is too similar"
    r"|Null characters|Enter a whole number|None of|Dewiswch ateb dilys|Sicrhewch|Rhowch ddyddiad dilys|ar y mwyaf"
)
LONG, WRONG = "x" * 400, "no-such-thing"


def classes() -> list[type[forms.BaseForm]]:
    """Every class of a form in the packages of staff."""
    found = set()
    for package in OF_STAFF:
        for module in iter_modules([f"{reports.__path__[0]}/{package}"]):
            read = import_module(f"reports.{package}.{module.name}")
            found |= {one for one in vars(read).values() if isinstance(one, type) and issubclass(one, forms.BaseForm)}
    return sorted((one for one in found if one.__module__.startswith("reports.")), key=str)


def test_every_form_of_staff_speaks_in_plain_words() -> None:
    assert len(classes()) > 15
    assert [one for one in classes() if not issubclass(one, (InPlainWords, *OF_ALLAUTH))] == []


SENT: dict[str, tuple[str, str, dict[str, str], list[str]]] = {
    "invite": (
        "POST",
        reverse("staff:invite"),
        {"username": LONG, "role": WRONG, "area": WRONG, "expires_on": WRONG},
        ["Use 150 characters or fewer. There are 400 now.", "Choose a role.", "Enter a day."],
    ),
    "give a role": (
        "POST",
        reverse("staff:give_role"),
        {"person": WRONG, "role": WRONG, "area": WRONG, "expires_on": WRONG},
        ["Choose a person from the list.", "Enter a day."],
    ),
    "a token": (
        "POST",
        reverse("staff:tokens"),
        {"label": LONG, "dataset": WRONG, "area": WRONG},
        ["Use 60 characters or fewer. There are 400 now."],
    ),
    "a response": (
        "POST",
        reverse("responses_desk:new"),
        {"council": WRONG, "kind": WRONG, "done_in": WRONG, "place": LONG, "text_en": "ab " * 999, "seen": WRONG},
        ["Use 100 characters or fewer. There are 400 now."],
    ),
    "the audit": (
        "GET",
        reverse("staff:audit"),
        {"act": WRONG, "who": LONG, "first": WRONG, "last": "2026-13-45"},
        ["Choose one from the list.", "Use 150 characters or fewer. There are 400 now.", "Enter a day."],
    ),
    "hotspots": (
        "GET",
        reverse("analyst:hotspots"),
        {"first": WRONG, "last": WRONG, "why": WRONG, "when": WRONG, "size": WRONG, "at": LONG, "page": WRONG},
        ["choose one from the list."],
    ),
    "an extract": (
        "GET",
        reverse("council_exports:extract"),
        {"council": WESTBY, "question": WRONG, "quarter": WRONG, "format": WRONG},
        ["choose one from the list."],
    ),
    "the confirmation": ("POST", reverse("staff:confirm"), {"code": LONG}, ["The code is not right"]),
    "a passkey": (
        "POST",
        reverse("mfa_add_webauthn"),
        {"name": LONG, "credential": "{"},
        ["Use 60 characters or fewer. There are 400 now."],
    ),
}


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("form", SENT)
def test_a_form_of_staff_refuses_in_our_words(client: Client, form: str, language: str) -> None:
    person = factories.make_person("manager", BORDERSHIRE)
    for role in ("moderator", "analyst", "council_officer"):
        person.memberships.create(role=role, area_id=BORDERSHIRE)
    client.force_login(person)
    client.post(reverse("staff:language"), {"language": language})
    method, address, sent, words = SENT[form]
    page = client.generic(method, address) if not sent else getattr(client, method.lower())(address, sent)
    text = page.content.decode()
    assert page.status_code == 400
    assert DJANGOS.findall(text) == []
    assert [one for one in words if one not in text] == ([] if language == "en" else words)


def test_an_overlong_name_at_sign_in_is_refused_in_our_words() -> None:
    page = Client().post(reverse("staff:sign_in"), {"username": LONG, "password": "x"}).content.decode()
    assert DJANGOS.findall(page) == []
    assert "The username and password do not match." in page


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "Use 12 characters or more."),
        ("password1234", "Many people use this password. Choose another."),
        ("newcomer-newcomer", "This password is too much like the username. Choose another."),
    ],
)
def test_a_weak_password_is_refused_in_our_words(password: str, words: str) -> None:
    key = invite("newcomer-newcomers", role="analyst", area=westby(), expires_on=None, by=None, now=NOW).key
    with pytest.raises(ValidationError) as refused:
        take_up_invitation(key, password=password, now=NOW)
    assert words in refused.value.messages
    assert [one for one in refused.value.messages if DJANGOS.search(one)] == []
    with translation.override("cy"), pytest.raises(ValidationError) as refused:
        take_up_invitation(key, password=password, now=NOW)
    assert words not in refused.value.messages


def westby() -> Area:
    """The council."""
    return Area.objects.get(code=WESTBY)


@pytest.mark.parametrize(
    "name",
    [
        *("..", ".", "-", "@", "_x", "+44", "two words", "", " ", "a\n", "a/b", "a<b>", "x" * 151),
        "m\u0430nager",  # Cyrillic a
        "\u03bfffice",  # Greek o
        "\uff4danager",  # a wide m
        "man\u0261er",  # Latin script g
        "adm\u0131n",  # a dotless i
        "\u0661\u0662",  # Arabic digits
        "ma\u200bnager",  # no width
        "manager\u202e",  # turns the writing round
        "m\u0301\u0301a",  # accents over each other
    ],
)
def test_a_name_that_looks_like_another_or_like_none_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        refuse_bad_name(name)
    with pytest.raises(ValidationError):
        invite(name, role="analyst", area=westby(), expires_on=None, by=None, now=NOW)


@pytest.mark.parametrize("name", ["mo", "Siân", "Gŵyneth.Llŷr", "o-neill_2", "a@b.gov.uk", "2nd+desk", "x" * 150])
def test_a_name_of_these_islands_is_taken(name: str) -> None:
    refuse_bad_name(name)
    assert plain_name(name) == name


def test_an_accent_written_apart_is_the_same_name(client: Client) -> None:
    client.force_login(factories.make_person("manager", BORDERSHIRE))
    sent = {"username": "Sia\u0302n", "role": "analyst", "area": WESTBY, "expires_on": ""}
    key = re.findall(
        r"/staff/invitation/([\w-]{43})", client.post(reverse("staff:invite"), sent, follow=True).content.decode()
    )[0]
    assert take_up_invitation(key, password=PASSWORD, now=NOW).username == "Siân"


def test_the_audit_says_that_a_role_has_no_last_day(client: Client) -> None:
    key = invite("newcomer", role="analyst", area=westby(), expires_on=None, by=None, now=NOW).key
    take_up_invitation(key, password=PASSWORD, now=NOW)
    stated = [line.detail for line in lines_of(AuditEntry.objects.filter(act="give-role"))]
    assert [dict(detail)["last day"] for detail in stated] == ["No end"]
    client.force_login(factories.make_person("manager", BORDERSHIRE))
    page = client.get(reverse("staff:audit")).content.decode()
    assert "last day: No end" in page
    assert "None" not in page
