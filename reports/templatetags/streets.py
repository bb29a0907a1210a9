"""What the staff home says of streets: in which councils in use none is loaded."""

from functools import lru_cache

from django import template
from django.db.models import Sum
from django.utils import timezone

from reports.geography.areas import councils_within
from reports.geography.models import Area, Place
from reports.geography.streets_known import councils_without_streets
from reports.publication.opening import openings
from reports.staff.models import Membership, StaffUser
from reports.staff.permissions import councils_of

register = template.Library()


@register.simple_tag
def councils_without_streets_of(person: StaffUser) -> list[str]:
    """The names of a manager's councils that are open and have no street, by name; of anybody else none."""
    managed = {one.code for one in councils_of(person, Membership.Role.MANAGER, on=timezone.localdate())}
    if not managed:
        return []
    in_use = {council.code: council for one in openings() for council in councils_within(one.area)}
    newest = Place.objects.order_by("-id").values_list("id", flat=True).first()
    outlines = Area.objects.aggregate(sum=Sum("edition"))["sum"]
    without = _without(tuple(sorted(code for code in in_use if code in managed)), newest, outlines)
    return sorted(council.local_name for code, council in in_use.items() if code in without)


@lru_cache(maxsize=64)
def _without(codes: tuple[str, ...], _newest: int | None, _outlines: int | None) -> frozenset[str]:
    """Looked for once for each loading of names and outlines: of a whole country it is a query for each council."""
    councils = Area.objects.filter(code__in=codes).defer("boundary")
    return frozenset(council.code for council in councils_without_streets(councils))
