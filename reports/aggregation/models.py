"""Counts of accepted reports: rebuilt whole, never edited, never incremented."""

from django.db import models

from reports.geography.models import Area


class CountBlock(models.Model):
    """One council's counts of one quarter, as columns.

    A row per count was tried first: half a million rows, each with its key and its index entry, took longer to write
    than all the rest of the rebuild. A block is read and written in one piece, and `counts.py` is its only reader.
    """

    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=7)  # 2026-Q3, of acceptance
    cell_counts = models.BinaryField()  # records of `columns.CELL_COUNT`, ascending
    arrival_counts = models.BinaryField()  # records of `columns.ARRIVAL_COUNT`, ascending; not of what is spent
    # What of cell_counts no public figure counts: reports whose earlier council published them, and erased ones, which
    # a map has counted.
    spent_counts = models.BinaryField(default=b"")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["council", "quarter"], name="one_block_each"),)

    def __str__(self) -> str:
        return f"{self.council_id} {self.quarter}"


class AnswerBlock(models.Model):
    """One council's answers of one quarter, as columns: when in the week, how often, whether something happened.

    No release, extract or frozen count reads it, and nothing of it outlives the reports it counts.
    """

    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=7)  # 2026-Q3, of acceptance, as of the counts
    answer_counts = models.BinaryField()  # records of `columns.ANSWER_COUNT`, ascending

    class Meta:
        constraints = (models.UniqueConstraint(fields=["council", "quarter"], name="one_answer_block_each"),)

    def __str__(self) -> str:
        return f"{self.council_id} {self.quarter}"


class FrozenBlock(models.Model):
    """One council's counts of one quarter as they stood when it was published: what its extracts are made of.

    Written once. An extract made from counts that go on changing could be subtracted from an earlier one.
    """

    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=7)
    cell_counts = models.BinaryField()  # records of `columns.CELL_COUNT`, ascending

    class Meta:
        constraints = (models.UniqueConstraint(fields=["council", "quarter"], name="one_frozen_block_each"),)

    def __str__(self) -> str:
        return f"{self.council_id} {self.quarter}"


class QuarterCut(models.Model):
    """What a council takes away of one frozen quarter, a column of rows for each question: see `cuts.py`.

    Written once, with the quarter's release: a cut made anew could differ, and the two be subtracted.
    """

    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=7)
    places = models.BinaryField()  # records of `extracts.PLACE`
    changes = models.BinaryField()  # records of `extracts.CHANGE`
    profiles = models.BinaryField()  # records of `extracts.PROFILE`
    facts = models.TextField(null=True)  # noqa: DJ001  # JSON of `extracts.CutFacts`; null of what was cut before it

    class Meta:
        constraints = (models.UniqueConstraint(fields=["council", "quarter"], name="one_cut_of_a_quarter_each"),)

    def __str__(self) -> str:
        return f"{self.council_id} {self.quarter}"


class RetainedBlock(models.Model):
    """One council's counts of one quarter of reports that were erased since: a rebuild adds them to its own.

    Without arrivals: only a release reads those, and a report is erased after its release.
    """

    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=7)
    cell_counts = models.BinaryField()  # records of `columns.CELL_COUNT`, ascending

    class Meta:
        db_table = "reports_lastingblock"  # its name in the database
        constraints = (models.UniqueConstraint(fields=["council", "quarter"], name="one_lasting_block_each"),)

    def __str__(self) -> str:
        return f"{self.council_id} {self.quarter}"
