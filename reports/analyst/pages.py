"""The page of hotspots as its template reads it: filters, list, map and chosen place, every number in its words."""

import datetime
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from reports.analyst import charts, context_map, interactive_map, saying, svg_map
from reports.analyst.analysis import TELLS
from reports.analyst.chosen import chosen_place
from reports.analyst.filters import ALL, CLEAR, KINDS, HotspotFilters
from reports.analyst.periods import is_finished
from reports.analyst.place_names import names_of
from reports.analyst.workspace import METRES, RankedPlace, Workspace
from reports.components.quarters_in_words import quarter_in_words, quarters_in_words
from reports.components.tables import page_links
from reports.geography import areas, hexgrid
from reports.geography.streets_known import any_streets_about
from reports.spatial_statistics import concentration

ROWS_A_PAGE = 10
ROWS_OF_ALL = 20
CURVE_OF_LAND = 0.1
PERIOD_HEIGHT = 40


@dataclass(frozen=True)
class PlaceRow:
    """A row of the list in words."""

    place: RankedPlace
    name: str
    kind: str
    interval: str
    changes: list[saying.ChangeWords]
    bars: list[charts.Bar]
    range: charts.Range
    query: str  # of the place's own page, with the filters
    is_chosen: bool


def hotspots_page(filters: HotspotFilters, workspace: Workspace, *, on: datetime.date) -> dict[str, Any]:
    """All that the page shows for valid filters and at least one report."""
    kind, is_all = filters.cleaned_data["kind"], filters.cleaned_data["rows"] == ALL
    positions = positions_shown(filters, workspace)
    page = Paginator(positions, ROWS_OF_ALL if is_all else ROWS_A_PAGE).get_page(filters.cleaned_data["page"] or 1)
    chosen = _chosen_cell(filters, workspace)
    names = _names(workspace, [*page.object_list], chosen)
    rows = _rows(filters, workspace, [*page.object_list], names, chosen, on=on)
    picture = map_of(workspace, names, chosen=chosen)
    layers = context_map.layers_drawn(picture, off=filters.layers_off, kept=filters.kept)
    return {
        "filters": filters,
        "workspace": workspace,
        "heading": saying.heading(workspace),
        "how_sure": saying.how_sure(workspace),
        "how_many_changed": saying.how_many_changed(workspace),
        "clear_places": [(names[_cell(workspace, at)], _query(filters, at, workspace)) for at in workspace.clear[:5]],
        "meaning_of_clear": saying.meaning_of_clear(),
        "size_words": saying.size_in_words(workspace),
        "metres": METRES[workspace.resolution],
        "tabs": _tabs(filters, workspace, kind),
        "rows": rows,
        "line": charts.range_of(workspace.bar_line, 0, 0, _most(rows)) if workspace.bar_line else None,
        "axis": round(_most(rows)),
        "compared": _compared(workspace),
        "page": page,
        "pagination": pagination_of(page, filters.kept),
        "all_places": len(workspace.ranked),
        "kept_query": urlencode(filters.kept),
        "all_query": urlencode({**_without(filters, "kind"), "rows": ALL}),
        "share": workspace.share,
        "curve": charts.curve_path(
            concentration.curve(workspace.counts, workspace.levels.hexagons, 40, of_land=CURVE_OF_LAND)
        ),
        "picture": picture,
        "layers": layers,
        "layer_shapes": json.dumps(context_map.shapes_of(layers)),
        "hexagons": json.dumps(_hexagons(workspace)),
        "bounds": json.dumps(interactive_map.bounds_of(picture)),
        "ground": json.dumps(interactive_map.ground()),
        "has_streets": bool(picture.streets) or any_streets_about(workspace.councils),
        "least": TELLS,
        "period": period_of(filters, workspace, on=on),
        "more": _what_tells_more(filters, workspace),
        "chosen": chosen_place(filters, workspace, chosen, names.get(chosen)) if chosen else None,
    }


