"""The search for a place as a page has it: what stays in the box, what is said, and what there is to choose from."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from reports.geography import answer_words, gazetteer
from reports.geography.gazetteer import FoundLocation
from reports.geography.map_positions import COUNTY_ZOOM, STREET_ZOOM, TOWN_ZOOM, position_named

LONGEST_QUERY = 60
MOST_FOUND = 10
MOST_SUGGESTED = 5
LEAST_TYPED = 3  # letters: fewer begin too many names


@dataclass(frozen=True)
class PlaceChoice:
    """A button that opens the map at a place."""

    value: str
    label: str


@dataclass(frozen=True)
class SearchAnswer:
    """What a search found: one place that is just that, some to choose from, or none and why."""

    query: str
    said: str
    choices: tuple[PlaceChoice, ...] = ()
    is_the_one: bool = False  # the map may open at the first choice at once


def query_as_typed(typed: str) -> str:
    """The words of a search, as they go back into its box."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in typed).split())[:LONGEST_QUERY]


def answer_to(typed: str) -> SearchAnswer:
    """The places that a query names, in words; kept nowhere."""
    query = query_as_typed(typed)
    if not query:
        return SearchAnswer("", _("Enter a postcode, place or station"))
    answer = gazetteer.places_found(query, limit=MOST_FOUND + 1)  # one more than is shown, to know that there are more
    choices = _distinguished(tuple(choice_of(location) for location in answer.locations))[:MOST_FOUND]
    is_the_one = bool(choices) and answer_words.is_the_one(answer)
    return SearchAnswer(query, answer_words.in_words(answer, MOST_FOUND), choices, is_the_one)


def suggestions_for(typed: str) -> tuple[PlaceChoice, ...]:
    """The places that may be meant while somebody types; they are chosen from, never gone to."""
    query = query_as_typed(typed)
    if len(query) < LEAST_TYPED:
        return ()
    answer = gazetteer.places_found(query, limit=MOST_SUGGESTED)
    begun = gazetteer.places_begun(query, limit=MOST_SUGGESTED)
    # Whoever has typed half a name has misspelt nothing yet: a guess stands only where no name begins so.
    found = (*answer.locations, *begun) if answer.note is None else begun or answer.locations
    choices = dict.fromkeys(choice_of(location) for location in found)
    return _distinguished(tuple(choices)[:MOST_SUGGESTED])


def place_listed(value: str, query: str) -> FoundLocation | None:
    """Which place a button of the list names: one of the last search, or another place we know; raises NotAPosition."""
    longitude, latitude, zoom = position_named(value)
    searched = gazetteer.places_found(query, limit=MOST_FOUND).locations if query else ()
    for location in searched:
        if position_named(choice_of(location).value) == (longitude, latitude, zoom):
            return location
    return gazetteer.place_at(longitude, latitude)


_ZOOM_OF_KIND = {
    "position": STREET_ZOOM,
    "postcode": STREET_ZOOM,
    "station": STREET_ZOOM,
    "street": STREET_ZOOM,
    "landmark": STREET_ZOOM,
    "area": COUNTY_ZOOM,
}


def choice_of(location: FoundLocation) -> PlaceChoice:
    """The button of a place that was found."""
    zoom = _ZOOM_OF_KIND.get(location.raw["kind"], TOWN_ZOOM)
    return choice_at(location.longitude, location.latitude, location.address, zoom)


def choice_at(longitude: float, latitude: float, label: str, zoom: int) -> PlaceChoice:
    """A button that opens the map at a position; one is as long as another on the wire."""
    return PlaceChoice(f"{longitude:08.5f},{latitude:.5f},{zoom}", label)


def _distinguished(choices: tuple[PlaceChoice, ...]) -> tuple[PlaceChoice, ...]:
    """The choices; those that would read alike, two Newtons of one council, each with the nearest other place."""
    labels = [choice.label for choice in choices]
    told: list[PlaceChoice] = []
    for choice in choices:
        taken = {it.label for it in told}
        told.append(choice if labels.count(choice.label) == 1 else _with_neighbour(choice, taken))
    return tuple(told)


def _with_neighbour(choice: PlaceChoice, taken: set[str]) -> PlaceChoice:
    """With the nearest place that no other of its name has been told by."""
    longitude, latitude, _zoom = position_named(choice.value)
    for place in gazetteer.places_near(longitude, latitude):
        label = _("%(place)s, near %(other)s") % {"place": choice.label, "other": place.name}
        if not choice.label.startswith(place.name) and label not in taken:
            return replace(choice, label=label)
    return choice
