"""The map in a heading and a sentence, made from published figures by rules: how many, when, and where most are.

Each claim must hold whatever the figures that are too small to tell may be; where none holds, none is made.
"""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.components.quarters_in_words import quarters_in_words
from reports.geography import gazetteer, hexgrid, lengths
from reports.geography.models import Area
from reports.public_map import words
from reports.public_map.figures import added_totals
from reports.public_map.hexagons import Hexagon, hexagons_of
from reports.public_map.selection import Choice, period_in_words
from reports.public_map.svg_map import Drawing
from reports.vocabulary.reasons import Group

AROUND = 3_000  # metres from the middle of a town: what is farther off is not said to be around it
CLEARLY_MORE = 1.25  # times as many as anywhere else: bands are no nearer than that

# By part of the day, as the mix numbers them. Whole sentences, so that no language has to build one from parts.
_MOST_AT = {
    1: gettext_lazy("Most are in the morning."),
    2: gettext_lazy("Most are in the afternoon."),
    3: gettext_lazy("Most are in the evening."),
    4: gettext_lazy("Most are at night."),
}
_MORE_AT = {
    1: gettext_lazy("More are in the morning than at any other time."),
    2: gettext_lazy("More are in the afternoon than at any other time."),
    3: gettext_lazy("More are in the evening than at any other time."),
    4: gettext_lazy("More are at night than at any other time."),
}


@dataclass(frozen=True)
class Said:
    """What stands before the map in words."""

    title: str
    sentence: str


@lru_cache(maxsize=512)
def said_of(drawn: Drawing) -> Said:
    """The heading and the sentence of what `drawing_of` names."""
    choice, period = drawn.choice, period_in_words(drawn.choice)
    name = choice.area.local_name if choice.area else _("All areas")
    if not choice.releases:
        return Said(name, period + ".")
    title = _("%(area)s: %(reports)s") % {"area": name, "reports": _reports(choice)}
    parts = (period + ".", _of_another_time(choice), _where(choice), _when(choice))
    return Said(title, " ".join(part for part in parts if part))


def _reports(choice: Choice) -> str:
    """The published totals added up; those of «fewer than 30» are not in it, so that it is then a floor."""
    totals = [figures.total for figures in choice.figures]
    if len(totals) == 1:
        return words.total_in_words(totals[0])
    together = added_totals(totals)
    return words.total_in_words(together) if together.value else _("few reports")


def _of_another_time(choice: Choice) -> str:
    """The quarters the map covers, where they are others than the chosen one."""
    covered = {(figures.covers[0], figures.covers[-1]) for figures in choice.figures if figures.covers}
    if choice.is_sum:
        return _("Each council's hexagons cover its own last maps.") if len(covered) > 1 else ""
    if len(covered) != 1 or covered == {(choice.quarter, choice.quarter)}:
        return ""
    return _("The hexagons cover %(months)s.") % {"months": quarters_in_words(*covered.pop())}


def _where(choice: Choice) -> str:
    """Round which towns or villages most of what the hexagons tell is."""
    hexagons = hexagons_of(choice)
    if choice.area is None or not hexagons:
        return ""
    counted: Counter[str] = Counter()
    names = gazetteer.nearest_settlements([it.cell for it in hexagons], within_metres=AROUND)
    for hexagon, name in zip(hexagons, names, strict=True):
        counted[name] += hexagon.band
    everywhere = counted.total()
    del counted[""]
    if not counted:
        return ""
    first, second = [*counted.most_common(2), ("", 0)][:2]
    place = _called(first[0], choice.area)
    if first[1] * 2 > everywhere:
        return _("Most are around %(place)s.") % {"place": place}
    nameless = _most_around_one([it for it, name in zip(hexagons, names, strict=True) if not name])
    if first[1] >= CLEARLY_MORE * max(second[1], nameless):
        return _("More are around %(place)s than around any other place.") % {"place": place}
    if not second[1] or nameless > second[1]:
        return ""
    both = {"place": place, "other": _called(second[0], choice.area)}
    return _("The places with most are around %(place)s and %(other)s.") % both


def _most_around_one(hexagons: list[Hexagon]) -> int:
    """The most that lies about any one of these hexagons, as far as is meant by around a place."""
    if not hexagons:
        return 0
    middles = hexgrid.centres([it.cell for it in hexagons])
    metres = middles * np.array(lengths.metres_per_degree(float(middles[:, 1].mean())))
    apart = np.hypot(*np.moveaxis(metres[:, None, :] - metres[None, :, :], 2, 0))
    return int(((apart <= AROUND) @ np.array([it.band for it in hexagons])).max())


def _called(place: str, area: Area) -> str:
    """A town that is the whole area tells nothing: there it is the middle that is meant."""
    return _("the centre of %(place)s") % {"place": place} if area.local_name.startswith(place) else place


def _when(choice: Choice) -> str:
    """The part of the day with more than any other, whatever the bins that are too small to tell hold."""
    if len(choice.releases) != 1:
        return ""
    figures = choice.figures[0]
    stated, bins = Counter[int](), Counter[int]()
    for cell in figures.mix:
        stated[cell.band] += cell.value
        bins[cell.band] += 1
    if not stated:
        return ""
    untold = figures.breakdown_shown_from - 1  # the most that is said of a bin that is too small to tell
    most = {part: stated[part] + untold * (len(Group) - bins[part]) for part in _MOST_AT}
    lead = max(_MOST_AT, key=lambda part: stated[part])
    others = [most[part] for part in _MOST_AT if part != lead]
    if stated[lead] > sum(others):
        return str(_MOST_AT[lead])
    return str(_MORE_AT[lead]) if stated[lead] > max(others) else ""
