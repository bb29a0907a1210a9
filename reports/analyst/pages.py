"""The table's rows in words, and the links between its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from reports.analyst.headings import SHORT_GROUPS
from reports.analyst.ranking import Change, Hotspot, Place, Ranking
from reports.components.tables import page_links
from reports.geography import nearby

ROWS_A_PAGE = 20


@dataclass(frozen=True)
class RankedRow:
    """A hotspot and its words."""

    hotspot: Hotspot
    place: str
    change: str
    groups: list[tuple[str, int]]  # how many reports are of each, as its column is called


def rows_of(ranking: Ranking, page: Page[Place]) -> list[RankedRow]:
    """The rows of one page; reads the places' names all at once."""
    hotspots = ranking.hotspots(page.start_index() - 1 if page.paginator.count else 0, page.end_index())
    places = nearby.places_in_words([hotspot.cell for hotspot in hotspots])
    called = [str(SHORT_GROUPS[group]) for group in ranking.groups]
    return [
        RankedRow(hotspot, place, change_in_words(hotspot.change), list(zip(called, hotspot.groups, strict=True)))
        for hotspot, place in zip(hotspots, places, strict=True)
    ]


def change_in_words(change: Change | None) -> str:
    """A change between two quarters, or why none is told."""
    if change is None:
        return _("no finished quarter to compare with")
    if not change.is_most_revealing:
        return _("too few to compare")
    counts = {"difference": abs(change.difference), "before": change.before, "now": change.now}
    words = {name: number_format(count) for name, count in counts.items()}
    if not change.is_clear:
        return _("no clear change (%(before)s to %(now)s)") % words
    if change.difference > 0:
        return _("up %(difference)s (%(before)s to %(now)s)") % words
    return _("down %(difference)s (%(before)s to %(now)s)") % words


def pagination_of(page: Page[Place], asked: Mapping[str, str]) -> dict[str, Any] | None:
    """The links between the pages, keeping every other filter; none when all is on one page."""
    return page_links(
        page,
        lambda number: f"?{urlencode({**asked, 'page': str(number)})}#places",
        label=_("Pages of the table"),
    )
