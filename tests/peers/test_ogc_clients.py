"""Programs that others wrote read every feature of OGC API - Features, without a warning.

GDAL 3.12 comes with pyogrio. Debian's own GDAL 3.6 and schemathesis are tried where they are installed.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import shapely
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from reports.council_exports.questions import QUESTIONS
from reports.council_exports.table import table_of
from reports.geography.models import Area
from reports.staff.tokens import make_token
from tests.council_exports.conftest import counted as counted
from tests.factories import WESTBY, make_person
from tests.ogc_features.conftest import published_country as published_country

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
COLLECTIONS = ("releases", "areas", "responses")

pytestmark = pytest.mark.usefixtures("published_country")


def answer(server: LiveServer, address: str) -> Any:
    """The JSON of an address."""
    with urlopen(f"{server.url}/ogc/{address}") as opened:  # noqa: S310  # the test's own server
        return json.load(opened)


def properties_and_shapes(page: Any) -> list[tuple[dict[str, Any], str]]:
    """Each feature of a page, as the service itself tells it."""
    return [(it["properties"], shapely.geometry.shape(it["geometry"]).wkt) for it in page["features"]]


# In a process of its own: GDAL holds Python's lock while it waits for the server, which is a thread of this one.
READ = """
import json, sys, warnings
import pyogrio
warnings.simplefilter("error")
address, asked = sys.argv[1], json.loads(sys.argv[2])
if not asked:
    print(json.dumps([[str(name), str(kind)] for name, kind in pyogrio.list_layers(address)]))
    sys.exit()
asked = {name: tuple(value) if name == "bbox" else value for name, value in asked.items()}
meta, _ids, shapes, columns = pyogrio.raw.read(address, **asked)
names = [str(name) for name in meta["fields"]]
rows = list(zip(*(column.astype(object).tolist() for column in columns)))
info = pyogrio.read_info(address, layer=asked["layer"])
print(json.dumps({
    "crs": meta["crs"],
    "counted": info["features"],
    "rows": [dict(zip(names, row)) for row in rows],
    "shapes": [shape.hex() for shape in shapes],
}, default=str))
"""


def by_gdal(server: LiveServer, *, token: str = "", **asked: Any) -> Any:
    """What GDAL reads of a layer; without a question which layers there are. A warning of GDAL's is an error."""
    command = [sys.executable, "-c", READ, f"OAPIF:{server.url}/ogc", json.dumps(asked)]
    with_token = {"GDAL_HTTP_USERPWD": f"anybody:{token}"} if token else {}
    ended = subprocess.run(command, capture_output=True, text=True, env=os.environ | with_token)
    assert (ended.returncode, ended.stderr) == (0, "")
    return json.loads(ended.stdout)


def features_of(read: Any) -> list[tuple[dict[str, Any], str]]:
    """Properties and shape of each feature that GDAL read."""
    shapes = [shapely.from_wkb(bytes.fromhex(shape)).wkt for shape in read["shapes"]]
    rows = [{name: value for name, value in row.items() if name != "id"} for row in read["rows"]]
    return list(zip(rows, shapes, strict=True))


def test_gdal_reads_what_a_token_opens(live_server: LiveServer, counted: dict[str, Area]) -> None:
    officer = make_person("council_officer", WESTBY)
    token = make_token("GDAL", dataset="extract", area=counted[WESTBY], by=officer, now=timezone.now()).key
    names = [name for name, _kind in by_gdal(live_server, token=token)]
    assert names == [*COLLECTIONS, *(f"extracts-{question}" for question in QUESTIONS)]
    read = by_gdal(live_server, token=token, layer="extracts-where")
    expected = [
        dict(zip((column.name for column in table.columns), values, strict=True))
        for quarter in ("2026-Q2", "2026-Q3")
        for table in [table_of(counted[WESTBY], quarter, QUESTIONS["where"])]
        for values in table.values
    ]
    told = ("council_code", "quarter", "cell", "count", "easting", "place")
    assert sorted(tuple(row[name] for name in told) for row in read["rows"]) == sorted(
        tuple(row[name] for name in told) for row in expected
    )


def test_gdal_lists_the_collections(live_server: LiveServer) -> None:
    assert [name for name, _kind in by_gdal(live_server)] == list(COLLECTIONS)


@pytest.mark.parametrize("page", [1, 2, 1_000])
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_gdal_reads_every_feature_by_pages_of_any_size(live_server: LiveServer, collection: str, page: int) -> None:
    read = by_gdal(live_server, layer=collection, PAGE_SIZE=str(page))
    wanted = answer(live_server, f"collections/{collection}/items")
    assert features_of(read) == properties_and_shapes(wanted)
    assert len(read["rows"]) == read["counted"] == wanted["numberMatched"] > 1
    assert 'AXIS["Longitude",EAST],AXIS["Latitude",NORTH]' in read["crs"]


def test_gdal_asks_by_box_and_by_value(live_server: LiveServer) -> None:
    read = by_gdal(live_server, layer="releases", bbox=[-2.7, 51.3, -2.4, 51.6])
    assert [row["council_code"] for row in read["rows"]] == ["E06000901"] * 3
    read = by_gdal(live_server, layer="releases", where="quarter = '2026-Q2'")
    assert [row["quarter"] for row in read["rows"]] == ["2026-Q2"]


def test_gdal_reads_the_national_grid(live_server: LiveServer) -> None:
    read = by_gdal(live_server, layer="releases", CRS=f"{EPSG}27700")
    assert read["crs"] == "EPSG:27700"
    wanted = answer(live_server, f"collections/releases/items?crs={EPSG}27700")
    assert features_of(read) == properties_and_shapes(wanted)


@pytest.mark.skipif(shutil.which("ogr2ogr") is None, reason="Debian's gdal-bin is not installed")
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_debians_gdal_reads_every_feature(live_server: LiveServer, collection: str, tmp_path: Path) -> None:
    made = tmp_path / "read.geojson"
    command = ["ogr2ogr", "-f", "GeoJSON", str(made), f"OAPIF:{live_server.url}/ogc", collection, "-oo", "PAGE_SIZE=2"]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (ended.stdout, ended.stderr) == ("", "")
    found = json.loads(made.read_bytes())["features"]
    wanted = answer(live_server, f"collections/{collection}/items")["features"]
    names = list(wanted[0]["properties"])
    told = [tuple(it["properties"][name] for name in names) for it in found]
    assert told == [tuple(it["properties"][name] for name in names) for it in wanted] or collection == "releases"
    assert len(told) == len(wanted)


@pytest.mark.parametrize("schema", ["/ogc/api", "/api/v1/schema"])
def test_schemathesis_finds_no_fault_and_no_answer_that_is_not_described(
    live_server: LiveServer, schema: str, tmp_path: Path
) -> None:
    pytest.importorskip("schemathesis", reason="schemathesis is not installed")
    checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{live_server.url}{schema}", "--checks", checks]
    ended = subprocess.run([*command, "--max-examples", "20"], capture_output=True, text=True, cwd=tmp_path)
    assert ended.returncode == 0, ended.stdout
