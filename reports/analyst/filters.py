"""What an analyst wants to see: council, period, reason, time, size of place and the chosen place; from the address."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.analyst.periods import Period, starting_period
from reports.components.quarters_in_words import quarter_in_words
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.spatial_statistics.kinds import PlaceKind
from reports.staff.forms import InPlainWords
from reports.vocabulary.experience import TIMES_OF_DAY
from reports.vocabulary.reasons import BY_CODE, REASONS, Group

SIZES = {"130": 10, "350": 9, "900": 8}  # metres across, and the H3 resolution
CLEAR = "clear"
ALL = "all"
KINDS = {
    CLEAR: _("Clear change"),
    PlaceKind.NEW.value: _("New"),
    PlaceKind.WINTER.value: _("Each winter"),
    PlaceKind.PERSISTENT.value: _("Lasting"),
    PlaceKind.FADING.value: _("Fading"),
    PlaceKind.ON_AND_OFF.value: _("On and off"),
}
# The fields that are no control but part of the address; what is wrong with them is said at the top of the page.
_HIDDEN = ("at", "kind", "rows", "briefing", "off", "page")
MOST_BRIEFED = 3


class HotspotFilters(InPlainWords, forms.Form):
    """The view's filters; every one may be left out."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    why = forms.ChoiceField(label=_("Reason"), required=False)
    when = forms.ChoiceField(label=_("Time of day"), required=False)
    first = forms.ChoiceField(label=_("From"), required=False)
    last = forms.ChoiceField(label=_("To"), required=False)
    size = forms.ChoiceField(label=_("Place size"), required=False)
    at = forms.CharField(label=_("Chosen place"), required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=forms.HiddenInput, choices=list(KINDS.items()))
    rows = forms.ChoiceField(label=_("List"), required=False, widget=forms.HiddenInput, choices=[(ALL, ALL)])
    briefing = forms.CharField(label=_("Briefing"), required=False, widget=forms.HiddenInput)
    off = forms.RegexField(  # numbers of the context layers that the map leaves out
        label=_("Layers"),
        required=False,
        regex=r"\A[0-9]{1,9}(,[0-9]{1,9}){0,49}\Z",
        widget=forms.HiddenInput,
        error_messages={"invalid": _("The web address named no layers.")},
    )
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

    def __init__(
        self, given: Mapping[str, Any], *args: Any, councils: Sequence[Area], quarters: Sequence[str], **kwargs: Any
    ) -> None:
        """`quarters` are newest first. Where no period is given, it is the last four."""
        start = starting_period([*quarters])
        self.asked = {name: str(given[name]) for name in self.base_fields if given.get(name)}
        data = dict(self.asked)
        if start:
            is_open_ended = "first" in data or "last" in data
            data.setdefault("first", quarters[-1] if is_open_ended else start[0])
            data.setdefault("last", quarters[0])
        super().__init__(data, *args, **kwargs)
        self.councils = {council.code: council for council in councils}
        self.quarters = quarters
        everywhere = [("", _("All my councils"))] if len(self.councils) != 1 else []
        self._offer("area", everywhere + [(council.code, council.local_name) for council in councils])
        offered = [(quarter, quarter_in_words(quarter)) for quarter in reversed(quarters)]
        self._offer("first", offered)
        self._offer("last", offered)
        self._offer("why", [("", _("Any reason")), *_reasons()])
        times = [(str(number), name) for number, name in TIMES_OF_DAY.items()]
        self._offer("when", [("", _("Any time of day")), *times])
        sizes = [(metres, _("%(metres)s metres") % {"metres": metres}) for metres in SIZES]
        self._offer("size", [("", _("As fine as the figures allow")), *sizes])
        self._offer("kind", list(KINDS.items()))
        self._offer("rows", [(ALL, ALL)])

    def _offer(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        message = _("%(field)s: choose one from the list. The address held something else.")
        field.error_messages["invalid_choice"] = message % {"field": field.label}

    def clean_at(self) -> int | None:
        """The chosen place's cell; refuses a text that names none."""
        text = self.cleaned_data["at"]
        if not text:
            return None
        try:
            return hexgrid.cell_named(text)
        except hexgrid.NotACell:
            raise forms.ValidationError(_("The web address named no place.")) from None

    def clean_briefing(self) -> list[int]:
        """The cells of the places to brief on, at most three; refuses a text that names none."""
        names = [name for name in self.cleaned_data["briefing"].split(",") if name]
        try:
            cells = list(dict.fromkeys(hexgrid.cell_named(name) for name in names))
        except hexgrid.NotACell:
            raise forms.ValidationError(_("The web address named no place.")) from None
        if len(cells) > MOST_BRIEFED:
            raise forms.ValidationError(_("A briefing holds 3 places at most."))
        return cells

    def clean(self) -> dict[str, Any]:
        """Refuses quarters the wrong way round."""
        given = super().clean() or {}
        if given.get("first") and given.get("last") and given["first"] > given["last"]:
            self.add_error("last", _("The last quarter must not be before the first."))
        for name in _HIDDEN:
            for message in self.errors.pop(name, ()):
                self.add_error(None, message)
        return given

    @property
    def kept(self) -> dict[str, str]:
        """The filters as they stood in the address, without the page: for links that keep them."""
        return {name: value for name, value in self.asked.items() if name != "page"}

    @property
    def narrowing(self) -> list[tuple[str, str, str]]:
        """Each filter that is on: its name, its label and the words of its choice."""
        return [
            (name, str(self.fields[name].label), self.label_of(name))
            for name in ("area", "why", "when", "kind")
            if self.cleaned_data[name] and not (name == "area" and len(self.councils) == 1)
        ]

    def label_of(self, name: str) -> str:
        """The words of a choice as the form offers it."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        offered = {str(value): str(label) for value, label in field.choices}  # type: ignore[union-attr,misc]  # all are pairs
        return offered[self.cleaned_data[name]]

    @property
    def period(self) -> Period:
        """The quarters asked for, oldest first."""
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        return Period(tuple(quarter for quarter in reversed(self.quarters) if first <= quarter <= last))

    @property
    def chosen_councils(self) -> list[Area]:
        """The council asked for, or all."""
        code = self.cleaned_data["area"]
        return [self.councils[code]] if code else [*self.councils.values()]

    @property
    def reason(self) -> int | None:
        """The number of the reason asked for."""
        kind, _separator, code = self.cleaned_data["why"].partition(":")
        return BY_CODE[code].number if kind == "reason" else None

    @property
    def group(self) -> int | None:
        """The number of the group asked for."""
        kind, _separator, code = self.cleaned_data["why"].partition(":")
        return Group[code.upper()].value if kind == "group" else None

    @property
    def band(self) -> int | None:
        """The part of the day asked for, as stored."""
        return int(self.cleaned_data["when"]) if self.cleaned_data["when"] else None

    @property
    def resolution(self) -> int | None:
        """The H3 resolution of the size asked for; None where the figures choose."""
        return SIZES.get(self.cleaned_data["size"])

    @property
    def layers_off(self) -> list[int]:
        """The numbers of the context layers that the map leaves out."""
        return [int(number) for number in self.cleaned_data["off"].split(",") if number]

    def use_size_of(self, cell: hexgrid.Cell) -> None:
        """Shows places of a cell's own size; raises NotACell for a size that no place has."""
        for metres, resolution in SIZES.items():
            if resolution == hexgrid.resolution_of(cell):
                self.cleaned_data["size"] = metres
                return
        raise hexgrid.NotACell(cell)


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
