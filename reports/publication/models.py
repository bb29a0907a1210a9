"""A release and what it published: written once, never changed."""

from django.db import models

from reports.geography.models import Area


class Release(models.Model):
    """One council's figures for one quarter, frozen."""

    id = models.CharField(primary_key=True, max_length=17)  # E06000023-2026-Q3
    council = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=7)
    published_at = models.DateTimeField()  # the fixed instant of the quarter, not when the command ran
    previous = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")  # next in the chain
    mechanism = models.TextField()  # JSON: the constants in force when the noise was drawn; stands in the manifest
    geography = models.CharField(max_length=16)  # which outline and densities the partition came from
    input_digest = models.CharField(max_length=64)  # SHA-256 of the frozen counts; not published
    manifest_digest = models.CharField(max_length=64)  # SHA-256 of manifest.json

    class Meta:
        constraints = (models.UniqueConstraint(fields=["council", "quarter"], name="one_release_each"),)

    def __str__(self) -> str:
        return self.id


class PublishedLeaf(models.Model):
    """A leaf of the partition with its noisy total, drawn once; shown by itself only when published."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="leaves")
    cell = models.BigIntegerField()
    resolution = models.PositiveSmallIntegerField()
    noisy = models.IntegerField()  # never leaves the database: the files carry the band
    is_published = models.BooleanField()

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
