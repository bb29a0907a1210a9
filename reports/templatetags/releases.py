"""When the next figures come out, for pages that know nothing of releases."""

import datetime

from django import template
from django.utils import timezone

from reports.components import quarters_in_words
from reports.publication import quarters

register = template.Library()
register.filter("quarter_for_staff", quarters_in_words.quarter_for_staff)


@register.simple_tag
def next_release() -> datetime.date:
    """The day on which what is accepted today will be published."""
    today = timezone.localdate()
    return timezone.localdate(quarters.publication_instant(quarters.quarter_of(today)))
