"""Which extract is wanted: council, quarters and format, from the address."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.components.quarters_in_words import quarter_for_staff
from reports.council_exports.formats import FORMATS
from reports.geography.models import Area
from reports.staff.forms import InPlainWords


class ExtractForm(InPlainWords, forms.Form):
    """One extract; offers the person's own councils and the quarters that are over."""

    council = forms.ChoiceField(label=_("Council"))
    first = forms.ChoiceField(label=_("From"))
    last = forms.ChoiceField(label=_("To"))
    format = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, councils: Sequence[Area], quarters: Sequence[str], **kwargs: Any) -> None:
        """`quarters` are newest first."""
        super().__init__(*args, **kwargs)
        self.councils = {council.code: council for council in councils}
        self.offer("council", [(council.code, council.local_name) for council in councils])
        for name in ("first", "last"):
            self.offer(name, [(quarter, quarter_for_staff(quarter)) for quarter in quarters])
        self.offer("format", [(name, str(kind.label)) for name, kind in FORMATS.items()])
        self.quarters = quarters

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Sets a field's choices, and what to say of any other."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.error_messages["invalid_choice"] = _("%(field)s: choose one from the list.") % {"field": field.label}
        field.error_messages["required"] = field.error_messages["invalid_choice"]

    def clean(self) -> dict[str, Any]:
        """Refuses quarters the wrong way round."""
        given = super().clean() or {}
        if given.get("first") and given.get("last") and given["first"] > given["last"]:
            self.add_error("last", _("The last quarter must not be before the first."))
        return given

    @property
    def chosen_council(self) -> Area:
        """The council asked for."""
        return self.councils[self.cleaned_data["council"]]

    @property
    def chosen_quarters(self) -> list[str]:
        """The quarters asked for, oldest first."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        return [quarter for quarter in reversed(self.quarters) if first <= quarter <= last]
