"""What the answers look like: one serializer for each, and the OpenAPI schema is made from them."""

from collections.abc import Iterable
from typing import Any, cast

from django.urls import reverse
from django.utils import translation
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from reports.geography.models import Area
from reports.guidance.routes import LANGUAGES, Route
from reports.guidance.wording import hours_in_words
from reports.publication import released
from reports.publication.contents import BreakdownCell
from reports.publication.models import Release
from reports.vocabulary.nations import NATIONS
from reports.vocabulary.reasons import Group, Reason

BANDS_OF_DAY = {1: "06-12", 2: "12-18", 3: "18-24", 4: "00-06"}
MAP_QUARTERS = (
    "The quarters that the map and the breakdown cover, oldest first. Empty: no map yet. With quarters here and no "
    "leaves, there is a map, and no place on it had enough reports to show."
)
GROUPS = {group.value: group.name.lower() for group in Group}


class IndexShape(serializers.Serializer[Any]):
    """The addresses of this version."""

    releases = serializers.URLField()
    sums = serializers.URLField()
    areas = serializers.URLField()
    reasons = serializers.URLField()
    routes = serializers.URLField()
    responses = serializers.URLField()
    schema = serializers.URLField()
    docs = serializers.URLField()


class ProblemShape(serializers.Serializer[Any]):
    """Why there is no answer, as RFC 9457 describes it."""

    title = serializers.CharField(help_text="The name of the status.")
    status = serializers.IntegerField()
    detail = serializers.CharField(required=False)
    errors = serializers.DictField(  # type: ignore[assignment]  # declared fields do not stay attributes
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="What is wrong with each parameter.",
    )


class AreaNameShape(serializers.ModelSerializer[Area]):
    """An area by name."""

    class Meta:
        model = Area
        fields = ("code", "name", "name_cy")


class AreaShape(serializers.ModelSerializer[Area]):
    """A nation, a police force's area or a council's district."""

    parent = serializers.CharField(  # type: ignore[assignment]  # declared fields do not stay attributes
        source="parent_id", allow_null=True, help_text="Code of the parent area."
    )
    nation = serializers.ChoiceField(choices=("E", "W", "S", "N"), help_text="From the code's first letter.")
    bbox = serializers.SerializerMethodField(help_text="West, south, east, north, in degrees.")
    is_builtin = serializers.BooleanField(help_text="Derived from place names: not a legal boundary.")

    class Meta:
        model = Area
        fields = ("code", "kind", "name", "name_cy", "parent", "nation", "bbox", "is_builtin")

    @extend_schema_field(
        serializers.ListField(child=serializers.FloatField(), min_length=4, max_length=4),
    )
    def get_bbox(self, area: Area) -> list[float]:
        """West, south, east, north."""
        return [round(edge, 6) for edge in (area.west, area.south, area.east, area.north)]


class ReleaseShape(serializers.ModelSerializer[Release]):
    """One council's published figures for one quarter. Immutable."""

    council = AreaNameShape()
    map_quarters = serializers.ListField(child=serializers.CharField(), help_text=MAP_QUARTERS)
    url = serializers.SerializerMethodField()

    class Meta:
        model = Release
        fields = ("id", "council", "quarter", "published_at", "map_quarters", "url")

    @extend_schema_field(serializers.URLField())
    def get_url(self, release: Release) -> str:
        """Where the release is told in full."""
        known = cast(dict[str, Any], self.context)  # which the view makes, and which is this answer's alone
        if "releases_at" not in known:  # once for a page of a hundred
            one = known["request"].build_absolute_uri(reverse("api:release", args=[release.pk]))
            known["releases_at"] = one.removesuffix(release.pk)
        return f"{known['releases_at']}{release.pk}"


class TotalShape(serializers.Serializer[Any]):
    """How many reports the council had in the quarter, with noise."""

    value = serializers.IntegerField(allow_null=True, help_text="Rounded to 10; null when fewer than 30.")
    in_words = serializers.CharField()


class BreakdownShape(serializers.Serializer[Any]):
    """How many reports of a group were about a part of the day, with noise, rounded to 10."""

    group = serializers.SerializerMethodField()
    band = serializers.SerializerMethodField(help_text="Part of the day.")
    value = serializers.IntegerField()

    @extend_schema_field(serializers.ChoiceField(choices=sorted(GROUPS.values())))
    def get_group(self, cell: BreakdownCell) -> str:
        """The group's code."""
        return GROUPS[cell.group]

    @extend_schema_field(serializers.ChoiceField(choices=list(BANDS_OF_DAY.values())))
    def get_band(self, cell: BreakdownCell) -> str:
        """The hours."""
        return BANDS_OF_DAY[cell.band]


