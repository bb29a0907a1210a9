"""Routes set out under headings, nation by nation: the reader picks, nobody guesses where they are."""

import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from reports.guidance.facts import Fact
from reports.guidance.needs import NEEDS
from reports.guidance.ordering import Reader, is_known_closed, place_of
from reports.guidance.routes import Route, shown_routes
from reports.vocabulary.nations import NATION_NAMES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_HEADINGS: dict[str, "_StrPromise"] = {
    "EWSN": _("Anywhere in the UK"),
    "EWS": _("England, Wales and Scotland"),
    "EW": _("England and Wales"),
    "SN": _("Scotland and Northern Ireland"),
} | NATION_NAMES

# Before a word of advice: about stalking, about domestic abuse in each nation, and the police when nobody is in danger.
_FIRST_CALLS = (
    ("", "national-stalking-helpline"),
    ("E", "national-domestic-abuse-helpline"),
    ("W", "live-fear-free"),
    ("S", "scotland-domestic-abuse"),
    ("N", "northern-ireland-domestic-sexual-abuse"),
    ("", "police-101"),
)


def first_calls(*, now: datetime.datetime) -> list[tuple["_StrPromise | str", Route]]:
    """(nation, route) of those to call first, as far as they are shown and have a number; an operator may hide one.

    By day as listed above; a line that is closed now comes after those that answer, and 101 before a nation's own.
    """
    shown = {route.id: route for route in shown_routes() if route.phone}
    listed = [(NATION_NAMES.get(nation, ""), shown[name]) for nation, name in _FIRST_CALLS if name in shown]
    if not any(is_known_closed(route, now) for _nation, route in listed):
        return listed
    reader = Reader("", frozenset(NEEDS), now)
    return sorted(listed, key=lambda call: place_of(call[1], reader)[:3])


def routes_by_nation(
    *needs: str, now: datetime.datetime, kind: str = ""
) -> list[tuple["_StrPromise | str", list[Route]]]:
    """(heading, routes) for the needs or of the kind: the whole UK first; who is closed now after who may answer.

    Those of one county come last in their nation.
    """
    wanted = frozenset(needs)
    sections: dict[str, list[Route]] = {heading: [] for heading in _HEADINGS}
    for route in sorted(shown_routes(), key=lambda route: (bool(route.region), is_known_closed(route, now))):
        if route.kind == kind or not wanted.isdisjoint(route.needs):
            sections.setdefault(nation_letters(route), []).append(route)
    return [(heading_of(letters), routes) for letters, routes in sections.items() if routes]


def nation_letters(of: Route | Fact) -> str:
    """Its nations, England first."""
    return "".join(letter for letter in "EWSN" if letter in of.nations)


def heading_of(letters: str) -> "_StrPromise | str":
    """The nations of these letters in words."""
    return _HEADINGS.get(letters) or ", ".join(str(NATION_NAMES[letter]) for letter in letters)
