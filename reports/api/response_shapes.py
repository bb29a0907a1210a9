"""What a council's response looks like to a program."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reports.api.shapes import LabelsShape, labels
from reports.responses.published import KIND_CODES, PublishedResponse, kind_label


class PublishedShape(serializers.Serializer[PublishedResponse]):
    """What a council says it did, in its own words. It refers to no report."""

    id = serializers.UUIDField(help_text="Stays the same when the words are corrected.")
    council = serializers.CharField(source="council_code", help_text="The council's GSS code.")
    kind = serializers.ChoiceField(choices=KIND_CODES)
    kind_labels = serializers.SerializerMethodField()
    place = serializers.SerializerMethodField(help_text="A town, village or station; empty for the whole council.")
    month = serializers.RegexField(r"^\d{4}-\d{2}$", help_text="When it was done, such as 2026-09.")
    text = serializers.SerializerMethodField(help_text="Empty if there is no text in that language.")
    published_on = serializers.DateField()

    @extend_schema_field(LabelsShape)
    def get_kind_labels(self, stated: PublishedResponse) -> dict[str, str]:
        """The kind in words."""
        return labels(kind_label(stated.kind))

    @extend_schema_field(LabelsShape)
    def get_place(self, stated: PublishedResponse) -> dict[str, str]:
        """The place's name."""
        return stated.places

    @extend_schema_field(LabelsShape)
    def get_text(self, stated: PublishedResponse) -> dict[str, str]:
        """The words."""
        return stated.texts
