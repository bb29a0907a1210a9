"""The form by which staff record what was done at a place: a kind and a month, and no words."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.responses.forms import month_words, months_back
from reports.responses.models import ResponseKind, month_text
from reports.staff.forms import InPlainWords


class InterventionForm(InPlainWords, forms.Form):
    """What was done, and in which month."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What was done"),
        choices=[("", gettext_lazy("Choose what was done")), *ResponseKind.choices],
        error_messages={
            "required": gettext_lazy("Choose what was done."),
            "invalid_choice": gettext_lazy("Choose what was done."),
        },
    )
    done_in = forms.ChoiceField(
        label=gettext_lazy("When it was done"),
        error_messages={"required": gettext_lazy("Choose a month."), "invalid_choice": gettext_lazy("Choose a month.")},
    )

    def __init__(self, data: Any = None, *, today: datetime.date) -> None:
        super().__init__(data)
        field = self.fields["done_in"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Choose a month")),
            *((month_text(month), month_words(month)) for month in months_back(today)),
        ]

    def clean_done_in(self) -> datetime.date:
        """The month's first day."""
        return datetime.date.fromisoformat(f"{self.cleaned_data['done_in']}-01")
