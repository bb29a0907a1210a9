"""Reading the map: a release's file through Django, beside an empty view and beside what PostGIS draws per request."""

import gzip
import http.client
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import psycopg

from reports.geography import hexgrid
from reports.publication.geopackage import geopackage_of
from tests.bench.figures import Figure, in_turns, times
from tests.bench.filling import fill_database
from tests.bench.million import Million, made_up_reports
from tests.bench.postgres import binaries, throw_away_postgres
from tests.deployment import Deployment, Server, serve

SECTION = "Reading the map of a million reports"
QUARTER = "2025-Q2"
ROUNDS = 300  # requests of each kind over one kept connection
TILES = 24
RESOLUTION_OF_ZOOM = {7: 6, 8: 6, 9: 7, 10: 7, 11: 8, 12: 8, 13: 9, 14: 9}
HALF_WORLD = 20_037_508.342789244


def reading_figures() -> list[Figure]:
    """Requests against an empty view's, tiles drawn by PostGIS, and bytes."""
    made = made_up_reports()
    programs = binaries()
    with _served(made) as (server, council):
        name = f"/releases/{council}-{QUARTER}/map.json"
        with _asking(server) as ask:
            taken = in_turns({"empty": lambda: ask("/healthz"), "file": lambda: ask(name)}, runs=ROUNDS)
            share = taken["empty"] / taken["file"]
            figures = [
                Figure(
                    SECTION,
                    "a release's `map.json` through its Django view (gunicorn, one connection)",
                    f"{taken['file'] * 1000:.2f} ms, {times(share)} of an empty view's rate",
                    floor=f"an empty Django view: {taken['empty'] * 1000:.2f} ms",
                    bar=">= 0.8 of an empty view",
                    reached=share >= 0.8,
                )
            ]
            files = {kind: ask(name.replace("map.json", kind)) for kind in ("map.json", "leaves.geojson")}
        figures += [_geojson_figure(files), *_geopackage_figures(files)]
        if programs is None:
            return figures
        with throw_away_postgres(programs) as connection:
            _load(connection, made)
            figures += _against_postgis(connection, taken["file"])
            return [*figures, _mvt_figure(connection, files)]


@contextmanager
def _served(made: Million) -> Iterator[tuple[Server, str]]:
    """A server with the council of most reports published; its code too."""
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
        server = serve(deployment)
        try:
            yield server, council
        finally:
            server.stop()


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


def _against_postgis(connection: psycopg.Connection, ours: float) -> list[Figure]:
    """Tiles about towns at every zoom, asked of PostGIS itself: no HTTP and no Django on its side."""
    tiles = _tiles(made_up_reports())
    figures = []
    for what, query, least in (
        ("GROUP BY an H3 column, ST_AsMVT", _h3_tile, 40),
        ("ST_HexagonGrid, ST_AsMVT", _grid_tile, 140),
    ):
        connection.execute(query(*tiles[0]))
        taken = in_turns(
            {"": lambda query=query: [connection.execute(query(*tile)).fetchone() for tile in tiles]}, runs=1
        )
        theirs = taken[""] / len(tiles)
        figures.append(
            Figure(
                SECTION,
                f"the file, faster than a tile of PostGIS by {what}",
                f"{times(theirs / ours)} x",
                floor=f"PostGIS, mean of {len(tiles)} tiles of zoom 7 to 14: {theirs * 1000:.0f} ms",
                bar=f">= {least} x",
                reached=theirs / ours >= least,
            )
        )
    return figures


