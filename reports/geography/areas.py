"""Areas as the later stages ask for them: current councils, an area by its code, what lies within one."""

from collections.abc import Iterable

import shapely
from django.db import models
from django.db.models import QuerySet
from shapely.geometry.base import BaseGeometry

from reports.geography.models import Area

# Never read along with an area's name: a nation's boundary is megabytes, and each of its councils would bring it.
_BOUNDARIES = ("boundary", "parent__boundary", "parent__parent__boundary")

_outlines: dict[tuple[str, int], BaseGeometry] = {}  # by code and edition: a new writing has a new edition
_OUTLINES_KEPT = 512


def current_councils() -> QuerySet[Area]:
    """Every council that stands today, by name, with its force and nation."""
    return _current(Area.Kind.COUNCIL)


def current_forces() -> QuerySet[Area]:
    """Every police force's area that stands today, by name, with its nation."""
    return _current(Area.Kind.FORCE)


def current_nations() -> QuerySet[Area]:
    """The nations that stand today, by name."""
    return _current(Area.Kind.NATION)


def areas_that_stand() -> QuerySet[Area]:
    """Every area of today: nations, then forces, then councils, each by name."""
    order = models.Case(
        *(models.When(kind=kind, then=number) for number, kind in enumerate(("nation", "force", "council")))
    )
    return _light(Area.objects.filter(is_current=True)).order_by(order, "name", "code")


def area_of_code(code: str) -> Area:
    """The area with this code, current or not; raises Area.DoesNotExist."""
    if "\0" in code:  # which PostgreSQL refuses to look for, as a fault
        raise Area.DoesNotExist
    return _light(Area.objects.all()).get(code=code)


def current_council(code: str) -> Area:
    """The council with this code; raises Area.DoesNotExist where it is no council, or stands no longer."""
    if "\0" in code:
        raise Area.DoesNotExist
    return current_councils().get(code=code)


def councils_within(area: Area) -> QuerySet[Area]:
    """The current councils of a force or a nation; a council itself, even when it no longer stands."""
    if area.kind == Area.Kind.COUNCIL:
        return _light(Area.objects.filter(code=area.code))
    if area.kind == Area.Kind.FORCE:
        return current_councils().filter(parent=area)
    return current_councils().filter(parent__parent=area)


def outline(area: Area) -> BaseGeometry:
    """The area's boundary as a shapely geometry, longitude and latitude."""
    return outlines([area])[area.code]


def outlines(areas: Iterable[Area]) -> dict[str, BaseGeometry]:
    """The boundaries of several areas by code, in one query at most."""
    wanted = {(area.code, area.edition) for area in areas}
    found = {key: _outlines[key] for key in wanted if key in _outlines}
    missing = [code for code, edition in wanted - found.keys()]
    if missing:
        rows = Area.objects.filter(code__in=missing).values_list("code", "edition", "boundary")
        read = {(code, edition): shapely.from_wkb(bytes(boundary)) for code, edition, boundary in rows}
        if len(_outlines) + len(read) > _OUTLINES_KEPT:
            _outlines.clear()
        _outlines.update(read)
        found |= read
    return {code: shape for (code, _edition), shape in found.items()}


def _current(kind: Area.Kind) -> QuerySet[Area]:
    return _light(Area.objects.filter(kind=kind, is_current=True)).order_by("name")


def _light(areas: QuerySet[Area]) -> QuerySet[Area]:
    """Areas with what they are part of, without any boundary."""
    return areas.select_related("parent__parent").defer(*_BOUNDARIES)
