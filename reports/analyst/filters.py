"""What an analyst wants to see: council, period, reason or group, part of the day; from the address."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports.analyst.periods import Period
from reports.components.quarters_in_words import quarter_for_staff, quarters_in_words
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.staff.forms import InPlainWords
from reports.vocabulary.experience import TIMES_OF_DAY
from reports.vocabulary.reasons import BY_CODE, REASONS, Group

ORDERS = {
    "count": _("Most reports first"),
    "council": _("By council"),
    "change": _("Largest rise first"),
    "place": _("Most about the place itself"),
    "harassment": _("Most about harassment"),
    "disorder": _("Most about disorder"),
    "other": _("Most about something else"),
}
NEEDS_GROUPS = {group.name.lower() for group in Group}


class HotspotFilters(InPlainWords, forms.Form):
    """The view's filters; every one may be left out."""

    council = forms.ChoiceField(label=_("Council"), required=False)
    first = forms.ChoiceField(label=_("From"), required=False)
    last = forms.ChoiceField(label=_("To"), required=False)
    why = forms.ChoiceField(label=_("Reason"), required=False)
    band = forms.ChoiceField(label=_("Time of day"), required=False)
    sort = forms.ChoiceField(label=_("Sort by"), required=False, choices=list(ORDERS.items()))
    at = forms.CharField(label=_("Map centre"), required=False, widget=forms.HiddenInput)
    page = forms.IntegerField(
        label=_("Page"),
        required=False,
        min_value=1,
        widget=forms.HiddenInput,
        error_messages={
            "invalid": _("The page number in the web address must be a number."),
            "min_value": _("The page in the address must be 1 or more."),
        },
    )

    def __init__(self, *args: Any, councils: Sequence[Area], quarters: Sequence[str], **kwargs: Any) -> None:
        """`quarters` are newest first."""
        super().__init__(*args, **kwargs)
        self.councils = {council.code: council for council in councils}
        self.quarters = quarters
        everywhere = [("", _("All my councils"))]
        self._offer("council", everywhere + [(council.code, council.local_name) for council in councils])
        offered = [(quarter, quarter_for_staff(quarter)) for quarter in quarters]
        self._offer("first", [("", _("The first quarter")), *reversed(offered)])
        self._offer("last", [("", _("The latest quarter")), *offered])
        self._offer("why", [("", _("Any reason")), *_reasons()])
        self._offer(
            "band", [("", _("Any time of day")), *((str(number), name) for number, name in TIMES_OF_DAY.items())]
        )
        self._offer("sort", list(ORDERS.items()))

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        message = _("%(field)s: choose one from the list. The address held something else.")
        field.error_messages["invalid_choice"] = message % {"field": field.label}

    def clean_at(self) -> int | None:
        """The cell the map is centred on; refuses a text that names none."""
        text = self.cleaned_data["at"]
        if not text:
            return None
        try:
            return hexgrid.cell_named(text)
        except hexgrid.NotACell:
            raise forms.ValidationError(_("The address named no place the map could be centred on.")) from None

    def clean(self) -> dict[str, Any]:
        """Refuses quarters the wrong way round, and an order by a column that is not shown."""
        given = super().clean() or {}
        if given.get("first") and given.get("last") and given["first"] > given["last"]:
            self.add_error("last", _("The last quarter must not be before the first."))
        if given.get("why") and given.get("sort") in NEEDS_GROUPS:
            given["sort"] = "count"
        # These two fields are not drawn, so what is wrong with them is said at the top of the page.
        for name in ("at", "page"):
            for message in self.errors.pop(name, ()):
                self.add_error(None, message)
        return given

    @property
    def cleaned_query(self) -> dict[str, str]:
        """The filters as they stood in the address, for links that keep them."""
        return {name: str(self.data[name]) for name in self.fields if self.data.get(name)}

    @property
    def period(self) -> Period:
        """The quarters asked for."""
        first = self.cleaned_data["first"] or (self.quarters[-1] if self.quarters else "")
        last = self.cleaned_data["last"] or (self.quarters[0] if self.quarters else "")
        return Period(tuple(quarter for quarter in reversed(self.quarters) if first <= quarter <= last))

    @property
    def in_words(self) -> str:
        """What the view shows: the council, the months, the reason and the time of day."""
        chosen = [self._label_of("council")]
        if self.period.quarters:
            chosen.append(quarters_in_words(self.period.quarters[0], self.period.quarters[-1]))
        chosen.append(self._label_of("why") if self.cleaned_data["why"] else gettext("any reason"))
        if self.cleaned_data["band"]:
            chosen.append(self._label_of("band"))
        return ", ".join(chosen)

    def _label_of(self, name: str) -> str:
        """The words of a choice as the form offers it."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        offered = {str(value): str(label) for value, label in field.choices}  # type: ignore[union-attr,misc]  # all are pairs
        return offered[self.cleaned_data[name]]

    @property
    def chosen_councils(self) -> list[Area]:
        """The council asked for, or all."""
        code = self.cleaned_data["council"]
        return [self.councils[code]] if code else list(self.councils.values())

    @property
    def reason(self) -> int | None:
        """The number of the reason asked for."""
        kind, _separator, code = self.cleaned_data["why"].partition(":")
        return BY_CODE[code].number if kind == "reason" else None

    @property
    def group(self) -> int | None:
        """The group asked for."""
        kind, _separator, code = self.cleaned_data["why"].partition(":")
        return Group[code.upper()].value if kind == "group" else None

    @property
    def band_number(self) -> int | None:
        """The part of the day asked for."""
        return int(self.cleaned_data["band"]) if self.cleaned_data["band"] else None

    @property
    def order(self) -> str:
        """The order asked for."""
        return str(self.cleaned_data["sort"] or "count")


def _reasons() -> list[tuple[str, Any]]:
    """Groups, then single reasons, as choices."""
    groups = [(f"group:{group.name.lower()}", _GroupLabel(group)) for group in Group]
    return [*groups, *((f"reason:{reason.code}", reason.label) for reason in REASONS)]


class _GroupLabel:
    """«All of: » and the group's name, in the language of the page."""

    def __init__(self, group: Group) -> None:
        self.group = group

    def __str__(self) -> str:
        return str(_("All of: %(group)s")) % {"group": self.group.label}