def _load(connection: psycopg.Connection, made: Million) -> None:
    columns = [hexgrid.parents(made.observations.cell, resolution).astype(np.int64) for resolution in (6, 7, 8, 9)]
    connection.execute(
        "CREATE TABLE point (longitude float8, latitude float8, h6 bigint, h7 bigint, h8 bigint, h9 bigint)"
    )
    rows = zip(*(column.tolist() for column in (made.longitude, made.latitude, *columns)), strict=True)
    with connection.cursor() as cursor, cursor.copy("COPY point FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    connection.execute(
        "ALTER TABLE point ADD geom geometry(Point, 3857); "
        "UPDATE point SET geom = ST_Transform(ST_SetSRID(ST_MakePoint(longitude, latitude), 4326), 3857)"
    )
    connection.execute("CREATE TABLE hexagon (h3 bigint PRIMARY KEY, geom geometry(Polygon, 3857))")
    _load_hexagons(connection, np.unique(np.concatenate(columns)).tolist())
    connection.execute("CREATE INDEX ON point USING gist (geom)")
    connection.execute("VACUUM FULL ANALYZE point")
    connection.execute("ANALYZE hexagon")


def _load_hexagons(connection: psycopg.Connection, cells: list[int]) -> None:
    connection.execute("CREATE TEMP TABLE corners (h3 bigint, ring text)")
    with connection.cursor() as cursor, cursor.copy("COPY corners FROM STDIN") as copy:
        for cell in cells:
            corners = hexgrid.outline(cell)
            ring = ", ".join(f"{x} {y}" for x, y in [*corners, corners[0]])
            copy.write_row((cell, f"POLYGON(({ring}))"))
    connection.execute("INSERT INTO hexagon SELECT h3, ST_Transform(ST_GeomFromText(ring, 4326), 3857) FROM corners")


def _tiles(made: Million) -> list[tuple[int, int, int]]:
    """Tiles that hold reports: where somebody looks."""
    rng = np.random.default_rng(9)
    zooms = rng.choice(list(RESOLUTION_OF_ZOOM), TILES)
    places = rng.integers(0, len(made.longitude), TILES)
    x = (made.longitude[places] + 180) / 360
    y = (1 - np.arcsinh(np.tan(np.radians(made.latitude[places]))) / np.pi) / 2
    return [
        (int(zoom), int(east * 2**zoom), int(south * 2**zoom)) for zoom, east, south in zip(zooms, x, y, strict=True)
    ]


def _h3_tile(zoom: int, x: int, y: int) -> str:
    envelope, column = f"ST_TileEnvelope({zoom}, {x}, {y})", f"h{RESOLUTION_OF_ZOOM[zoom]}"
    return f"""
        SELECT ST_AsMVT(tile) FROM (
            SELECT n, ST_AsMVTGeom(hexagon.geom, {envelope}) AS geom
            FROM (SELECT {column} AS h3, count(*) AS n FROM point WHERE geom && {envelope} GROUP BY 1) counted
            JOIN hexagon USING (h3)) tile
    """  # noqa: S608  # our own numbers


def _grid_tile(zoom: int, x: int, y: int) -> str:
    """Hexagons of the same width as the H3 cells of the zoom, made anew for the tile."""
    envelope, edge = (
        f"ST_TileEnvelope({zoom}, {x}, {y})",
        {6: 6_000, 7: 2_250, 8: 850, 9: 320}[RESOLUTION_OF_ZOOM[zoom]],
    )
    return f"""
        SELECT ST_AsMVT(tile) FROM (
            SELECT count(*) AS n, ST_AsMVTGeom(grid.geom, {envelope}) AS geom
            FROM ST_HexagonGrid({edge}, {envelope}) grid JOIN point ON ST_Intersects(point.geom, grid.geom)
            GROUP BY grid.geom) tile
    """  # noqa: S608  # our own numbers


