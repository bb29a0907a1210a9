"""Collections that an access token opens: what they hold comes from a package that the open ones must not know.

That package is handed in by `reports.urls`, as plain values: nothing here can reach a count.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from shapely.geometry.base import BaseGeometry

from reports.ogc_features.features import (
    Collection,
    CollectionExtent,
    FeaturePage,
    MapFeature,
    NoSuchFeature,
    is_within,
    page_of,
)
from reports.ogc_features.query_parameters import ItemsQuery
from reports.publication.open_formats import Column
from reports.staff.models import AccessToken
from reports.staff.permissions import StaffRequest
from reports.staff.token_auth import token_only

# The id of a feature, its shape, its properties, and the first and last day it is of.
PlainFeature = tuple[str, BaseGeometry | None, Mapping[str, Any], datetime.date, datetime.date]


@dataclass(frozen=True)
class TokenCollection:
    """A collection, whose features are worked out for each program anew; `note_read` hears who begins to read."""

    id: str
    title: str
    description: str
    columns: Sequence[Column]
    filters: Sequence[str]
    features: Callable[[StaffRequest], Iterable[PlainFeature]]
    note_read: Callable[[StaffRequest], None]

    def opened_by(self, request: StaffRequest) -> Collection:
        """As the program of a token sees it."""
        source = PlainSource(lambda: sorted(self.features(request), key=lambda feature: feature[0]))
        return Collection(self.id, self.title, self.description, self.columns, self.filters, source, is_open=False)


class PlainSource:
    """Features in memory: those of a few councils."""

    def __init__(self, features: Callable[[], Sequence[PlainFeature]]) -> None:
        self._features = features

    def extent(self) -> CollectionExtent:
        """Of all of them."""
        features = self._features()
        shapes = [shape for _id, shape, _properties, _first, _last in features if shape is not None]
        if not shapes:
            return CollectionExtent(None)
        west, south, east, north = (round(float(edge), 6) for edge in shapely.total_bounds(shapes))
        return CollectionExtent(
            (west, south, east, north), min(it[3] for it in features), max(it[4] for it in features)
        )

    def page(self, question: ItemsQuery) -> FeaturePage:
        """Those asked for."""
        found = [
            MapFeature(number, shape, properties)
            for number, shape, properties, first, last in self._features()
            if (question.during is None or question.during.touches(first, last))
            and is_within(shape, question)
            and all(str(properties[name]) == value for name, value in question.properties.items())
        ]
        return page_of((it for it in found if it.id > question.after), question, matched=len(found))

    def feature(self, feature_id: str) -> MapFeature:
        """One of them."""
        for number, shape, properties, _first, _last in self._features():
            if number == feature_id:
                return MapFeature(number, shape, properties)
        raise NoSuchFeature(feature_id)


_offered: dict[str, TokenCollection] = {}


def offer(collections: Iterable[TokenCollection]) -> None:
    """Says which collections a token opens; at the start, once."""
    _offered.update({one.id: one for one in collections})


def is_of_tokens(name: str) -> bool:
    """Whether there is such a collection for whoever has a token."""
    return name in _offered


def with_token_collection(
    request: HttpRequest, name: str, answer: Callable[[HttpRequest, Collection], HttpResponse]
) -> HttpResponse:
    """The answer about one of them, to a program with a token; a challenge to any other."""

    def told(own: StaffRequest) -> HttpResponse:
        if "after" not in own.GET:
            _offered[name].note_read(own)
        return answer(own, _offered[name].opened_by(own))

    return _with_token(request, told)


def with_token_collections(
    request: HttpRequest, answer: Callable[[Sequence[Collection]], HttpResponse]
) -> HttpResponse:
    """The answer with all of them beside the open ones where a token is sent; one that is wrong is refused."""
    if "Authorization" not in request.headers:
        return answer(())
    return _with_token(request, lambda own: answer([one.opened_by(own) for one in _offered.values()]))


def _with_token(request: HttpRequest, view: Callable[[StaffRequest], HttpResponse]) -> HttpResponse:
    guarded: Callable[[HttpRequest], HttpResponseBase] = token_only(AccessToken.Dataset.EXTRACT)(view)
    answered = guarded(request)
    assert isinstance(answered, HttpResponse)  # what is asked for here is never streamed
    return answered
