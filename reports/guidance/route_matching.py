"""Which routes fit a place and a need: pure, so that every case can be written down in a table."""

import datetime
from collections.abc import Iterable

from reports.guidance.hours import is_open, opening
from reports.guidance.needs import NEEDS, UnknownNeed, needs_of_circumstances
from reports.guidance.routes import Route, shown_routes
from reports.vocabulary.nations import NATIONS


class UnknownNation(ValueError):
    """A letter that is not E, W, S or N."""


ADULT = 18
EMERGENCY_FIRST, CHOSEN, OF_THE_PLACE, ALWAYS_LAST = range(4)
# At night the lines for one harm are closed: whoever supports people after any crime, and does answer, stands in.
STAND_IN = "victim"
_OF_RAILWAY = frozenset({"rail"})
PEOPLE_HELP_WITH = frozenset({"stalking", "harassment", "sexual", "partner", "images"})


def choose_routes(
    *,
    nation: str,
    needs: frozenset[str],
    language: str = "en",
    relation: str = "",
    place: str = "",
    under_18: bool = False,
    at_railway: bool = False,
    now: datetime.datetime | None = None,
    with_regions: bool = False,
    routes: Iterable[Route] | None = None,
) -> list[Route]:
    """The routes for a nation (E, W, S, N) and needs: 999, then what the needs ask for, then 101 and Crimestoppers.

    Who does it (`needs.RELATIONS`), where (`needs.PLACES`) and being under 18 add needs. Within what the needs ask
    for come first those made for them (`first_for`), then, for a Welsh reader, those that answer in Welsh, then, if
    `now` is given, those that answer now. A reader under 18 is never sent to a service for adults. Services of one
    city or county are left out unless `with_regions`, and then stand last. `at_railway` is reckoned from where a place
    lies, not said by anybody: it adds the railway's police after those for what happened.
    """
    if nation not in NATIONS or len(nation) != 1:
        raise UnknownNation(nation)
    if unknown := sorted(needs - set(NEEDS)):
        raise UnknownNeed(unknown[0])
    needs |= needs_of_circumstances(relation=relation, place=place, under_18=under_18)
    candidates = [route for route in (shown_routes() if routes is None else routes) if nation in route.nations]
    in_reach = [route for route in candidates if with_regions or not route.region]
    fitting = [route for route in in_reach if _fits(route, needs)]
    if (
        now
        and needs & PEOPLE_HELP_WITH
        and not any(route.kind == "support" and _answers(route, now) for route in fitting)
    ):
        fitting += [
            route
            for route in candidates
            if route not in fitting and _fits(route, frozenset({STAND_IN})) and _answers(route, now)
        ]
    of_the_place = [
        route for route in in_reach if at_railway and route not in fitting and _fits(route, needs | _OF_RAILWAY)
    ]
    order = {route.id: _place(route, needs, language, now) for route in fitting}
    order |= {route.id: (OF_THE_PLACE, False, False, False, False) for route in of_the_place}
    return sorted(fitting + of_the_place, key=lambda route: order[route.id])  # stable: the file's order is the rest


def _fits(route: Route, needs: frozenset[str]) -> bool:
    if not route.confirmed:
        return False
    if "young" in needs and route.min_age >= ADULT:
        return False
    return route.always or not needs.isdisjoint(route.needs)


def _answers(route: Route, now: datetime.datetime) -> bool:
    """Whether someone is known to answer, by voice, text or chat, at this instant."""
    return bool(is_open(route, now)) or opening(route.text_hours, now).state in {"always", "open"}


def _place(
    route: Route, needs: frozenset[str], language: str, now: datetime.datetime | None
) -> tuple[int, bool, bool, bool, bool]:
    if route.kind == "emergency":
        return (EMERGENCY_FIRST, not route.always, False, False, False)
    if route.always:
        return (ALWAYS_LAST, False, False, False, False)
    return (
        CHOSEN,
        bool(route.region),
        needs.isdisjoint(route.first_for),
        language.startswith("cy") and not route.speaks_welsh,
        now is not None and not _answers(route, now),
    )


def listed_routes(
    *, nation: str = "", need: str = "", needs: frozenset[str] = frozenset(), routes: Iterable[Route] | None = None
) -> list[Route]:
    """Every route a reader may see, in the file's order, narrowed by a nation or by needs when given."""
    wanted = needs | ({need} - {""})
    candidates = shown_routes() if routes is None else routes
    return [
        route
        for route in candidates
        if route.confirmed and (not nation or nation in route.nations) and (not wanted or _fits(route, wanted))
    ]
