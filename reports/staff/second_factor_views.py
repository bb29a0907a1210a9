"""Pages of the second factor: allauth's views, with our templates and forms, behind our own access rules."""

import json
from typing import Any
from urllib.parse import quote

from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_permissions_policy.decorators import permissions_policy_override

from reports.staff import audit
from reports.staff.language import in_chosen_language
from reports.staff.permissions import StaffRequest, password_asked, while_setting_up
from reports.staff.second_factor import Kind, factors_of, give_up, refuse_replay, take_into_use
from reports.staff.second_factor_forms import (
    WRONG_PASSKEY,
    AddPasskeyForm,
    PasskeyForm,
    SetUpAppForm,
    SignInCodeForm,
    SignInPasskeyForm,
)
from reports.staff.sessions import has_second_factor

_NEITHER: dict[str, str | list[str] | tuple[str]] = {**settings.PERMISSIONS_POLICY}
may_ask_passkeys = permissions_policy_override({**_NEITHER, "publickey-credentials-get": ["self"]})
may_make_passkeys = permissions_policy_override({**_NEITHER, "publickey-credentials-create": ["self"]})


@require_safe
@while_setting_up
def second_factor(request: StaffRequest) -> HttpResponse:
    """What the person has, and what can be added; the only page there is for somebody who has nothing."""
    context = {"factors": factors_of(request.user), "is_in": has_second_factor(request.session)}
    return render(request, "staff/second_factor/factors.html", context)


class RefusingView:
    """A form with a fault is answered as refused."""

    def form_invalid(self, form: Form) -> HttpResponse:
        """The page again, with 400."""
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # of the view that stands beside this
        answer.status_code = 400
        return answer


class SecondFactorCheck(RefusingView, AuthenticateView):  # type: ignore[misc]  # allauth has no types
    """After the password: a code, or a passkey."""

    template_name = "staff/second_factor/check.html"
    webauthn_form_class = PasskeyForm

    def get_form_class(self) -> Any:
        """The form of codes, which must know who sends it."""
        return lambda **kwargs: SignInCodeForm(request=self.request, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the question a passkey answers, when there is a passkey."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        factors = factors_of(self.stage.login.user)
        context["question"] = json.dumps(context["js_data"]["request_options"]) if factors.passkeys else ""
        context["wants_codes"] = factors.app is not None or bool(factors.codes_left)
        return context


class PasskeySignIn(LoginWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Signing in by a passkey alone, which is two factors in one: the device, and the finger or PIN it asks for."""

    form_class = SignInPasskeyForm

    def form_invalid(self, form: Form) -> HttpResponse:
        """Back to the sign-in page, which says why."""
        messages.error(self.request, WRONG_PASSKEY)
        return redirect("staff:sign_in")


class SetUpApp(RefusingView, ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    """A secret for an authenticator app, as a picture and as letters, and the first code."""

    template_name = "staff/second_factor/app.html"
    form_class = SetUpAppForm

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        """Takes the app into use; its first code counts as used."""
        answer: HttpResponse = super().form_valid(form)
        app = factors_of(self.request.user).app
        if app is not None:
            refuse_replay(app, form.cleaned_data["code"])
        take_into_use(self.request, Kind.TOTP, now=timezone.now())
        return answer


class RemoveApp(DeactivateTOTPView):  # type: ignore[misc]  # allauth has no types
    """Giving up the app."""

    template_name = "staff/second_factor/remove.html"

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        """Gives it up; without another factor the set-up page is all that opens."""
        answer: HttpResponse = super().form_valid(form)
        give_up(self.request, Kind.TOTP, now=timezone.now())
        return answer


class AddPasskey(RefusingView, AddWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """A passkey on this device or a key."""

    template_name = "staff/second_factor/passkey.html"
    form_class = AddPasskeyForm

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        """Takes the passkey into use."""
        answer: HttpResponse = super().form_valid(form)
        take_into_use(self.request, Kind.WEBAUTHN, now=timezone.now())
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The question the new passkey answers: it must know its owner, and ask for a finger or a PIN."""
        question = begin_registration(self.request.user, passwordless=True)
        return {"form": kwargs.get("form") or self.get_form(), "question": json.dumps(question), "view": self}


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Giving up a passkey."""

    template_name = "staff/second_factor/remove.html"
    success_url = reverse_lazy("mfa_index")

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        """Gives it up; without another factor the set-up page is all that opens."""
        answer: HttpResponse = super().form_valid(form)
        give_up(self.request, Kind.WEBAUTHN, now=timezone.now())
        return answer


class RecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]  # allauth has no types
    """The recovery codes, this once."""

    template_name = "staff/second_factor/codes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the same codes as a file that the page itself holds: asking the server again would be a second time."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["file"] = "data:text/plain;charset=utf-8," + quote("\r\n".join([*context["unused_codes"], ""]))
        return context


class NewRecoveryCodes(RefusingView, GenerateRecoveryCodesView):  # type: ignore[misc]  # allauth has no types
    """New recovery codes in place of the old."""

    template_name = "staff/second_factor/new_codes.html"

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        """Makes them; the old ones are worthless."""
        answer: HttpResponse = super().form_valid(form)
        audit.record(audit.Act.RENEW_RECOVERY_CODES, by=self.request.user, now=timezone.now())
        return answer


check = may_ask_passkeys(in_chosen_language(SecondFactorCheck.as_view()))
passkey_sign_in = in_chosen_language(PasskeySignIn.as_view())
set_up_app = while_setting_up(password_asked(SetUpApp.as_view()))
remove_app = while_setting_up(password_asked(RemoveApp.as_view()))
add_passkey = may_make_passkeys(while_setting_up(password_asked(AddPasskey.as_view())))
remove_passkey = while_setting_up(password_asked(RemovePasskey.as_view()))
recovery_codes = while_setting_up(password_asked(RecoveryCodes.as_view()))
new_recovery_codes = while_setting_up(password_asked(NewRecoveryCodes.as_view()))
