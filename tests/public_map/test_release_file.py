"""A release's files as anybody fetches them."""

import gzip
import hashlib
import json
import shutil

import brotli
import pytest
from django.conf import settings
from django.test import Client

from reports.geography import hexgrid
from reports.publication.withdrawing import withdraw_cell
from tests.factories import NOW, WESTBY, make_person
from tests.public_map.releases import QUARTER, WESTBY_CELL, make_release

pytestmark = pytest.mark.usefixtures("country")
FOLDER = f"/releases/{WESTBY}-{QUARTER}"


def stored(name: str) -> bytes:
    """The file's bytes on the disk."""
    return (settings.RELEASES_DIR / f"{WESTBY}-{QUARTER}" / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("leaves.csv", "text/csv; charset=utf-8"),
        ("leaves.geojson", "application/geo+json"),
        ("map.json", "application/json"),
        ("figures.json", "application/json"),
        ("leaves.gpkg", "application/geopackage+sqlite3"),
        ("manifest.json", "application/json"),
    ],
)
def test_each_file_is_handed_out_as_it_was_made(client: Client, name: str, media_type: str) -> None:
    make_release()
    answer = client.get(f"{FOLDER}/{name}")
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, media_type, stored(name))
    assert "Content-Encoding" not in answer


def test_the_bytes_are_those_the_manifest_promises(client: Client) -> None:
    make_release()
    manifest = json.loads(client.get(f"{FOLDER}/manifest.json").content)
    for name, promised in manifest["files"].items():
        content = client.get(f"{FOLDER}/{name}").content
        assert hashlib.sha256(content).hexdigest() == promised["sha256"]


def test_files_may_be_kept_and_read_by_anybody(client: Client) -> None:
    make_release()
    answer = client.get(f"{FOLDER}/map.json")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "ETag" not in answer
    assert "Last-Modified" not in answer
    assert not answer.cookies


def test_gzip_is_given_when_asked_for_and_always_the_same(client: Client) -> None:
    make_release()
    answers = [client.get(f"{FOLDER}/leaves.geojson", HTTP_ACCEPT_ENCODING="br;q=0, gzip") for _time in range(2)]
    assert answers[0]["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answers[0]["Vary"]
    assert gzip.decompress(answers[0].content) == stored("leaves.geojson")
    assert answers[0].content == answers[1].content == stored("leaves.geojson.gz")


def test_brotli_comes_before_gzip(client: Client) -> None:
    make_release()
    answer = client.get(f"{FOLDER}/map.json", HTTP_ACCEPT_ENCODING="gzip, deflate, br")
    assert answer["Content-Encoding"] == "br"
    assert brotli.decompress(answer.content) == stored("map.json")
    assert answer.content == stored("map.json.br")


def test_after_a_withdrawal_the_old_address_leads_to_the_new_files(client: Client) -> None:
    """And the files from then on are other ones: what was kept for a year is at an address nobody links to."""
    release = make_release()
    before = client.get(f"{FOLDER}/map.json").content
    withdraw_cell(release, cell=WESTBY_CELL, by=make_person("manager"), now=NOW)
    moved = client.get(f"{FOLDER}/map.json")
    assert (moved.status_code, moved["Location"], moved["Cache-Control"]) == (302, f"{FOLDER}.1/map.json", "no-store")
    after = client.get(f"{FOLDER}.1/map.json")
    assert (json.loads(before)["hexagons"]["about"], json.loads(after.content)["hexagons"]["about"]) == ([10], [])
    assert after["Cache-Control"] == "public, max-age=31536000, immutable"
    assert hexgrid.name(WESTBY_CELL).encode() not in client.get(f"{FOLDER}.1/leaves.csv").content
    assert client.get(f"{FOLDER}.2/map.json").status_code == 404
    for page in ("/map", "/open-data", "/map/table"):
        html = client.get(page).content.decode()
        assert f"{FOLDER}.1/" in html
        assert f"{FOLDER}/" not in html


@pytest.mark.parametrize(
    "address",
    [
        f"{FOLDER}/other.json",
        f"{FOLDER}/..%2f..%2fsecret_key",
        f"{FOLDER}/%2e%2e/%2e%2e/secret_key",
        f"{FOLDER}/..",
        f"{FOLDER}/map.json%00",
        f"{FOLDER}/MAP.JSON",
        f"{FOLDER}/map.json.br",
        f"{FOLDER}.0/map.json",
        f"{FOLDER}.1/map.json",
        f"{FOLDER}.01/map.json",
        "/releases/E06000901-2026-Q1/map.json",
        "/releases/../map.json",
        "/releases/%2e%2e/secret_key",
        "/releases/E06000901/map.json",
        "/releases/-/map.json",
        "/releases/%00-%00/map.json",
    ],
)
def test_anything_else_is_not_found(client: Client, address: str) -> None:
    make_release()
    (settings.VAR_DIR / "secret_key").write_text("secret")
    (settings.RELEASES_DIR / f"{WESTBY}-{QUARTER}" / "other.json").write_text("not of the release")
    assert client.get(address).status_code == 404


def test_a_folder_without_a_stored_release_is_not_public(client: Client) -> None:
    make_release()
    shutil.copytree(settings.RELEASES_DIR / f"{WESTBY}-{QUARTER}", settings.RELEASES_DIR / f"{WESTBY}-2026-Q4")
    assert client.get(f"{FOLDER}/map.json").status_code == 200
    assert client.get(f"/releases/{WESTBY}-2026-Q4/map.json").status_code == 404


def test_a_release_whose_files_are_not_in_place_yet_is_not_found(client: Client) -> None:
    make_release()
    (settings.RELEASES_DIR / f"{WESTBY}-{QUARTER}").rename(settings.RELEASES_DIR / "elsewhere")
    assert client.get(f"{FOLDER}/map.json").status_code == 404


def test_only_reading_is_allowed(client: Client) -> None:
    make_release()
    assert client.post(f"{FOLDER}/map.json").status_code == 405
    assert client.head(f"{FOLDER}/map.json").status_code == 200
