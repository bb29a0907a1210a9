"""What django-allauth asks the project: no sign-up, no messages of its own, no address kept, secrets encrypted."""

import base64
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.staff import audit, lockout
from reports.staff.models import StaffUser
from reports.staff.secret_encryption import Unreadable, decrypt_secret, encrypt_secret
from streetsafe.context import site_name

TOO_MANY = gettext_lazy("There were too many wrong codes. Wait 15 minutes, then try again.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Signing in; there is no other way to an account than an invitation."""

    error_messages = DefaultAccountAdapter.error_messages | {  # allauth's own shape
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what was done; allauth's words are in no Welsh."""

    def respond_user_inactive(self, request: HttpRequest, user: StaffUser) -> HttpResponse:
        """As after any other wrong try."""
        return redirect("staff:sign_in")

    def get_client_ip(self, request: HttpRequest) -> str:
        """A name that leads to no address: allauth counts passkey sign-ins by it, in memory."""
        return lockout.name_of_sender(request)

    def post_login(self, request: HttpRequest, user: StaffUser, **kwargs: Any) -> HttpResponse:
        """Says in the audit that somebody came in, whichever way."""
        audit.record(audit.Act.SIGN_IN, by=user, now=timezone.now())
        answer: HttpResponse = super().post_login(request, user, **kwargs)
        return answer


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {  # allauth's own shape
        "incorrect_code": gettext_lazy("The code is not right, or it was used before. Enter the newest one.")
    }

    def get_totp_issuer(self) -> str:
        """What an authenticator app writes over the code."""
        return site_name()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site a passkey belongs to: its host, without a port."""
        return {"id": self.request.get_host().partition(":")[0], "name": site_name()}

    def generate_authenticator_name(self, user: StaffUser, type: str) -> str:
        """A passkey's name when its owner gives it none."""
        return _("Passkey")

    def encrypt(self, text: str) -> str:
        """A secret as it is kept."""
        return encrypt_secret(text)

    def decrypt(self, encrypted_text: str) -> str:
        """A secret again; one that cannot be read becomes one that nobody knows, so that no code fits it."""
        try:
            return decrypt_secret(encrypted_text)
        except Unreadable:
            return base64.b32encode(secrets.token_bytes(20)).decode()
