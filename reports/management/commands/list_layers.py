"""List the layers that load_layer loaded."""

from typing import Any

from reports.geography.context_layers import counted_features, layers_loaded
from reports.management.service_command import ServiceCommand, Sight


class Command(ServiceCommand):
    """A line for each layer."""

    may_see = Sight.NO_ROW
    help = "List the loaded layers: name, kind, how many features, the day they were loaded, and whose they are."

    def handle(self, *args: Any, **options: Any) -> None:
        layers = layers_loaded()
        for layer in layers:
            count = layer.feature_count  # type: ignore[attr-defined]  # annotated
            source = layer.source or "source not given"
            self.stdout.write(
                f"{layer.name}: {layer.kind}, {counted_features(count)}, loaded {layer.loaded_on}, {source}"
            )
        if not layers:
            self.stdout.write("No layers are loaded. load_layer loads one.")
