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
from reports.public_map.figures import figures_of
from reports.public_map.overview import has_many, legend_of_totals, overview_of
from reports.public_map.saying import said_of
from reports.public_map.selection import Choice
from reports.public_map.svg_map import Drawing, attribution, drawing_of, picture_of
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


def map_page(choice: Choice | None, *, now: datetime.datetime, site: str) -> dict[str, Any]:
    """The context of the map's page; without a choice, of a map on which nothing was published yet.

    `site` is the site's own address, with a slash at the end: for what other sites are to link to.
    """
    context = {"choice": choice, "next_publication": next_publication(now)}
    if choice is None:
        return context
    drawn = drawing_of(choice)
    return (
        context
        | selection_context(choice)
        | {
            "councils": [council_line(release) for release in choice.releases],
            "panel": panel_of(choice),
            "said": said_of(drawn),
            "beside": times_beside(choice),
            "address": _whole("public_map:map", {"area": choice.area_code, "period": choice.period}, site),
            "embed_address": _whole("public_map:embed", {"area": choice.area_code}, site),  # always the newest period
        }
        | (_drawn_map(drawn) if choice.releases else {})
    )


def embedded_map(choice: Choice) -> dict[str, Any]:
    """The context of the map for other sites; the choice has a release."""
    return {"choice": choice} | selection_context(choice) | _drawn_map(drawing_of(choice))


def _drawn_map(drawn: Drawing) -> dict[str, Any]:
    common = {"is_drawn": True, "attribution": attribution(drawn.choice)}
    if drawn.choice.is_overview:
        is_newest = drawn.period == drawn.choice.periods[0]
        with_period = "" if is_newest else f"&period={drawn.period}"  # some hundred addresses: the newest needs none
        overview = {"overview": overview_of(drawn), "totals": legend_of_totals(), "with_period": with_period}
        if has_many(drawn.choice):  # all are listed beside the map: forty forces over it would not fit the page's bytes
            overview["area_options"] = selection.area_options(drawn.choice, with_forces=False)
        return common | overview
    return common | {"picture": picture_of(drawn), "legend": legend()}


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
    """The period before the chosen one and the one after it, where there are such: for who has no script."""
    at = choice.periods.index(choice.period)
    beside = [*choice.periods[at + 1 : at + 2], *choice.periods[max(at - 1, 0) : at]]
    return [selection.Option(period, quarter_in_words(period), period > choice.period) for period in beside]


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
            "councils": [council_line(release) for release in choice.releases],
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


def council_line(release: Release) -> Council:
    """A council's line of a release."""
    figures = figures_of(release)
    council: Area = release.council
    return Council(
        code=council.code,
        name=council.local_name,
        total=words.total_in_words(figures.total),
        hexagons=len(figures.leaves),
        folder=released.folder_name(figures.map_release or release),
        files=[("leaves.csv", "CSV"), ("leaves.geojson", "GeoJSON"), ("manifest.json", _("checksums"))],
    )


def selection_context(choice: Choice) -> dict[str, Any]:
    """What the lists to choose an area and a time from need."""
    return {
        "area_name": choice.area.local_name if choice.area else _("All areas"),
        "period_name": quarter_in_words(choice.period),
        "period_options": selection.period_options(choice),
        "area_options": selection.area_options(choice),
    }
