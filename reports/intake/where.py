"""The question «where»: a search, a list and a map that all lead to one view, whose middle is the place."""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from geopy import Location

from reports.geography import boundaries, gazetteer, hexgrid
from reports.geography.basemap_raster import PlacedTile
from reports.intake import place_map
from reports.intake.place_map import MapView, NotAPosition

LONGEST_QUERY = 60
HERE, MAP, FIND = "here", "map", "find"
_MOVES = ("n", "s", "e", "w", "in", "out")


@dataclass(frozen=True)
class Choice:
    """A button that opens the map at a place."""

    value: str
    label: str


@dataclass(frozen=True)
class Shown:
    """What the page shows next, or the cell that was chosen."""

    view: MapView | None
    found: tuple[Choice, ...] = ()
    error: str = ""
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
    def attribution(self) -> str:
        """Whose map it is."""
        return place_map.attribution(self.view) if self.view else ""

    @cached_property
    def in_words(self) -> str:
        """Where the middle of the map is."""
        return gazetteer.place_in_words(self.view.cell) if self.view and self.view.is_close_enough else ""

    @cached_property
    def nearby(self) -> list[Choice]:
        """Named places about the middle: the way to move without the map."""
        if not self.view:
            return []
        near = gazetteer.places_near(self.view.longitude, self.view.latitude)
        return [_choice(place.longitude, place.latitude, place.name, place_map.STREET_ZOOM) for place in near]


def shown_after(view: MapView | None, post: QueryDict) -> Shown:
    """What follows from a search, a listed place, a press on the map, a pan or «use the middle»."""
    try:
        if "m.x" in post:
            return _pressed(view or place_map.WHOLE_UK, post)
        if "at" in post:
            return Shown(place_map.view_named(post.get("at", "")))
        if "g" in post:
            return Shown(place_map.view_of_phone(post.get("g", "")))
    except NotAPosition:
        return Shown(
            view, error=_("That is not a place on this map. Search for it, or choose from the list."), status=400
        )
    button = post.get("b", "")
    if button == MAP:
        return Shown(place_map.WHOLE_UK)
    if view and button in _MOVES:
        return Shown(place_map.moved(view, button))
    if view and button == HERE:
        return _chosen(view)
    return _searched(view, post.get("q", ""))


def _pressed(view: MapView, post: QueryDict) -> Shown:
    pressed = place_map.pressed(view, post.get("m.x", ""), post.get("m.y", ""))
    if pressed is None:
        return Shown(view, error=_("To move the map with the keyboard, use the buttons below it."))
    return Shown(pressed)


def _chosen(view: MapView) -> Shown:
    """The middle as a cell, when it is close enough to be meant and in the United Kingdom."""
    if not view.is_close_enough:
        return Shown(view, error=_("The map shows too much to know which place you mean. Press “Closer” first."))
    try:
        boundaries.council_of_cell(view.cell)
    except boundaries.OutsideTheUK:
        outside = _("This place is outside the United Kingdom. Choose a place inside it.")
        return Shown(view, error=outside, status=400)
    # The sealed answers go on with the cell's centre: no finer position travels than will be kept.
    return Shown(place_map.view_at(*hexgrid.centre(view.cell), view.zoom), chosen=view.cell)


def _searched(view: MapView | None, query: str) -> Shown:
    """The places a query names; straight to the map when there is one alone. The query is kept nowhere."""
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in query).split())[:LONGEST_QUERY]
    if not words:
        return Shown(view, error=_("Type a postcode, a place or a station."))
    found = gazetteer.Gazetteer().geocode(words, exactly_one=False, limit=10)
    choices = tuple(_found_choice(location) for location in found or ())
    if not choices:
        return Shown(view, error=_("No place was found. Check the spelling, or try a town or a postcode near it."))
    if len(choices) == 1:
        return Shown(place_map.view_named(choices[0].value))
    return Shown(view, found=choices)


def _found_choice(location: Location) -> Choice:
    is_exact = location.raw["kind"] in ("postcode", "station")
    zoom = place_map.STREET_ZOOM if is_exact else place_map.TOWN_ZOOM
    return _choice(location.longitude, location.latitude, location.address, zoom)


def _choice(longitude: float, latitude: float, label: str, zoom: int) -> Choice:
    return Choice(f"{longitude:.5f},{latitude:.5f},{zoom}", label)
