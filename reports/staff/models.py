"""People who work with the service, and the areas they may see."""

import datetime

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.geography.models import Area


class StaffUser(AbstractUser):
    """A moderator, analyst, council officer or manager; never a reporter."""

    class Meta(AbstractUser.Meta):
        swappable = "AUTH_USER_MODEL"


class Membership(models.Model):
    """What one person may do in one area and all areas inside it."""

    class Role(models.TextChoices):
        MODERATOR = "moderator", _("Moderator")
        ANALYST = "analyst", _("Force analyst")
        COUNCIL_OFFICER = "council_officer", _("Council officer")
        MANAGER = "manager", _("Manager")

    person = models.ForeignKey(StaffUser, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "role", "area"], name="one_membership_each"),)

    def __str__(self) -> str:
        return f"{self.person} · {self.get_role_display()} · {self.area}"

    def is_in_force(self, on: datetime.date) -> bool:
        """Whether it still holds on that day."""
        return self.expires_on is None or on <= self.expires_on
