"""The tiles under the moving map, over HTTP."""

import gzip
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.basemap.archives import TOWN, make_basemap, tile_at


@pytest.fixture
def address(settings: Any) -> str:
    """A tile's address, with a basemap in the data folder."""
    make_basemap(settings.VAR_DIR / "basemap.pmtiles")
    return reverse("tiles:base", args=tile_at(*TOWN, 12))


def test_a_tile_goes_out_as_it_is_stored(client: Client, address: str) -> None:
    answer = client.get(address, headers={"accept-encoding": "gzip, br"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/vnd.mapbox-vector-tile")
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    plain = client.get(address)
    assert "Content-Encoding" not in plain
    assert gzip.decompress(answer.content) == plain.content
    assert plain.content[:1] == b"\x1a"  # the first layer of a vector tile


def test_no_tile_is_kept_by_a_phone(client: Client, address: str) -> None:
    assert client.get(address)["Cache-Control"] == "no-store"
    assert not client.get(address).cookies


def test_where_there_is_no_map_the_answer_is_empty_and_no_fault(client: Client, address: str) -> None:
    assert (client.get("/tiles/base/12/0/0.mvt").status_code, client.get("/tiles/base/12/0/0.mvt").content) == (
        204,
        b"",
    )


def test_without_a_basemap_every_tile_is_empty(client: Client) -> None:
    assert client.get("/tiles/base/5/15/10.mvt").status_code == 204


@pytest.mark.parametrize("numbers", ["31/0/0", "3/8/0", "3/0/9", "99999999999999999999/0/0", "-1/0/0", "a/b/c"])
def test_numbers_that_name_no_tile_are_not_found(client: Client, address: str, numbers: str) -> None:
    assert client.get(f"/tiles/base/{numbers}.mvt").status_code == 404


def test_a_tile_is_only_read(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_a_tile_asks_the_database_nothing(
    client: Client, address: str, django_assert_num_queries: Any, db: None
) -> None:
    with django_assert_num_queries(0):
        client.get(address)
