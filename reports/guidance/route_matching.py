"""Which routes fit a place and needs: pure, so that every case can be written down in a table."""

import datetime
from collections.abc import Iterable

from reports.guidance.needs import NEEDS, UnknownNeed, needs_of_circumstances, needs_that_follow
from reports.guidance.ordering import NOT_ABOUT_PEOPLE, WITHOUT_A_VOICE, Reader, answers, is_known_closed, place_of
from reports.guidance.routes import Route, shown_routes
from reports.vocabulary.nations import NATIONS


class UnknownNation(ValueError):
    """A letter that is not E, W, S or N."""


ADULT = 18
# Nobody is left with 999 and 101 alone where another service answers: whoever supports people after any crime
# stands in where no support for what was said is known to answer now.
STAND_IN = "victim"
_OF_RAILWAY = frozenset({"rail"})


def choose_routes(
    *,
    nation: str,
    needs: frozenset[str],
    now: datetime.datetime,
    language: str = "en",
    relation: str = "",
    place: str = "",
    under_18: bool = False,
    at_railway: bool = False,
    with_regions: bool = False,
    routes: Iterable[Route] | None = None,
) -> list[Route]:
    """The routes for a nation (E, W, S, N) and needs: 999, then what the needs ask for, then 101 and Crimestoppers.

    Who does it (`needs.RELATIONS`), where (`needs.PLACES`) and being under 18 add needs. The order is that of
    `ordering`. A reader under 18 is never sent to a service for adults, nor a man to a service for women. Services of
    one city or county are left out unless `with_regions`. `at_railway` is reckoned from where a place lies, not said
    by anybody: it adds the railway's police after those for what happened.
    """
    if nation not in NATIONS or len(nation) != 1:
        raise UnknownNation(nation)
    all_needs = _all_needs(needs | needs_of_circumstances(relation=relation, place=place, under_18=under_18))
    candidates = [
        route
        for route in (shown_routes() if routes is None else routes)
        if nation in route.nations and (with_regions or not route.region)
    ]
    reader = Reader(nation, all_needs, now, wants_welsh=language.startswith("cy"))
    return _ordered(candidates, reader, at_railway=at_railway)


def listed_routes(
    *,
    now: datetime.datetime,
    nation: str = "",
    needs: frozenset[str] = frozenset(),
    language: str = "en",
    routes: Iterable[Route] | None = None,
) -> list[Route]:
    """Every route a reader may see, in the file's order, services of one county last.

    With needs, those that fit in the order of `ordering`: also for a reader who names no nation.
    """
    shown = [route for route in (shown_routes() if routes is None else routes) if route.confirmed]
    candidates = [route for route in shown if not nation or nation in route.nations]
    if not needs:
        return sorted(candidates, key=lambda route: bool(route.region))
    return _ordered(candidates, Reader(nation, _all_needs(needs), now, wants_welsh=language.startswith("cy")))


def who_may_answer(routes: Iterable[Route], now: datetime.datetime) -> list[Route]:
    """Those not known to be closed: who answers, by voice or by text, and whose hours nobody told us."""
    return [route for route in routes if not is_known_closed(route, now)]


def _ordered(candidates: list[Route], reader: Reader, *, at_railway: bool = False) -> list[Route]:
    fitting = {route.id for route in candidates if _fits(route, reader.needs)}
    fitting |= _stand_ins(candidates, fitting, reader)
    of_the_place = {
        route.id for route in candidates if at_railway and _fits(route, reader.needs | _OF_RAILWAY)
    } - fitting
    chosen = [route for route in candidates if route.id in fitting | of_the_place]
    return sorted(chosen, key=lambda route: place_of(route, reader, is_of_the_place=route.id in of_the_place))


def _all_needs(needs: frozenset[str]) -> frozenset[str]:
    if unknown := sorted(needs - set(NEEDS)):
        raise UnknownNeed(unknown[0])
    return needs_that_follow(needs)


def _fits(route: Route, needs: frozenset[str]) -> bool:
    if not route.confirmed or route.not_with & needs:
        return False
    if "young" in needs and route.min_age >= ADULT:
        return False
    return route.always or not needs.isdisjoint(route.needs)


def _stand_ins(candidates: list[Route], fitting: set[str], reader: Reader) -> set[str]:
    """Who supports people after any crime: those known to answer, or where none is, those not known to be closed."""
    helping = [
        route
        for route in candidates
        if route.id in fitting and not route.always and not route.relay and route.kind != "emergency"
    ]
    if reader.needs <= WITHOUT_A_VOICE | NOT_ABOUT_PEOPLE | _OF_RAILWAY:
        if helping or reader.needs & NOT_ABOUT_PEOPLE:
            return set()
    else:
        supported = {
            nation
            for route in helping
            if route.kind == "support" and answers(route, reader.now)
            for nation in route.nations
        }
        if supported >= set(reader.nation or NATIONS):
            return set()
    others = [
        route
        for route in candidates
        if route.id not in fitting
        and route.kind == "support"
        and not route.region
        and _fits(route, reader.needs & {"young", "men"} | {STAND_IN})
    ]
    known = [route for route in others if answers(route, reader.now)]
    return {route.id for route in (known if known and reader.nation else who_may_answer(others, reader.now))}
