"""The question "where": a search, a list and a map that all lead to one view, whose middle is the place."""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.basemap.raster_proxy import PlacedTile
from reports.geography import answer_words, boundaries, gazetteer, hexgrid, nearby, place_names, place_search
from reports.geography.map_positions import STREET_ZOOM, NotAPosition
from reports.geography.place_search import PlaceChoice
from reports.intake import place_map
from reports.intake.place_map import MapView

HERE, MAP = "here", "map"
_MOVES = ("n", "s", "e", "w", "in", "out")


@dataclass(frozen=True)
class WherePage:
    """What the page shows next, or the cell that was chosen."""

    view: MapView | None
    query: str = ""  # stays in the box
    found: tuple[PlaceChoice, ...] = ()
    said: str = ""  # what was found, or why the map did not move
    error: str = ""
    is_about_search: bool = False  # the error is: else it is about the map
    status: int = 200
    chosen: hexgrid.Cell | None = None

    @cached_property
    def picture(self) -> str:
        """The view drawn, as a data address."""
        return place_map.picture(self.view) if self.view else ""

    @cached_property
    def service_tiles(self) -> list[PlacedTile]:
        """What the operator's map service has of the view."""
        return place_map.service_tiles(self.view) if self.view else []

    @property
    def marks(self) -> SafeString:
        """The cell and the crosshair, over those tiles."""
        return place_map.marks(self.view) if self.view else SafeString("")

    @property
    def lacks_streets(self) -> bool:
        """Whether the map has no streets where one expects them."""
        return place_map.lacks_streets(self.view) if self.view else False

    @property
    def attribution(self) -> str:
        """Whose map it is."""
        return place_map.attribution(self.view) if self.view else ""

    @cached_property
    def position_in_words(self) -> str:
        """Where the middle of the map is and how much it shows; above a list the list is what counts."""
        if not self.view or self.found:
            return ""
        middle = _("The centre of the map is %(place)s.") % {"place": place_names.name_of_place(self.view.cell)}
        return f"{middle} {place_map.extent_in_words(self.view)}"

    @cached_property
    def nearby(self) -> list[PlaceChoice]:
        """Named places about the middle: the way to move without the map."""
        if not self.view:
            return []
        near = gazetteer.places_near(self.view.longitude, self.view.latitude)
        return [place_search.choice_at(place.longitude, place.latitude, place.name, STREET_ZOOM) for place in near]


def shown_after(view: MapView | None, post: QueryDict, *, query: str = "") -> WherePage:
    """What follows from a search, a listed place, a press on the map, a pan or «use the middle».

    `query` is what the box has held since the last search.
    """
    try:
        if "m.x" in post:
            return _pressed(view or place_map.WHOLE_UK, post, query)
        if "at" in post:
            # A suggestion comes with what was typed.
            typed = place_search.query_as_typed(post.get("q", "")) if "q" in post else query
            return _listed(post.get("at", ""), typed)
    except NotAPosition:
        lost = _("That is not a place on this map. Search for it, or choose from the list.")
        return WherePage(view, query, error=lost, status=400)
    if "g" in post:
        return _where_the_phone_is(view, post.get("g", ""), query)
    button = post.get("b", "")
    if button == MAP:
        return WherePage(view or place_map.WHOLE_UK, query)  # beside a list: back to where the map was
    if view and button in _MOVES:
        return _moved(view, button, query)
    if view and button == HERE:
        return _chosen(view, query)
    return _searched(view, post.get("q", ""))


def _where_the_phone_is(view: MapView | None, stated: str, query: str) -> WherePage:
    """The map about the phone, with how sure it is: a close map of a rough answer would show a wrong place."""
    try:
        found, metres = place_map.view_of_phone(stated)
    except NotAPosition:
        abroad = _("Your phone says that it is not in the United Kingdom. Search for the place, or choose it on a map.")
        return WherePage(view, query, error=abroad, is_about_search=True, status=400)
    if found.is_close_enough:
        words = {"count": number_format(round(metres / 50) * 50)}
        return WherePage(found, said=_("Found: where your phone is, to about %(count)s metres.") % words)
    distance = nearby.distance_in_words(metres)
    roughly = _("Your phone only knows roughly where it is: to within about %(distance)s.") % {"distance": distance}
    return WherePage(found, said=roughly)


def _pressed(view: MapView, post: QueryDict, query: str) -> WherePage:
    pressed = place_map.pressed(view, post.get("m.x", ""), post.get("m.y", ""))
    if pressed is None:
        return WherePage(view, query, error=_("To move the map with the keyboard, use the buttons below it."))
    return WherePage(pressed, query)


def _listed(value: str, query: str) -> WherePage:
    """The map at a listed place, and which of them it was."""
    view, location = place_map.view_named(value), place_search.place_listed(value, query)
    return WherePage(view, query, said=answer_words.found_in_words(location) if location else "")


def _moved(view: MapView, button: str, query: str) -> WherePage:
    """The map moved; where it can go no further, that is said, or a press would seem to do nothing."""
    moved = place_map.moved(view, button)
    ends = {"in": _("The map comes no closer."), "out": _("The map goes no wider.")}
    end = ends.get(button, _("The map ends here: it goes no further that way."))
    return WherePage(moved, query, said=end if moved == view else "")


def _chosen(view: MapView, query: str) -> WherePage:
    """The middle as a cell, when it is close enough to be meant and in the United Kingdom."""
    if not view.is_close_enough:
        too_wide = _("This map covers too large an area to tell which place you mean. Zoom in first.")
        return WherePage(view, query, error=too_wide)
    try:
        boundaries.council_of_cell(view.cell)
    except boundaries.OutsideTheUK:
        outside = _("This place is outside the United Kingdom. Choose a place inside it.")
        return WherePage(view, query, error=outside, status=400)
    # The encrypted answers go on with the cell's centre: no finer position travels than will be kept.
    return WherePage(place_map.view_at(*hexgrid.centre(view.cell), view.zoom), chosen=view.cell)


def _searched(view: MapView | None, typed: str) -> WherePage:
    """The places a query names; the map at once when there is one alone and it is just that. Kept nowhere."""
    answer = place_search.answer_to(typed)
    if not answer.choices:
        return WherePage(view, answer.query, error=answer.said, is_about_search=True)
    if answer.is_the_one:
        return WherePage(place_map.view_named(answer.choices[0].value), answer.query, said=answer.said)
    return WherePage(view, answer.query, found=answer.choices, said=answer.said)
