"""Give a fresh clone places and areas, with no files and no network."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from reports.geography import builtin
from reports.geography.area_writing import store_areas
from reports.geography.models import Area, Place
from reports.geography.place_writing import replace_places


class Command(BaseCommand):
    """Safe to repeat; places and areas loaded from files are left as they are."""

    help = (
        "Load the built-in places, and areas derived from them. The areas are not legal boundaries: "
        "load_areas puts real ones in their stead."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are areas already")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Area.objects.filter(is_current=True).exists():
            self.stdout.write("Areas are loaded already.")
            return
        if Area.objects.filter(is_current=True, is_builtin=False).exists():
            self.stdout.write("Areas from files are loaded already: they stay.")
        else:
            counts = store_areas(builtin.builtin_areas(), is_builtin=True).counts
            self.stdout.write(
                f"{counts['council']} council areas, {counts['force']} police areas and {counts['nation']} nations "
                "derived from the built-in places. They are not legal boundaries."
            )
        count = replace_places(Place.Kind.SETTLEMENT, builtin.builtin_places())
        self.stdout.write(f"{count} places.")
