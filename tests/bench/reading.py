"""Reading the map: a release's file through Django, beside a bare view, other formats and what PostGIS draws."""

import asyncio
import gzip
import http.client
import json
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from reports.publication.geopackage import geopackage_of
from tests.bench.figures import Figure, in_turns, runs_in_turn, times
from tests.bench.filling import fill_database
from tests.bench.load_generator import asked_in_turn
from tests.bench.million import Million, made_up_reports
from tests.bench.postgres import binaries, throw_away_postgres
from tests.bench.vector_tiles import against_postgis, load, mvt_figure
from tests.deployment import Deployment, Server, serve

SECTION = "Reading the map of a million reports"
QUARTER = "2025-Q2"
ROUNDS = 300  # requests over one kept connection
CONNECTIONS, STRETCHES, SECONDS = 64, 7, 2


def reading_figures() -> list[Figure]:
    """Requests against an empty view's, tiles drawn by PostGIS, and bytes."""
    made = made_up_reports()
    programs = binaries()
    with _served(made) as (server, bare, council):
        name = f"/releases/{council}-{QUARTER}/map.json"
        figures = [_beside_a_bare_view(server, bare, name)]
        with _asking(server) as ask:
            taken = in_turns({"file": lambda: ask(name)}, runs=ROUNDS)
            files = {kind: ask(name.replace("map.json", kind)) for kind in ("map.json", "leaves.geojson")}
        figures += [_geojson_figure(files), *_geopackage_figures(files)]
        if programs is None:
            return figures
        with throw_away_postgres(programs) as connection:
            load(connection, made)
            return [*figures, against_postgis(connection, made, taken["file"]), mvt_figure(connection, files)]


def _beside_a_bare_view(server: Server, bare: Server, name: str) -> Figure:
    """The rate at which the file is answered over many connections, beside a view that does nothing, in turns."""
    ports = {"file": (server, name), "bare": (bare, "/healthz")}
    rates: dict[str, list[float]] = {kind: [] for kind in ports}
    for number in range(STRETCHES + 1):
        for kind, (asked, address) in ports.items():
            port = int(asked.url.rpartition(":")[2])
            answers = asyncio.run(asked_in_turn(port, address, connections=CONNECTIONS, seconds=SECONDS))
            if number:  # the first warms up
                rates[kind].append(answers.rate)
    shares = tuple(file / empty for file, empty in zip(rates["file"], rates["bare"], strict=True))
    share = statistics.median(shares)
    return Figure(
        SECTION,
        f"a release's `map.json` through its Django view (gunicorn, {CONNECTIONS} connections)",
        f"{statistics.median(rates['file']):.0f} a second, {times(share)} of a bare view",
        floor=f"a Django view that does nothing, without middleware: {statistics.median(rates['bare']):.0f} a second",
        bar=">= 0.8 of a bare view",
        reached=share >= 0.8,
        runs=shares,
    )


@contextmanager
def _served(made: Million) -> Iterator[tuple[Server, Server, str]]:
    """A server with the council of most reports published, one of a view that does nothing, and the council's code."""
    with tempfile.TemporaryDirectory() as folder:
        deployment = Deployment(Path(folder) / "var")
        deployment.manage("migrate", "--verbosity", "0")
        deployment.manage("load_builtin_geography")
        file = deployment.var / "streetsafe.sqlite3"
        with closing(sqlite3.connect(file)) as database, database:
            _all_in_one_retired_council(database)
        fill_database(file, made, how_many=len(made.observations))
        deployment.manage("assign_councils")
        with closing(sqlite3.connect(file)) as database, database:
            most = "SELECT council_id FROM reports_report GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
            (council,) = database.execute(most).fetchone()
        deployment.manage("publish_release", "--period", QUARTER, "--area", council)
        server, bare = serve(deployment), serve(deployment, application="tests.bench.bare_view")
        try:
            yield server, bare, council
        finally:
            server.stop()
            bare.stop()


def _all_in_one_retired_council(database: sqlite3.Connection) -> None:
    """So that `assign_councils` gives each report to the council at its place."""
    columns = [name for _, name, *_ in database.execute("PRAGMA table_info(reports_area)")]
    values = ", ".join({"code": "'E00000000'", "is_current": "0"}.get(name, name) for name in columns)
    database.execute(
        f"INSERT INTO reports_area ({', '.join(columns)}) SELECT {values} FROM reports_area "  # noqa: S608  # our names
        "WHERE kind = 'council' LIMIT 1"
    )


@contextmanager
def _asking(server: Server) -> Iterator[Callable[[str], bytes]]:
    """Asks over one connection that is kept; gives the body as it came, compressed."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc)

    def ask(address: str) -> bytes:
        connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (address, answer.status)
        return body

    try:
        yield ask
    finally:
        connection.close()


def _geojson_figure(files: dict[str, bytes]) -> Figure:
    """Beside GeoJSON with the columns that `map.json` has, and no other: written as tightly, compressed as well."""
    whole = json.loads(gzip.decompress(files["leaves.geojson"]))
    columns = ("resolution", "about", "hot")
    features = [
        {
            "type": "Feature",
            "geometry": feature["geometry"],
            "properties": {name: feature["properties"][name] for name in columns},
        }
        for feature in whole["features"]
    ]
    said = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    theirs = len(gzip.compress(said.encode(), 9))
    ratio = len(files["map.json"]) / theirs
    return Figure(
        SECTION,
        "`map.json` beside GeoJSON of the same columns, both gzip",
        f"{len(files['map.json']) / 1000:.1f} kB, {times(ratio)}",
        floor=f"GeoJSON: {theirs / 1000:.1f} kB",
        bar="<= 0.15 of GeoJSON",
        reached=ratio <= 0.15,
    )


def _geopackage_figures(files: dict[str, bytes]) -> list[Figure]:
    """The release's own GeoPackage beside the one ogr2ogr makes of the same GeoJSON; nothing without ogr2ogr."""
    ogr2ogr = shutil.which("ogr2ogr")
    if ogr2ogr is None:
        print("ogr2ogr is not installed (Debian: gdal-bin): the GeoPackage is compared with nothing.", file=sys.stderr)
        return []
    geojson = gzip.decompress(files["leaves.geojson"])
    with tempfile.TemporaryDirectory() as folder:
        given, made = Path(folder) / "leaves.geojson", Path(folder) / "leaves.gpkg"
        given.write_bytes(geojson)
        nothing = Path(folder) / "nothing.geojson"
        nothing.write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")

        def by_ogr2ogr(file: Path) -> object:
            command = [ogr2ogr, "-overwrite", "-f", "GPKG", made, file]
            return subprocess.run(command, check=True, capture_output=True)

        taken = runs_in_turn(
            {
                "ours": lambda: geopackage_of(geojson, date="2026-10-20T08:30:00.000Z"),
                "ogr2ogr": lambda: by_ogr2ogr(given),
                "its start": lambda: by_ogr2ogr(nothing),
            },
            runs=9,
        )
    # Its start, and an empty file: what it does once however many hexagons there are.
    start, ours = statistics.median(taken["its start"]), statistics.median(taken["ours"])
    theirs = statistics.median(taken["ogr2ogr"]) - start
    ratio = theirs / ours
    return [
        Figure(
            SECTION,
            "a release's GeoPackage, faster than ogr2ogr without its start",
            f"{ours * 1000:.0f} ms, {times(ratio)} x",
            floor=f"ogr2ogr: {theirs * 1000:.0f} ms, and {start * 1000:.0f} ms to start",
            bar=">= 1 x",
            reached=ratio >= 1,
        )
    ]
