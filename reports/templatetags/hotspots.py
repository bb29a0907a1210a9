"""What an analyst keeps, for pages that know nothing of hotspots."""

from django import template
from django.utils import timezone

from reports.analyst.saved_views import KeptView, views_kept
from reports.staff.models import StaffUser

register = template.Library()


@register.simple_tag
def views_kept_by(person: StaffUser) -> list[KeptView]:
    """The views of hotspots that the person keeps, and those handed to them."""
    return views_kept(person, on=timezone.localdate())