def positions_shown(filters: HotspotFilters, workspace: Workspace) -> list[int]:
    """The places the address asks for: the list, a kind of place, or all; on all pages of the list."""
    if kind := filters.cleaned_data["kind"]:
        return workspace.of_kind(kind)
    return workspace.ranked if filters.cleaned_data["rows"] == ALL else workspace.listed


def map_of(
    workspace: Workspace, names: Mapping[hexgrid.Cell, str], *, chosen: hexgrid.Cell | None = None
) -> svg_map.PlacesMap:
    """The map of all places of the view, opened at those of the list."""
    listed = set(workspace.listed)
    places = []
    for at in workspace.ranked:
        cell = _cell(workspace, at)
        place = workspace.place(at) if at in listed else None
        name = str(names[cell]) if cell in names else ""
        count = int(workspace.counts[at])
        places.append(svg_map.MapPlace(cell, count, place.rank if place else 0, bool(place and place.is_surely), name))
    shown = [_cell(workspace, at) for at in workspace.listed]
    if chosen and workspace.position_of(chosen) is not None:
        shown.append(chosen)
    return svg_map.places_map(
        places,
        areas.outlines(workspace.councils).values(),
        quarters=len(workspace.period.quarters),
        least=TELLS,
        shown=shown,
        clustered=workspace.levels.clustered.tolist() if not workspace.is_few else [],
        chosen=chosen,
    )


def period_of(filters: HotspotFilters, workspace: Workspace, *, on: datetime.date) -> dict[str, Any]:
    """The histogram of quarters, each a link to itself alone, and the quick choices."""
    totals = workspace.totals()
    looks = _looks(workspace, on=on)
    words = [quarter_in_words(quarter) for quarter in workspace.bars]
    bars = charts.bars_of(totals, looks, words, height=PERIOD_HEIGHT, step=100)
    rest = _without(filters, "first", "last")
    newest = workspace.bars[-1]
    choices = [
        (_("Last 4 quarters"), urlencode(rest), "first" not in filters.asked and "last" not in filters.asked),
        (_("Newest"), urlencode({**rest, "first": newest, "last": newest}), workspace.period.quarters == (newest,)),
        (
            _("All %(count)s") % {"count": len(workspace.bars)},
            urlencode({**rest, "first": workspace.bars[0], "last": newest}),
            workspace.period.quarters == workspace.bars,
        ),
    ]
    open_quarter = workspace.period.open_quarter(on=on)
    return {
        "words": quarters_in_words(workspace.period.quarters[0], workspace.period.quarters[-1]),
        "bars": [
            (bar, urlencode({**rest, "first": quarter, "last": quarter}))
            for bar, quarter in zip(bars, workspace.bars, strict=True)
        ],
        "choices": choices,
        "open_quarter": quarter_in_words(open_quarter) if open_quarter else "",
    }


def pagination_of(page: Page[Any], asked: Mapping[str, str]) -> dict[str, Any] | None:
    """The links between the pages, keeping every other filter; none when all is on one page."""
    return page_links(
        page,
        lambda number: f"?{urlencode({**asked, 'page': str(number)})}#places",
        label=_("Pages of the list"),
    )


def _hexagons(workspace: Workspace) -> list[Any]:
    """All places with a report, for the map that moves."""
    cells = [_cell(workspace, at) for at in workspace.ranked]
    reports = [int(workspace.counts[at]) for at in workspace.ranked]
    return interactive_map.hexagons_of(cells, reports, quarters=len(workspace.period.quarters))


def _chosen_cell(filters: HotspotFilters, workspace: Workspace) -> hexgrid.Cell | None:
    """The place of the size shown that the chosen cell lies in."""
    cell = filters.cleaned_data["at"]
    return hexgrid.cell_at(*hexgrid.centre(cell), workspace.resolution) if cell else None


def _cell(workspace: Workspace, at: int) -> hexgrid.Cell:
    return int(workspace.places.cells[at])


