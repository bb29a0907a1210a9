"""What a staff page's navigation may offer."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from reports.staff.doors import Door, doors_of

register = template.Library()


@register.simple_tag(takes_context=True)
def staff_doors(context: template.Context) -> list[Door]:
    """The parts of the staff site the signed-in person may enter; none for anybody else."""
    person = context["request"].user if "request" in context else AnonymousUser()
    return [] if isinstance(person, AnonymousUser) else doors_of(person, on=timezone.localdate())
