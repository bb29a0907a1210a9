"""Nations, police forces' areas and councils with their outlines."""

import shapely
from django.db.models import QuerySet
from shapely.geometry.base import BaseGeometry

from reports.geography import areas
from reports.geography.models import Area
from reports.ogc_features.features import CollectionExtent, FeaturePage, MapFeature, NoSuchFeature, is_within
from reports.ogc_features.query_parameters import ItemsQuery

# An outline of the legal boundaries is up to megabytes: a page of more would be more than a phone's memory.
LARGEST_PAGE = 50


class AreaSource:
    """Those that stand today, by their codes."""

    def extent(self) -> CollectionExtent:
        """The bounds of all of them."""
        found = list(_current())
        if not found:
            return CollectionExtent(None)
        west, south, east, north = (
            pick(getattr(area, edge) for area in found)
            for pick, edge in ((min, "west"), (min, "south"), (max, "east"), (max, "north"))
        )
        return CollectionExtent((west, south, east, north))

    def page(self, question: ItemsQuery) -> FeaturePage:
        """Outlines are read of those alone whose bounds touch the box, and of those on the page."""
        columns = {"kind": "kind", "parent": "parent_id"}
        chosen = {columns[name]: value for name, value in question.properties.items()}
        found = [area for area in _current().filter(**chosen) if _may_be_within(area, question)]
        if question.within is not None:
            outlines = areas.outlines(found)
            found = [area for area in found if is_within(outlines[area.code], question)]
        rest = [area for area in found if area.code > question.after]
        size = min(question.limit, LARGEST_PAGE)
        shown = rest[:size]
        outlines = areas.outlines(shown)
        features = [_feature(area, outlines[area.code]) for area in shown]
        return FeaturePage(features, len(found), is_last=len(rest) <= size)

    def feature(self, feature_id: str) -> MapFeature:
        """The area with this code."""
        try:
            area = areas.area_of_code(feature_id)
        except Area.DoesNotExist:
            raise NoSuchFeature(feature_id) from None
        if not area.is_current:
            raise NoSuchFeature(feature_id)
        return _feature(area, areas.outline(area))


def _current() -> QuerySet[Area]:
    return Area.objects.filter(is_current=True).defer("boundary").order_by("code")


def _may_be_within(area: Area, question: ItemsQuery) -> bool:
    return is_within(shapely.box(area.west, area.south, area.east, area.north), question)


def _feature(area: Area, outline: BaseGeometry) -> MapFeature:
    # Of one kind all of them, for a layer of two is two layers to some programs; anticlockwise, as RFC 7946 has it.
    parts = [part for part in shapely.get_parts(outline) if part.geom_type == "Polygon"]
    return MapFeature(
        area.code,
        shapely.orient_polygons(shapely.MultiPolygon(parts)),
        {
            "code": area.code,
            "kind": area.kind,
            "name": area.name,
            "name_cy": area.name_cy,
            "parent": area.parent_id,
            "nation": area.nation,
            "is_builtin": area.is_builtin,
        },
    )
