"""Load names one can search for: settlements, railway stations, or the streets and landmarks of OS Open Names."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from tqdm import tqdm

from reports.geography import open_names
from reports.geography.place_files import PlaceFileProblem, places_in
from reports.geography.place_writing import NothingToLoad, replace_places, replace_source
from reports.management.service_command import ServiceCommand, Sight

_SHOWN_REFUSALS = 20


class Command(ServiceCommand):
    """Safe to repeat: the file's places take the stead of all of their source, in one transaction."""

    may_see = Sight.NO_ROW
    help = (
        "Load settlements (CSV with name, lat, lon, population, nation; or GeoNames' GB.txt), railway stations (CSV "
        "with stationName, lat, long, constituentCountry), or OS Open Names as published (opname_csv_gb.zip): streets, "
        "villages, schools and hospitals of Great Britain. Settlements also tell how densely people live."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        self.refused = 0
        if open_names.is_open_names(options["file"]):
            self._load_open_names(options["file"])
        else:
            self._load_places(options["file"])

    def _load_open_names(self, file: Path) -> None:
        try:
            with tqdm(total=open_names.size_of(file), unit="B", unit_scale=True, desc="Names", disable=None) as bar:
                found = open_names.places_in_open_names(file, refuse=self._refuse, advance=bar.update)
                count = replace_source(open_names.SOURCE, found)
        except (open_names.OpenNamesProblem, NothingToLoad) as problem:
            raise CommandError(f"{file}: {problem}") from problem
        self.stdout.write(f"{count:,} names of OS Open Names.")
        self._say_refused()

    def _load_places(self, file: Path) -> None:
        try:
            kind, found = places_in(file, refuse=self._refuse)
            places = list(tqdm(found, unit=" places", desc="Reading", disable=None))
        except PlaceFileProblem as problem:
            raise CommandError(str(problem)) from problem
        if not places:
            raise CommandError(f"{file}: no valid row among {self.refused}; nothing was changed.")
        count = replace_places(kind, places)
        self.stdout.write(f"{count:,} {'stations' if kind == 'station' else 'settlements'}.")
        self._say_refused()

    def _refuse(self, why: str) -> None:
        self.refused += 1
        if self.refused <= _SHOWN_REFUSALS:
            self.stderr.write(why)

    def _say_refused(self) -> None:
        if self.refused:
            self.stderr.write(f"{self.refused:,} rows refused.")
