"""Areas, places and postcodes: public geography, loaded from open files and never from reports."""

import secrets

from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _


def new_edition() -> int:
    """A random mark of one writing of areas: two writings never share one, not even after a rollback."""
    return secrets.randbits(40)


class Area(models.Model):
    """A nation, a police force's area or a council's district, with its boundary."""

    class Kind(models.TextChoices):
        NATION = "nation", _("Nation")
        FORCE = "force", _("Police force")
        COUNCIL = "council", _("Council")

    code = models.CharField(max_length=9, primary_key=True)  # GSS code; the first letter is the nation
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=120)
    name_cy = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    boundary = models.BinaryField()  # WKB, longitude and latitude (EPSG:4326)
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    is_builtin = models.BooleanField(default=False)  # derived from the built-in gazetteer, not a legal boundary
    is_current = models.BooleanField(default=True)  # false once a newer file no longer has it; kept for its history
    edition = models.BigIntegerField(
        default=new_edition
    )  # changes with every writing: what a worker's index is told by

    class Meta:
        indexes = (
            models.Index(fields=["kind", "is_current", "name"], name="area_by_kind"),
            models.Index(fields=["kind", "is_current", "edition"], name="area_by_edition"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="nation", parent__isnull=True)
                | models.Q(parent__isnull=False) & ~models.Q(kind="nation"),
                name="only_a_nation_has_no_parent",
            ),
        )

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        """The name in the language of the page, as people say it: Bristol, not "Bristol, City of"."""
        if self.name_cy and get_language() == "cy":
            return self.name_cy
        return self.name.removesuffix(", City of").removesuffix(", County of")

    @property
    def nation(self) -> str:
        """E, W, S or N, from the code's first letter."""
        return self.code[0]


class Place(models.Model):
    """A name one can search for: a settlement or a railway station."""

    class Kind(models.TextChoices):
        SETTLEMENT = "settlement", _("Town or village")
        STATION = "station", _("Railway station")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=120)
    name_cy = models.CharField(max_length=120, blank=True)
    search_name = models.CharField(max_length=120, db_index=True)  # lower case, no accents or punctuation
    alternate_names = models.TextField(blank=True)  # in the same letters, each between bars: |caerdydd|kardif|
    nation = models.CharField(max_length=1)  # E, W, S or N
    longitude = models.FloatField()
    latitude = models.FloatField()
    population = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=["latitude", "longitude"], name="place_by_position"),)

    def __str__(self) -> str:
        return self.local_name

    @property
    def local_name(self) -> str:
        """The name in the language of the page; a station is called one."""
        name = self.name_cy if self.name_cy and get_language() == "cy" else self.name
        return gettext("%(place)s station") % {"place": name} if self.kind == self.Kind.STATION else name


class Postcode(models.Model):
    """One postcode's centre."""

    code = models.CharField(max_length=7, primary_key=True)  # upper case, no space
    longitude = models.FloatField()
    latitude = models.FloatField()

    def __str__(self) -> str:
        return self.code


class SettlementDensity(models.Model):
    """How built up a res 8 cell is, from postcodes and places: what the first partition of a council reads."""

    cell = models.BigIntegerField(primary_key=True)
    postcodes = models.PositiveIntegerField(default=0)
    population = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.cell:x}"
