"""Councils, counties and nations by what people call them: to find one, or to tell which Newport is meant."""

from dataclasses import dataclass

import shapely

from reports.geography import areas, boundaries, vocabulary
from reports.geography.candidates import Box
from reports.geography.county_names import COUNTIES, SHORT, WIDER
from reports.geography.models import Area
from reports.geography.place_words import words_of

_BEFORE, _AFTER = (
    ("city of ", "county of ", "royal borough of "),
    (" city of", " county of", " council", " police", " area"),
)
_MOST_WORDS = 5


@dataclass(frozen=True)
class NamedArea:
    """One or several councils under one name."""

    name: str
    name_cy: str
    councils: frozenset[str]
    bounds: Box

    @property
    def local_name(self) -> str:
        """In the language of the page, as people say it."""
        return Area(name=self.name, name_cy=self.name_cy).local_name


@dataclass(frozen=True)
class AreaNames:
    """Every name there is, and the middles of those that were asked for."""

    edition: tuple[int, int]
    by_words: dict[tuple[str, ...], NamedArea]
    run_together: dict[str, tuple[str, ...]]
    compared: vocabulary.KnownWords
    middles: dict[frozenset[str], tuple[float, float]]

    def area_of(self, words: tuple[str, ...], *, loosely: bool = False) -> NamedArea | None:
        """The area of this name; loosely also one whose name is nearly this."""
        if not words or len(words) > _MOST_WORDS:
            return None
        found = self.by_words.get(words)
        if found is None and loosely:
            near = self.compared.alike("".join(words), most=1)
            found = self.by_words[self.run_together[near[0][0]]] if near and near[0][0] in self.run_together else None
        return found

    def middle_of(self, area: NamedArea) -> tuple[float, float]:
        """A point inside it, longitude and latitude."""
        if area.councils not in self.middles:
            self.middles[area.councils] = _middle_of(area)
        return self.middles[area.councils]


def _middle_of(area: NamedArea) -> tuple[float, float]:
    """Of several councils, in the one nearest to the middle of them."""
    councils = [council for council in areas.current_councils() if council.code in area.councils]
    shapes = list(areas.outlines(councils).values())
    west, south, east, north = area.bounds
    centre = shapely.Point((west + east) / 2, (south + north) / 2)
    nearest = min(shapes, key=lambda shape: float(shape.distance(centre)))
    largest = max(shapely.get_parts(nearest), key=lambda part: float(part.area))
    inside = largest.representative_point()
    return float(inside.x), float(inside.y)


_names: AreaNames | None = None


def names_in_use() -> AreaNames:
    """This process's names, made anew when the areas have changed."""
    global _names
    edition = boundaries.edition_in_use()
    found = _names
    if found is None or found.edition != edition:
        by_words = _all_names(list(areas.current_councils()))
        together = {"".join(words): words for words in by_words}
        found = _names = AreaNames(edition, by_words, together, vocabulary.words_from(sorted(together)), {})
    return found


def _all_names(councils: list[Area]) -> dict[tuple[str, ...], NamedArea]:
    """The county is written last: Newport is in Shropshire, though the council of that name ends before it."""
    named: dict[tuple[str, ...], NamedArea] = {}
    by_parent: dict[Area, list[Area]] = {}
    for council in councils:
        force, nation = council.parent, council.parent.parent if council.parent else None
        for parent in filter(None, (force, nation)):
            by_parent.setdefault(parent, []).append(council)
    for area, within in by_parent.items():
        _name(named, area.name, area.name_cy, within)
    for council in councils:
        _name(named, council.name, council.name_cy, [council])
    for key, beginnings in COUNTIES.items():
        _name(named, key.title().replace(" And ", " and "), "", [it for it in councils if it.local_name in beginnings])
    by_code = {council.code: council for council in councils}
    for key, parts in WIDER.items():
        found = [named[words_of(part)] for part in parts if words_of(part) in named]
        if found:
            _name(named, key.title(), "", [by_code[code] for area in found for code in sorted(area.councils)])
    for short, long in SHORT.items():
        if words_of(long) in named:
            named.setdefault(words_of(short), named[words_of(long)])
    return named


def _name(named: dict[tuple[str, ...], NamedArea], name: str, name_cy: str, councils: list[Area]) -> None:
    if not councils:
        return
    bounds = (
        min(council.west for council in councils),
        min(council.south for council in councils),
        max(council.east for council in councils),
        max(council.north for council in councils),
    )
    area = NamedArea(name, name_cy, frozenset(council.code for council in councils), bounds)
    for spelt in filter(None, (name, name_cy)):
        words = " ".join(words_of(spelt))
        for shorter in {words, *(words.removeprefix(it) for it in _BEFORE), *(words.removesuffix(it) for it in _AFTER)}:
            named[tuple(shorter.split())] = area
