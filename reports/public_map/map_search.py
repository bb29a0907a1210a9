"""A search on the map: the council's map about the place that was found, or what there is to choose from.

What was typed and found is answered and kept nowhere: it stands in no address, and no picture of it is remembered.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reports.components.quarters_in_words import quarter_in_words
from reports.geography import answer_words, boundaries, lengths, place_search
from reports.geography.lengths import Bounds
from reports.geography.map_positions import STREET_ZOOM, TOWN_ZOOM, NotAPosition, position_named
from reports.geography.models import Area
from reports.geography.place_search import PlaceChoice
from reports.public_map.selection import SUM, Choice, make_choice

_METRES = {STREET_ZOOM: 4_000, TOWN_ZOOM: 8_000}  # across: some ten hexagons; of a county, the council's whole map


@dataclass(frozen=True)
class MapSearch:
    """What the search beside the map holds and says."""

    query: str = ""  # stays in the box
    said: str = ""
    choices: tuple[PlaceChoice, ...] = ()
    error: str = ""
    at: tuple[float, float] | None = None  # the place that was found
    is_shown: bool = False  # the map is about it
    box: Bounds | None = None  # what the map shows of it; none is all there is to show
    status: int = 200

    @property
    def has_answer(self) -> bool:
        """Whether anything was searched for."""
        return bool(self.said or self.error)

    @property
    def error_id(self) -> str:
        """What describes the box beside its hint."""
        return "q-error" if self.error else ""

    @property
    def place_to_report(self) -> str:
        """The place as the report's opening page takes it, about ten metres fine."""
        return f"{self.at[0]:.4f},{self.at[1]:.4f}" if self.at else ""


NO_SEARCH = MapSearch()


def answer_on_map(choice: Choice, post: Mapping[str, str]) -> tuple[Choice, MapSearch]:
    """What the map shows after a search or a choice from its list, and what is said beside it."""
    if "at" in post:
        return _listed(choice, post["at"], place_search.query_as_typed(post.get("q", "")))
    answer = place_search.answer_to(post.get("q", ""))
    if not answer.choices:
        return choice, MapSearch(answer.query, error=answer.said)
    if not answer.is_the_one:
        return choice, MapSearch(answer.query, answer.said, answer.choices)
    return _shown(choice, answer.choices[0].value, answer.query, answer.said)


def _listed(choice: Choice, value: str, query: str) -> tuple[Choice, MapSearch]:
    try:
        location = place_search.place_listed(value, query)
        said = answer_words.found_in_words(location) if location else ""
        return _shown(choice, value, query, said)
    except NotAPosition:
        lost = _("That is not a place on this map. Search for it, or choose from the list.")
        return choice, MapSearch(query, error=lost, status=400)


def _shown(choice: Choice, value: str, query: str, said: str) -> tuple[Choice, MapSearch]:
    """The map about a place; where nothing is published the map stays, and that is said."""
    longitude, latitude, zoom = position_named(value)
    at = (longitude, latitude)
    council = _council_at(at)
    if council is None or all(release.council_id != council.code for release in choice.all_releases):
        unpublished = _nothing_published(council, choice.quarter)
        return choice, MapSearch(query, " ".join(filter(None, (said, unpublished))), at=at if council else None)
    metres = _METRES.get(zoom)
    box = lengths.box_round(at, metres / 2) if metres else None
    return make_choice(choice.periods, _period_of_area(choice), council), MapSearch(
        query, said, at=at, is_shown=True, box=box
    )


def _period_of_area(choice: Choice) -> str:
    """The period that stays; from the newest totals of a country on, what an area opens with."""
    is_newest = choice.is_overview and choice.quarter == choice.periods[0]
    return SUM + choice.quarter if is_newest else choice.period


def _council_at(at: tuple[float, float]) -> Area | None:
    try:
        return boundaries.councils_at([at])[0]
    except boundaries.NoAreasLoaded:
        return None


def _nothing_published(council: Area | None, period: str) -> str:
    if council is None:
        return _("No map shows that place.")
    words = {"area": council.local_name, "period": quarter_in_words(period)}
    return _("Nothing was published for %(area)s for %(period)s. This does not mean it is safe.") % words
