"""The page of files: every release, each file it names is there, and other readers open them."""

import csv
import hashlib
import io
import json
import re
import sqlite3
from pathlib import Path

import pyogrio
import pytest
from django.test import Client

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.public_map import open_data
from reports.publication import open_formats
from reports.publication.geopackage import geopackage_of
from tests.factories import EASTBY, LLANFACH, WESTBY
from tests.public_map.releases import EARLIER, QUARTER, WESTBY_CELL, make_release

pytestmark = pytest.mark.django_db
FOLDER = f"/releases/{WESTBY}-{QUARTER}"
DATE = "2026-10-20T08:30:00.000Z"


@pytest.fixture(autouse=True)
def published(country: dict[str, Area]) -> None:
    """Two councils' releases, one of them of two quarters."""
    make_release(quarter=EARLIER)
    make_release()
    make_release(EASTBY, leaves={})


def test_every_file_named_is_there(client: Client) -> None:
    links = set(re.findall(r'href="(/releases/[^"]+)"', client.get("/open-data").content.decode()))
    assert len(links) == 16
    assert {client.get(link).status_code for link in links} == {200}


def test_the_checksum_of_each_file_is_shown(client: Client) -> None:
    html = client.get("/open-data").content.decode()
    links = re.findall(r'href="(/releases/[^"]+)"', html)
    digests = re.findall(r"<code>(\w{64})</code>", html)
    assert (len(links), len(digests)) == (16, 16)
    for link, digest in zip(links, digests, strict=True):  # each release lists its files twice, in one order
        assert hashlib.sha256(client.get(link).content).hexdigest() == digest


def test_hundreds_of_releases_come_by_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_data, "RELEASES_PER_PAGE", 1)
    first, second = (client.get("/open-data", {"page": page}).content.decode() for page in ("1", "2"))
    assert ("Eastby</h4>" in first, "Westby</h4>" in first) == (True, False)
    assert ("Eastby</h4>" in second, "Westby</h4>" in second) == (False, True)
    assert f'href="?area=&amp;period={QUARTER}&amp;page=2"' in first
    assert client.get("/open-data", {"page": "3"}).status_code == 404


def test_a_release_without_a_map_has_its_figures_alone(client: Client) -> None:
    make_release(LLANFACH, map_from="")
    links = re.findall(rf'href="(/releases/{LLANFACH}[^"]+)"', client.get("/open-data").content.decode())
    assert [link.rsplit("/")[-1] for link in links] == ["figures.json", "manifest.json"]


def test_the_index_leads_to_every_manifest(client: Client) -> None:
    answer = client.get("/open-data/index.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    releases = json.loads(answer.content)["releases"]
    assert [it["release"] for it in releases] == [
        f"{EASTBY}-{QUARTER}",
        f"{WESTBY}-{QUARTER}",
        f"{WESTBY}-{EARLIER}",
    ]
    for it in releases:
        manifest = client.get(it["manifest"].removeprefix("http://testserver")).content
        assert hashlib.sha256(manifest).hexdigest() == it["manifest_sha256"]


def test_an_earlier_time_has_its_own_releases(client: Client) -> None:
    html = client.get("/open-data", {"period": EARLIER}).content.decode()
    assert f"/releases/{WESTBY}-{EARLIER}/leaves.csv" in html
    assert QUARTER not in "".join(re.findall(r'href="(/releases/[^"]+)"', html))


def test_an_unknown_time_is_404(client: Client) -> None:
    assert client.get("/open-data", {"period": "2020-Q1"}).status_code == 404


def test_the_dictionary_names_the_columns_of_the_file(client: Client) -> None:
    header, row = list(csv.reader(io.StringIO(client.get(f"{FOLDER}/leaves.csv").content.decode())))
    assert header == [column.name for column in open_formats.COLUMNS]
    html = client.get("/open-data").content.decode()
    assert all(f"<code>{name}</code>" in html for name in header)
    for column, value in zip(open_formats.COLUMNS, row, strict=True):
        number = {"string": str, "integer": int, "number": float, "boolean": str}[column.type](value)
        assert column.least is None or column.least <= number <= column.most


def test_the_data_package_promises_what_the_files_are(client: Client) -> None:
    package = json.loads(client.get(f"{FOLDER}/datapackage.json").content)
    assert package["licenses"][0]["name"] == "OGL-UK-3.0"
    for resource in package["resources"]:
        content = client.get(f"{FOLDER}/{resource['path']}").content
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_the_metadata_on_the_web_stand_where_the_standard_looks(client: Client) -> None:
    answer = client.get(f"{FOLDER}/leaves.csv-metadata.json")
    assert answer["Content-Type"] == "application/csvm+json"
    stated = json.loads(answer.content)
    assert stated["url"] == "leaves.csv"
    assert [column["name"] for column in stated["tableSchema"]["columns"]] == [it.name for it in open_formats.COLUMNS]


def test_gdal_opens_the_geopackage_and_finds_the_features_of_the_geojson(client: Client, tmp_path: Path) -> None:
    answer = client.get(f"{FOLDER}/leaves.gpkg")
    assert answer["Content-Type"] == "application/geopackage+sqlite3"
    (file := tmp_path / "leaves.gpkg").write_bytes(answer.content)
    info = pyogrio.read_info(file, layer="leaves")
    assert (info["crs"], info["geometry_type"], info["features"]) == ("EPSG:4326", "Polygon", 1)
    _meta, _index, (shape,), fields = pyogrio.raw.read(file, columns=["cell", "about"])
    assert (fields[0][0], fields[1][0]) == (hexgrid.name(WESTBY_CELL), 10)
    (json_file := tmp_path / "leaves.geojson").write_bytes(client.get(f"{FOLDER}/leaves.geojson").content)
    assert pyogrio.raw.read(json_file)[2][0] == shape
    with sqlite3.connect(file) as opened:
        assert opened.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
        assert opened.execute("SELECT last_change FROM gpkg_contents").fetchone() == (DATE,)
    opened.close()


def test_a_geopackage_is_always_the_same_and_may_be_empty() -> None:
    empty = b'{"type":"FeatureCollection","features":[]}'
    assert geopackage_of(empty, date=DATE) == geopackage_of(empty, date=DATE)


def test_no_release_file_varies_by_language(client: Client) -> None:
    for name in ("leaves.csv", "leaves.gpkg", "manifest.json"):
        answer = client.get(f"{FOLDER}/{name}", HTTP_ACCEPT_LANGUAGE="cy")
        assert "Language" not in answer["Vary"]
        assert "Cookie" not in answer["Vary"]


def test_no_page_varies_by_the_language_a_phone_asks_for(client: Client) -> None:
    assert "Language" not in client.get("/map", HTTP_ACCEPT_LANGUAGE="cy").get("Vary", "")
    assert 'lang="cy"' in client.get("/cy/map", HTTP_ACCEPT_LANGUAGE="en").content.decode()
