"""Areas, places and postcodes: public geography, loaded from open files and never from reports."""

import secrets
from collections.abc import Iterable
from typing import Any, cast

from django.db import models, transaction
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from reports.geography import place_index
from reports.geography.place_words import importance_of_people, words_of_names


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
    year = models.PositiveSmallIntegerField(null=True, blank=True)  # of the boundary, as its file's columns tell it

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


class _WordsField(models.TextField):  # type: ignore[type-arg]  # has none when it runs
    """A place's names as the search knows them: made of the names whenever a row is written, by whomever."""

    def deconstruct(self) -> Any:
        """To migrations it is what it is in the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        place = cast("Place", model_instance)
        place.words = words_of_names((place.name, place.name_cy, *place.alternate_names.split("|")))
        return str(place.words)


class _ImportanceField(models.PositiveSmallIntegerField):  # type: ignore[type-arg]  # likewise
    """How likely a place is to be meant, of 1,000; where its loader did not say, by its people."""

    def deconstruct(self) -> Any:
        """Likewise."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.PositiveSmallIntegerField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> int:
        place = cast("Place", model_instance)
        place.importance = place.importance or importance_of_people(place.population)
        return int(place.importance)


class _Places(models.QuerySet["Place"]):
    """Places that enter and leave the search's index with their rows, however they are written."""

    def bulk_create(self, objs: Iterable["Place"], *args: Any, **kwargs: Any) -> list["Place"]:
        made = super().bulk_create(objs, *args, **kwargs)
        place_index.add([place.pk for place in made])
        return made

    def delete(self) -> tuple[int, dict[str, int]]:
        place_index.remove(self.values_list("pk", flat=True))
        return super().delete()


class Place(models.Model):
    """A name one can search for."""

    class Kind(models.TextChoices):
        SETTLEMENT = "settlement", _("Town or village")
        STATION = "station", _("Railway station")
        LOCALITY = "locality", _("Neighbourhood")  # a village or part of a town as the street map has it
        STREET = "street", _("Street")
        LANDMARK = "landmark", _("Landmark")

    # What a place is said to be near to, and all a council may name: never as fine as a street.
    TOWNS_AND_STATIONS = (Kind.SETTLEMENT, Kind.STATION)

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(max_length=120)
    name_cy = models.CharField(max_length=120, blank=True)
    search_name = models.CharField(max_length=120, db_index=True)  # lower case, no accents or punctuation
    alternate_names = models.TextField(blank=True)  # in the same letters, each between bars: |caerdydd|kardif|
    nation = models.CharField(max_length=1)  # E, W, S or N; "" of a street, whose council knows
    longitude = models.FloatField()
    latitude = models.FloatField()
    population = models.PositiveIntegerField(default=0)
    town = models.CharField(max_length=120, blank=True)  # the nearest one, of a street or landmark
    words = _WordsField(blank=True, editable=False)
    around = models.TextField(blank=True)  # words of the towns about it, in the same letters, the nearest first
    importance = _ImportanceField(default=0)
    source = models.CharField(max_length=60, blank=True)  # what a new file of the same source takes the stead of

    objects = _Places.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["kind", "latitude", "longitude"], name="place_by_kind_and_position"),
            models.Index(fields=["source"], name="place_by_source"),
        )

    def __str__(self) -> str:
        return self.local_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With its words in the index."""
        with transaction.atomic():
            place_index.remove([self.pk] if self.pk else [])
            super().save(*args, **kwargs)
            place_index.add([self.pk])

    @property
    def local_name(self) -> str:
        """The name in the language of the page; a station is called one."""
        name = self.name_cy if self.name_cy and get_language() == "cy" else self.name
        return gettext("%(place)s station") % {"place": name} if self.kind == self.Kind.STATION else name


class Vocabulary(models.Model):
    """Every word of the search, in one row: what a misspelt word is compared with."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    edition = models.BigIntegerField()  # changes with every writing, as an area's does
    words = models.BinaryField()  # ASCII, by their alphabet, a line each

    def __str__(self) -> str:
        return f"{self.edition:x}"


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


class ContextLayer(models.Model):
    """What stands in the streets, as the operator loaded it: street lights, schools, licensed premises.

    Written by `context_writing.py`, as its features are. Neither refers to anything but the other: what stands near a
    place is worked out when somebody looks, and is never written beside a report.
    """

    class Kind(models.TextChoices):
        LIGHTS = "lights", _("Street lights")
        CCTV = "cctv", _("CCTV")
        LICENSED = "licensed", _("Licensed premises")
        SCHOOLS = "schools", _("Schools")
        CRIME = "crime", _("Crimes recorded by the police")
        OTHER = "other", _("Something else")

    LONGEST_NAME = 60
    LONGEST_SOURCE = 300

    name = models.CharField(max_length=LONGEST_NAME, unique=True)  # a file of the same name takes its stead
    kind = models.CharField(max_length=8, choices=Kind.choices)
    source = models.CharField(max_length=LONGEST_SOURCE, blank=True)  # whose it is, and by which licence
    loaded_on = models.DateField()
    tallest = models.FloatField(default=0.0)  # degrees from south to north of its tallest feature: bounds a search

    class Meta:
        constraints = (models.CheckConstraint(condition=~models.Q(name=""), name="context_layer_has_a_name"),)

    def __str__(self) -> str:
        return self.name


class ContextFeature(models.Model):
    """A point, line or polygon of a layer."""

    LONGEST_NAME = 120

    layer = models.ForeignKey(ContextLayer, on_delete=models.CASCADE, related_name="features")
    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    shape = models.BinaryField()  # WKB, longitude and latitude (EPSG:4326)
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    class Meta:
        indexes = (models.Index(fields=["layer", "south", "west"], name="feature_by_position"),)

    def __str__(self) -> str:
        return self.name or f"{self.south:.5f}, {self.west:.5f}"


class Ward(models.Model):
    """An electoral ward, named in a council's files; nothing is decided or counted by it."""

    code = models.CharField(max_length=9, primary_key=True)  # GSS code
    name = models.CharField(max_length=120)
    name_cy = models.CharField(max_length=120, blank=True)
    boundary = models.BinaryField()  # WKB, longitude and latitude (EPSG:4326)
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()

    def __str__(self) -> str:
        return self.name
