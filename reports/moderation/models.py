"""What was decided about a report, by whom, and where it stands now."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from reports.geography.models import Area
from reports.intake.models import Report
from reports.staff.models import StaffUser


class State(models.TextChoices):
    """Where a report stands; a report without a Standing is waiting."""

    WAITING = "waiting", _("Waiting")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")


class RejectionReason(models.TextChoices):
    """Why a report is not counted."""

    PRIVATE_PLACE = "private-place", _("A private home, not a public place")
    OUTSIDE_AREA = "outside-area", _("Outside the area this service covers")
    BURST = "burst", _("Part of a coordinated burst of reports")
    TEST = "test", _("A test or an obvious mistake")
    CONTRADICTORY = "contradictory", _("The answers contradict each other")


class Decision(models.Model):
    """One decision: appended, never edited. The database refuses to change or delete it."""

    # No constraint and no cascade: a report is erased in its time, and what was decided outlives it. The id left
    # behind is random and leads nowhere.
    report = models.ForeignKey(Report, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    sequence = models.PositiveSmallIntegerField()  # 1 for a report's first decision
    state = models.CharField(max_length=8, choices=State.choices)
    reason = models.CharField(max_length=16, choices=RejectionReason.choices, blank=True)
    by = models.ForeignKey(StaffUser, null=True, on_delete=models.PROTECT, related_name="+")  # null: the import command
    decided_on = models.DateField()
    accepted_on = models.DateField(null=True)  # the day that picks the quarter; an import's may lie long ago
    batch = models.UUIDField(db_index=True)  # decisions made together are undone together

    class Meta:
        indexes = (models.Index(fields=["decided_on"], name="decision_by_day"),)  # the desk's figures of late
        constraints = (
            models.UniqueConstraint(fields=["report", "sequence"], name="decisions_follow_each_other"),
            models.CheckConstraint(
                name="a_rejection_has_a_reason",
                condition=models.Q(state="rejected") & ~models.Q(reason="")
                | ~models.Q(state="rejected") & models.Q(reason=""),
            ),
            models.CheckConstraint(
                name="an_acceptance_has_its_date",
                condition=models.Q(state="accepted", accepted_on__isnull=False)
                | ~models.Q(state="accepted") & models.Q(accepted_on__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id} {self.state}"


class ReportStatus(models.Model):
    """The latest decision's outcome, for reading; rewritten with each decision."""

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices)
    accepted_on = models.DateField(null=True)
    sequence = models.PositiveSmallIntegerField()  # of the latest decision: the optimistic lock

    class Meta:
        db_table = "reports_standing"  # its name in the database
        indexes = (models.Index(fields=["state", "accepted_on"], name="standing_by_state"),)
        constraints = (
            models.CheckConstraint(
                name="accepted_and_its_date_go_together",
                condition=models.Q(state="accepted", accepted_on__isnull=False)
                | ~models.Q(state="accepted") & models.Q(accepted_on__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.report_id} {self.state}"


class Spent(models.Model):
    """A report that may have been published where it stood before: no public figure counts it again, wherever it moves.

    It moved to another council after its old one had published the quarter it was accepted in, which the database's own
    trigger notes, however it is moved (migration `one_draw_for_ever`); or it stands in a backup from before a
    publication (`spending.py`).
    """

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.report_id)


class Waiting(models.Model):
    """Which reports nobody has decided: an index over two tables, kept by the database's own triggers.

    To look for reports without a deciding Standing among 300,000 takes more than a second at each page of the queue.
    No code writes here: see the migration `waiting_kept_by_the_database`.
    """

    report = models.OneToOneField(
        Report, primary_key=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False
    )

    def __str__(self) -> str:
        return str(self.report_id)


class Claim(models.Model):
    """Who is looking at a group just now: an advice to colleagues, which ends by itself."""

    cell = models.BigIntegerField()
    council = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(StaffUser, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["cell", "council"], name="one_claim_of_a_group"),)

    def __str__(self) -> str:
        return f"{self.cell:x} {self.by_id} until {self.until:%H:%M}"


class Hold(models.Model):
    """A group put aside until a day: it stands last in the queue, and is still there."""

    cell = models.BigIntegerField()
    council = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(StaffUser, on_delete=models.CASCADE, related_name="+")
    until = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["cell", "council"], name="one_hold_of_a_group"),)

    def __str__(self) -> str:
        return f"{self.cell:x} until {self.until}"


class Proposal(models.Model):
    """That one person would reject a report as part of a burst: it waits on for a second opinion."""

    report = models.OneToOneField(Report, primary_key=True, on_delete=models.CASCADE, related_name="+")
    sequence = models.PositiveSmallIntegerField()  # of the report's standing then: a decision since makes it void
    reason = models.CharField(max_length=16, choices=RejectionReason.choices)
    by = models.ForeignKey(StaffUser, on_delete=models.CASCADE, related_name="+")
    proposed_on = models.DateField()
    batch = models.UUIDField(db_index=True)

    def __str__(self) -> str:
        return f"{self.report_id} {self.reason}"
