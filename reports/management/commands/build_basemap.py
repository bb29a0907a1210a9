"""Make a basemap of streets from an OpenStreetMap extract, and have them found; with no outside service."""

import re
import time
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from tqdm import tqdm

from reports.basemap import archive, openstreetmap, overview, searchable
from reports.basemap.writer import CannotBeWritten, NothingToWrite, WrittenBasemap, write_basemap
from reports.geography.place_writing import NothingToLoad, replace_source
from reports.management.service_command import ServiceCommand, Sight


def zooms(text: str) -> tuple[int, int]:
    """Two zooms of «7-14»."""
    found = re.fullmatch(r"(\d{1,2})-(\d{1,2})", text)
    if not found:
        raise ArgumentTypeError(f"{text!r}: write two zooms, as 7-14.")
    lowest, highest = int(found[1]), int(found[2])
    if not openstreetmap.MIN_ZOOM <= lowest <= highest <= openstreetmap.MAX_ZOOM:
        raise ArgumentTypeError(f"{text}: zooms go from {openstreetmap.MIN_ZOOM} to {openstreetmap.MAX_ZOOM}.")
    return lowest, highest


class Command(ServiceCommand):
    """Safe to repeat, and while the service runs: the new file takes the old one's stead when it is whole."""

    may_see = Sight.NO_ROW
    help = (
        "Make the map under the hexagons from an OpenStreetMap extract (.osm.pbf), as download.geofabrik.de has for "
        "each county. Without --out it becomes the basemap in use, and its streets and landmarks are found by the "
        "search: those of several extracts add up, and a newer one of a county takes the older one's stead. "
        "--search-only leaves the basemap as it is. --overview makes the built-in one instead."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", metavar="FILE.osm.pbf")
        parser.add_argument("--out", type=Path, metavar="FILE.pmtiles")
        parser.add_argument(
            "--zooms", type=zooms, default=(openstreetmap.MIN_ZOOM, openstreetmap.MAX_ZOOM), metavar="7-14"
        )
        parser.add_argument("--search-only", action="store_true", help="fill the search, and make no basemap")
        parser.add_argument("--overview", action="store_true", help="from the areas and places in the database")

    def _cut(self, extract: openstreetmap.OSMExtract, out: Path, of_zooms: tuple[int, int]) -> WrittenBasemap:
        parts = tqdm(extract.parts(of_zooms), unit=" layers", desc="Cutting", disable=None)
        name, attribution = extract.file.name.removesuffix(".osm.pbf"), openstreetmap.ATTRIBUTION
        try:
            return write_basemap(parts, out, name=name, attribution=attribution, bounds=extract.bounds)
        except NothingToWrite:
            raise CommandError(f"{extract.file} holds nothing to draw at these zooms. {out} is as it was.") from None

    def _fill_search(self, extract: openstreetmap.OSMExtract) -> None:
        source = searchable.source_of(extract.file)
        found = tqdm(
            searchable.places_in_extract(extract.file, refuse=self.stderr.write),
            unit=" names",
            desc="Names",
            disable=None,
        )
        try:
            count = replace_source(source, found)
        except NothingToLoad as nothing:
            self.stderr.write(f"{extract.file}: {nothing}")
            return
        self.stdout.write(f"{count:,} streets, places and landmarks of {extract.file.name} can be searched for.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._make(options)
        except CannotBeWritten as fault:
            raise CommandError(str(fault)) from None

    def _make(self, options: dict[str, Any]) -> None:
        started = time.monotonic()
        if options["out"] and options["out"].is_dir():
            raise CommandError(f"{options['out']} is a folder: name a file in it.")
        if options["overview"]:
            out = options["out"] or archive.overview_file()
            try:
                written = overview.write_overview(out)
            except overview.NothingToDraw:
                raise CommandError("There are no areas yet: load_builtin_geography or load_areas first.") from None
        elif options["file"]:
            out = options["out"] or archive.file_in_use()
            try:
                extract = openstreetmap.extract_in(options["file"])
            except archive.BasemapProblem as problem:
                raise CommandError(str(problem)) from problem
            if options["search_only"]:
                self._fill_search(extract)
                return
            written = self._cut(extract, out, options["zooms"])
        else:
            raise CommandError("Name an OpenStreetMap extract (.osm.pbf), or say --overview.")
        self.stdout.write(
            f"{out}: {written.tiles:,} tiles, {written.size / 1e6:.1f} MB, in {time.monotonic() - started:.0f} s."
        )
        if options["file"] and not options["overview"] and not options["out"]:
            self._fill_search(extract)
