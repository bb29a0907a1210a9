"""Second factors for tests: an app whose codes the test can work out, and signing in with one."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from reports.staff.models import AuditEntry, StaffUser
from tests.factories import PASSWORD

SIGN_IN, CHECK, SET_UP = reverse("staff:sign_in"), reverse("mfa_authenticate"), reverse("mfa_index")
HOME, APP, CODES = reverse("staff:home"), reverse("mfa_activate_totp"), reverse("mfa_view_recovery_codes")


def acts() -> list[tuple[str, str]]:
    """What the audit says, in order: act and who."""
    return [(entry.act, entry.who) for entry in AuditEntry.objects.order_by("number")]


def give_app(person: StaffUser) -> str:
    """Gives somebody an authenticator app; returns its key."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def give_recovery_codes(person: StaffUser) -> list[str]:
    """Gives somebody recovery codes, and returns them."""
    return RecoveryCodes.activate(person).generate_codes()


def code_of(secret: str, *, steps: int = 0) -> str:
    """The code an app with this key shows now, or so many steps of 30 seconds from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def give_password(client: Client, person: StaffUser, *, then: str = "") -> str:
    """Signs in with the password; returns where that leads."""
    sent = {"username": person.username, "password": PASSWORD} | ({"next": then} if then else {})
    return client.post(SIGN_IN, sent).headers.get("Location", "")


def sign_in(client: Client, person: StaffUser, secret: str) -> str:
    """Signs in with the password and the app's code; returns where that leads."""
    assert give_password(client, person) == CHECK
    return client.post(CHECK, {"code": code_of(secret)}).headers.get("Location", "")
