"""What waits for moderators, for pages that know nothing of reports."""

import datetime

from django import template
from django.utils import timezone

from reports.intake.mixing import Unmixed, unmixed_reports
from reports.staff.models import Membership, StaffUser
from reports.staff.permissions import councils_of

register = template.Library()


@register.simple_tag
def unmixed_for(person: StaffUser) -> Unmixed | None:
    """What has arrived where the person moderates and cannot be decided yet; None for who moderates nowhere."""
    return unmixed_reports(councils_of(person, Membership.Role.MODERATOR, on=timezone.localdate()))


@register.filter
def is_overdue(unmixed: Unmixed) -> bool:
    """Whether it should have been mixed before today."""
    today: datetime.date = timezone.localdate()
    return unmixed.due_on < today
