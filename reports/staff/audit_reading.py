"""The audit as a manager may read it: acts in the own areas, and comings and goings of the own people."""

import csv
import datetime
import io
import json
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet

from reports.geography.models import Area
from reports.staff import audit
from reports.staff.audit_words import detail_in_words
from reports.staff.forms import DayInput, InPlainWords
from reports.staff.models import AuditEntry, Membership, StaffUser
from reports.staff.permissions import areas_managed

COLUMNS = ("number", "at", "act", "who", "area", "detail", "previous", "hash")

_AFTER_THE_DAY = "U"  # sorts after the T of every instant of the day: no day need follow the last there is

# A spreadsheet runs what begins like this as a formula: a username must not become one.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class PlainForm(InPlainWords, forms.Form):
    """What the filters are drawn as."""


class EntryFilters(FilterSet):  # type: ignore[misc]  # has no types
    """Which entries are wanted; days are whole days in UTC."""

    act = ChoiceFilter(label=_("What was done"), empty_label=_("Anything"), choices=audit.Act.choices)
    who = CharFilter(label=_("Username"), max_length=150)
    first = DateFilter(label=_("From day"), method="from_day", widget=DayInput)
    last = DateFilter(label=_("To day"), method="to_day", widget=DayInput)

    class Meta:
        model = AuditEntry
        fields = ()
        form = PlainForm

    def from_day(self, entries: QuerySet[AuditEntry], _name: str, day: datetime.date) -> QuerySet[AuditEntry]:
        """Those of the day and later ones."""
        return entries.filter(at__gte=day.isoformat())

    def to_day(self, entries: QuerySet[AuditEntry], _name: str, day: datetime.date) -> QuerySet[AuditEntry]:
        """Those of the day and earlier ones."""
        return entries.filter(at__lt=day.isoformat() + _AFTER_THE_DAY)


@dataclass(frozen=True)
class Line:
    """One entry in words; `at` in UTC."""

    number: int
    at: datetime.datetime
    act: str
    who: str
    area: str
    detail: list[tuple[str, str]]


def entries_for(manager: StaffUser, *, on: datetime.date) -> QuerySet[AuditEntry]:
    """What the manager may read on a day, the newest first.

    An act that is about no area, such as signing in, is shown to the managers of whoever did it.
    """
    areas = areas_managed(manager, on=on).values("code")
    people = Membership.objects.filter(area__in=areas).values("person__username")
    own = Q(area__in=areas) | Q(area="", who__in=people)
    return AuditEntry.objects.filter(own).order_by("-number")


def lines_of(entries: Iterable[AuditEntry]) -> list[Line]:
    """The entries in words."""
    entries = list(entries)
    areas = Area.objects.defer("boundary").in_bulk({entry.area for entry in entries})
    return [
        Line(
            entry.number,
            datetime.datetime.fromisoformat(entry.at),
            entry.get_act_display(),
            entry.who,
            areas[entry.area].local_name if entry.area in areas else entry.area,
            detail_in_words(json.loads(entry.detail)),
        )
        for entry in entries
    ]


def csv_of(entries: Iterable[AuditEntry]) -> str:
    """The entries as they are kept, so that anybody can work out their hashes; lines end in CRLF."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        writer.writerow([_guarded(getattr(entry, name)) for name in COLUMNS])
    return file.getvalue()


def _guarded(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def decided_under(batch: uuid.UUID, areas: Collection[str]) -> int:
    """How many decisions about reports of some areas the audit tells of under one batch."""
    entries = AuditEntry.objects.filter(act=AuditEntry.Act.DECIDE, area__in=areas, detail__contains=str(batch))
    return sum(json.loads(detail)["reports"] for detail in entries.values_list("detail", flat=True))
