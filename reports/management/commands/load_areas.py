"""Load nations, police force areas and councils from the files of the Office for National Statistics."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from tqdm import tqdm

from reports.geography.area_files import AreaFileProblem, AreaRow, area_rows
from reports.geography.area_resolving import resolved_areas
from reports.geography.area_writing import NoCouncils, WouldRetire, store_areas
from reports.management.service_command import ServiceCommand, Sight

NAMED = 8  # of the areas that would stand no longer, in what is said


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
        parser.add_argument(
            "--retire",
            action="store_true",
            help="let areas go that stand now and are in none of the files; refused otherwise, and nothing is changed",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            areas = resolved_areas(self._rows(options["files"]))
            stored = store_areas(areas, is_builtin=False, may_retire=options["retire"])
        except WouldRetire as refused:
            raise CommandError(_asked_first(refused)) from refused
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


def _asked_first(refused: WouldRetire) -> str:
    many = len(refused.areas)
    named = ", ".join(f"{area.code} {area.name}" for area in refused.areas[:NAMED])
    more = f" and {many - NAMED:,} more" if many > NAMED else ""
    areas, they = ("1 area", "it") if many == 1 else (f"{many:,} areas", "they")
    return (
        f"{areas} would stand no longer, for the files do not have {'it' if many == 1 else 'them'}: {named}{more}. "
        f"Nothing was changed. Give all files at once, also of what stays as it is; or, if {they} should go, --retire."
    )
