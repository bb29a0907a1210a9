"""The sign-in form, and inputs the staff forms share."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from reports.staff.lockout import LockedOut, Try, forget_failures, one_try
from reports.staff.permissions import StaffRequest
from streetsafe.hashing import LaneFull

BUSY = _("Many people are signing in just now. Nothing was tried. Wait a few seconds, then try again.")
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
        if self.request is None or not username or not self.cleaned_data.get("password"):
            return super().clean()
        with tried_in_words(self.request, username) as tried:
            cleaned = super().clean()
            tried.counts = False
        return cleaned

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
        return password_given_again(self.request, self.cleaned_data["password"])


def password_given_again(request: StaffRequest, password: str) -> str:
    """The password, when it is that of whoever is signed in; else ValidationError."""
    username = request.user.username
    with tried_in_words(request, username) as tried:
        if authenticate(request, username=username, password=password) != request.user:
            raise ValidationError(_("The password does not match. Try again."))
        tried.counts = False
    forget_failures(request, username)
    return password


@contextmanager
def tried_in_words(request: HttpRequest, username: str, *, is_of_a_code: bool = False) -> Iterator[Try]:
    """As `one_try`, and says in the form why nothing was tried: the same words whether or not there is such a name."""
    try:
        with one_try(request, username, is_of_a_code=is_of_a_code) as tried:
            try:
                yield tried
            except LaneFull:
                tried.counts = False  # nobody looked at it
                raise ValidationError(BUSY, code="busy") from None
    except LockedOut:
        raise ValidationError(
            _("There were too many wrong passwords or codes. Wait 15 minutes, then try again."), code="locked_out"
        ) from None
