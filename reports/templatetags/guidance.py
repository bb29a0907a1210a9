"""How a template says when a route is answered."""

from collections.abc import Iterable

from django import template
from django.utils import timezone

from reports.guidance import wording
from reports.guidance.route_form import Asked
from reports.guidance.routes import Route

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
def answer(asked: Asked, name: str) -> str:
    """What the reader picked for a question."""
    return str(getattr(asked, name))


@register.filter
def routes_in(sections: Iterable[tuple[object, list[Route]]]) -> list[Route]:
    """Every route of the sections, once, in their order."""
    return list({route.id: route for _, routes in sections for route in routes}.values())


@register.filter
def languages(route: Route) -> str:
    """The languages a route answers in, or nothing where not known."""
    return wording.languages_in_words(route)
