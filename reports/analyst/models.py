"""What analysts keep, views of the hotspots; and what they are alerted to, night by night."""

import enum

from django.db import models

from reports.geography.models import Area
from reports.staff.models import StaffUser


class SavedView(models.Model):
    """A view of the hotspots kept by account; written by `reports.analyst.saved_views`."""

    owner = models.ForeignKey(StaffUser, on_delete=models.CASCADE, related_name="+")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")  # when the owner leaves, its managers'
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=600)  # of the address: filters, and perhaps a place
    saved_on = models.DateField()
    deleted_on = models.DateField(null=True)  # the day on which deleting it can be undone

    def __str__(self) -> str:
        return f"{self.name} · {self.owner}"


class AlertKind(enum.StrEnum):
    """What is new: that more reports came than expected, or that a place is of another kind."""

    CLUSTER = "cluster"
    NEW = "new"
    WINTER = "winter"
    FADING = "fading"
    ON_AND_OFF = "on-and-off"


class Alert(models.Model):
    """Something new at a place, that chance brings at most once in a year; written by `reports.analyst.alerts`."""

    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    cell = models.BigIntegerField()  # of one of the sizes of places
    kind = models.CharField(max_length=12)  # an AlertKind
    first_month = models.DateField()  # its first day: since when the reports are counted
    reports = models.PositiveIntegerField()
    expected = models.PositiveIntegerField()  # rounded
    most_in_a_day = models.PositiveIntegerField()  # of the reports whose day is known
    days_apart = models.PositiveIntegerField()  # how often chance alone brings it: once in so many days
    found_on = models.DateField()
    last_found_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.kind} · {self.council_id} · {self.found_on}"


class SeenAlert(models.Model):
    """That a person has seen an alert; written by `reports.analyst.alerts`."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(StaffUser, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["alert", "person"], name="seen_once_by_each"),)

    def __str__(self) -> str:
        return f"{self.alert_id} · {self.person_id}"


class ScannedArea(models.Model):
    """When a council's counts were last looked at, and whether they can tell anything; written as alerts are."""

    council = models.OneToOneField(Area, on_delete=models.PROTECT, related_name="+", primary_key=True)
    scanned_on = models.DateField()
    is_enough = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.council_id} · {self.scanned_on}"
