"""A briefing of up to three places on one sheet: chosen in the address, printed by the browser, kept nowhere."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reports.analyst import saying, svg_map
from reports.analyst.analysis import TELLS
from reports.analyst.chosen import ChosenPlace, chosen_place
from reports.analyst.filters import HotspotFilters
from reports.analyst.place_names import names_of
from reports.analyst.place_page import CHART, QuarterBar, bars_since_when, caveats, close_map
from reports.analyst.workspace import METRES, Workspace
from reports.components.quarters_in_words import quarters_in_words
from reports.geography import areas, hexgrid

LETTERS = "ABC"
REASONS_SHOWN = 3
OVERVIEW = (760, 420)
CLOSE = (300, 200)
OWN_WORDS = 300  # letters: the analyst's own, typed on the sheet and never sent


@dataclass(frozen=True)
class BriefedPlace:
    """One place of the sheet."""

    letter: str
    told: ChosenPlace
    picture: svg_map.PlacesMap
    bars: list[QuarterBar]


def briefing_page(
    filters: HotspotFilters, workspace: Workspace, cells: Sequence[hexgrid.Cell], *, by: str, on: datetime.date
) -> dict[str, Any]:
    """All that the sheet shows; the cells are of the workspace's size and in the person's area."""
    places = []
    for letter, cell, name in zip(LETTERS, cells, names_of(cells), strict=False):
        told = chosen_place(filters, workspace, cell, name, most_reasons=REASONS_SHOWN)
        tells = told.place is not None and told.place.tells
        bars = bars_since_when(workspace, cell, on=on) if tells else []
        places.append(BriefedPlace(letter, told, close_map(workspace, cell, size=CLOSE), bars))
    return {
        "filters": filters,
        "workspace": workspace,
        "places": places,
        "by": by,
        "on": on,
        "area": saying.area_name(workspace),
        "period": quarters_in_words(workspace.period.quarters[0], workspace.period.quarters[-1]),
        "how_sure": saying.how_sure(workspace),
        "overview": _overview(workspace, cells),
        "chart": CHART,
        "least": TELLS,
        "caveats": caveats(workspace, None, on=on),
        "method": method(workspace),
        "own_words": OWN_WORDS,
    }


def method(workspace: Workspace) -> str:
    """The method in two sentences."""
    words = _(
        "Places are ranked by their reports in the period, drawn towards the level around them so that a few reports "
        "do not jump to the top. The range holds the true level 9 times in 10. Places are hexagons about %(metres)s "
        "metres across."
    )
    return f"{words % {'metres': METRES[workspace.resolution]}} {saying.meaning_of_clear()}"


def _overview(workspace: Workspace, cells: Sequence[hexgrid.Cell]) -> svg_map.PlacesMap:
    """The list's places and the sheet's own, with their letters."""
    letters = dict(zip(cells, LETTERS, strict=False))
    positions = dict.fromkeys([*workspace.listed, *(at for at in map(workspace.position_of, cells) if at is not None)])
    places = [
        svg_map.MapPlace(place.cell, place.count, is_surely=place.is_surely, letter=letters.get(place.cell, ""))
        for place in map(workspace.place, positions)
    ]
    return svg_map.places_map(
        places,
        areas.outlines(workspace.councils).values(),
        quarters=len(workspace.period.quarters),
        least=TELLS,
        shown=[*cells, *(place.cell for place in places)],
        size=OVERVIEW,
    )
