"""From rows of files to areas: names, and which force a council and which nation a force is part of."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from reports.geography import welsh_names
from reports.geography.area_files import AreaFileProblem, AreaRow, Naming
from reports.geography.area_writing import NewArea
from reports.geography.models import Area
from reports.vocabulary import nations

COUNCIL, FORCE, NATION = Area.Kind.COUNCIL, Area.Kind.FORCE, Area.Kind.NATION

_NATIONS = {letter: Naming(nations.CODES[letter], nations.ENGLISH_NAMES[letter], "") for letter in nations.NATIONS}
# ONS's police force areas end at England and Wales. N99999999 is its pseudo-code for "Northern Ireland" elsewhere.
_ONLY_FORCES = {
    "S": Naming("S23000009", "Police Scotland", ""),
    "N": Naming("N99999999", "Police Service of Northern Ireland", ""),
}


def resolved_areas(rows: Iterable[AreaRow]) -> list[NewArea]:
    """Every area the rows speak of, in any order of files, with its parent; raises AreaFileProblem.

    A force or nation that no file draws is the union of its councils.
    """
    shapes: dict[Area.Kind, dict[str, BaseGeometry]] = {COUNCIL: {}, FORCE: {}, NATION: {}}
    names: dict[str, Naming] = {}
    part_of: dict[str, dict[Area.Kind, str]] = {}
    sources: dict[str, str] = {}
    years: dict[str, int | None] = {}
    for row in rows:
        for naming in row.namings.values():
            names[naming.code] = _fuller(names.get(naming.code), naming)
        above = {kind: naming.code for kind, naming in row.namings.items() if kind != row.kind}
        part_of.setdefault(row.own.code, {}).update(above)
        if row.kind == COUNCIL and FORCE in above and NATION in above:
            part_of.setdefault(above[FORCE], {})[NATION] = above[NATION]
        if row.boundary is not None:
            _refuse_second_source(sources, row)
            years[row.own.code] = row.year
            known = shapes[row.kind].get(row.own.code)
            shapes[row.kind][row.own.code] = row.boundary if known is None else known.union(row.boundary)
    return [replace(area, year=years.get(area.code)) for area in _areas(shapes, names, part_of)]


def _areas(
    shapes: dict[Area.Kind, dict[str, BaseGeometry]],
    names: dict[str, Naming],
    part_of: dict[str, dict[Area.Kind, str]],
) -> list[NewArea]:
    force_of = {code: _force_of(code, shape, shapes[FORCE], names, part_of) for code, shape in shapes[COUNCIL].items()}
    for naming in (*_ONLY_FORCES.values(), *_NATIONS.values()):
        names[naming.code] = _fuller(names.get(naming.code), naming)
    forces = shapes[FORCE] | _unions(force_of, shapes[COUNCIL], missing_from=shapes[FORCE])
    nation_of = {code: part_of.get(code, {}).get(NATION) or _NATIONS[code[0]].code for code in forces}
    nations = shapes[NATION] | _unions(nation_of, forces, missing_from=shapes[NATION])
    return [
        *(_area(NATION, names[code], None, shape) for code, shape in nations.items()),
        *(_area(FORCE, names[code], nation_of[code], shape) for code, shape in forces.items()),
        *(_area(COUNCIL, names[code], force_of[code], shape) for code, shape in shapes[COUNCIL].items()),
    ]


def _area(kind: Area.Kind, naming: Naming, parent: str | None, shape: BaseGeometry) -> NewArea:
    if not naming.name:
        raise AreaFileProblem(f"No file gives the name of {naming.code}.")
    tables: dict[Area.Kind, dict[str, str]] = {COUNCIL: welsh_names.COUNCILS, FORCE: welsh_names.FORCES}
    ours = nations.WELSH_NAMES[naming.code[0]] if kind == NATION else tables[kind].get(naming.code, "")
    return NewArea(naming.code, kind, naming.name, naming.name_cy or ours, parent, shape)


def _force_of(
    council: str,
    shape: BaseGeometry,
    forces: dict[str, BaseGeometry],
    names: dict[str, Naming],
    part_of: dict[str, dict[Area.Kind, str]],
) -> str:
    """The council's force: as a file says, the only one of its nation, the polygon that holds it, the one so far."""
    stated = part_of.get(council, {}).get(FORCE)
    if stated:
        return stated
    if council[0] in _ONLY_FORCES:
        return _ONLY_FORCES[council[0]].code
    inside = shape.representative_point()
    for code, force in forces.items():
        if force.contains(inside):
            return code
    known = Area.objects.filter(children__code=council, children__is_builtin=False).first()
    if known:
        names.setdefault(known.code, Naming(known.code, known.name, known.name_cy))
        return known.code
    raise AreaFileProblem(
        f"{council} {names[council].name} has no police force. Add the file of police force areas, or a lookup table "
        "(CSV) with the columns LAD..CD and PFA..CD."
    )


def _unions(
    parent_of: dict[str, str], parts: dict[str, BaseGeometry], *, missing_from: dict[str, Any]
) -> dict[str, BaseGeometry]:
    """The union of the parts of every parent that no file draws."""
    members: dict[str, list[BaseGeometry]] = {}
    for code, parent in parent_of.items():
        if parent not in missing_from:
            members.setdefault(parent, []).append(parts[code])
    return {parent: shapely.union_all(shapes) for parent, shapes in members.items()}


def _fuller(known: Naming | None, given: Naming) -> Naming:
    if known is None:
        return given
    return Naming(known.code, known.name or given.name, known.name_cy or given.name_cy)


def _refuse_second_source(sources: dict[str, str], row: AreaRow) -> None:
    """Parts of one area in one file are joined; two drawings of it in two files are a mistake."""
    first = sources.setdefault(row.own.code, row.source)
    if first != row.source:
        raise AreaFileProblem(f"{row.own.code} {row.own.name} is drawn both in {first} and in {row.source}: give one.")
