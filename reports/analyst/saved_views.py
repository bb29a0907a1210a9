"""Views kept with a name: saved, deleted and taken back; the managers of its area have a view whose owner left.

The only writer of SavedView.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from reports.analyst.alerts import READERS, alerts_shown, is_one_place
from reports.analyst.models import Alert, SavedView
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.staff import audit
from reports.staff.models import Membership, StaffUser
from reports.staff.permissions import areas_managed, memberships_of

MOST_VIEWS = 30  # by account: more is a list nobody reads
_WIDTH: dict[str, int] = {Area.Kind.COUNCIL: 0, Area.Kind.FORCE: 1, Area.Kind.NATION: 2}


class TooManyViews(Exception):
    """The account keeps as many as it may."""


class NoSuchView(LookupError):
    """The person has no such view, or it does not stand as it must for the act."""


@dataclass(frozen=True)
class KeptView:
    """A view as it is listed."""

    number: int
    name: str
    query: str
    left_by: str  # who saved it and left; empty for one's own
    new_on: datetime.date | None = None  # when something new was found there; None when nothing was lately


def save_view(name: str, query: str, *, area: Area, by: StaffUser, now: datetime.datetime) -> SavedView:
    """Keeps a view. Raises TooManyViews."""
    with transaction.atomic():
        # The account's row is held, so that two forms at once do not make one too many.
        StaffUser.objects.select_for_update().get(pk=by.pk)
        if SavedView.objects.filter(owner=by, deleted_on=None).count() >= MOST_VIEWS:
            raise TooManyViews(by)
        saved = SavedView.objects.create(owner=by, area=area, name=name, query=query, saved_on=timezone.localdate(now))
        audit.record(audit.Act.SAVE_VIEW, by=by, now=now, area=area, detail={"name": name})
    return saved


def delete_view(number: int, *, by: StaffUser, now: datetime.datetime) -> None:
    """Takes a view from the lists; `restore_view` brings it back until the day is over. Raises NoSuchView."""
    today = timezone.localdate(now)
    with transaction.atomic():
        SavedView.objects.filter(deleted_on__lt=today).delete()
        _change(number, audit.Act.DELETE_VIEW, by=by, now=now, deleted_on=(None, today))


def restore_view(number: int, *, by: StaffUser, now: datetime.datetime) -> None:
    """Undoes a deletion of today. Raises NoSuchView."""
    today = timezone.localdate(now)
    with transaction.atomic():
        _change(number, audit.Act.RESTORE_VIEW, by=by, now=now, deleted_on=(today, None))


def views_kept(person: StaffUser, *, on: datetime.date) -> list[KeptView]:
    """The person's views by name, then those of people who left that the person manages instead."""
    rows = _in_hand(person, on=on).filter(deleted_on=None).select_related("owner")
    alerts = alerts_shown(person, on=on) if rows else []
    kept = [
        KeptView(
            view.pk,
            view.name,
            view.query,
            "" if view.owner_id == person.pk else view.owner.username,
            _new_on(view.query, alerts),
        )
        for view in rows
    ]
    return sorted(kept, key=lambda view: (view.left_by, view.name.casefold(), view.number))


def deleted_view(number: int, person: StaffUser, *, on: datetime.date) -> KeptView | None:
    """A view that the person deleted today; None when there is none."""
    view = _in_hand(person, on=on).filter(pk=number, deleted_on=on).first()
    return KeptView(view.pk, view.name, view.query, "") if view else None


def area_of_view(councils: Sequence[Area], person: StaffUser, *, on: datetime.date) -> Area:
    """Whose managers a view goes to: the council it is of or, of several, the area of the person's own role."""
    if len(councils) == 1:
        return councils[0]
    held = memberships_of(person, *READERS, on=on).select_related("area").order_by("area__kind", "pk")
    return max((one.area for one in held), key=lambda area: _WIDTH[area.kind])


def _new_on(query: str, alerts: Sequence[Alert]) -> datetime.date | None:
    """When something new was last found in the view's area or, of a chosen place, there; whatever its other filters."""
    asked = QueryDict(query)
    area, named = asked.get("area"), asked.get("at")
    try:
        cell = hexgrid.cell_named(named) if named else None
    except hexgrid.NotACell:
        return None
    there = (alert for alert in alerts if not area or alert.council_id == area)
    return max((one.found_on for one in there if cell is None or is_one_place(one.cell, cell)), default=None)


def _in_hand(person: StaffUser, *, on: datetime.date) -> QuerySet[SavedView]:
    """The person's own, and those whose owner has no role over its area any more, where the person manages."""
    covers = Q(area=OuterRef("area")) | Q(area=OuterRef("area__parent")) | Q(area=OuterRef("area__parent__parent"))
    in_force = Q(expires_on__isnull=True) | Q(expires_on__gte=on)
    still_there = Membership.objects.filter(
        covers, in_force, person=OuterRef("owner"), person__is_active=True, role__in=READERS
    )
    left = ~Exists(still_there) & Q(area__in=areas_managed(person, on=on).order_by().values("pk"))
    return SavedView.objects.filter(Q(owner=person) | left)


def _change(
    number: int,
    act: audit.Act,
    *,
    by: StaffUser,
    now: datetime.datetime,
    deleted_on: tuple[datetime.date | None, datetime.date | None],
) -> None:
    before, after = deleted_on
    view = _in_hand(by, on=timezone.localdate(now)).filter(pk=number, deleted_on=before).first()
    if view is None:
        raise NoSuchView(number)
    SavedView.objects.filter(pk=view.pk).update(deleted_on=after)
    audit.record(act, by=by, now=now, area=view.area, detail={"name": view.name})
