"""What councils say they did, each at the public place it names, or in the middle of the council."""

import datetime
from collections.abc import Iterable, Mapping, Sequence

import shapely
from django.utils import translation

from reports.geography import areas
from reports.geography.models import Area, Place
from reports.ogc_features.features import CollectionExtent, FeaturePage, MapFeature, NoSuchFeature, is_within, page_of
from reports.ogc_features.query_parameters import ItemsQuery
from reports.responses.published import PublishedResponse, published_responses

_STATION = " station"  # as `Place.local_name` has it in English


class ResponseSource:
    """All that stand today, by their ids."""

    def extent(self) -> CollectionExtent:
        """Where and in which months something was done."""
        found = self._features()
        if not found:
            return CollectionExtent(None)
        west, south, east, north = (
            round(float(edge), 6) for edge in shapely.total_bounds([it.geometry for it in found])
        )
        days = [datetime.date.fromisoformat(f"{it.properties['month']}-01") for it in found]
        return CollectionExtent((west, south, east, north), min(days), _last_of(max(days)))

    def page(self, question: ItemsQuery) -> FeaturePage:
        """They are few: all are looked at."""
        found = [it for it in self._features() if _is_asked_for(it, question)]
        return page_of((it for it in found if it.id > question.after), question, matched=len(found))

    def feature(self, feature_id: str) -> MapFeature:
        """The response with this id."""
        for feature in self._features():
            if feature.id == feature_id:
                return feature
        raise NoSuchFeature(feature_id)

    def _features(self) -> list[MapFeature]:
        with translation.override("en-gb"):
            responses = published_responses()[0:]
        positions = _positions(responses)
        return sorted((_feature(it, *positions[it.id]) for it in responses), key=lambda feature: feature.id)


def _is_asked_for(feature: MapFeature, question: ItemsQuery) -> bool:
    if any(feature.properties[name] != value for name, value in question.properties.items()):
        return False
    if not is_within(feature.geometry, question):
        return False
    first = datetime.date.fromisoformat(f"{feature.properties['month']}-01")
    return question.during is None or question.during.touches(first, _last_of(first))


def _last_of(month: datetime.date) -> datetime.date:
    return (month + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)


def _feature(response: PublishedResponse, position: shapely.Point, is_of_place: bool) -> MapFeature:
    return MapFeature(
        response.id,
        position,
        {
            "council_code": response.council_code,
            "council": response.council_name,
            "kind": response.kind,
            "place": response.places["en"],
            "place_cy": response.places["cy"],
            "position_of": "place" if is_of_place else "council",
            "month": response.month,
            "text": response.texts["en"],
            "text_cy": response.texts["cy"],
            "published_on": response.published_on.isoformat() if response.published_on else None,
        },
    )


def _positions(responses: Sequence[PublishedResponse]) -> Mapping[str, tuple[shapely.Point, bool]]:
    """By id: the place's own position, or one within the council; and whether it is the place's."""
    outlines = areas.outlines(Area.objects.filter(code__in={it.council_code for it in responses}).defer("boundary"))
    places = _places_named({it.places["en"] for it in responses})
    found = {}
    for response in responses:
        outline = outlines[response.council_code]
        named = (it for it in places.get(response.places["en"], ()) if shapely.intersects_xy(outline, *it))
        at = next(named, None)
        found[response.id] = (shapely.Point(at), True) if at else (_middle(outline), False)
    return found


def _places_named(names: Iterable[str]) -> dict[str, list[tuple[float, float]]]:
    """Towns and stations by the name a response gives them, the likeliest of each name first."""
    wanted = {name for name in names if name}
    rows = Place.objects.filter(
        kind__in=Place.TOWNS_AND_STATIONS, name__in=wanted | {name.removesuffix(_STATION) for name in wanted}
    ).order_by("-importance", "pk")
    found: dict[str, list[tuple[float, float]]] = {}
    with translation.override("en-gb"):
        for place in rows:
            found.setdefault(place.local_name, []).append((round(place.longitude, 6), round(place.latitude, 6)))
    return found


def _middle(outline: shapely.geometry.base.BaseGeometry) -> shapely.Point:
    point = shapely.point_on_surface(outline)
    return shapely.Point(round(point.x, 6), round(point.y, 6))
