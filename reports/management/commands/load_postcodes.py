"""Load the middle of every postcode: OS Code-Point Open, and a list of premises for Northern Ireland."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from tqdm import tqdm

from reports.geography.postcode_files import PostcodeFileProblem, file_size, located_postcodes
from reports.geography.postcode_writing import PostcodeStore, recount_density
from reports.management.service_command import ServiceCommand, Sight

_SHOWN_REFUSALS = 20


class Command(ServiceCommand):
    """Safe to repeat: the postcode areas the file speaks of become what the file says; the others stay."""

    may_see = Sight.NO_ROW
    help = (
        "Load postcodes from the zip of Code-Point Open as published, or one CSV of it; also a CSV with a header that "
        "names the postcode and its position, as the ONS Postcode Directory does, or with columns postcode, lat, lon a "
        "list of premises, as there is of Northern Ireland: then a postcode lies in the middle of its premises."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        self.refused = 0
        store = PostcodeStore()
        try:
            with tqdm(
                total=file_size(options["file"]), unit="B", unit_scale=True, desc="Postcodes", disable=None
            ) as bar:
                for found in located_postcodes(options["file"], refuse=self._refuse, advance=bar.update):
                    store.add(found.rows)
        except PostcodeFileProblem as problem:
            raise CommandError(str(problem)) from problem
        removed = store.remove_the_others()
        if not store.count:
            raise CommandError(f"{options['file']}: no valid row among {self.refused}; nothing was changed.")
        cells = recount_density()
        self.stdout.write(f"{store.count:,} postcodes in {cells:,} cells; {removed:,} no longer in the file removed.")
        if self.refused:
            self.stderr.write(f"{self.refused:,} rows refused.")

    def _refuse(self, why: str) -> None:
        self.refused += 1
        if self.refused <= _SHOWN_REFUSALS:
            self.stderr.write(why)
        elif self.refused == _SHOWN_REFUSALS + 1:
            self.stderr.write("... and more, counted at the end.")
