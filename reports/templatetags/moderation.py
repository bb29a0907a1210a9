"""What waits for moderators, for pages that know nothing of reports."""

import datetime

from django import template
from django.utils import timezone

from reports.intake.shuffling import Unshuffled, unshuffled_reports
from reports.moderation.asked_of import OpinionAsked, asked_of
from reports.staff.models import Membership, StaffUser
from reports.staff.permissions import councils_of

register = template.Library()


@register.simple_tag
def unshuffled_for(person: StaffUser) -> Unshuffled | None:
    """What has arrived where the person moderates and cannot be decided yet; None for who moderates nowhere."""
    return unshuffled_reports(councils_of(person, Membership.Role.MODERATOR, on=timezone.localdate()))


@register.simple_tag
def asked_of_person(person: StaffUser) -> list[OpinionAsked]:
    """The second opinions a colleague asks the person for."""
    return asked_of(person)


@register.filter
def is_overdue(unshuffled: Unshuffled) -> bool:
    """Whether it should have been shuffled before today."""
    today: datetime.date = timezone.localdate()
    return unshuffled.due_on < today
