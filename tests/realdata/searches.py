"""Searches with their right answers, played as the page would answer them, and judged by the data's own scorer."""

import csv
import importlib.util
import io
import os
import re
import time
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from django.core.management import call_command

from reports.geography import answer_words
from reports.geography.gazetteer import places_found

BY_HAND, DAMAGED = "search/queries_open.csv", "search/queries_damaged_open.csv"
LONGEST, MOST = 60, 10  # as the page has them
_RUTLAND = "osm/rutland_2018_nometa.osm.pbf"
_CODE_POINT_OPEN = "postcodes/codepoint_open_2018-3_codepo_gb.zip"
_AREAS = ("police_force_areas_uk_simplified", "lad_may2025_uk_simplified", "nations_uk_simplified")


@dataclass(frozen=True)
class Played:
    """One search: whether the right place came first and among the first five, and how long it took."""

    kind: str
    query: str
    is_first: bool
    is_among_five: bool
    refusal: str | None
    seconds: float


def load_names(data: Path) -> None:
    """Areas, towns, stations and Rutland's streets, by the operator's own commands."""
    silent = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    call_command("load_areas", *(data / f"boundaries/{name}.geojson" for name in _AREAS), **silent)
    call_command("load_places", data / "places/geonames_gb_places.csv", **silent)
    call_command("load_places", data / "stations/uk_railway_stations.csv", **silent)
    call_command("build_basemap", str(data / _RUTLAND), "--search-only", **silent)


def load_postcodes_asked_for(data: Path, folder: Path) -> None:
    """The postcode areas of the searches written by hand: all of them take minutes."""
    text = (data / BY_HAND).read_text("utf-8")
    wanted = {area.lower() for area in re.findall(r"Code-Point Open,?(?: middle of)? ([A-Z]{1,2})[0-9]", text)}
    wanted |= {"nr"}  # of a postcode that is in no file
    with zipfile.ZipFile(data / _CODE_POINT_OPEN) as whole, zipfile.ZipFile(folder / "few.zip", "w") as few:
        for area in sorted(wanted):
            few.writestr(f"Data/CSV/{area}.csv", whole.read(f"codepo_gb/Data/CSV/{area}.csv"))
    call_command("load_postcodes", folder / "few.zip", stdout=io.StringIO(), stderr=io.StringIO())


def load_all_postcodes(data: Path) -> None:
    """Every postcode of Great Britain."""
    call_command("load_postcodes", data / _CODE_POINT_OPEN, stdout=io.StringIO(), stderr=io.StringIO())


def played(data: Path, name: str, *, without: Iterable[str] = ()) -> list[Played]:
    """Every search of a file but those of some kinds."""
    scorer = _scorer(data)
    places_found("warm up street")
    with (data / name).open(encoding="utf-8", newline="") as file:
        return [_play(row, scorer) for row in csv.DictReader(file) if row["kind"] not in set(without)]


def _play(row: dict[str, str], scorer: ModuleType) -> Played:
    started = time.perf_counter()
    answer = places_found(row["query"][:LONGEST], limit=MOST + 1)
    seconds = time.perf_counter() - started
    results = [(found.latitude, found.longitude, found.address) for found in answer.locations]
    said = answer_words.in_words(answer, MOST)
    first, five, refusal = scorer.score(row, results, said)
    return Played(row["kind"], row["query"], bool(first), bool(five), refusal, seconds)


def _scorer(data: Path) -> ModuleType:
    os.environ["STREETSAFE_DATA"] = str(data)  # where it looks for the councils
    spec = importlib.util.spec_from_file_location("search_score", data / "search/score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
