"""A release and what it published: written once, never changed; and the withdrawal of what proved to be fake."""

from django.db import models

from reports.geography.models import Area
from reports.publication import quarters
from reports.staff.models import StaffUser


class Opening(models.Model):
    """Since when the service takes reports in an area, and all that lies within: what the operator says, not reports.

    The first report would tell of itself if releases began with it.
    """

    area = models.OneToOneField(Area, primary_key=True, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.area_id} {self.opened_on}"


class PublishingPlace(models.Model):
    """Where this database is the one that publishes: another file or server is a copy, and may not draw. One row."""

    fingerprint = models.CharField(max_length=64)
    folder = models.TextField()  # the service's folder there, to be told when another place takes over

    def __str__(self) -> str:
        return self.folder


class PerhapsDrawn(models.Model):
    """Until which quarter a council's releases may have been drawn in another place: they are never drawn here."""

    council = models.OneToOneField(Area, primary_key=True, on_delete=models.PROTECT, related_name="+")
    until = models.CharField(max_length=7)

    def __str__(self) -> str:
        return f"{self.council_id} {self.until}"


class Release(models.Model):
    """One council's figures for one quarter, frozen."""

    id = models.CharField(primary_key=True, max_length=17)  # E06000023-2026-Q3
    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    # As the council was then: its files are made again to the same bytes after its name or its outline has changed.
    council_name = models.CharField(max_length=120, default="")
    is_legal_boundary = models.BooleanField(default=False)
    quarter = models.CharField(max_length=7)
    published_at = models.DateTimeField()  # the fixed instant of the quarter, not when the command ran
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")  # next in the chain
    # The first quarter the release's map covers, its own being the last; empty when reports are still gathering and
    # the release tells the total alone.
    map_from = models.CharField(max_length=7, default="")
    mechanism = models.TextField()  # JSON: the constants in force when the noise was drawn; stands in the manifest
    geography = models.CharField(max_length=16)  # which outline and densities the partition came from
    input_digest = models.CharField(max_length=64)  # SHA-256 of the frozen counts; not published
    audit_head = models.CharField(
        max_length=96, default=""
    )  # the hash that closes the audit's chain that day; in the manifest
    manifest_digest = models.CharField(max_length=64)  # SHA-256 of manifest.json
    # How its files are written (`files.FORMAT`); 0: before formats had numbers, so perhaps as nothing here writes now.
    format = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["council", "quarter"], name="one_release_each"),)

    def __str__(self) -> str:
        return self.id

    @property
    def has_map(self) -> bool:
        """Whether it has a map and a breakdown, or the total alone."""
        return bool(self.map_from)

    @property
    def map_quarters(self) -> tuple[str, ...]:
        """The quarters its map covers, oldest first; none without a map."""
        return quarters.from_to(self.map_from, self.quarter) if self.map_from else ()


class PublishedLeaf(models.Model):
    """A leaf of the partition with its noisy total, drawn once; shown by itself only when published."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="leaves")
    cell = models.BigIntegerField()
    resolution = models.PositiveSmallIntegerField()
    noisy = models.IntegerField()  # never leaves the database: the files carry the band
    is_published = models.BooleanField()
    is_hot = models.BooleanField(default=False)  # shown here and on an earlier map: only such a place is styled as hot

    class Meta:
        constraints = (models.UniqueConstraint(fields=["release", "cell"], name="one_leaf_each"),)

    def __str__(self) -> str:
        return f"{self.release_id} {self.cell:x}"


class PublishedTable(models.Model):
    """One noisy figure of a release beside its leaves: the council's total (T0), or a group by band (T2)."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="figures")
    table = models.CharField(max_length=2)  # T0 or T2
    group = models.PositiveSmallIntegerField(default=0)  # 0 in T0
    band = models.PositiveSmallIntegerField(default=0)  # 0 in T0
    noisy = models.IntegerField()
    is_published = models.BooleanField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["release", "table", "group", "band"], name="one_figure_each"),)

    def __str__(self) -> str:
        return f"{self.release_id} {self.table}"


class Withdrawal(models.Model):
    """A hexagon that was proven to be fake, hidden whole from a release; no other number ever takes its place."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="withdrawals")
    cell = models.BigIntegerField()
    number = models.PositiveSmallIntegerField()  # 1 for the release's first: the edition of its files without them
    withdrawn_on = models.DateField()
    by = models.ForeignKey(StaffUser, null=True, on_delete=models.PROTECT, related_name="+")  # null: adopted, unknown
    manifest_digest = models.CharField(max_length=64)  # SHA-256 of manifest.json from then on

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["release", "cell"], name="withdrawn_once"),
            models.UniqueConstraint(fields=["release", "number"], name="one_edition_each"),
        )
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.release_id} {self.cell:x}"
