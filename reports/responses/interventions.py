"""What was done at which place and when, recorded for staff of the area: the only writer of Intervention."""

import datetime
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.responses.models import Intervention, ResponseKind
from reports.staff import audit
from reports.staff.models import StaffUser

RESOLUTIONS = (8, 9, 10)  # of places: about 900, 350 and 130 metres across


class AlreadyRecorded(Exception):
    """The same was recorded of the same place and month."""


class NotRecorded(LookupError):
    """No such record in these councils."""


def record_intervention(
    cell: hexgrid.Cell,
    *,
    council: Area,
    kind: ResponseKind,
    done_in: datetime.date,
    by: StaffUser | None,
    now: datetime.datetime,
) -> Intervention:
    """Keeps that something was done; `done_in` is the first day of a month. Raises AlreadyRecorded, NotACell."""
    if hexgrid.resolution_of(cell) not in RESOLUTIONS:
        raise hexgrid.NotACell(cell)
    try:
        with transaction.atomic():
            made = Intervention.objects.create(
                council=council, cell=cell, kind=kind, done_in=done_in, recorded_on=timezone.localdate(now)
            )
            detail: audit.Detail = {"response": made.pk, "kind": made.kind}
            audit.record(audit.Act.RECORD_INTERVENTION, by=by, now=now, area=council, detail=detail)
    except IntegrityError:
        raise AlreadyRecorded(cell) from None
    return made


def remove_intervention(
    number: int, *, councils: Iterable[Area], by: StaffUser | None, now: datetime.datetime
) -> Intervention:
    """Takes a record away, as one made by mistake; gives what it was. Raises NotRecorded."""
    with transaction.atomic():
        rows = Intervention.objects.select_for_update(of=("self",)).select_related("council")
        found = rows.filter(pk=number, council__in=[council.code for council in councils]).first()
        if found is None:
            raise NotRecorded(number)
        detail: audit.Detail = {"response": found.pk, "kind": found.kind}
        audit.record(audit.Act.REMOVE_INTERVENTION, by=by, now=now, area=found.council, detail=detail)
        Intervention.objects.filter(pk=number).delete()
    return found


def interventions_of(councils: Iterable[Area]) -> list[Intervention]:
    """All records of some councils, what was done last first."""
    rows = Intervention.objects.filter(council__in=[council.code for council in councils])
    return list(rows.select_related("council").defer("council__boundary").order_by("-done_in", "-pk"))


def overlap(first: hexgrid.Cell, second: hexgrid.Cell) -> bool:
    """Whether one of two places is, or holds, the other."""
    resolution = min(hexgrid.resolution_of(first), hexgrid.resolution_of(second))
    return hexgrid.parent(first, resolution) == hexgrid.parent(second, resolution)


def overlapping(recorded: Sequence[Intervention], cell: hexgrid.Cell) -> list[Intervention]:
    """The records at a place, inside it or around it."""
    return [one for one in recorded if overlap(one.cell, cell)]
