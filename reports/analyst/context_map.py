"""Context layers on an analyst's map: a path for each, how to switch it off, and what stands near a place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.utils.http import urlencode
from shapely.geometry.base import BaseGeometry

from reports.analyst.svg_map import PlacesMap
from reports.cartography.projection import Sheet, sheet_of_bounds
from reports.geography import context_layers, hexgrid
from reports.geography.context_layers import LayerFeature, NearFeature
from reports.geography.models import ContextLayer

NEAR_METRES = 100.0
UNITS_A_MARK = 400  # square units of a picture for each feature of a layer: more would hide the hexagons
MOST_NAMED = 3
_BEYOND = 5  # units outside the picture at which lines are cut
_DECIMALS = 5  # of a degree: about a metre
# A mark of its own for each kind, round its middle: layers are told apart without their colours.
_MARKS = {
    ContextLayer.Kind.LIGHTS: "h0",  # a round cap
    ContextLayer.Kind.CCTV: "m-3-3h6v6h-6z",
    ContextLayer.Kind.LICENSED: "m0-4l4 4-4 4-4-4z",
    ContextLayer.Kind.SCHOOLS: "m0-4l4 7h-8z",
    ContextLayer.Kind.CRIME: "m-4 0h8m-4-4v8",
    ContextLayer.Kind.OTHER: "m-3-3l6 6m0-6l-6 6",
}


@dataclass(frozen=True)
class LayerDrawn:
    """A layer as the map has it."""

    layer: ContextLayer
    is_on: bool
    count: int  # of features in the picture
    features: Sequence[LayerFeature]  # none where there are too many
    path: str  # empty when it is switched off, or has nothing or too much in the picture
    sample: str  # its mark, for the legend
    query: str  # the address with the layer switched

    @property
    def is_too_many(self) -> bool:
        """Whether it was left out of the picture for it would hide it."""
        return self.count > len(self.features)


@dataclass(frozen=True)
class NearbyLayer:
    """What of a layer stands near a place."""

    layer: ContextLayer
    count: int
    named: Sequence[tuple[str, int]]  # the nearest, with whole metres from the place's edge

    @property
    def kind_label(self) -> str:
        """What kind of things they are, where the layer's name does not say it already."""
        label = str(ContextLayer.Kind(self.layer.kind).label)
        is_said = self.layer.kind == ContextLayer.Kind.OTHER or label.casefold() in self.layer.name.casefold()
        return "" if is_said else label

    @property
    def more(self) -> int:
        """How many features are not named."""
        return self.count - len(self.named)


def layers_drawn(
    picture: PlacesMap, *, off: Iterable[int] = (), kept: Mapping[str, str] | None = None
) -> list[LayerDrawn]:
    """All layers on a picture; `off` are the numbers of those that are not drawn, `kept` the address without them."""
    switched = set(off)
    sheet = sheet_of_bounds(picture.bounds, picture.width)
    most = picture.width * picture.height // UNITS_A_MARK
    drawn = []
    for layer in context_layers.layers_loaded():
        is_on = layer.pk not in switched
        count, features = context_layers.features_in(layer, picture.bounds, most=most) if is_on else (0, [])
        kind = ContextLayer.Kind(layer.kind)
        drawn.append(
            LayerDrawn(
                layer=layer,
                is_on=is_on,
                count=count,
                features=features,
                path=_path(features, kind, sheet),
                sample=f"M9 7{_MARKS[kind]}",
                query=_switched(kept or {}, switched ^ {layer.pk}),
            )
        )
    return drawn


def shapes_of(drawn: Sequence[LayerDrawn]) -> list[Any]:
    """Name, kind and shapes of each layer, for the map that moves; latitude first, as Leaflet has it."""
    return [
        [one.layer.name, one.layer.kind, [shape for feature in one.features for shape in _leaflet_shapes(feature)]]
        for one in drawn
        if one.features
    ]


def layers_near(cell: hexgrid.Cell, layers: Sequence[ContextLayer]) -> list[NearbyLayer]:
    """What of each layer stands in a place or within 100 metres of its edge."""
    found = context_layers.layers_near(layers, cell, metres=NEAR_METRES)
    return [NearbyLayer(one.layer, one.count, [_whole(feature) for feature in one.named[:MOST_NAMED]]) for one in found]


def _whole(feature: NearFeature) -> tuple[str, int]:
    return feature.name, round(feature.metres)


def _switched(kept: Mapping[str, str], off: set[int]) -> str:
    rest = {name: value for name, value in kept.items() if name != "off"}
    return urlencode(rest | ({"off": ",".join(map(str, sorted(off)))} if off else {}))


def _path(features: Sequence[LayerFeature], kind: ContextLayer.Kind, sheet: Sheet) -> str:
    """All features of a layer as one path: marks for points, lines for lines and for the edges of polygons."""
    parts: list[str] = []
    for feature in features:
        for shape in _parts(feature.shape):
            if shape.geom_type == "Point":
                x, y = np.round(sheet.points(shapely.get_coordinates(shape))[0]).astype(int).tolist()
                parts.append(f"M{x} {y}{_MARKS[kind]}")
            else:
                parts += _lines(shape, sheet)
    return "".join(parts)


def _parts(shape: BaseGeometry) -> Iterable[BaseGeometry]:
    """Points, lines and polygons, of whatever they were put together in."""
    for part in shapely.get_parts(shape):
        if hasattr(part, "geoms"):
            yield from _parts(part)
        else:
            yield part


def _lines(shape: BaseGeometry, sheet: Sheet) -> list[str]:
    edges = shape.boundary if shape.geom_type == "Polygon" else shape
    seen = shapely.clip_by_rect(edges, *sheet.bounds_with(_BEYOND))
    return [
        "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in sheet.points(shapely.get_coordinates(line)).tolist())
        for line in shapely.get_parts(seen)
        if line.geom_type == "LineString" and not line.is_empty
    ]


def _leaflet_shapes(feature: LayerFeature) -> list[Any]:
    """Each part as its type, its corners and the feature's name."""
    shapes = []
    for part in _parts(feature.shape):
        edges = part.exterior if part.geom_type == "Polygon" else part
        corners = shapely.get_coordinates(edges)[:, ::-1].round(_DECIMALS).tolist()
        shapes.append([part.geom_type, corners, feature.name])
    return shapes
