"""What a staff page's navigation may offer."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from reports.staff.navigation import NavigationEntry, navigation_of
from reports.staff.sessions import has_second_factor

register = template.Library()


@register.simple_tag(takes_context=True)
def staff_navigation(context: template.Context) -> list[NavigationEntry]:
    """The parts of the staff site the signed-in person may enter; none for anybody else, or before a second factor."""
    person = getattr(context.get("request"), "user", AnonymousUser())  # a request may be refused before it has one
    if isinstance(person, AnonymousUser) or not has_second_factor(context["request"].session):
        return []
    return navigation_of(person, on=timezone.localdate())
