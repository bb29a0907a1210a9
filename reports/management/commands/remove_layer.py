"""Take out a layer that load_layer loaded."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from reports.geography.context_layers import counted_features
from reports.geography.context_writing import NoSuchLayer, remove_layer
from reports.management.service_command import ServiceCommand, Sight


class Command(ServiceCommand):
    """One layer, at once."""

    may_see = Sight.NO_ROW
    help = "Take out the layer of a name with all its features. list_layers lists the names."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = remove_layer(options["name"])
        except NoSuchLayer as problem:
            loaded = ", ".join(problem.loaded) or "none"
            raise CommandError(f"No layer is called {options['name']!r}. Loaded: {loaded}.") from problem
        self.stdout.write(f"{options['name']}: taken out, {counted_features(count)}.")
