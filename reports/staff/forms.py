"""The sign-in form, and inputs the staff forms share."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from reports.staff.lockout import LockedOut, forget_failures, refuse_if_locked_out
from reports.staff.permissions import StaffRequest

TOO_LONG = _("Use %(limit_value)d characters or fewer. There are %(show_value)d now.")
# What a field answers by itself, where it has no words of its own: Django's speak of "this value".
_PLAIN: dict[type[forms.Field], dict[str, Any]] = {
    forms.CharField: {"max_length": TOO_LONG},
    forms.ChoiceField: {"invalid_choice": _("Choose one from the list.")},
    forms.DateField: {"invalid": _("Enter a day.")},
    forms.IntegerField: {"invalid": _("Enter a number.")},
}


class InPlainWords(forms.BaseForm):
    """Stands before the form's class: whatever is refused is refused in the site's words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            speak_plainly(field)


def speak_plainly(field: forms.Field) -> None:
    """Gives a field the site's words where it would speak in Django's."""
    for kind, words in _PLAIN.items():
        for code, plain in words.items():
            if isinstance(field, kind) and field.error_messages.get(code) == kind.default_error_messages.get(code):
                field.error_messages[code] = plain


class DayInput(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")  # what the browser's calendar reads, in every language


class SignInForm(InPlainWords, AuthenticationForm):
    """Username and password; the same words whatever is wrong, so that names cannot be tried out."""

    error_messages = {  # noqa: RUF012  # Django's own shape
        "invalid_login": _("The username and password do not match. Check both and try again."),
        "inactive": _("The username and password do not match. Check both and try again."),
    }

    def clean(self) -> dict[str, Any]:
        """Tries the password, unless too many were wrong."""
        username = self.cleaned_data.get("username")
        if self.request is not None and username and self.cleaned_data.get("password"):
            say_if_locked_out(self.request, username)
        return super().clean()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Username")
        self.fields["username"].error_messages["required"] = _("Enter your username.")
        self.fields["password"].label = _("Password")
        self.fields["password"].error_messages["required"] = _("Enter your password.")
        self.fields["username"].widget = forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        )


class ConfirmForm(InPlainWords, forms.Form):
    """The password again, of whoever is signed in."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )

    def __init__(self, *args: Any, request: StaffRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_password(self) -> str:
        """Refuses one that is not the person's."""
        password: str = self.cleaned_data["password"]
        username = self.request.user.username
        say_if_locked_out(self.request, username)
        if authenticate(self.request, username=username, password=password) != self.request.user:
            raise ValidationError(_("The password does not match. Try again."))
        forget_failures(self.request, username)
        return password


def say_if_locked_out(request: HttpRequest, username: str) -> None:
    """Says so in the form; the same words whether or not there is such a name."""
    try:
        refuse_if_locked_out(request, username)
    except LockedOut:
        raise ValidationError(
            _("There were too many wrong passwords or codes. Wait 15 minutes, then try again."), code="locked_out"
        ) from None
