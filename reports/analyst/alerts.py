"""Alerts: found after each night's counting, kept a year, shown to who reads the area's hotspots until they saw them.

The only writer of Alert, SeenAlert and ScannedArea.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from reports.analyst.models import Alert, AlertKind, ScannedArea, SeenAlert
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.staff.models import Membership, StaffUser
from reports.staff.permissions import councils_of

READERS = (Membership.Role.ANALYST, Membership.Role.MANAGER)
SHOWN_FOR = datetime.timedelta(days=90)  # after it was last found
KEPT_FOR = datetime.timedelta(days=366)


class NoSuchAlert(LookupError):
    """No alert of this number is in the person's areas."""


@dataclass(frozen=True)
class FoundAlert:
    """What a night found at a place; the fields are those of `Alert`."""

    council: str
    cell: hexgrid.Cell
    kind: str
    first_month: datetime.date
    reports: int
    expected: int
    most_in_a_day: int
    days_apart: int


@dataclass(frozen=True)
class CurrentAlerts:
    """What a person is told: what is new, and which councils have too few reports for anything to be told."""

    alerts: list[Alert]
    seen: list[Alert]  # marked as seen by the person
    councils: list[Area]
    too_few: list[Area]
    looked_on: datetime.date | None  # the day of the last look at any of the councils; None before the first
    looked_at: int  # councils


def keep_alerts(council: str, found: Iterable[FoundAlert], *, is_enough: bool, on: datetime.date) -> int:
    """Keeps what a night found in a council; how many are new. A night repeated adds none."""
    with transaction.atomic():
        ScannedArea.objects.update_or_create(council_id=council, defaults={"scanned_on": on, "is_enough": is_enough})
        current = [*Alert.objects.select_for_update().filter(council=council, last_found_on__gte=on - SHOWN_FOR)]
        return sum(_keep(one, current, on=on) for one in found)


def delete_old_alerts(*, on: datetime.date) -> None:
    """Deletes what was last found more than a year ago."""
    Alert.objects.filter(last_found_on__lt=on - KEPT_FOR).delete()


def mark_alert_seen(number: int, *, by: StaffUser, councils: QuerySet[Area]) -> None:
    """Takes an alert off the person's own page, and nobody else's. Raises NoSuchAlert."""
    alert = Alert.objects.filter(pk=number, council__in=councils).first()
    if alert is None:
        raise NoSuchAlert(number)
    SeenAlert.objects.get_or_create(alert=alert, person=by)


def current_alerts(person: StaffUser, *, on: datetime.date) -> CurrentAlerts:
    """What the person has not marked as seen, the newest first, and where nothing can be told."""
    councils = {council.code: council for council in councils_of(person, *READERS, on=on)}
    seen = set(SeenAlert.objects.filter(person=person).values_list("alert_id", flat=True))
    alerts = [*_shown(list(councils), on=on)]
    scanned = ScannedArea.objects.filter(council__in=list(councils))
    days = {one.council_id: (one.scanned_on, one.is_enough) for one in scanned}
    return CurrentAlerts(
        alerts=[alert for alert in alerts if alert.pk not in seen],
        seen=[alert for alert in alerts if alert.pk in seen],
        councils=[*councils.values()],
        too_few=[council for code, council in councils.items() if code in days and not days[code][1]],
        looked_on=max((day for day, _is_enough in days.values()), default=None),
        looked_at=len(days),
    )


def alerts_shown(person: StaffUser, *, on: datetime.date) -> list[Alert]:
    """All that the person is told of, seen or not, the newest first."""
    return [*_shown(councils_of(person, *READERS, on=on).order_by().values("code"), on=on)]


def is_one_place(one: hexgrid.Cell, other: hexgrid.Cell) -> bool:
    """Whether one of two hexagons lies in the other."""
    size = min(hexgrid.resolution_of(one), hexgrid.resolution_of(other))
    return hexgrid.parent(one, size) == hexgrid.parent(other, size)


def _shown(councils: Any, *, on: datetime.date) -> QuerySet[Alert]:
    return Alert.objects.filter(council__in=councils, last_found_on__gte=on - SHOWN_FOR).order_by(
        "-found_on", "kind", "-days_apart", "pk"
    )


def _keep(found: FoundAlert, current: list[Alert], *, on: datetime.date) -> bool:
    """Whether it is new; else what stands is brought up to date, and whoever has seen it is not asked again."""
    for alert in current:
        # A new place is mostly a cluster too, and that one tells more: since when.
        is_told = found.kind == alert.kind or (found.kind, alert.kind) == (AlertKind.NEW, AlertKind.CLUSTER)
        if not is_told or not is_one_place(alert.cell, found.cell):
            continue
        if found.kind == AlertKind.CLUSTER:
            alert.first_month, alert.reports, alert.expected = found.first_month, found.reports, found.expected
            alert.most_in_a_day, alert.days_apart = found.most_in_a_day, found.days_apart
            alert.cell, alert.last_found_on = found.cell, on
            alert.save(force_update=True)
        return False
    current.append(Alert.objects.create(**_fields(found), found_on=on, last_found_on=on))
    return True


def _fields(found: FoundAlert) -> dict[str, object]:
    return {
        "council_id": found.council,
        "cell": found.cell,
        "kind": found.kind,
        "first_month": found.first_month,
        "reports": found.reports,
        "expected": found.expected,
        "most_in_a_day": found.most_in_a_day,
        "days_apart": found.days_apart,
    }
