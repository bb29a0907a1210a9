"""A feature and a page of them, as every collection gives them, and as GeoJSON."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from reports.ogc_features.coordinate_systems import CoordinateSystem
from reports.ogc_features.query_parameters import ItemsQuery
from reports.publication.open_formats import Column


class NoSuchFeature(LookupError):
    """The collection has no feature with this id."""


@dataclass(frozen=True)
class MapFeature:
    """One thing with a place: its geometry is of longitude and latitude."""

    id: str
    geometry: BaseGeometry | None  # none of a rest that is nowhere by itself; in open collections each has one
    properties: Mapping[str, Any]

    def as_geojson(self, crs: CoordinateSystem) -> dict[str, Any]:
        """The feature as GeoJSON; in another system than longitude and latitude by part 2 of the standard."""
        shape = None if self.geometry is None else mapping(crs.of_lonlat(self.geometry))
        return {"type": "Feature", "id": self.id, "geometry": shape, "properties": dict(self.properties)}


@dataclass(frozen=True)
class FeaturePage:
    """Some features in the order of the collection."""

    features: Sequence[MapFeature]
    matched: int  # on all pages
    is_last: bool


@dataclass(frozen=True)
class CollectionExtent:
    """Where and when the features of a collection are; none where there is no feature."""

    bounds: tuple[float, float, float, float] | None
    begins: datetime.date | None = None
    ends: datetime.date | None = None


class FeatureSource(Protocol):
    """Where the features of a collection come from: ordered by their ids, so that a page begins after any of them."""

    def extent(self) -> CollectionExtent:
        """Where and when they are."""

    def page(self, question: ItemsQuery) -> FeaturePage:
        """Those asked for."""

    def feature(self, feature_id: str) -> MapFeature:
        """One of them; raises NoSuchFeature."""


@dataclass(frozen=True)
class Collection:
    """What there is to ask for by one name. The words are English, as those of the API are."""

    id: str
    title: str
    description: str
    columns: Sequence[Column]  # every property of every feature
    filters: Sequence[str]  # those of them that may be asked for by their value
    source: FeatureSource
    is_open: bool = True  # to everyone, under the licence of releases; else to whoever has a token for it


def page_of(found: Iterable[MapFeature], question: ItemsQuery, *, matched: int) -> FeaturePage:
    """The first of some features; it looks at one more than the page holds, to know if it is the last."""
    taken: list[MapFeature] = []
    for feature in found:
        if len(taken) == question.limit:
            return FeaturePage(taken, matched, is_last=False)
        taken.append(feature)
    return FeaturePage(taken, matched, is_last=True)


def is_within(geometry: BaseGeometry | None, question: ItemsQuery) -> bool:
    """Whether it shares a point with the box that was asked for."""
    if question.within is None or geometry is None:
        return question.within is None
    return bool(shapely.intersects(question.within, geometry))
