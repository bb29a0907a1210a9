"""What an analyst keeps: views of the hotspots, each an address with a name."""

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
