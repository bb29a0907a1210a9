"""Which figures are wanted: question, council and quarter, and for a file its format, from the address."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.components.quarters_in_words import quarter_for_staff
from reports.council_exports import zip_format
from reports.council_exports.formats import FORMATS
from reports.council_exports.questions import QUESTIONS, FigureQuestion
from reports.geography.models import Area
from reports.staff.forms import InPlainWords

LATEST = "latest"  # for programs, whose address then never changes


class FiguresForm(InPlainWords, forms.Form):
    """One question of one council and quarter; offers the person's own councils and the quarters they have."""

    question = forms.ChoiceField(label=_("Question"))
    council = forms.ChoiceField(label=_("Council"))
    quarter = forms.ChoiceField(label=_("Quarter"))

    def __init__(
        self, data: Any, *, councils: Sequence[Area], quarters: Mapping[str, Sequence[str]], **kwargs: Any
    ) -> None:
        """`quarters` are those of each council that has any, newest first."""
        super().__init__(data, **kwargs)
        self.councils = {council.code: council for council in councils}
        self.quarters = quarters
        self.all_quarters = sorted({quarter for found in quarters.values() for quarter in found}, reverse=True)
        self.offer("question", [(one.code, str(one.title)) for one in QUESTIONS.values()])
        self.offer("council", [(council.code, council.local_name) for council in councils])
        self.offer("quarter", [(quarter, quarter_for_staff(quarter)) for quarter in self.all_quarters])

    def offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Sets a field's choices, and what to say of any other."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        field.error_messages["invalid_choice"] = _("%(field)s: choose one from the list.") % {"field": field.label}
        field.error_messages["required"] = field.error_messages["invalid_choice"]

    def clean(self) -> dict[str, Any]:
        """Turns the latest quarter into its name, and refuses one that the council does not have."""
        given = super().clean() or {}
        of_council = self.quarters.get(given.get("council", ""), ())
        if given.get("quarter") == LATEST and of_council:
            given["quarter"] = of_council[0]
        if given.get("council") and given.get("quarter") and given["quarter"] not in of_council:
            self.add_error("quarter", _("There are no figures of this council for this quarter."))
        return given

    @property
    def chosen_council(self) -> Area:
        """The council asked for."""
        return self.councils[self.cleaned_data["council"]]

    @property
    def chosen_question(self) -> FigureQuestion:
        """The question asked."""
        return QUESTIONS[self.cleaned_data["question"]]


class ExtractForm(FiguresForm):
    """A file: an archive has every question in it, and needs none."""

    format = forms.ChoiceField(label=_("Format"))

    def __init__(self, data: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.offer("format", [*((name, str(kind.label)) for name, kind in FORMATS.items()), (zip_format.SUFFIX, "ZIP")])
        self.offer("quarter", [*((quarter, quarter) for quarter in self.all_quarters), (LATEST, LATEST)])
        self.fields["question"].required = self.data.get("format") != zip_format.SUFFIX
