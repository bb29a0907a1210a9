"""The forms of a manager about people, and that of someone who comes in."""

import datetime
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from reports.geography.models import Area
from reports.staff.forms import DayInput, InPlainWords, password_given_again
from reports.staff.models import Membership, StaffUser
from reports.staff.permissions import StaffRequest
from reports.staff.usernames import LONGEST_NAME, plain_name, refuse_bad_name


class RoleForm(InPlainWords, forms.Form):
    """A role in one of the manager's areas, until a day."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=Membership.Role.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role."), "invalid_choice": _("Choose a role.")},
    )
    area = forms.ChoiceField(
        label=_("Area"),
        help_text=_("The role applies to this area and to all areas within it."),
        error_messages={"required": _("Choose an area."), "invalid_choice": _("Choose an area from the list.")},
    )
    expires_on = forms.DateField(
        label=_("Last day"),
        help_text=_("Leave this empty if there is no end."),
        required=False,
        widget=DayInput,
        error_messages={"invalid": _("Enter a day.")},
    )

    def __init__(self, *args: Any, areas: list[Area], today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {area.code: area for area in areas}
        self.today = today
        choices = [(area.code, area.local_name) for area in areas]
        self.fields["area"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, declared above

    def clean_area(self) -> Area:
        """The area itself."""
        return self.areas[self.cleaned_data["area"]]

    def clean_expires_on(self) -> datetime.date | None:
        """Refuses a day that is over."""
        day: datetime.date | None = self.cleaned_data["expires_on"]
        if day is not None and day < self.today:
            raise ValidationError(_("The last day must not be in the past."))
        return day

    @property
    def role_given(self) -> dict[str, Any]:
        """Role, area and last day, as the acts take them."""
        return {name: self.cleaned_data[name] for name in ("role", "area", "expires_on")}


class InviteForm(RoleForm):
    """Somebody new, by the name they will sign in with."""

    username = forms.CharField(
        label=_("Username"),
        max_length=LONGEST_NAME,
        validators=[refuse_bad_name],
        error_messages={"required": _("Enter a username.")},
    )
    field_order = ("username", "role", "area", "expires_on")

    def clean_username(self) -> str:
        """The name as sign-in will read it."""
        return plain_name(self.cleaned_data["username"])


class GiveRoleForm(RoleForm):
    """Another role for one of the manager's people."""

    person = forms.ChoiceField(
        label=_("Person"),
        error_messages={"required": _("Choose a person."), "invalid_choice": _("Choose a person from the list.")},
    )
    field_order = ("person", "role", "area", "expires_on")

    def __init__(self, *args: Any, people: list[StaffUser], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        choices = [(str(person.pk), person.username) for person in people]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, declared above

    def clean_person(self) -> StaffUser:
        """The person."""
        return self.people[self.cleaned_data["person"]]


class PasswordForm(InPlainWords, forms.Form):
    """A new password, typed twice."""

    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters. 3 random words work well."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter a password.")},
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Enter the password again.")},
    )

    def __init__(self, *args: Any, username: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.username = username

    def clean_password(self) -> str:
        """Refuses a weak one."""
        password: str = self.cleaned_data["password"]
        validate_password(password, StaffUser(username=self.username))
        return password

    def clean(self) -> dict[str, Any]:
        """Refuses two that differ."""
        given = super().clean() or {}
        if "password" in given and "again" in given and given["password"] != given["again"]:
            self.add_error("again", _("The passwords do not match."))
        return given


class ChangePasswordForm(PasswordForm):
    """Another password, of whoever is signed in and gives the one they have."""

    current = forms.CharField(
        label=_("Your password now"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )
    field_order = ("current", "password", "again")

    def __init__(self, *args: Any, request: StaffRequest, **kwargs: Any) -> None:
        super().__init__(*args, username=request.user.username, **kwargs)
        self.request = request

    def clean_current(self) -> str:
        """Refuses one that is not the person's."""
        return password_given_again(self.request, self.cleaned_data["current"])
