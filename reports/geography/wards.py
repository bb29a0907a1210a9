"""Wards: read from a boundary file, stored as a whole, and found for cells. The only writer of Ward."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from django.db import transaction
from shapely.geometry.base import BaseGeometry

from reports.geography import hexgrid
from reports.geography.area_files import AreaFileProblem, boundary_layers, polygons_of, refuse_naming
from reports.geography.models import Area, Ward

_COLUMN = re.compile(r"wd(?:\d\d)?(cd|nm|nmw)")
_AT_ONCE = 200


@dataclass(frozen=True)
class NewWard:
    """A ward as a file gives it."""

    code: str
    name: str
    name_cy: str
    boundary: BaseGeometry


def ward_rows(path: Path, *, say: Any = lambda message: None) -> Iterator[NewWard]:
    """The wards of a file of the ONS, which has columns such as WD25CD and WD25NM; raises AreaFileProblem."""
    if not path.is_file():
        raise AreaFileProblem(f"{path}: there is no such file.")
    for fields, shapes, values in boundary_layers(path, say):
        named = {match[1]: number for number, name in enumerate(fields) if (match := _COLUMN.fullmatch(name.lower()))}
        if not {"cd", "nm"} <= named.keys():
            raise AreaFileProblem(
                f"{path}: no columns of wards. Expected such as WD25CD and WD25NM; found {', '.join(fields) or 'none'}."
            )
        for number, shape in enumerate(shapes):
            code, name, name_cy = (
                str(values[named[part]][number] or "").strip() if part in named else "" for part in ("cd", "nm", "nmw")
            )
            if not code or not name:
                raise AreaFileProblem(f"{path}: a row has no code or no name: {code!r}, {name!r}.")
            refuse_naming(path, code, name, name_cy)
            yield NewWard(code, name, name_cy, polygons_of(shape, f"{code} {name}", source=path.name, say=say))


def store_wards(wards: Iterable[NewWard]) -> int:
    """Puts these wards in place of all there were, in one transaction; how many. Raises AreaFileProblem for none."""
    rows = []
    for ward in wards:
        west, south, east, north = ward.boundary.bounds
        box = {"west": west, "south": south, "east": east, "north": north}
        boundary = shapely.to_wkb(ward.boundary)
        rows.append(Ward(code=ward.code, name=ward.name, name_cy=ward.name_cy, boundary=boundary, **box))
    if not rows:
        raise AreaFileProblem("The files hold no ward.")
    codes = {row.code for row in rows}
    if len(codes) < len(rows):
        raise AreaFileProblem("The files hold a ward twice.")
    with transaction.atomic():
        Ward.objects.all().delete()
        Ward.objects.bulk_create(rows, batch_size=_AT_ONCE)
    return len(rows)


def wards_of_cells(cells: Iterable[hexgrid.Cell], council: Area) -> dict[hexgrid.Cell, Ward]:
    """The ward of the council in which each cell's centre lies; none for a centre that lies in no ward of it."""
    asked = list(cells)
    near = Ward.objects.filter(
        west__lte=council.east, east__gte=council.west, south__lte=council.north, north__gte=council.south
    )
    outline = shapely.from_wkb(bytes(council.boundary))
    shapely.prepare(outline)
    own: list[Ward] = []
    outlines: list[BaseGeometry] = []
    for ward in near.order_by("code"):
        boundary = shapely.from_wkb(bytes(ward.boundary))
        if shapely.covers(outline, shapely.point_on_surface(boundary)):
            own.append(ward)
            outlines.append(boundary)
    if not own or not asked:
        return {}
    centres = shapely.points(hexgrid.centres(asked))
    found: dict[hexgrid.Cell, Ward] = {}
    for cell, ward in sorted(shapely.STRtree(outlines).query(centres, predicate="intersects").T.tolist()):
        found.setdefault(asked[cell], own[ward])  # a shared edge belongs to the lower code
    return found
