"""What the moving map says, in the language of the page: its script has no words of its own."""

from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.cartography import density
from reports.public_map import words


def interactive_words() -> dict[str, Any]:
    """Every word that the script says, by its key; ready for JSON."""
    return {
        "bands": {
            kind: {band: capfirst(text) for band, text in stated.items()}
            for kind, stated in words.bands_in_words().items()
        },
        "bandsInside": words.bands_in_words()["one"],  # of a sentence
        "sizes": {resolution: size_of_hexagon(resolution) for resolution in density.AREA_KM2},
        "map": _("Map. Arrow keys move it, plus and minus zoom it."),
        "close": _("Close"),
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "nothing": _("No hexagon at the centre: too few reports to show safely."),
        "loading": _("One moment. The figures are loading."),
        "ready": _(
            "You can move the map now. On a phone, move it with 2 fingers. Choose a hexagon to read its figure."
        ),
        "readyWide": _(
            "You can move the map now. On a phone, move it with 2 fingers. Choose a council to read its total, or zoom "
            "in to see hexagons."
        ),
        "card": _("{reports} in {period}, in {size}."),
        "cardAt": _("{reports} in {period}, {place}, in {size}."),
        "cardNear": _("{reports} in {period}, near {place}, in {size}."),
        "spread": _("{reports} in {period}, spread over this wider area."),
        "hot": _("Also on the map before."),
        "whole": _("All of {council}: {reports}."),
        "done": _("What the council did: {kind}, {place}, {month}."),
        "report": _("Report a place here"),
        "wrong": _("Tell us that this hexagon is wrong"),
        "shown": _("{period}. Hexagons shown: {n}."),
        "councilsShown": _("{period}. Councils by their total reports: {n}. Zoom in to see hexagons."),
        "total": _("{council}: {reports}."),
        "itsMap": _("See the map of {council}"),
        "noCouncil": _("No council with figures at the centre."),
        "next": _("Next period"),
        "play": _("Play"),
        "pause": _("Pause"),
        "switch": _("Which period the map shows"),
        "tooFew": _("too few to show safely"),
        "besideSame": _("{period}: {reports} too."),
        "besideChance": _("{period}: {reports}. The difference may be chance."),
        "besideMore": _("{period}: {reports}. The difference is more than the random change explains."),
        "otherwiseCut": _("The map of {period} has other hexagons here."),
        "none": pgettext("how many", "none"),
        "compared": _(
            "{one} beside {other}. Hexagons that can be compared: {n}. Differences that may be chance: {chance}. "
            "Differences that are more than the random change explains: {more}."
        ),
    }


def size_of_hexagon(resolution: int) -> str:
    """How large a hexagon is, in square kilometres: 0.7 km²."""
    return _("%(size)s km²") % {"size": number_format(density.AREA_KM2[resolution])}
