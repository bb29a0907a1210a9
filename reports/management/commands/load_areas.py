"""Load nations, police force areas and councils from the files of the Office for National Statistics."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from tqdm import tqdm

from reports.geography.area_files import AreaFileProblem, AreaRow, area_rows
from reports.geography.area_resolving import resolved_areas
from reports.geography.area_writing import NoCouncils, store_areas
from reports.management.service_command import ServiceCommand, Sight


class Command(ServiceCommand):
    """Safe to repeat: the files as a whole become the areas that stand, in one transaction."""

    may_see = Sight.NO_ROW
    help = (
        "Load areas from GeoJSON (also .gz), GeoPackage and lookup tables (CSV), in any order. Councils are needed; "
        "forces and nations that no file draws are joined from their councils. Areas the files no longer have are "
        "kept for their history, but stand no longer."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            areas = resolved_areas(self._rows(options["files"]))
            stored = store_areas(areas, is_builtin=False)
        except (AreaFileProblem, NoCouncils) as problem:
            raise CommandError(str(problem)) from problem
        counts = stored.counts
        self.stdout.write(f"{counts['council']} councils, {counts['force']} police forces, {counts['nation']} nations.")
        if stored.retired:
            self.stdout.write(f"{stored.retired} areas stand no longer; they are kept for their history.")

    def _rows(self, files: list[Path]) -> list[AreaRow]:
        rows: list[AreaRow] = []
        with tqdm(unit=" areas", desc="Reading", disable=None) as progress:
            for file in files:
                for row in area_rows(file, say=self.stderr.write):
                    rows.append(row)
                    progress.update()
        return rows
