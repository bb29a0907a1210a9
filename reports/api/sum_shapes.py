"""What several maps of a council, added up, look like to a program."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reports.api.shapes import AreaNameShape, FileShape, described_files
from reports.publication import summed


class SumShape(serializers.Serializer[summed.SumInPlace]):
    """A council's last maps added up: up to four, which the public map opens with."""

    id = serializers.CharField()
    council = serializers.SerializerMethodField()
    map_quarters = serializers.ListField(
        source="quarters", child=serializers.CharField(), help_text="The quarters that it covers, oldest first."
    )
    url = serializers.SerializerMethodField()

    @extend_schema_field(AreaNameShape)
    def get_council(self, found_sum: summed.SumInPlace) -> Any:
        """The council by name."""
        return AreaNameShape(self.context["councils"][found_sum.council_code]).data

    @extend_schema_field(serializers.URLField())
    def get_url(self, found_sum: summed.SumInPlace) -> str:
        """Where the sum is told in full."""
        return str(self.context["request"].build_absolute_uri(reverse("api:sum", args=[found_sum.id])))


class SumInFullShape(SumShape):
    """A sum with the maps it is made of, and its files."""

    releases = serializers.SerializerMethodField(help_text="The releases whose maps are added up, oldest first.")
    files = serializers.SerializerMethodField(
        help_text="`leaves.csv` and `leaves.geojson` have its hexagons. After a withdrawal they have other addresses."
    )

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_releases(self, found_sum: summed.SumInPlace) -> list[str]:
        """Their ids."""
        return summed.releases_added(found_sum)

    @extend_schema_field(FileShape(many=True))
    def get_files(self, found_sum: summed.SumInPlace) -> Any:
        """The files, the manifest last."""
        return described_files(self.context["request"], found_sum.folder, summed.sum_files(found_sum.folder))
