"""What the map's and the table's pages show: values only, ready for the templates."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from reports.cartography import density
from reports.components.quarters_in_words import quarter_in_words
from reports.components.tables import page_links
from reports.geography.models import Area
from reports.public_map import selection, table, words
from reports.public_map.council_panel import panel_of
from reports.public_map.figures import Figures
from reports.public_map.map_search import NO_SEARCH, MapSearch
from reports.public_map.overview import has_many, legend_of_totals, overview_of
from reports.public_map.saying import said_of
from reports.public_map.selection import Choice
from reports.public_map.svg_map import (
    Drawing,
    ReleaseMap,
    attribution,
    bounds_of,
    draw_picture,
    drawing_of,
    picture_of,
    view_within,
)
from reports.public_map.without_map import without_map
from reports.publication import quarters, released
from reports.publication.models import Release

SWATCH_WIDTH = 30  # units of the scale


@dataclass(frozen=True)
class Council:
    """A council's line: its total in words, how many hexagons it has, and its files."""

    code: str
    name: str
    total: str
    hexagons: int
    folder: str
    files: list[tuple[str, str]]  # file name, what it is called here


@dataclass(frozen=True)
class LegendLine:
    """A class of density: its part of the scale, and from how much to how much it goes."""

    density: int
    x: int
    text: str


def map_page(
    choice: Choice | None, *, now: datetime.datetime, site: str, search: MapSearch = NO_SEARCH
) -> dict[str, Any]:
    """The context of the map's page; without a choice, of a map on which nothing was published yet.

    `site` is the site's own address, with a slash at the end: for what other sites are to link to. `search` is what
    was answered to one on this map.
    """
    context = {"choice": choice, "next_publication": next_publication(now)}
    if choice is None:
        return context
    drawn, missing = drawing_of(choice), without_map(choice)
    return (
        context
        | selection_context(choice)
        | {
            "councils": council_lines(choice),
            "panel": panel_of(choice),
            "search": search,
            "said": said_of(drawn),
            "without_map": missing,
            "beside": times_beside(choice),
            "address": _whole("public_map:map", {"area": choice.area_code, "period": choice.period}, site),
            "embed_address": _whole("public_map:embed", {"area": choice.area_code}, site),  # always the newest period
        }
        | (_drawn_map(drawn, search) if choice.releases and missing is None else {})
    )


def embedded_map(choice: Choice) -> dict[str, Any]:
    """The context of the map for other sites; the choice has a release."""
    return {"choice": choice} | selection_context(choice) | _drawn_map(drawing_of(choice))


def _drawn_map(drawn: Drawing, search: MapSearch = NO_SEARCH) -> dict[str, Any]:
    common = {"is_drawn": True, "attribution": attribution(drawn.choice)}
    if drawn.choice.is_overview:
        is_newest = drawn.period == drawn.choice.periods[0]
        with_period = "" if is_newest else f"&period={drawn.period}"  # some hundred addresses: the newest needs none
        overview = {"overview": overview_of(drawn), "totals": legend_of_totals(), "with_period": with_period}
        if has_many(drawn.choice):  # all are listed beside the map: forty forces over it would not fit the page's bytes
            overview["area_options"] = selection.area_options(drawn.choice, with_forces=False)
        return common | overview
    if not search.is_shown:
        return common | _with_roads(common, picture_of(drawn)) | {"legend": legend()}
    box = search.box or bounds_of(drawn.choice)
    picture = draw_picture(drawn.choice, box, found=search.at)
    return common | _with_roads(common, picture) | {"legend": legend(), "opens_at": view_within(box)}


def _with_roads(common: Mapping[str, Any], picture: ReleaseMap) -> dict[str, Any]:
    """The picture, and whose roads are drawn on it beside all else."""
    whose = (common["attribution"], picture.roads.attribution if picture.roads else "")
    return {"picture": picture, "attribution": " ".join(filter(None, whose))}


def legend() -> list[LegendLine]:
    """The classes of density, fewest first."""
    limits = density.LIMITS
    texts = [
        _("fewer than %(most)s") % {"most": limits[0]},
        *(_("%(least)s to %(most)s") % {"least": least, "most": most} for least, most in pairwise(limits)),
        _("%(least)s or more") % {"least": limits[-1]},
    ]
    return [LegendLine(number, number * SWATCH_WIDTH, text) for number, text in enumerate(texts)]


def _whole(page: str, query: dict[str, str], site: str) -> str:
    """A page's whole address; nothing of the visitor is in it."""
    return f"{site.rstrip('/')}{reverse(page)}?{urlencode(query)}"


def times_beside(choice: Choice) -> list[selection.Option]:
    """The period before the chosen one and the one after it, where there are such: for who has no script.

    Of maps added up the newest by itself, and of each map by itself the sum.
    """
    at = choice.periods.index(choice.quarter)
    beside = [*choice.periods[at + 1 : at + 2], *choice.periods[max(at - 1, 0) : at]]
    if choice.is_sum:
        beside = [choice.quarter]
    options = [selection.Option(period, quarter_in_words(period), period > choice.period) for period in beside]
    added = None if choice.is_sum else choice.newest_sum
    if added is not None:
        options.append(selection.Option(added.period, selection.period_in_words(added), False))
    return options


def table_page(choice: Choice | None, query: Mapping[str, str], *, now: datetime.datetime) -> dict[str, Any]:
    """The context of the table's page; raises choosing.UnknownChoice."""
    context = {"choice": choice, "next_publication": next_publication(now)}
    if choice is None:
        return context
    sorting = table.sorting_of(query)
    rows = table.rows_of(choice, sorting)
    page = table.page_of(rows, query)
    return (
        context
        | selection_context(choice)
        | {
            "councils": council_lines(choice),
            "panel": panel_of(choice),
            "headings": table.headings(choice, sorting),
            "sorting": sorting,
            "page": page,
            "pages": page_links(page, lambda number: table.query_of(choice, sorting, number)),
        }
    )


def unknown_page(problem: selection.UnknownChoice) -> dict[str, Any]:
    """The context of the page for an area or period that there is not: what was wrong, and the choices there are."""
    periods = released.released_quarters()
    choice = selection.make_choice(periods, periods[0], None) if periods else None
    return {"problem": str(problem), "choice": choice} | (selection_context(choice) if choice else {})


def next_publication(now: datetime.datetime) -> datetime.datetime:
    """The next instant at which a quarter is published."""
    return quarters.publication_instant(quarters.following(quarters.latest_publishable(now)))


def council_lines(choice: Choice) -> list[Council]:
    """A line for each council of a choice."""
    return [_council_line(*each) for each in zip(choice.releases, choice.figures, strict=True)]


def _council_line(release: Release, figures: Figures) -> Council:
    council: Area = release.council
    return Council(
        code=council.code,
        name=council.local_name,
        total=words.total_in_words(figures.total),
        hexagons=len(figures.leaves),
        folder=figures.folder or released.folder_name(release),
        files=[("leaves.csv", "CSV"), ("leaves.geojson", "GeoJSON"), ("manifest.json", _("checksums"))],
    )


def selection_context(choice: Choice) -> dict[str, Any]:
    """What the lists to choose an area and a time from need."""
    return {
        "area_name": choice.area.local_name if choice.area else _("All areas"),
        "period_name": selection.period_in_words(choice),
        "period_options": selection.period_options(choice),
        "area_options": selection.area_options(choice),
    }
