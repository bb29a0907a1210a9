"""Asking someone signed in who they are: by the password, a code or a passkey, whichever they send."""

import json
from typing import Any

from allauth.mfa.webauthn.internal.auth import begin_authentication
from django import forms

from reports.staff.forms import ConfirmForm
from reports.staff.permissions import StaffRequest
from reports.staff.second_factor import factors_of
from reports.staff.second_factor_forms import ConfirmCodeForm, ConfirmPasskeyForm


class Confirmation:
    """The forms of the page that asks; the one that was sent holds what is wrong with it."""

    def __init__(self, request: StaffRequest) -> None:
        self.person = request.user
        self.factors = factors_of(self.person)
        sent: Any = request.POST if request.method == "POST" else None
        self.was_sent = sent is not None
        by_passkey, by_code = "credential" in (sent or {}), "code" in (sent or {})
        self.passkey = ConfirmPasskeyForm(sent if by_passkey else None, user=self.person)
        self.code = ConfirmCodeForm(sent if by_code else None, user=self.person, request=request)
        self.password = ConfirmForm(None if by_passkey or by_code else sent, request=request)
        self.sent: forms.Form = self.passkey if by_passkey else self.code if by_code else self.password

    def is_given(self) -> bool:
        """Whether what was sent is the person's; a factor notes its use."""
        if not self.sent.is_valid():
            return False
        if self.sent is not self.password:
            self.sent.save()  # type: ignore[attr-defined]  # allauth's forms have it
        return True

    def question_for_passkey(self) -> str:
        """What a passkey of the person has to answer; empty when there is none."""
        return json.dumps(begin_authentication(self.person)) if self.factors.passkeys else ""
