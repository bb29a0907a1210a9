"""The only writer of context layers: one loaded in the stead of the last of its name, and one taken out."""

import datetime
import itertools
from collections.abc import Iterable

import shapely
from django.db import transaction

from reports.geography.context_files import NewFeature
from reports.geography.models import ContextFeature, ContextLayer

_BATCH = 2_000


class NoSuchLayer(LookupError):
    """No layer of this name is loaded; `loaded` are those that are."""

    def __init__(self, name: str, loaded: list[str]) -> None:
        self.loaded = loaded
        super().__init__(name)


def replace_layer(
    name: str, features: Iterable[NewFeature], *, kind: str, source: str, on: datetime.date
) -> ContextLayer:
    """Puts these features in the stead of all that the layer of this name had, at once."""
    with transaction.atomic():
        layer, _is_new = ContextLayer.objects.select_for_update().get_or_create(
            name=name, defaults={"kind": kind, "loaded_on": on}
        )
        layer.features.all().delete()
        rows = (_row(layer, feature) for feature in features)
        tallest = 0.0
        while batch := list(itertools.islice(rows, _BATCH)):
            ContextFeature.objects.bulk_create(batch)
            tallest = max(tallest, *(row.north - row.south for row in batch))
        layer.kind, layer.source, layer.loaded_on, layer.tallest = kind, source, on, tallest
        layer.save()
    return layer


def remove_layer(name: str) -> int:
    """Takes a layer out, and says how many features it had. Raises NoSuchLayer."""
    with transaction.atomic():
        layer = ContextLayer.objects.select_for_update().filter(name=name).first()
        if layer is None:
            raise NoSuchLayer(name, list(ContextLayer.objects.order_by("name").values_list("name", flat=True)))
        count, _by_table = layer.features.all().delete()
        layer.delete()
    return count


def _row(layer: ContextLayer, feature: NewFeature) -> ContextFeature:
    west, south, east, north = feature.shape.bounds
    shape = shapely.to_wkb(feature.shape)
    return ContextFeature(layer=layer, name=feature.name, shape=shape, west=west, south=south, east=east, north=north)
