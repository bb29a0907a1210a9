"""The form of a response: what was done, in a few plain words, and nothing by which anybody could be known."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import dates
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.geography.models import Area
from reports.responses.content_rules import MustNotStand, Slip, refuse_slips
from reports.responses.models import LONGEST, Response, ResponseKind, month_text
from reports.responses.place_lookup import NoSuchPlace, place_of_council
from reports.responses.published import published_as
from reports.responses.writing import Wording
from reports.staff.forms import InPlainWords

MONTHS_BACK = 24  # what was done longer ago is history, and no answer to people who report now

SLIPS = {
    Slip.EMAIL: gettext_lazy("Remove the email address: %(found)s. Responses must not lead to people."),
    Slip.PHONE: gettext_lazy("Remove the phone number: %(found)s. Responses must not lead to people."),
    Slip.WEB: gettext_lazy("Remove the web address: %(found)s. Responses show only plain text."),
    Slip.POSTCODE: gettext_lazy("Remove the postcode: %(found)s. It identifies a few homes."),
    Slip.NAME: gettext_lazy("Remove the name of the person: %(found)s."),
    Slip.REPORT: gettext_lazy(
        "Remove ‘%(found)s’. Do not say how many people reported, or that anyone did: someone could "
        "be identified by it."
    ),
}


class WordsField(forms.CharField):
    """A few lines of plain words; a line's end counts once, as the browser counts it."""

    def __init__(self, *, language: str, label: Any) -> None:
        area = forms.Textarea(attrs={"rows": 6, "lang": language})  # so that the right dictionary spells it
        super().__init__(required=False, max_length=LONGEST, widget=area, label=label)

    def to_python(self, value: Any) -> str:
        """Lines without spaces at their ends, at most one of them empty in a row."""
        text = str(value or "").replace("\r\n", "\n").replace("\r", "\n").strip()
        lines = [" ".join(line.split()) for line in text.split("\n")]
        return "\n".join(line for at, line in enumerate(lines) if line or lines[at - 1])

    def clean(self, value: Any) -> str:
        """Refuses what must not be published, naming it."""
        text: str = super().clean(value)
        try:
            refuse_slips(text)
        except MustNotStand as refused:
            raise ValidationError(str(SLIPS[refused.slip]) % {"found": refused.found}) from None
        return text


class MonthField(forms.ChoiceField):
    """One of the months that `offer` was given; gives its first day."""

    default_error_messages = {  # noqa: RUF012  # as Django's own
        "required": gettext_lazy("Choose a month."),
        "invalid_choice": gettext_lazy("Choose a month."),
    }

    def offer(self, months: Iterable[datetime.date]) -> None:
        """Lets one of these be chosen."""
        self.choices = [("", _("Choose a month")), *((month_text(month), month_words(month)) for month in months)]

    def clean(self, value: Any) -> datetime.date:
        """The month's first day."""
        return datetime.date.fromisoformat(f"{super().clean(value)}-01")


class ResponseForm(InPlainWords, forms.Form):
    """What was done, where, when, and the words for it in one language or both."""

    longest = LONGEST

    council = forms.ChoiceField(
        label=gettext_lazy("Council"),
        error_messages={
            "required": gettext_lazy("Choose a council."),
            "invalid_choice": gettext_lazy("Choose a council."),
        },
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What was done"),
        widget=forms.RadioSelect,
        choices=ResponseKind.choices,
        error_messages={
            "required": gettext_lazy("Choose what was done."),
            "invalid_choice": gettext_lazy("Choose what was done."),
        },
    )
    done_in = MonthField(label=gettext_lazy("When it was done"))
    place = forms.CharField(
        label=gettext_lazy("Town, village or station, if it was in one (optional)"),
        help_text=gettext_lazy(
            "Leave it blank if it covers the whole council. You can name a street in your own words."
        ),
        required=False,
        max_length=100,
    )
    text_en = WordsField(language="en-GB", label=gettext_lazy("What you did, in English"))
    text_cy = WordsField(language="cy", label=gettext_lazy("What you did, in Welsh"))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, councils: Sequence[Area], today: datetime.date, response: Response | None = None
    ) -> None:
        """With a response its own council alone is offered: words do not move to another."""
        start: dict[str, Any] = {"council": councils[0].code} if len(councils) == 1 else {}
        if response is not None:
            stated = published_as(response)
            start = {name: getattr(response, name) for name in ("kind", "text_en", "text_cy")}
            start |= {"council": response.council_id, "place": stated.place, "done_in": stated.month}
            start["seen"] = response.revision
        super().__init__(data, initial=start)
        self.councils = {council.code: council for council in councils}
        months = months_back(today)
        if response is not None and response.done_in not in months:
            months.append(response.done_in)
        self._offer("council", [("", _("Choose a council")), *((it.code, it.local_name) for it in councils)])
        field = self.fields["done_in"]
        assert isinstance(field, MonthField)
        field.offer(months)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Finds the place in the council, and asks for words in one language at least."""
        given = super().clean() or {}
        if "text_en" in given and "text_cy" in given and not given["text_en"] and not given["text_cy"]:
            self.add_error("text_en", _("Say what you did, in English or in Welsh or in both."))
        if given.get("place") and given.get("council"):
            try:
                given["place"] = place_of_council(given["place"], self.councils[given["council"]])
            except NoSuchPlace as problem:
                self.add_error("place", _no_such_place(self.councils[given["council"]], problem))
        return given

    @property
    def chosen_council(self) -> Area:
        """The council the response is of."""
        return self.councils[self.cleaned_data["council"]]

    @property
    def wording(self) -> Wording:
        """What is to be told."""
        given = self.cleaned_data
        place = given["place"]
        return Wording(
            kind=given["kind"],
            done_in=given["done_in"],
            text_en=given["text_en"],
            text_cy=given["text_cy"],
            place=place.name if place else "",
            place_cy=place.name_cy if place else "",
        )


def months_back(today: datetime.date) -> list[datetime.date]:
    """The first days of this month and of those before it, newest first."""
    this_month = today.year * 12 + today.month - 1
    return [
        datetime.date(number // 12, number % 12 + 1, 1) for number in range(this_month, this_month - MONTHS_BACK, -1)
    ]


def month_words(month: datetime.date) -> str:
    """A month and its year, in the language of the page."""
    return f"{dates.MONTHS[month.month]} {month.year}"


def _no_such_place(council: Area, problem: NoSuchPlace) -> str:
    words = {"council": council.local_name, "names": ", ".join(problem.alike)}
    if problem.alike:
        return _("%(council)s has no one place of this name. Did you mean: %(names)s?") % words
    return _("%(council)s has no town, village or station of this name. Check it, or leave it empty.") % words
