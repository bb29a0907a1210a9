"""Routes set out under headings, nation by nation: the reader picks, nobody guesses where they are."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

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


def first_calls() -> list[tuple["_StrPromise | str", Route]]:
    """(nation, route) of those to call first, as far as they are shown and have a number; an operator may hide one."""
    shown = {route.id: route for route in shown_routes() if route.phone}
    return [(NATION_NAMES.get(nation, ""), shown[name]) for nation, name in _FIRST_CALLS if name in shown]


def routes_by_nation(*needs: str, kind: str = "") -> list[tuple["_StrPromise | str", list[Route]]]:
    """(heading, routes) for the needs or of the kind: the whole UK first; those of one county last in their nation."""
    wanted = frozenset(needs)
    sections: dict[str, list[Route]] = {heading: [] for heading in _HEADINGS}
    for route in sorted(shown_routes(), key=lambda route: bool(route.region)):
        if route.kind == kind or not wanted.isdisjoint(route.needs):
            sections.setdefault("".join(letter for letter in "EWSN" if letter in route.nations), []).append(route)
    return [(_heading(letters), routes) for letters, routes in sections.items() if routes]


def _heading(letters: str) -> "_StrPromise | str":
    return _HEADINGS.get(letters) or ", ".join(str(NATION_NAMES[letter]) for letter in letters)
