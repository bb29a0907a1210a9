"""Load names one can search for: settlements or railway stations."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from tqdm import tqdm

from reports.geography.place_files import PlaceFileProblem, places_in
from reports.geography.place_writing import replace_places
from reports.management.service_command import ServiceCommand, Sight

_SHOWN_REFUSALS = 20


class Command(ServiceCommand):
    """Safe to repeat: the file's places take the stead of all of their kind, in one transaction."""

    may_see = Sight.NO_ROW
    help = (
        "Load settlements (CSV with name, lat, lon, population, nation; or GeoNames' GB.txt) or railway stations "
        "(CSV with stationName, lat, long, constituentCountry). Settlements also tell how densely people live."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        refused: list[str] = []
        try:
            kind, found = places_in(options["file"], refuse=refused.append)
            places = list(tqdm(found, unit=" places", desc="Reading", disable=None))
        except PlaceFileProblem as problem:
            raise CommandError(str(problem)) from problem
        for why in refused[:_SHOWN_REFUSALS]:
            self.stderr.write(why)
        if not places:
            raise CommandError(f"{options['file']}: no valid row among {len(refused)}; nothing was changed.")
        count = replace_places(kind, places)
        self.stdout.write(f"{count:,} {'stations' if kind == 'station' else 'settlements'}.")
        if refused:
            self.stderr.write(f"{len(refused):,} rows refused.")
