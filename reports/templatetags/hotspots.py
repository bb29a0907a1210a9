"""What an analyst keeps and is alerted to, for pages that know nothing of hotspots."""

from django import template
from django.utils import timezone

from reports.analyst.alert_words import ToldAlerts, alerts_told
from reports.analyst.saved_views import KeptView, views_kept
from reports.staff.models import StaffUser

register = template.Library()


@register.simple_tag
def views_kept_by(person: StaffUser) -> list[KeptView]:
    """The views of hotspots that the person keeps, and those handed to them."""
    return views_kept(person, on=timezone.localdate())


@register.simple_tag
def alerts_for(person: StaffUser) -> ToldAlerts:
    """What is new in the person's areas."""
    return alerts_told(person, on=timezone.localdate())
