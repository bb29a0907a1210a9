"""How a template says when a route is answered."""

from collections.abc import Iterable

from django import template
from django.utils import timezone

from reports.guidance import wording
from reports.guidance.facts import Fact, fact
from reports.guidance.other_languages import OtherLanguage, other_languages
from reports.guidance.route_form import Asked
from reports.guidance.routes import Route, shown_routes
from reports.guidance.sections import heading_of, nation_letters

register = template.Library()


@register.filter
def open_now(route: Route) -> str:
    """‘Open now, until 4pm’, or nothing where the hours are not known."""
    return wording.open_now_in_words(route, timezone.now())


@register.filter
def weekly_hours(route: Route) -> list[str]:
    """The hours of a week, a line for each span."""
    return wording.hours_in_words(route.hours)


@register.filter
def text_hours(route: Route) -> list[str]:
    """The hours in which texts are read, a line for each span."""
    return wording.hours_in_words(route.text_hours)


@register.filter
def check_due(route: Route) -> str:
    """That the details were not checked lately, or ever; nothing where they were."""
    return wording.check_in_words(route, timezone.now())


@register.filter
def answers(asked: Asked, name: str) -> frozenset[str]:
    """What the reader picked for a question."""
    picked = getattr(asked, name)
    return picked if isinstance(picked, frozenset) else frozenset({picked})


@register.filter
def routes_in(sections: Iterable[tuple[object, list[Route]]], calls: Iterable[tuple[object, Route]]) -> list[Route]:
    """999 and 101, which every page names, then those to call first, then every route of the sections: once each."""
    named = [route for route in shown_routes() if route.always and route.kind in {"emergency", "police"}]
    named += [route for _, route in calls]
    named += [route for _, routes in sections for route in routes]
    return list({route.id: route for route in named}.values())


@register.filter
def languages(route: Route) -> str:
    """The languages a route answers in, or nothing where not known."""
    return wording.languages_in_words(route)


@register.inclusion_tag("guidance/_facts.html")
def sources(*identifiers: str) -> dict[str, list[tuple[Fact, str, bool]]]:
    """Where facts of the page hold, who says so, when it was read, and whether a figure has grown old."""
    today = timezone.localdate()
    named = [fact(identifier) for identifier in identifiers]
    return {
        "facts": [
            (one, str(heading_of(nation_letters(one))) if one.nations else "", one.is_older(on=today)) for one in named
        ]
    }


@register.inclusion_tag("guidance/_languages.html")
def help_in_other_languages() -> dict[str, tuple[OtherLanguage, ...]]:
    """A link to each, by the name its own speakers give it."""
    return {"languages": other_languages()}
