"""Context layers as they are read: which are loaded, what of one is in a window, and what stands near a hexagon."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.db.models import Count, QuerySet
from shapely.geometry.base import BaseGeometry

from reports.geography import hexgrid, lengths
from reports.geography.lengths import Bounds
from reports.geography.models import ContextFeature, ContextLayer


@dataclass(frozen=True)
class LayerFeature:
    """A feature of a layer, in longitude and latitude."""

    name: str
    shape: BaseGeometry


@dataclass(frozen=True)
class NearFeature:
    """A feature with a name, and how far it is from the edge of a hexagon: 0 within it."""

    name: str
    metres: float


@dataclass(frozen=True)
class NearLayer:
    """How many features of a layer stand near a hexagon, and those with a name, nearest first."""

    layer: ContextLayer
    count: int
    named: Sequence[NearFeature]


def layers_loaded() -> list[ContextLayer]:
    """All layers, by kind and name, with `feature_count`."""
    order = list(ContextLayer.Kind)
    found = ContextLayer.objects.annotate(feature_count=Count("features")).order_by("name")
    return sorted(found, key=lambda layer: order.index(ContextLayer.Kind(layer.kind)))


def counted_features(count: int) -> str:
    """How many features, as commands say it."""
    return f"{count:,} feature{'' if count == 1 else 's'}"


def features_in(layer: ContextLayer, bounds: Bounds, *, most: int) -> tuple[int, list[LayerFeature]]:
    """How many features of a layer are in a window, and all of them; none where there are more than `most`."""
    found = _in_bounds(layer, bounds)
    count = found.count()
    return count, _features(found) if count <= most else []


def layers_near(layers: Sequence[ContextLayer], cell: hexgrid.Cell, *, metres: float) -> list[NearLayer]:
    """What of each layer stands in a hexagon or no farther than so many metres from its edge."""
    middle = hexgrid.centre(cell)
    outline = shapely.Polygon(hexgrid.outline(cell))
    level = lengths.levelled([outline], middle)[0]
    bounds = _grown(outline.bounds, middle, metres)
    near = []
    for layer in layers:
        features = _features(_in_bounds(layer, bounds))
        far = shapely.distance(lengths.levelled([one.shape for one in features], middle), level)
        kept = [NearFeature(one.name, away) for one, away in zip(features, far.tolist(), strict=True) if away <= metres]
        named = sorted((one for one in kept if one.name), key=lambda one: (one.metres, one.name))
        near.append(NearLayer(layer, len(kept), named))
    return near


def _grown(bounds: Bounds, middle: lengths.Position, metres: float) -> Bounds:
    west, south, east, north = bounds
    around = lengths.box_round(middle, metres)
    across, up = (around[2] - around[0]) / 2, (around[3] - around[1]) / 2
    return west - across, south - up, east + across, north + up


def _in_bounds(layer: ContextLayer, bounds: Bounds) -> QuerySet[ContextFeature]:
    west, south, east, north = bounds
    return ContextFeature.objects.filter(
        layer=layer,
        south__range=(south - layer.tallest, north),  # what begins farther south ends before the window
        north__gte=south,
        west__lte=east,
        east__gte=west,
    )


def _features(found: QuerySet[ContextFeature]) -> list[LayerFeature]:
    rows = list(found.order_by("pk").values_list("name", "shape"))
    shapes = shapely.from_wkb(np.array([bytes(shape) for _name, shape in rows], dtype=object))
    return [LayerFeature(name, shape) for (name, _shape), shape in zip(rows, shapes, strict=True)]
