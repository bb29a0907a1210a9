"""Which routes fit a place and a need: pure, so that every case can be written down in a table."""

from collections.abc import Iterable

from reports.guidance.needs import NEEDS, UnknownNeed
from reports.guidance.routes import NATIONS, Route, shown_routes


class UnknownNation(ValueError):
    """A letter that is not E, W, S or N."""


ADULT = 18
EMERGENCY_FIRST, CHOSEN, ALWAYS_LAST = range(3)


def choose_routes(
    *, nation: str, needs: frozenset[str], language: str = "en", routes: Iterable[Route] | None = None
) -> list[Route]:
    """The routes for a nation (E, W, S, N) and needs: 999, then what the needs ask for, then 101 and Crimestoppers.

    Within what the needs ask for, services that answer in Welsh come first for a Welsh reader. A reader under 18
    ("young") is never sent to a service for adults. Services of one city or county are left to the full list.
    """
    if nation not in NATIONS or len(nation) != 1:
        raise UnknownNation(nation)
    if unknown := sorted(needs - set(NEEDS)):
        raise UnknownNeed(unknown[0])
    candidates = shown_routes() if routes is None else routes
    fitting = [route for route in candidates if nation in route.nations and _fits(route, needs)]
    return sorted(fitting, key=lambda route: _place(route, language))  # stable: the file's order decides the rest


def _fits(route: Route, needs: frozenset[str]) -> bool:
    if not route.confirmed or route.region:
        return False
    if "young" in needs and route.min_age >= ADULT:
        return False
    return route.always or not needs.isdisjoint(route.needs)


def _place(route: Route, language: str) -> tuple[int, bool]:
    if route.kind == "emergency":
        return (EMERGENCY_FIRST, not route.always)
    if route.always:
        return (ALWAYS_LAST, False)
    return (CHOSEN, language.startswith("cy") and not route.speaks_welsh)


def listed_routes(*, nation: str = "", need: str = "", routes: Iterable[Route] | None = None) -> list[Route]:
    """Every route a reader may see, in the file's order, narrowed by a nation or a need when given."""
    candidates = shown_routes() if routes is None else routes
    return [
        route
        for route in candidates
        if route.confirmed
        and (not nation or nation in route.nations)
        and (not need or route.always or need in route.needs)
    ]
