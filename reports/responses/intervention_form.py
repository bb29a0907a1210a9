"""The form by which staff record what was done at a place: a kind and a month, and no words."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from reports.responses.forms import MonthField, months_back
from reports.responses.models import ResponseKind
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
    done_in = MonthField(label=gettext_lazy("When it was done"))

    def __init__(self, data: Any = None, *, today: datetime.date) -> None:
        super().__init__(data)
        field = self.fields["done_in"]
        assert isinstance(field, MonthField)
        field.offer(months_back(today))
