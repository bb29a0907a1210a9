"""The hexagons of every release, those that are shown and no other: what `leaves.geojson` of a release has."""

import datetime
import re
from collections.abc import Iterator
from itertools import chain

import shapely

from reports.ogc_features.features import CollectionExtent, FeaturePage, MapFeature, NoSuchFeature, is_within, page_of
from reports.ogc_features.query_parameters import ItemsQuery
from reports.publication import leaf_rows, quarters, released
from reports.publication.contents import Leaf
from reports.publication.leaf_counts import leaf_counts
from reports.publication.models import Release

# A hexagon of the widest kind is 7.5 km from corner to corner and holds a point of its council: it sticks out by less.
_OVERHANG = 0.15  # degrees, of longitude too up to 62 degrees north

_ID = re.compile(r"([A-Z0-9]{1,9}-\d{4}-Q[1-4])-([0-9a-f]{15})", re.ASCII)


class HexagonSource:
    """They follow each other by council, quarter and cell: the order of their ids."""

    def extent(self) -> CollectionExtent:
        """The bounds of the councils with a map, and the time from the first map's first day on."""
        releases = released.releases_with_a_map()
        if not releases:
            return CollectionExtent(None)
        bounds = shapely.total_bounds([_bounds_of(release) for release in releases])
        west, south, east, north = (round(float(edge), 6) for edge in bounds)
        first = min(covered(release)[0] for release in releases)
        return CollectionExtent((west, south, east, north), first, max(covered(release)[1] for release in releases))

    def page(self, question: ItemsQuery) -> FeaturePage:
        """Without looking into a release of which all or nothing is asked for, but those on the page."""
        releases = [release for release in _releases_asked_for(question) if _may_be_within(release, question)]
        sizes = leaf_counts([release for release in releases if _is_whole(release, question)])
        matched = sum(
            sizes[release.pk] if release.pk in sizes else len(list(_features(release, question)))
            for release in releases
        )
        rest = (release for release in releases if release.pk >= _release_in(question.after))
        found = chain.from_iterable(_features(release, question) for release in rest)
        return page_of((it for it in found if it.id > question.after), question, matched=matched)

    def feature(self, feature_id: str) -> MapFeature:
        """The hexagon of a release."""
        named = _ID.fullmatch(feature_id)
        if named is None:
            raise NoSuchFeature(feature_id)
        council, _dash, quarter = named[1].partition("-")
        try:
            release = released.release_of(council, quarter)
        except released.NoSuchRelease:
            raise NoSuchFeature(feature_id) from None
        for leaf in released.published_leaves(release):
            feature = _feature(release, leaf)
            if feature.id == feature_id:
                return feature
        raise NoSuchFeature(feature_id)


def covered(release: Release) -> tuple[datetime.date, datetime.date]:
    """The first and the last day of the reports on a release's map."""
    months = release.map_quarters
    return quarters.first_day(months[0]), quarters.last_day(months[-1])


def _releases_asked_for(question: ItemsQuery) -> list[Release]:
    wanted = question.properties
    found = released.releases_with_a_map(wanted.get("council_code", ""), wanted.get("quarter", ""))
    return [release for release in found if question.during is None or question.during.touches(*covered(release))]


def _bounds_of(release: Release) -> shapely.Polygon:
    council = release.council
    west, south, east, north = council.west, council.south, council.east, council.north
    return shapely.box(west - _OVERHANG, south - _OVERHANG, east + _OVERHANG, north + _OVERHANG)


def _may_be_within(release: Release, question: ItemsQuery) -> bool:
    return question.within is None or bool(shapely.intersects(question.within, _bounds_of(release)))


def _is_whole(release: Release, question: ItemsQuery) -> bool:
    return question.within is None or bool(shapely.covers(question.within, _bounds_of(release)))


def _features(release: Release, question: ItemsQuery) -> Iterator[MapFeature]:
    for leaf in released.published_leaves(release):
        feature = _feature(release, leaf)
        if is_within(feature.geometry, question):
            yield feature


def _feature(release: Release, leaf: Leaf) -> MapFeature:
    made = leaf_rows.leaf_feature(release, leaf)
    first, last = covered(release)
    dates = {"covers_from": first.isoformat(), "covers_to": last.isoformat()}
    geometry = shapely.Polygon(made["geometry"]["coordinates"][0])
    return MapFeature(f"{release.pk}-{made['id']}", geometry, {"cell": made["id"]} | made["properties"] | dates)


def _release_in(after: str) -> str:
    """The release of the feature a page begins after; the page may begin within it."""
    return after.rpartition("-")[0]
