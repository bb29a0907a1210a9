"""The map of a view: which part of the world it shows, and what is drawn there."""

from collections import defaultdict

from reports.analyst import svg_map
from reports.analyst.filters import HotspotFilters
from reports.analyst.ranking import Ranking
from reports.geography import areas, hexgrid


def picture_of(ranking: Ranking, filters: HotspotFilters) -> svg_map.RankingMap | None:
    """The picture of a ranking; None when there is nothing to draw."""
    by_cell: dict[hexgrid.Cell, int] = defaultdict(int)
    for (_council, cell), count in ranking.totals.items():  # a cell on a border is in two councils
        by_cell[cell] += count
    centre = filters.cleaned_data["at"]
    window = svg_map.window_round(centre) if centre else svg_map.window_of_cells(by_cell)
    if window is None:
        return None
    outlines = areas.outlines(ranking.councils.values())
    return svg_map.picture(by_cell, outlines.values(), window, marked=centre)