class FileShape(serializers.Serializer[Any]):
    """An immutable file of a release."""

    name = serializers.CharField()
    size = serializers.IntegerField(help_text="Bytes.")
    sha256 = serializers.CharField()
    media_type = serializers.CharField()
    url = serializers.URLField()


def described_files(request: Request, folder: str, files: Iterable[released.FileEntry]) -> list[dict[str, str | int]]:
    """Each file of a folder as FileShape tells it."""
    return [
        {
            "name": file.name,
            "size": file.size,
            "sha256": file.sha256,
            "media_type": file.media_type,
            "url": request.build_absolute_uri(reverse("release_files:file", args=[folder, file.name])),
        }
        for file in files
    ]


class ReleaseInFullShape(ReleaseShape):
    """A release with its total, its breakdown and its files."""

    total = serializers.SerializerMethodField()
    mix = serializers.SerializerMethodField(help_text="Only what is large enough to show.")
    files = serializers.SerializerMethodField()
    leaves_url = serializers.SerializerMethodField()

    class Meta:
        model = Release
        fields = (*ReleaseShape.Meta.fields, "total", "mix", "files", "leaves_url")

    @extend_schema_field(TotalShape)
    def get_total(self, release: Release) -> dict[str, int | str | None]:
        """The council's total."""
        return {"value": released.total_of(release).value, "in_words": released.total_in_words(release)}

    @extend_schema_field(BreakdownShape(many=True))
    def get_mix(self, release: Release) -> Any:
        """Groups of reasons by part of the day."""
        return BreakdownShape(released.breakdown_of(release), many=True).data

    @extend_schema_field(FileShape(many=True))
    def get_files(self, release: Release) -> Any:
        """The files, the manifest last."""
        folder = released.folder_name(release)
        return described_files(self.context["request"], folder, released.release_files(release))

    @extend_schema_field(serializers.URLField())
    def get_leaves_url(self, release: Release) -> str:
        """Where its places are."""
        return str(self.context["request"].build_absolute_uri(reverse("api:leaves", args=[release.pk])))


class LabelsShape(serializers.Serializer[Any]):
    """Words in both languages."""

    en = serializers.CharField()
    cy = serializers.CharField()


class ReasonShape(serializers.Serializer[Reason]):
    """Why a place feels unsafe."""

    code = serializers.CharField()
    number = serializers.IntegerField()
    group = serializers.SerializerMethodField()
    labels = serializers.SerializerMethodField()
    group_labels = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField(choices=sorted(GROUPS.values())))
    def get_group(self, reason: Reason) -> str:
        """The group's code."""
        return GROUPS[reason.group]

    @extend_schema_field(LabelsShape)
    def get_labels(self, reason: Reason) -> dict[str, str]:
        """The reason in words."""
        return labels(reason.label)

    @extend_schema_field(LabelsShape)
    def get_group_labels(self, reason: Reason) -> dict[str, str]:
        """The group in words."""
        return labels(reason.group.label)


class RouteShape(serializers.Serializer[Route]):
    """A helpline or reporting service. Unknown fields are empty, never guessed."""

    id = serializers.CharField()
    kind = serializers.CharField(help_text="emergency, police, anonymous, council or support.")
    name = LabelsShape()
    what = LabelsShape(help_text="What it is for, and for whom.")
    how = LabelsShape(help_text="What to know before using it.")
    not_for = LabelsShape()
    region = LabelsShape(help_text="The part of a nation it serves, when it serves one part only.")
    nations = serializers.SerializerMethodField()
    phone = serializers.CharField()
    text = serializers.CharField()
    relay = serializers.CharField()
    bsl = serializers.CharField(help_text="Address for British Sign Language.")
    web = serializers.CharField()
    email = serializers.CharField()
    hours = serializers.SerializerMethodField(help_text="A line for each span, UK time; empty when not known.")
    languages = serializers.ListField(child=serializers.ChoiceField(choices=LANGUAGES))
    needs = serializers.SerializerMethodField(help_text="When it is offered; empty when it always is.")
    source = serializers.CharField(  # type: ignore[assignment]  # declared fields do not stay attributes
        help_text="Source of the information."
    )
    last_checked = serializers.DateField(allow_null=True)

    @extend_schema_field(serializers.ListField(child=serializers.RegexField("[EWSN]")))
    def get_nations(self, route: Route) -> list[str]:
        """The nations it serves, England first."""
        return [nation for nation in NATIONS if nation in route.nations]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_hours(self, route: Route) -> list[str]:
        """The hours in words."""
        return hours_in_words(route.hours)

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_needs(self, route: Route) -> list[str]:
        """The needs, by name."""
        return sorted(route.needs)


def labels(text: object) -> dict[str, str]:
    """A lazily translated text in English and Welsh."""
    words = {}
    for language, code in (("en", "en-gb"), ("cy", "cy")):
        with translation.override(code):
            words[language] = str(text)
    return words
