"""Counts of accepted reports: rebuilt whole, never edited, never incremented."""

from django.db import models

from reports.geography.models import Area


class CellCount(models.Model):
    """How many accepted reports of a quarter name a reason in a res 10 cell, by part of the day.

    Summing `mains` over everything counts each report once; `mentions` counts a report under each reason it names.
    """

    quarter = models.CharField(max_length=7)  # 2026-Q3, of acceptance
    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    cell = models.BigIntegerField()
    reason = models.PositiveSmallIntegerField()
    band = models.PositiveSmallIntegerField()
    mains = models.PositiveIntegerField()
    mentions = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["quarter", "council", "cell", "reason", "band"], name="one_cell_count_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.quarter} {self.cell:x} {self.reason}/{self.band}: {self.mains}"


class ArrivalCount(models.Model):
    """How many accepted reports of a quarter arrived for a res 9 cell on one day: what the release's clip reads."""

    quarter = models.CharField(max_length=7)
    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    cell = models.BigIntegerField()
    received_on = models.DateField()
    by_month = models.BooleanField()  # an import that knows only the month: received_on is its first day
    count = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["quarter", "council", "cell", "received_on", "by_month"],
                name="one_arrival_count_each",
            ),
        )

    def __str__(self) -> str:
        return f"{self.quarter} {self.cell:x} {self.received_on}: {self.count}"
