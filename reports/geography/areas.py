"""Areas as the later stages ask for them: current councils, an area by its code, what lies within one."""

from functools import lru_cache

import shapely
from django.db.models import QuerySet
from shapely.geometry.base import BaseGeometry

from reports.geography.models import Area


def current_councils() -> QuerySet[Area]:
    """Every council that stands today, by name, with its force and nation."""
    return _current(Area.Kind.COUNCIL).select_related("parent__parent")


def current_forces() -> QuerySet[Area]:
    """Every police force's area that stands today, by name."""
    return _current(Area.Kind.FORCE).select_related("parent")


def current_nations() -> QuerySet[Area]:
    """The nations that stand today, by name."""
    return _current(Area.Kind.NATION)


def area_of_code(code: str) -> Area:
    """The area with this code, current or not; raises Area.DoesNotExist."""
    return Area.objects.select_related("parent__parent").get(code=code)


def councils_within(area: Area) -> QuerySet[Area]:
    """The current councils of a force or a nation; a council itself, even when it no longer stands."""
    if area.kind == Area.Kind.COUNCIL:
        return Area.objects.select_related("parent__parent").filter(code=area.code)
    if area.kind == Area.Kind.FORCE:
        return current_councils().filter(parent=area)
    return current_councils().filter(parent__parent=area)


def outline(area: Area) -> BaseGeometry:
    """The area's boundary as a shapely geometry, longitude and latitude."""
    return _outline_of_edition(area.code, area.edition, bytes(area.boundary))


@lru_cache(maxsize=512)
def _outline_of_edition(code: str, edition: int, boundary: bytes) -> BaseGeometry:
    return shapely.from_wkb(boundary)


def _current(kind: Area.Kind) -> QuerySet[Area]:
    return Area.objects.filter(kind=kind, is_current=True).order_by("name")
