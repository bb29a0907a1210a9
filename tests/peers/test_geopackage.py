"""The GeoPackage: GDAL opens it, and it keeps the rules of OGC 12-128r19 that concern a file of polygons.

No validator that installs without a system GDAL is to be had from the package index, so the requirements are
checked here one by one, by the numbers they have in the standard (its annex A tests the same).
"""

import re
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path

import pyogrio
import pytest
import shapely


@pytest.fixture
def opened(downloaded: Path) -> Iterator[sqlite3.Connection]:
    """The file as a database."""
    connection = sqlite3.connect(downloaded / "leaves.gpkg")
    yield connection
    connection.close()


def test_gdal_reads_the_same_from_the_geopackage_and_the_geojson(downloaded: Path) -> None:
    read = {}
    for name in ("leaves.gpkg", "leaves.geojson"):
        _meta, _index, shapes, _fields = pyogrio.raw.read(downloaded / name)
        columns = ["release", "quarter", "council_code", "council", "resolution", "about", "hot"]
        found = [pyogrio.raw.read(downloaded / name, columns=[column])[3] for column in columns if len(shapes)]
        rings = [shapely.get_coordinates(shapely.from_wkb(shape)).round(6).tolist() for shape in shapes]
        read[name] = (rings, [field[0].tolist() for field in found])
    assert read["leaves.gpkg"] == read["leaves.geojson"]
    info = pyogrio.read_info(downloaded / "leaves.gpkg", layer="leaves")
    assert (info["crs"], info["geometry_type"]) == ("EPSG:4326", "Polygon")


def test_the_container(downloaded: Path, opened: sqlite3.Connection) -> None:
    """Requirements 1, 2, 3, 5, 6 and 7."""
    content = (downloaded / "leaves.gpkg").read_bytes()
    assert content[:16] == b"SQLite format 3\0"
    assert content[68:72] == b"GPKG"
    assert struct.unpack(">I", content[60:64])[0] >= 10_200
    assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    kinds = {kind for _number, _name, kind, *_rest in opened.execute("PRAGMA table_info(leaves)")}
    assert all(re.fullmatch(r"INTEGER|MEDIUMINT|BOOLEAN|POLYGON|TEXT(\(\d+\))?", kind) for kind in kinds), kinds


def test_the_reference_systems(opened: sqlite3.Connection) -> None:
    """Requirements 10, 11 and 12."""
    systems = {
        number: (organisation.upper(), code)
        for number, organisation, code in opened.execute(
            "SELECT srs_id, organization, organization_coordsys_id FROM gpkg_spatial_ref_sys"
        )
    }
    assert systems[4326] == ("EPSG", 4326)
    assert systems[-1] == ("NONE", -1)
    assert systems[0] == ("NONE", 0)
    used = {number for (number,) in opened.execute("SELECT srs_id FROM gpkg_contents")}
    assert used <= set(systems)


def test_the_contents(opened: sqlite3.Connection) -> None:
    """Requirements 13, 14, 15 and 18: what is listed is there, with a date as the standard writes it."""
    ((table, kind, changed),) = opened.execute("SELECT table_name, data_type, last_change FROM gpkg_contents")
    assert (table, kind) == ("leaves", "features")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", changed)
    assert opened.execute("SELECT count(*) FROM sqlite_master WHERE name = 'leaves' AND type = 'table'").fetchone() == (
        1,
    )


def test_the_geometries(opened: sqlite3.Connection) -> None:
    """Requirements 19, 21 to 33: one geometry column of a known type, and blobs with the standard's own header."""
    ((table, column, kind, srs, z, m),) = opened.execute(
        "SELECT table_name, column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns"
    )
    assert (table, kind, srs, z, m) == ("leaves", "POLYGON", 4326, 0, 0)
    columns = {
        name: (type_, key) for _n, name, type_, _null, _default, key in opened.execute("PRAGMA table_info(leaves)")
    }
    assert columns[column] == ("POLYGON", 0)
    assert [type_ for type_, key in columns.values() if key] == ["INTEGER"]
    for (blob,) in opened.execute(f"SELECT {column} FROM leaves"):  # noqa: S608  # the name is the file's own
        magic, version, flags, number = struct.unpack("<2sBBi", blob[:8])
        assert (magic, version, flags & 1, number) == (b"GP", 0, 1, 4326)
        envelope = {0: 0, 1: 32}[(flags >> 1) & 7]
        polygon = shapely.from_wkb(blob[8 + envelope :])
        assert polygon.geom_type == "Polygon"
        assert polygon.is_valid
        if envelope:
            west, east, south, north = struct.unpack("<4d", blob[8:40])
            assert (west, south, east, north) == polygon.bounds


def test_the_spatial_index_and_other_extensions(opened: sqlite3.Connection) -> None:
    """Requirements 58 to 64, 75 and 77: every extension used is named, and the index holds every feature."""
    extensions = opened.execute("SELECT table_name, column_name, extension_name, scope FROM gpkg_extensions").fetchall()
    assert extensions == [("leaves", "geom", "gpkg_rtree_index", "write-only")]
    features = opened.execute("SELECT count(*) FROM leaves").fetchone()
    assert opened.execute("SELECT count(*) FROM rtree_leaves_geom").fetchone() == features
    triggers = {name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert any(name.startswith("rtree_leaves_geom_") for name in triggers)
