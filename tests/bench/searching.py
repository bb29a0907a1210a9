"""How often a search finds the right place and how long it takes, with a county's streets and with a country's."""

import csv
import io
import random
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from reports.geography.models import Place
from tests.bench.figures import Figure
from tests.realdata import searches
from tests.realdata.searches import Played

STREETS = 900_000  # about as many as Great Britain has names for
_SECTION = "Searching for a place"
_BARS = {searches.BY_HAND: 156, searches.DAMAGED: 950}
_MOST_MILLISECONDS = 30.0
_KINDS_OF_STREET = ("Road", "Street", "Lane", "Close", "Avenue", "Drive", "Way", "Crescent", "Court", "Gardens")
_SYLLABLES = ("ba", "cor", "dun", "el", "far", "gal", "har", "kel", "lan", "mor", "nor", "pen", "sto", "ver", "wick")
_USUAL = ("High", "Church", "Station", "Main", "Mill", "Victoria", "Park", "London", "Green", "School", "Chapel")


def searching_figures(data: Path) -> list[Figure]:
    """By kind for both sets, then the times of a search with many more streets."""
    call_command("migrate", verbosity=0)
    searches.load_names(data)
    searches.load_all_postcodes(data)
    figures = [figure for name in _BARS for figure in _figures(data, name, "Rutland's streets")]
    with tempfile.TemporaryDirectory() as folder:
        file = _open_names(Path(folder) / "opname_csv_gb.zip", data)
        started = time.perf_counter()
        call_command("load_places", file, stdout=io.StringIO(), stderr=io.StringIO())
        taken = time.perf_counter() - started
    stated = f"{taken:.0f} s, {_bytes() / 1e6:,.0f} MB of database for {Place.objects.count():,} places"
    figures.append(Figure(_SECTION, f"`load_places` of {STREETS:,} streets as OS Open Names has them", stated))
    return [*figures, *(_times(searches.played(data, name), f"{STREETS:,} streets more") for name in _BARS)]


def _figures(data: Path, name: str, streets: str) -> Iterator[Figure]:
    found = searches.played(data, name)
    for kind in sorted({one.kind for one in found}):
        some = [one for one in found if one.kind == kind]
        first, five = sum(one.is_first for one in some), sum(one.is_among_five for one in some)
        yield Figure(_SECTION, f"{kind}: right first, among the first five", f"{first}, {five} of {len(some)}")
    first, bar = sum(one.is_first for one in found), _BARS[name]
    yield Figure(_SECTION, f"{Path(name).stem}: right first", f"{first} of {len(found)}", "", f"{bar}", first >= bar)
    yield _times(found, streets)


def _times(found: list[Played], streets: str) -> Figure:
    taken = sorted(one.seconds * 1_000 for one in found)
    slow = taken[int(len(taken) * 0.95)]
    seen = f"{statistics.median(taken):.1f} ms, {slow:.1f} ms"
    what = f"{len(found)} searches on {connection.vendor}, {streets}: median, 95th percentile"
    return Figure(_SECTION, what, seen, "", f"{_MOST_MILLISECONDS:g} ms", slow <= _MOST_MILLISECONDS)


def _open_names(file: Path, data: Path) -> Path:
    """Streets of made-up names about real towns, in the columns that OS Open Names documents."""
    chance = random.Random(7)
    with (data / "places/geonames_gb_places.csv").open(encoding="utf-8", newline="") as places:
        towns = [row for row in csv.DictReader(places) if row["nation"] != "NIR"]
    weights = [int(town["population"]) + 200 for town in towns]
    made = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).title() for _ in range(60_000)]
    grid = _on_the_grid(towns)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part in range(0, STREETS, 20_000):
            text = io.StringIO()
            rows = csv.writer(text)
            for number in chance.choices(range(len(towns)), weights, k=20_000):
                usual = chance.choice(_USUAL) if chance.random() < 0.25 else chance.choice(made)
                rows.writerow(_row(f"{usual} {chance.choice(_KINDS_OF_STREET)}", towns[number], grid[number], chance))
            archive.writestr(f"Data/{part:07}.csv", text.getvalue())
    print(f"… {file.stat().st_size / 1e6:.0f} MB of made-up names", file=sys.stderr, flush=True)
    return file


def _row(name: str, town: dict[str, str], at: tuple[float, float], chance: random.Random) -> list[str]:
    cells = [""] * 34
    cells[1], cells[2], cells[7] = "http://data.ordnancesurvey.co.uk/id/1", name, "Named Road"
    cells[8], cells[9] = (f"{metres + chance.gauss(0, 1_500):.0f}" for metres in at)
    cells[18], cells[21] = town["name"], f"{town['name']} District"
    cells[29] = {"ENG": "England", "WLS": "Wales", "SCT": "Scotland"}[town["nation"]]
    return cells


def _on_the_grid(towns: list[dict[str, str]]) -> list[tuple[float, float]]:
    from reports.geography.towns_about import in_metres

    return [(x, y) for x, y in in_metres([(float(town["lon"]), float(town["lat"])) for town in towns]).tolist()]


def _bytes() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
        else:
            cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])
