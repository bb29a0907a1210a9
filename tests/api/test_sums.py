"""Several maps of a council added up, as a program finds them: the list, one of them, and its files."""

import hashlib
from typing import Any

import pytest
from django.test import Client

from reports.geography.models import Area
from reports.publication import released
from reports.publication.withdrawing import withdraw_cell
from tests.api.test_views import PROBLEM, asked
from tests.factories import EASTBY, NOW, WESTBY, make_person
from tests.publication.test_sums import LAST, PERIODS, published, westby

__all__ = ["westby"]  # a fixture
SITE = "http://testserver"


def test_they_are_listed_and_what_ends_last_comes_first(client: Client, westby: Area) -> None:
    published(westby)
    found = asked(client, "sums")
    assert [(it["id"], it["map_quarters"]) for it in found["results"]] == [
        (LAST, list(PERIODS[1:])),
        (f"{WESTBY}-2025-Q3-to-2026-Q2", list(PERIODS[:4])),
        (f"{WESTBY}-2025-Q3-to-2026-Q1", list(PERIODS[:3])),
        (f"{WESTBY}-2025-Q3-to-2025-Q4", list(PERIODS[:2])),
    ]
    assert found["results"][0]["council"] == {"code": WESTBY, "name": "Westby", "name_cy": ""}
    assert found["results"][0]["url"] == f"{SITE}/api/v1/sums/{LAST}"
    assert asked(client, "sums", council=WESTBY)["count"] == 4
    assert asked(client, "sums", council=EASTBY)["count"] == 0


def test_one_names_its_releases_and_every_file_is_there(client: Client, westby: Area) -> None:
    releases = published(westby)
    stated = asked(client, f"sums/{LAST}")
    assert stated["releases"] == [release.pk for release in releases[1:]]
    assert {it["name"] for it in stated["files"]} == {
        "leaves.csv", "leaves.geojson", "map.json", "figures.json", "manifest.json",
    }  # fmt: skip
    for file in stated["files"]:
        content = b"".join(client.get(file["url"].removeprefix(SITE)))
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file["size"], file["sha256"])


def test_after_a_withdrawal_its_files_have_other_addresses_and_its_name_stays(client: Client, westby: Area) -> None:
    releases = published(westby)
    hidden = released.published_leaves(releases[-1])[0].cell
    withdraw_cell(releases[-1], cell=hidden, by=make_person("manager"), now=NOW)
    stated = asked(client, f"sums/{LAST}")
    assert {it["url"].split("/")[-2] for it in stated["files"]} == {f"{LAST}.1"}
    assert asked(client, "sums")["count"] == 4


@pytest.mark.parametrize("name", ["nothing", f"{WESTBY}-2026-Q3", f"{LAST}.1", "%00"])
def test_a_name_of_none_is_refused_in_words(client: Client, westby: Area, name: str) -> None:
    published(westby)
    response = client.get(f"/api/v1/sums/{name}")
    assert (response.status_code, response["Content-Type"]) == (404, PROBLEM)
    assert response.json()["detail"] == "There is no sum with this id."


def test_before_the_first_release_the_list_is_empty(client: Client, country: dict[str, Area]) -> None:
    nothing: list[Any] = []
    assert asked(client, "sums")["results"] == nothing
