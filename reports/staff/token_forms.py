"""The form for a new access token."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.geography.models import Area
from reports.staff.forms import InPlainWords
from reports.staff.models import AccessToken


class TokenForm(InPlainWords, forms.Form):
    """What the program is, and which dataset of which area it may read or send."""

    label = forms.CharField(
        label=_("Name"),
        help_text=_("What will use it, for example ‘QGIS on my computer’."),
        max_length=60,
        error_messages={"required": _("Enter a name.")},
    )
    dataset = forms.ChoiceField(
        label=_("What it is for"),
        choices=AccessToken.Dataset.choices,
        initial=AccessToken.Dataset.EXTRACT,
        error_messages={"required": _("Choose what it is for."), "invalid_choice": _("Choose what it is for.")},
    )
    area = forms.ChoiceField(
        label=_("Area"),
        error_messages={"required": _("Choose an area."), "invalid_choice": _("Choose an area from the list.")},
    )

    def __init__(self, *args: Any, areas: list[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {area.code: area for area in areas}
        choices = [(area.code, area.local_name) for area in areas]
        self.fields["area"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, declared above

    def clean_area(self) -> Area:
        """The area itself."""
        return self.areas[self.cleaned_data["area"]]
