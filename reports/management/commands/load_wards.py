"""Load electoral wards from the files of the Office for National Statistics."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from reports.geography.area_files import AreaFileProblem
from reports.geography.wards import store_wards, ward_rows
from reports.management.service_command import ServiceCommand, Sight


class Command(ServiceCommand):
    """Safe to repeat: the wards of the files are put in place of all there were."""

    may_see = Sight.NO_ROW
    help = (
        "Load wards from GeoJSON (also .gz) or GeoPackage with columns such as WD25CD, WD25NM and WD25NMW. Files that "
        "councils download name the ward of each place from the next publication on; earlier ones stay as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = store_wards(ward for file in options["files"] for ward in ward_rows(file, say=self.stderr.write))
        except AreaFileProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{count:,} wards.")
