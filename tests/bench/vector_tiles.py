"""What PostGIS draws of the same figures, as its best users have it: counted beforehand, under an index."""

import gzip
import json

import numpy as np
import psycopg

from reports.geography import hexgrid
from tests.bench.figures import Figure, in_turns, times
from tests.bench.million import Million

SECTION = "Reading the map of a million reports"
TILES = 24
RESOLUTION_OF_ZOOM = {7: 6, 8: 6, 9: 7, 10: 7, 11: 8, 12: 8, 13: 9, 14: 9}
HALF_WORLD = 20_037_508.342789244
ZOOM_THAT_FITS = 9


def against_postgis(connection: psycopg.Connection, made: Million, ours: float) -> Figure:
    """Tiles about towns at every zoom, asked of PostGIS itself: no HTTP and no Django on its side."""
    tiles = [_tile(*tile) for tile in _tiles(made)]
    acts = {"": lambda: [connection.execute(tile).fetchone() for tile in tiles]}
    theirs = in_turns(acts, runs=5)[""] / len(tiles)
    return Figure(
        SECTION,
        "the file over HTTP, faster than a tile of PostGIS of counts made beforehand, ST_AsMVT",
        f"{times(theirs / ours)} x",
        floor=f"PostGIS, mean of {len(tiles)} tiles of zoom 7 to 14: {theirs * 1000:.1f} ms",
        bar=">= 2 x",
        reached=theirs / ours >= 2,
    )


def load(connection: psycopg.Connection, made: Million) -> None:
    columns = [hexgrid.parents(made.observations.cell, resolution).astype(np.int64) for resolution in (6, 7, 8, 9)]
    connection.execute("CREATE TABLE point (h6 bigint, h7 bigint, h8 bigint, h9 bigint)")
    rows = zip(*(column.tolist() for column in columns), strict=True)
    with connection.cursor() as cursor, cursor.copy("COPY point FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    connection.execute("CREATE TABLE hexagon (h3 bigint PRIMARY KEY, geom geometry(Polygon, 3857))")
    _load_hexagons(connection, np.unique(np.concatenate(columns)).tolist())
    for resolution in (6, 7, 8, 9):
        connection.execute(
            f"CREATE TABLE counted{resolution} AS SELECT n, geom FROM "  # noqa: S608  # our own numbers
            f"(SELECT h{resolution} AS h3, count(*) AS n FROM point GROUP BY 1) one JOIN hexagon USING (h3)"
        )
        connection.execute(f"CREATE INDEX ON counted{resolution} USING gist (geom)")
        connection.execute(f"VACUUM ANALYZE counted{resolution}")


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


def _tile(zoom: int, x: int, y: int) -> str:
    envelope = f"ST_TileEnvelope({zoom}, {x}, {y})"
    return f"""
        SELECT ST_AsMVT(tile) FROM (
            SELECT n, ST_AsMVTGeom(geom, {envelope}) AS geom
            FROM counted{RESOLUTION_OF_ZOOM[zoom]} WHERE geom && {envelope}) tile
    """  # noqa: S608  # our own numbers


def mvt_figure(connection: psycopg.Connection, files: dict[str, bytes]) -> Figure:
    """The same hexagons with the same properties as vector tiles of the zoom at which a council fills a screen."""
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
    side = 2 * HALF_WORLD / 2**ZOOM_THAT_FITS
    tiles = connection.execute(
        f"""
        WITH shape AS (SELECT shown.*, geom AS hexagon FROM shown JOIN hexagon USING (h3)),
        tile AS (SELECT DISTINCT x, y FROM shape,
            generate_series(floor((ST_XMin(hexagon) + {HALF_WORLD}) / {side})::int,
                            floor((ST_XMax(hexagon) + {HALF_WORLD}) / {side})::int) x,
            generate_series(floor(({HALF_WORLD} - ST_YMax(hexagon)) / {side})::int,
                            floor(({HALF_WORLD} - ST_YMin(hexagon)) / {side})::int) y)
        SELECT (SELECT ST_AsMVT(one) FROM (
            SELECT resolution, about, hot, ST_AsMVTGeom(hexagon, ST_TileEnvelope({ZOOM_THAT_FITS}, x, y)) AS geom
            FROM shape WHERE hexagon && ST_TileEnvelope({ZOOM_THAT_FITS}, x, y)) one) FROM tile
        """  # noqa: S608  # our own numbers
    ).fetchall()
    theirs = sum(len(gzip.compress(bytes(tile), 9)) for (tile,) in tiles)
    ratio = len(files["map.json"]) / theirs
    return Figure(
        SECTION,
        f"`map.json`, gzip, {len(cells):,} hexagons",
        f"{len(files['map.json']) / 1000:.1f} kB, {times(ratio)} of the same as vector tiles",
        floor=f"{len(tiles)} tiles of zoom {ZOOM_THAT_FITS}, gzip: {theirs / 1000:.1f} kB",
        bar="<= 0.6 of vector tiles",
        reached=ratio <= 0.6,
    )


def _load_hexagons_missing(connection: psycopg.Connection, cells: list[int]) -> None:
    """A false positive has no report, so its hexagon is not there yet."""
    known = {cell for (cell,) in connection.execute("SELECT h3 FROM hexagon WHERE h3 = ANY(%s)", [cells])}
    connection.execute("DROP TABLE corners")
    _load_hexagons(connection, [cell for cell in cells if cell not in known])
