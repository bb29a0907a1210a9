"""The only writer of areas: a set of them stored at once, what is gone kept for its history."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from django.db import transaction
from shapely.geometry.base import BaseGeometry

from reports.geography.models import Area, new_edition

_KINDS_FROM_THE_TOP = (Area.Kind.NATION, Area.Kind.FORCE, Area.Kind.COUNCIL)
_CHANGED = ["kind", "name", "name_cy", "parent", "boundary", "west", "south", "east", "north"]
_CHANGED += ["is_builtin", "is_current", "edition", "year"]


class NoCouncils(ValueError):
    """Legal areas without a single council: nobody's place could be found in them."""


class WouldRetire(ValueError):
    """Official areas stand that the new ones do not have: what is loaded is the whole of what stands afterwards."""

    def __init__(self, areas: list[Area]) -> None:
        super().__init__(f"{len(areas)} areas would stand no longer")
        self.areas = areas


@dataclass(frozen=True)
class NewArea:
    """An area as a source gives it; its parent must be in the same set or in the database."""

    code: str
    kind: Area.Kind
    name: str
    name_cy: str
    parent: str | None
    boundary: BaseGeometry
    year: int | None = None


@dataclass(frozen=True)
class Stored:
    """How many areas of each kind were stored, and how many stand no longer."""

    counts: Counter[str]
    retired: int


def store_areas(new_areas: Iterable[NewArea], *, is_builtin: bool, may_retire: bool = False) -> Stored:
    """Write areas, and retire the current ones that are not among them; raises NoCouncils.

    Nothing is deleted: reports and releases name areas. Official ones are retired only where that was asked for: else
    raises WouldRetire and changes nothing. Those that were derived may always go.
    """
    given = list(new_areas)
    if not any(area.kind == Area.Kind.COUNCIL for area in given):
        raise NoCouncils("The files hold no council's boundary: give the file of local authority districts too.")
    edition = new_edition()
    counts: Counter[str] = Counter()
    with transaction.atomic():
        for kind in _KINDS_FROM_THE_TOP:
            rows = [_row(area, edition=edition, is_builtin=is_builtin) for area in given if area.kind == kind]
            Area.objects.bulk_create(
                rows, batch_size=50, update_conflicts=True, unique_fields=["code"], update_fields=_CHANGED
            )
            counts[kind] = len(rows)
        gone = Area.objects.filter(is_current=True).exclude(code__in=[area.code for area in given])
        official = gone.filter(is_builtin=False)
        if not may_retire and official.exists():
            raise WouldRetire(list(official.defer("boundary").order_by("kind", "name")))
        retired = gone.update(is_current=False)
    return Stored(counts, retired)


def _row(area: NewArea, *, edition: int, is_builtin: bool) -> Area:
    west, south, east, north = area.boundary.bounds
    return Area(
        code=area.code,
        kind=area.kind,
        name=area.name,
        name_cy=area.name_cy,
        parent_id=area.parent,
        boundary=shapely.to_wkb(area.boundary),
        west=west,
        south=south,
        east=east,
        north=north,
        is_builtin=is_builtin,
        is_current=True,
        edition=edition,
        year=area.year,
    )
