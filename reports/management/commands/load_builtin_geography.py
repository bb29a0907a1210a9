"""Give a fresh clone places and areas, with no files and no network."""

from argparse import ArgumentParser
from typing import Any

from reports.geography import builtin
from reports.geography.area_writing import store_areas
from reports.geography.models import Area, Place
from reports.geography.place_writing import replace_places
from reports.management.service_command import ServiceCommand, Sight


class Command(ServiceCommand):
    """Safe to repeat; places and areas loaded from files are left as they are."""

    may_see = Sight.NO_ROW
    help = (
        "Load the built-in places, and areas derived from them. The areas are not legal boundaries: "
        "load_areas puts real ones in their stead."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there are areas already")
        parser.add_argument("--replace-places", action="store_true", help="also when there are settlements already")

    def handle(self, *args: Any, **options: Any) -> None:
        existing = Area.objects.filter(is_current=True)
        if options["if_empty"] and existing.exists():
            self.stdout.write("Areas are loaded already.")
            return
        if existing.filter(is_builtin=False).exists():
            self.stdout.write("Areas from files are loaded already: they stay.")
        else:
            self._load_areas()
        if Place.objects.filter(kind=Place.Kind.SETTLEMENT).exists() and not options["replace_places"]:
            self.stdout.write("Places are loaded already: they stay.")
        else:
            count = replace_places(Place.Kind.SETTLEMENT, builtin.builtin_places())
            self.stdout.write(f"{count:,} places.")

    def _load_areas(self) -> None:
        counts = store_areas(builtin.builtin_areas(), is_builtin=True).counts
        self.stdout.write(
            f"{counts['council']} council areas, {counts['force']} police areas and {counts['nation']} nations "
            "derived from the built-in places. They are not legal boundaries."
        )
