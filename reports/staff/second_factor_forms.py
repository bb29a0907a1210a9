"""Forms of the second factor: allauth's, with our words, a lock-out by name and address, and no code twice."""

import json
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reports.staff import audit
from reports.staff.forms import TOO_LONG, tried_in_words
from reports.staff.lockout import forget_failures
from reports.staff.second_factor import CodeReplayed, Kind, refuse_replay

WRONG_CODE = _("The code is not right, or it was used before. Enter the newest one.")
WRONG_PASSKEY = _("The passkey did not work. Try again, or use another way.")


def code_field(hint: Any) -> forms.CharField:
    """An input for a code; words are let in, so that a recovery code may be typed with spaces."""
    return forms.CharField(
        label=_("Code"),
        help_text=hint,
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"},
        ),
        error_messages={"required": _("Enter the code."), "max_length": WRONG_CODE},
    )


class CredentialField(forms.JSONField):
    """JSON as a browser writes it: what is deep, long, or no text at all is refused as any other wrong answer."""

    def to_python(self, value: Any) -> Any:
        """The credential."""
        try:
            found = super().to_python(value)
            json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair is no text
        except (RecursionError, ValueError):  # nested too deeply; a number of too many digits
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if isinstance(value, str) and "\\u0000" in value:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return found


def credential_field() -> CredentialField:
    """What a passkey answered, filled in by script."""
    wrong = {"required": WRONG_PASSKEY, "invalid": WRONG_PASSKEY}
    return CredentialField(widget=forms.HiddenInput, error_messages=wrong)


class GuardedCode(BaseAuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """A code of the app or a recovery code: locked out after five wrong ones, each accepted once."""

    code = code_field(_("The 6 digits your app shows now, or one of your recovery codes."))

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean_code(self) -> str:
        """Refuses a code that is wrong or was used, and any after too many."""
        with tried_in_words(self.request, self.user.username, is_of_a_code=True) as tried:
            code: str = super().clean_code()
            if self.authenticator.type == Kind.TOTP:
                try:
                    refuse_replay(self.authenticator, code)
                except CodeReplayed:
                    raise ValidationError(WRONG_CODE) from None
            tried.counts = False
        return code

    def save(self) -> None:
        """Notes the use; a recovery code is worth an entry of its own, for it may mean a device is lost."""
        super().save()
        forget_failures(self.request, self.user.username)
        if self.authenticator.type == Kind.RECOVERY_CODES:
            audit.record(audit.Act.USE_RECOVERY_CODE, by=self.user, now=timezone.now())


class SignInCodeForm(GuardedCode, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The code after the password."""


class ConfirmCodeForm(GuardedCode, ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """A code of whoever is signed in, in place of the password."""


class SetUpAppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """The first code of an authenticator app."""

    code = code_field(_("The 6 digits your app shows now."))


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A new passkey, with which its owner can sign in without the password."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("Where it is, for example ‘My phone’. You see it in your list."),
        max_length=60,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    credential = credential_field()
    passwordless = None  # every passkey of ours is one: the choice is not offered

    def clean_credential(self) -> dict[str, Any]:
        """Refuses what no browser sends."""
        return _answer_of_passkey(self.cleaned_data["credential"])

    def clean(self) -> dict[str, Any]:
        """Refuses, in our words, what does not answer the question that was asked."""
        try:
            return dict(super().clean())
        except ValidationError:
            raise ValidationError(WRONG_PASSKEY) from None


class PasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey after the password: what it answered, refused in our words."""

    credential = credential_field()

    def clean_credential(self) -> Any:
        """The authenticator that answered."""
        _answer_of_passkey(self.cleaned_data["credential"])
        try:
            return super().clean_credential()
        except ValidationError:
            raise ValidationError(WRONG_PASSKEY) from None


class SignInPasskeyForm(PasskeyForm, LoginWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey in place of username and password."""


class ConfirmPasskeyForm(PasskeyForm, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey of whoever is signed in, in place of the password."""


def _answer_of_passkey(sent: Any) -> dict[str, Any]:
    """The credential, of which allauth takes for granted that it is an object with another in it."""
    if not isinstance(sent, dict) or not isinstance(sent.get("response"), dict):
        raise ValidationError(WRONG_PASSKEY)
    return sent
