"""What the places of a release look like: hexagons and remainders as JSON, and the file of the release as GeoJSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from reports.api.shapes import MAP_QUARTERS
from reports.geography import hexgrid
from reports.publication.contents import Leaf, Remainder

BANDS_OF_COUNTS = (5, 10, 20, 40)


class PlaceShape(serializers.Serializer[Any]):
    """A hexagon, and about how many reports it holds."""

    cell = serializers.SerializerMethodField(help_text="H3 index.")
    resolution = serializers.IntegerField()
    about = serializers.ChoiceField(
        source="band", choices=BANDS_OF_COUNTS, help_text="About 5, about 10, about 20, or 40 or more reports."
    )

    @extend_schema_field(serializers.CharField())
    def get_cell(self, place: Leaf) -> str:
        """The index as H3's usual text."""
        return hexgrid.name(place.cell)


class RemainderShape(serializers.Serializer[Any]):
    """Remainder: reports in a larger hexagon, or in the council, that are not shown at a finer level."""

    cell = serializers.SerializerMethodField(help_text="H3 index; null for the rest of the council.")
    resolution = serializers.IntegerField(help_text="0 for the rest of the council.")
    about = serializers.ChoiceField(
        source="band", choices=BANDS_OF_COUNTS, help_text="About 5, about 10, about 20, or 40 or more reports."
    )

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_cell(self, remainder: Remainder) -> str | None:
        """The index as H3's usual text, or null."""
        return None if remainder.cell is None else hexgrid.name(remainder.cell)


class LeavesShape(serializers.Serializer[Any]):
    """The places of a release. A place missing from the list is not necessarily safe: there are too few reports to
    publish.
    """

    release = serializers.CharField()
    map_quarters = serializers.ListField(child=serializers.CharField(), help_text=MAP_QUARTERS)
    leaves = PlaceShape(many=True)
    remainders = RemainderShape(many=True)


class PolygonShape(serializers.Serializer[Any]):
    """The hexagon's outline, as RFC 7946 has it."""

    type = serializers.ChoiceField(choices=("Polygon",))
    coordinates = serializers.ListField(
        child=serializers.ListField(
            child=serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2), min_length=4
        ),
        min_length=1,
        max_length=1,
        help_text="Longitude and latitude of each corner, the first again at the end.",
    )


class HexagonPropertiesShape(serializers.Serializer[Any]):
    """What the release says of a hexagon."""

    release = serializers.CharField()
    quarter = serializers.CharField(help_text="The last quarter that the map covers.")
    council_code = serializers.CharField()
    council = serializers.CharField()
    resolution = serializers.IntegerField()
    about = serializers.ChoiceField(
        choices=BANDS_OF_COUNTS, help_text="About 5, about 10, about 20, or 40 or more reports."
    )
    hot = serializers.BooleanField(
        required=False, help_text="Whether an earlier map shows the place too. The oldest releases do not say."
    )


class HexagonFeatureShape(serializers.Serializer[Any]):
    """A hexagon as a feature."""

    type = serializers.ChoiceField(choices=("Feature",))
    id = serializers.CharField(help_text="H3 index.")
    geometry = PolygonShape()
    properties = HexagonPropertiesShape()


class HexagonCollectionShape(serializers.Serializer[Any]):
    """The places of a release as GeoJSON, byte for byte the file `leaves.geojson` of the release. Whether it has a map
    is told by the JSON answer and by the release: `map_quarters`.
    """

    type = serializers.ChoiceField(choices=("FeatureCollection",))
    features = HexagonFeatureShape(many=True)
