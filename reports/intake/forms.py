"""One small form per step. Field names are neutral, and nothing but the place search takes words."""

import datetime
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from reports.intake import steps
from reports.intake.answers import ABOUT_QUESTIONS, WHY_NOT_REPORTED
from reports.intake.draft import StepAnswers
from reports.intake.even_values import EvenCheckboxes, EvenRadios, EvenSelect
from reports.vocabulary.experience import (
    DAY_KINDS,
    FREQUENCIES,
    INCIDENTS,
    TIMES_OF_DAY,
    DayKind,
    Frequency,
    Incident,
    TimeOfDay,
)
from reports.vocabulary.reasons import BY_CODE, REASONS, Kind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NOT_SURE = "not-sure"
MONTHS_OFFERED = 12

_KINDS = {
    "one": (Kind.ENVIRONMENT, _("The place")),
    "two": (Kind.BEHAVIOUR, _("What people do there")),
    "three": (Kind.GENERAL, _("Something else")),
}
_NOT_IN_THE_LIST = _("Choose an answer from the list")
# A field's name and one of its values are as many letters in each group of reasons.
_REASON_AND_NAME = max(len(reason.code) for reason in REASONS) + max(map(len, _KINDS))

Choices = list[tuple[str, "str | _StrPromise"]]


def _choices(texts: "Mapping[Any, _StrPromise]") -> Choices:
    return [(str(value.value), text) for value, text in texts.items()]


def month_choices(today: datetime.date) -> Choices:
    """«Not sure», then this month and the eleven before it."""
    choices: Choices = [(NOT_SURE, _("Not sure"))]
    year, month = today.year, today.month
    for _step in range(MONTHS_OFFERED):
        choices.append((f"{year}-{month:02}", f"{MONTHS[month]} {year}"))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return choices


class StepForm(forms.Form):
    """A step's questions; knows the earlier answers and the day."""

    use_required_attribute = False  # the browser's own bubbles are in the browser's language, not the page's

    def __init__(
        self, data: Any = None, *, answers: Mapping[str, StepAnswers], today: datetime.date, **options: Any
    ) -> None:
        super().__init__(data, **options)
        self.answers, self.today = answers, today

    @property
    def values(self) -> StepAnswers:
        """What was answered, as posted: for the draft."""
        posted = {name: self._posted(name) for name in self.fields}
        return {name: values for name, values in posted.items() if values}

    @property
    def was_tampered_with(self) -> bool:
        """Whether a value came that the page does not offer: no person's slip."""
        tampered = {"invalid_choice", "invalid_list", "invalid", "null_characters_not_allowed"}
        return any(error.code in tampered for errors in self.errors.as_data().values() for error in errors)

    def takes_several(self, name: str) -> bool:
        """Whether a field's answer is a list."""
        return isinstance(self.fields[name], forms.MultipleChoiceField)

    def _posted(self, name: str) -> list[str]:
        value = self.cleaned_data[name]
        several = value if isinstance(value, list) else [value]
        return [str(getattr(one, "value", one)) for one in several if one not in ("", None)]


class WhereForm(StepForm):
    """The cell, set by the server from the map's middle: never a typed position."""

    cell = forms.CharField()


