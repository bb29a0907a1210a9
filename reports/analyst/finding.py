"""Finding a place by name on the page of hotspots: in the person's own area alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from reports.analyst.filters import HotspotFilters
from reports.geography import answer_words, hexgrid
from reports.geography.gazetteer import FoundPlaces, places_found

MOST = 8


@dataclass(frozen=True)
class FoundOnPage:
    """What a search on the page found: words, and links to places; `query` is of the one place when there is one."""

    asked: str
    words: str
    places: list[tuple[str, str]]  # its full name, and the query that chooses it
    query: str = ""


def found_places(text: str, filters: HotspotFilters, councils: Iterable[str]) -> FoundOnPage:
    """The places of a name that lie in some councils."""
    own, answer = set(councils), places_found(text)
    inside = tuple(one for one in answer.locations if one.raw["council"] in own)
    if answer.locations and not inside:
        return FoundOnPage(text, _("That place is not in your area."), [])
    left = FoundPlaces(inside, answer.note, answer.about, answer.where)
    kept = {name: value for name, value in filters.kept.items() if name not in ("at", "kind", "rows")}
    places = [
        (
            str(one.in_full),
            urlencode({**kept, "at": hexgrid.name(hexgrid.cell_at(one.longitude, one.latitude, 10))}),
        )
        for one in inside[:MOST]
    ]
    is_the_one = len(inside) == 1 and answer_words.is_the_one(left)
    return FoundOnPage(text, answer_words.in_words(left, MOST), places, places[0][1] if is_the_one else "")
