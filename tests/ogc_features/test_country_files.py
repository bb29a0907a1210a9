"""All councils' hexagons of a quarter in one file: the rows of their own files, and a tag to ask again by."""

import csv
import io
import json

import pytest
from django.test import Client

from reports.publication.models import Release
from reports.publication.released import release_folder
from reports.publication.withdrawing import withdraw_cell
from tests.factories import EASTBY, NOW, WESTBY, make_person
from tests.public_map.releases import QUARTER, WESTBY_CELL

FOLDER = f"/open-data/{QUARTER}"


def rows(content: bytes) -> list[dict[str, str]]:
    """A table's rows."""
    return list(csv.DictReader(io.StringIO(content.decode())))


@pytest.mark.usefixtures("published_country")
def test_it_holds_the_rows_and_features_of_the_councils_own_files(client: Client) -> None:
    table, features = [], []
    for code in (WESTBY, EASTBY):
        folder = release_folder(Release.objects.get(pk=f"{code}-{QUARTER}"))
        table += rows((folder / "leaves.csv").read_bytes())
        features += json.loads((folder / "leaves.geojson").read_bytes())["features"]
    answers = {name: client.get(f"{FOLDER}/{name}") for name in ("leaves.csv", "leaves.geojson")}
    for answer, kind in zip(answers.values(), ("text/csv; charset=utf-8", "application/geo+json"), strict=True):
        assert (answer.status_code, answer["Content-Type"]) == (200, kind)
        assert (answer["Cache-Control"], answer["Access-Control-Allow-Origin"]) == ("no-store", "*")
        assert not answer.cookies
    assert rows(answers["leaves.csv"].content) == table
    found = answers["leaves.geojson"].json()["features"]
    for feature in found:
        cell = feature["properties"].pop("cell")
        assert feature["id"] == f"{feature['properties']['release']}-{cell}"
        feature["id"] = cell
    assert found == features
    assert len(found) == 3


@pytest.mark.usefixtures("published_country")
def test_who_has_it_already_is_told_so_until_it_changes(client: Client) -> None:
    tag = client.get(f"{FOLDER}/leaves.csv")["ETag"]
    for held in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(f"{FOLDER}/leaves.csv", headers={"If-None-Match": held})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    release = Release.objects.get(pk=f"{WESTBY}-{QUARTER}")
    withdraw_cell(release, cell=WESTBY_CELL, by=make_person("moderator", WESTBY), now=NOW)
    changed = client.get(f"{FOLDER}/leaves.csv", headers={"If-None-Match": tag})
    assert (changed.status_code, changed["ETag"] == tag, len(rows(changed.content))) == (200, False, 2)


@pytest.mark.usefixtures("published_country")
@pytest.mark.parametrize(
    "address",
    [
        "/open-data/2019-Q1/leaves.csv",
        "/open-data/2026-Q5/leaves.csv",
        "/open-data/%00/leaves.csv",
        f"{FOLDER}/leaves.gpkg",
        f"{FOLDER}/manifest.json",
    ],
)
def test_what_there_is_not_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