class WhyForm(StepForm):
    """The reasons, ticked, in three groups."""

    one, two, three = (
        forms.MultipleChoiceField(
            label=label,
            required=False,
            widget=EvenCheckboxes(width=_REASON_AND_NAME - len(name)),
            choices=[(reason.code, reason.label) for reason in REASONS if reason.kind is kind],
            error_messages={"invalid_choice": _NOT_IN_THE_LIST},
        )
        for name, (kind, label) in _KINDS.items()
    )

    def clean(self) -> dict[str, Any]:
        """At least one reason of any group."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in _KINDS):
            self.add_error("one", forms.ValidationError(_("Choose at least one reason"), code="required"))
        return cleaned


class MainForm(StepForm):
    """Which of the reasons ticked matters most."""

    one = forms.ChoiceField(
        label=_("Which one matters most?"),
        widget=EvenRadios(width=max(len(reason.code) for reason in REASONS)),
        error_messages={"required": _("Choose the one that matters most"), "invalid_choice": _NOT_IN_THE_LIST},
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        known = [code for code in steps.chosen_codes(self.answers) if code in BY_CODE]
        field = self.fields["one"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, BY_CODE[code].label) for code in known]


class WhenForm(StepForm):
    """Part of the day, kind of day, month and how often; «not sure» everywhere."""

    one = forms.TypedChoiceField(
        label=_("What time of day?"),
        widget=EvenRadios,
        choices=_choices(TIMES_OF_DAY),
        coerce=lambda value: TimeOfDay(int(value)),
        error_messages={
            "required": _("Select a time of day, or ‘Not sure’"),
            "invalid_choice": _NOT_IN_THE_LIST,
        },
    )
    two = forms.TypedChoiceField(
        label=_("Which days?"),
        widget=EvenSelect,
        choices=_choices(DAY_KINDS),
        coerce=lambda value: DayKind(int(value)),
        required=False,
        empty_value=DayKind.NOT_SURE,  # type: ignore[arg-type]  # the stubs know text alone
        error_messages={"invalid_choice": _NOT_IN_THE_LIST},
    )
    three = forms.TypedChoiceField(
        label=_("How often?"),
        widget=EvenSelect,
        choices=_choices(FREQUENCIES),
        coerce=lambda value: Frequency(int(value)),
        required=False,
        empty_value=Frequency.NOT_SURE,  # type: ignore[arg-type]  # the stubs know text alone
        error_messages={"invalid_choice": _NOT_IN_THE_LIST},
    )
    four = forms.ChoiceField(
        label=_("When did you last feel unsafe there?"),
        widget=EvenSelect,
        required=False,
        error_messages={"invalid_choice": _NOT_IN_THE_LIST},
    )

    def __init__(self, data: Any = None, **options: Any) -> None:
        super().__init__(data, **options)
        field = self.fields["four"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = month_choices(self.today)


class MoreForm(StepForm):
    """Whether something happened, and whether it was reported."""

    one = forms.TypedChoiceField(
        label=steps.MORE.heading,
        help_text=_("This is not a way to report a crime. You can skip this question."),
        widget=EvenRadios,
        choices=_choices(INCIDENTS),
        coerce=lambda value: Incident(int(value)),
        required=False,
        empty_value=Incident.UNANSWERED,  # type: ignore[arg-type]  # the stubs know text alone
        error_messages={"invalid_choice": _NOT_IN_THE_LIST},
    )

    @property
    def values(self) -> StepAnswers:
        """Nothing when the question was passed over."""
        return {} if self.cleaned_data["one"] == Incident.UNANSWERED else super().values


class MoreWhyForm(StepForm):
    """Why nobody was told."""

    one = forms.MultipleChoiceField(
        label=steps.MORE_WHY.heading,
        help_text=_("Select all that apply. You can skip this question."),
        required=False,
        widget=EvenCheckboxes,
        choices=list(WHY_NOT_REPORTED.items()),
        error_messages={"invalid_choice": _NOT_IN_THE_LIST},
    )


class AboutForm(StepForm):
    """The optional questions about oneself, all «prefer not to say» until changed."""

    one, two, three = (
        forms.ChoiceField(
            label=question.label,
            widget=EvenSelect,
            required=False,
            choices=[("", _("Prefer not to say")), *question.choices.items()],
            error_messages={"invalid_choice": _NOT_IN_THE_LIST},
        )
        for question in ABOUT_QUESTIONS
    )


FORMS: dict[str, Callable[..., StepForm]] = {
    "where": WhereForm,
    "why": WhyForm,
    "main": MainForm,
    "when": WhenForm,
    "more": MoreForm,
    "more-why": MoreWhyForm,
    "about": AboutForm,
}
