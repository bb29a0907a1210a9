"""What a search found, or why it found nothing, in whole sentences: wherever there is a search, the same ones."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.geography.gazetteer import FoundLocation, FoundPlaces, Note


def in_words(answer: FoundPlaces, most: int) -> str:
    """What the page says of an answer, of which it shows `most`."""
    if not answer.locations:
        return why_nothing(answer)
    return found(answer) if is_the_one(answer) else to_choose_from(answer, most)


def is_the_one(answer: FoundPlaces) -> bool:
    """Whether the map may open at once: at what was asked for, or at the town of what is not known there.

    Of a town the map is too wide to choose a place on: what stands above it is read before it is moved.
    """
    alone = len(answer.locations) == 1
    return alone and (answer.locations[0].is_exact or answer.note is Note.TOWN_ALONE)


def why_nothing(answer: FoundPlaces) -> str:
    """What to do where there is no place to show."""
    if answer.note is Note.OUTSIDE:
        return _("That is outside the United Kingdom. Enter a place in England, Scotland, Wales or Northern Ireland.")
    if answer.note is Note.WHAT3WORDS:
        return _("We cannot look up what3words. Enter a street and town, a postcode, or a grid reference.")
    if answer.note is Note.PLUS_CODE:
        return _("We cannot look up plus codes. Enter a street and town, a postcode, or a grid reference.")
    if answer.note is Note.NORTHERN_IRELAND:
        return _(
            "We do not know that postcode. It is in Northern Ireland: enter the town, or choose the place on a map."
        )
    return _("We could not find that place. Check the spelling, or enter a nearby town or postcode.")


def found(answer: FoundPlaces) -> str:
    """What the map was opened at: the one place, or the town alone of a place that is not known."""
    place = answer.locations[0]
    if answer.note is Note.TOWN_ALONE:
        words = {"town": place.raw["name"], "place": place.in_full}
        return (
            _("We do not know that street or place in %(town)s. This is %(place)s: move the map to the place.") % words
        )
    return found_in_words(place)


def found_in_words(location: FoundLocation) -> str:
    """Which place was found."""
    name = location.in_full
    if location.raw["kind"] == "postcodes":
        return _("Found: the centre of all postcodes that begin with %(place)s.") % {"place": name}
    if location.raw["kind"] == "area":
        return _("Found: the middle of %(place)s. Move the map, or enter a town or street in it.") % {"place": name}
    return _("Found: %(place)s.") % {"place": name}


def to_choose_from(answer: FoundPlaces, most: int) -> str:
    """What a list holds. A guess is named and asked about: the map of another place would pass for the right one."""
    places = answer.locations
    if answer.note in _UNKNOWN:
        unknown = _UNKNOWN[answer.note](answer)
        return f"{unknown} {_is_it(places)}"
    if not any(location.is_exact for location in places):
        if len(places) == 1:
            words = {"place": places[0].in_full}
            return _("We do not know a place with exactly that name. Do you mean %(place)s?") % words
        return _("We do not know a place with exactly that name. Choose a similar one, or enter another.")
    if len(places) > most:
        return _("We found many places. Choose one of the first %(count)s, or enter its town or council too.") % {
            "count": most
        }
    words_of_count = ngettext("%(count)s place was found.", "%(count)s places were found.", len(places))
    found, asked = words_of_count % {"count": number_format(len(places))}, _("Choose the one you mean.")
    return f"{found} {asked}"


def _unknown_postcode(answer: FoundPlaces) -> str:
    return _("We do not know the postcode %(postcode)s.") % {"postcode": answer.about}


def _not_there(answer: FoundPlaces) -> str:
    return _("We do not know %(place)s in %(area)s.") % {"place": answer.about, "area": answer.where}


def _in_no_town(answer: FoundPlaces) -> str:
    return _("We do not know that street or place in %(town)s.") % {"town": answer.where}


_UNKNOWN = {Note.NEAR_POSTCODE: _unknown_postcode, Note.NOT_THERE: _not_there, Note.TOWN_ALONE: _in_no_town}


def _is_it(places: tuple[FoundLocation, ...]) -> str:
    if len(places) > 1:
        return _("Choose one of these, or enter another place.")
    if places[0].raw["kind"] == "postcodes":
        return _("Do you mean the centre of all postcodes that begin with %(place)s?") % {"place": places[0].in_full}
    return _("Do you mean %(place)s?") % {"place": places[0].in_full}