def _names(workspace: Workspace, positions: Sequence[int], chosen: hexgrid.Cell | None) -> dict[hexgrid.Cell, str]:
    """The names of all places that are named on the page: of the list, of what changed, and of what is drawn."""
    named = dict.fromkeys(_cell(workspace, at) for at in [*workspace.listed, *workspace.clear[:5], *positions])
    cells = [*named, *([chosen] if chosen and chosen not in named else [])]
    return dict(zip(cells, names_of(cells), strict=True))


def _query(filters: HotspotFilters, at: int, workspace: Workspace) -> str:
    return urlencode({**filters.kept, "at": hexgrid.name(_cell(workspace, at))})


def _rows(
    filters: HotspotFilters,
    workspace: Workspace,
    positions: Sequence[int],
    names: Mapping[hexgrid.Cell, str],
    chosen: hexgrid.Cell | None,
    *,
    on: datetime.date,
) -> list[PlaceRow]:
    places = [workspace.place(at) for at in positions]
    most = max((place.high for place in places), default=0.0)
    looks, quarters = _looks(workspace, on=on), [quarter_in_words(quarter) for quarter in workspace.bars]
    before = (workspace.compared.before, workspace.compared.year_before)
    return [
        PlaceRow(
            place=place,
            name=names[place.cell],
            kind=saying.kind_in_words(place.kind),
            interval=saying.interval_in_words(place),
            changes=[
                saying.change_in_words(change, is_compared=quarter is not None)
                for change, quarter in zip(place.changes, before, strict=True)
            ],
            bars=charts.bars_of(place.by_quarter, looks, quarters),
            range=charts.range_of(place.level, place.low, place.high, most),
            query=_query(filters, at, workspace),
            is_chosen=place.cell == chosen,
        )
        for at, place in zip(positions, places, strict=True)
    ]


def _most(rows: Sequence[PlaceRow]) -> float:
    return max((row.place.high for row in rows), default=0.0)


def _looks(workspace: Workspace, *, on: datetime.date) -> list[str]:
    """How the bar of each quarter looks: of the period, outside it, not finished."""
    return [
        "open" if not is_finished(quarter, on=on) else "in" if quarter in workspace.period.quarters else "out"
        for quarter in workspace.bars
    ]


def _compared(workspace: Workspace) -> list[tuple[str, str]]:
    """The headings of the two changes: what the newest finished quarter is compared with."""
    now = workspace.compared.now
    return [
        (heading, _("%(before)s → %(now)s") % {"before": quarter_in_words(before), "now": quarter_in_words(now)})
        if before and now
        else (heading, "")
        for heading, before in (
            (_("On the quarter before"), workspace.compared.before),
            (_("On the year before"), workspace.compared.year_before),
        )
    ]


def _tabs(filters: HotspotFilters, workspace: Workspace, kind: str) -> list[tuple[str, int, str, bool]]:
    """The list and its parts by kind: label, how many, the query, and whether it is shown; empty parts are left out."""
    rest = _without(filters, "kind", "rows")
    tabs = [(_("All %(count)s") % {"count": len(workspace.listed)}, 0, urlencode(rest), not kind)]
    for code, label in KINDS.items():
        count = len(workspace.of_kind(code))
        if count or code in (kind, CLEAR):
            tabs.append((str(label), count, urlencode({**rest, "kind": code}), code == kind))
    return tabs


def _what_tells_more(filters: HotspotFilters, workspace: Workspace) -> list[tuple[str, str]]:
    """What an analyst with too few reports may do, as links."""
    if not workspace.is_few:
        return []
    more = []
    if workspace.period.quarters != workspace.bars:
        whole = {**_without(filters, "first", "last"), "first": workspace.bars[0], "last": workspace.bars[-1]}
        more.append((_("All %(count)s quarters") % {"count": len(workspace.bars)}, urlencode(whole)))
    if filters.narrowing:
        more.append((_("All reports, without filters"), ""))
    if workspace.resolution != min(METRES):
        more.append((_("Places 900 metres across"), urlencode({**_without(filters, "size"), "size": "900"})))
    return more


def _without(filters: HotspotFilters, *names: str) -> dict[str, str]:
    return {name: value for name, value in filters.kept.items() if name not in names}