def _mvt_figure(connection: psycopg.Connection, files: dict[str, bytes]) -> Figure:
    """The same hexagons with the same properties as vector tiles of zoom 12, whose grid is two metres fine."""
    # The file of the map holds no names of cells, so the tiles need not either; GeoJSON tells which hexagons they are.
    features = json.loads(gzip.decompress(files["leaves.geojson"]))["features"]
    cells = [hexgrid.cell_named(feature["id"]) for feature in features]
    stated = [tuple(feature["properties"][name] for name in ("resolution", "about", "hot")) for feature in features]
    hexagons = json.loads(gzip.decompress(files["map.json"]))["hexagons"]
    assert sorted(stated) == sorted(
        zip(hexagons["resolution"], hexagons["about"], map(bool, hexagons["hot"]), strict=True)
    )
    connection.execute("CREATE TABLE shown (h3 bigint, resolution int, about int, hot boolean)")
    rows = ((cell, *values) for cell, values in zip(cells, stated, strict=True))
    with connection.cursor() as cursor, cursor.copy("COPY shown FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    _load_hexagons_missing(connection, cells)
    side = 2 * HALF_WORLD / 2**12
    tiles = connection.execute(
        f"""
        WITH shape AS (SELECT shown.*, geom AS hexagon FROM shown JOIN hexagon USING (h3)),
        tile AS (SELECT DISTINCT x, y FROM shape,
            generate_series(floor((ST_XMin(hexagon) + {HALF_WORLD}) / {side})::int,
                            floor((ST_XMax(hexagon) + {HALF_WORLD}) / {side})::int) x,
            generate_series(floor(({HALF_WORLD} - ST_YMax(hexagon)) / {side})::int,
                            floor(({HALF_WORLD} - ST_YMin(hexagon)) / {side})::int) y)
        SELECT (SELECT ST_AsMVT(one) FROM (
            SELECT resolution, about, hot, ST_AsMVTGeom(hexagon, ST_TileEnvelope(12, x, y)) AS geom
            FROM shape WHERE hexagon && ST_TileEnvelope(12, x, y)) one) FROM tile
        """  # noqa: S608  # our own numbers
    ).fetchall()
    theirs = sum(len(gzip.compress(bytes(tile), 9)) for (tile,) in tiles)
    ratio = len(files["map.json"]) / theirs
    return Figure(
        SECTION,
        f"`map.json`, gzip, {len(cells):,} hexagons",
        f"{len(files['map.json']) / 1000:.1f} kB, {times(ratio)} of the same as vector tiles",
        floor=f"{len(tiles)} tiles of zoom 12, gzip: {theirs / 1000:.1f} kB",
        bar="<= 0.6 of vector tiles",
        reached=ratio <= 0.6,
    )


def _load_hexagons_missing(connection: psycopg.Connection, cells: list[int]) -> None:
    """A false positive has no report, so its hexagon is not there yet."""
    known = {cell for (cell,) in connection.execute("SELECT h3 FROM hexagon WHERE h3 = ANY(%s)", [cells])}
    connection.execute("DROP TABLE corners")
    _load_hexagons(connection, [cell for cell in cells if cell not in known])


def _geojson_figure(files: dict[str, bytes]) -> Figure:
    ratio = len(files["map.json"]) / len(files["leaves.geojson"])
    return Figure(
        SECTION,
        "`map.json` beside the release's own `leaves.geojson`, both gzip",
        times(ratio),
        floor=f"GeoJSON: {len(files['leaves.geojson']) / 1000:.1f} kB",
        bar="<= 0.22 of GeoJSON",
        reached=ratio <= 0.22,
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
        command = [ogr2ogr, "-overwrite", "-f", "GPKG", made, given]
        taken = in_turns(
            {
                "ours": lambda: geopackage_of(geojson, date="2026-10-20T08:30:00.000Z"),
                "ogr2ogr": lambda: subprocess.run(command, check=True, capture_output=True),
            },
            runs=9,
        )
    ratio = taken["ogr2ogr"] / taken["ours"]
    return [
        Figure(
            SECTION,
            "a release's GeoPackage, faster than ogr2ogr",
            f"{taken['ours'] * 1000:.0f} ms, {times(ratio)} x",
            floor=f"ogr2ogr, the start of its process with it: {taken['ogr2ogr'] * 1000:.0f} ms",
            bar=">= 5 x",
            reached=ratio >= 5,
        )
    ]
