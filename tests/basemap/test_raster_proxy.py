"""A map company's tiles pass through our server, or are missing; the phone is never named to it."""

import math
import os
import re
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from reports.basemap import raster_proxy
from reports.basemap.raster_proxy import NotOurTile, TileMissing, raster_tile, tiles_in
from streetsafe import environment
from tests.geography.map_service import MapService, map_service

HERE = (16, 32_302, 21_801)  # Bristol
VIEW = (-2.5610, 51.4483, -2.5473, 51.4552)


@pytest.fixture
def service(settings: Any) -> Iterator[MapService]:
    """The operator's map service, set up and within reach."""
    raster_proxy.forget()
    with map_service() as found:
        settings.RASTER_URL = found.url + "/{z}/{x}/{y}.png?key={key}"
        settings.RASTER_KEY, settings.RASTER_ATTRIBUTION = "s3cret", "© The Map Company"
        yield found
    raster_proxy.forget()


def test_a_tile_is_asked_for_once_with_the_key_and_nothing_of_the_phone(client: Client, service: MapService) -> None:
    address = "/tiles/raster/{}/{}/{}".format(*HERE)
    for _ in range(2):
        answer = client.get(
            address, headers={"user-agent": "Sentinel-Agent/1.0", "referer": "http://testserver/report"}
        )
        assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "image/png", service.content)
        assert answer["Cache-Control"] == "no-store"
    ((path, headers),) = service.asked
    assert path == "/16/32302/21801.png?key=s3cret"
    assert set(headers) == {"accept-encoding", "host", "user-agent", "connection"}
    assert headers["user-agent"] == "map server"


def test_what_the_service_does_not_give_is_missing_and_it_is_left_alone_for_a_while(
    client: Client, service: MapService
) -> None:
    service.status = 500
    assert client.get("/tiles/raster/{}/{}/{}".format(*HERE)).status_code == 204
    assert client.get("/tiles/raster/16/32303/21801").status_code == 204
    assert len(service.asked) == 1  # the second was not even tried
    service.status = 200
    with mock.patch("reports.basemap.raster_proxy.time.monotonic", return_value=10**9):
        assert client.get("/tiles/raster/{}/{}/{}".format(*HERE)).status_code == 200


def test_a_tile_that_is_not_there_is_no_failure_of_the_service(service: MapService) -> None:
    service.status = 404
    with pytest.raises(TileMissing):
        raster_tile(*HERE)
    service.status = 200
    assert raster_tile(*HERE).content == service.content


@pytest.mark.parametrize(
    ("content_type", "content"),
    [("text/html", b"<html>"), ("image/svg+xml", b"<svg>"), ("image/png", b""), ("image/png", b"x" * 400_001)],
)
def test_what_is_no_image_of_a_tiles_size_is_missing(service: MapService, content_type: str, content: bytes) -> None:
    service.content_type, service.content = content_type, content
    with pytest.raises(TileMissing):
        raster_tile(*HERE)


def test_a_service_that_is_away_costs_no_fault(client: Client, settings: Any) -> None:
    raster_proxy.forget()
    settings.RASTER_URL = "http://127.0.0.1:9/{z}/{x}/{y}.png"
    assert client.get("/tiles/raster/{}/{}/{}".format(*HERE)).status_code == 204
    raster_proxy.forget()


def test_no_more_than_two_threads_ever_ask_it(service: MapService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raster_proxy, "TURN", 0.01)
    with raster_proxy._waiting, raster_proxy._waiting, pytest.raises(TileMissing):
        raster_tile(*HERE)
    assert service.asked == []
    assert raster_tile(*HERE).content == service.content


@pytest.mark.parametrize("numbers", [(16, 0, 0), (17, 64_604, 43_602), (3, 7, 1), (31, 0, 0)])
def test_the_rest_of_the_world_is_not_fetched(client: Client, service: MapService, numbers: tuple[int, ...]) -> None:
    assert client.get("/tiles/raster/{}/{}/{}".format(*numbers)).status_code == 404
    assert service.asked == []


def test_without_a_service_there_are_no_tiles(client: Client) -> None:
    assert client.get("/tiles/raster/{}/{}/{}".format(*HERE)).status_code == 404
    assert tiles_in(VIEW, side=320) == []
    assert raster_proxy.attribution() == ""
    with pytest.raises(NotOurTile):
        raster_tile(*HERE)


def test_the_tiles_cover_the_picture_and_lie_where_the_ground_is(service: MapService) -> None:
    placed = tiles_in(VIEW, side=320)
    assert 1 <= len(placed) <= 9
    assert {tile.z for tile in placed} == {15}
    for edge in ("left", "top"):
        size = "width" if edge == "left" else "height"
        assert min(getattr(tile, edge) for tile in placed) <= 0
        assert max(getattr(tile, edge) + getattr(tile, size) for tile in placed) >= 320
    first = placed[0]
    longitude = first.x / (1 << first.z) * 360 - 180
    west, _, east, north = VIEW
    assert first.left == pytest.approx((longitude - west) / (east - west) * 320, abs=1)
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * first.y / (1 << first.z)))))
    assert first.top == pytest.approx((north - latitude) / (VIEW[3] - VIEW[1]) * 320, abs=1)


def test_the_journeys_map_shows_the_service_over_its_own_picture_and_says_whose_it_is(
    client: Client, country: Any, service: MapService
) -> None:
    from tests.intake.walking import Reporter, make_places

    make_places()
    reporter = Reporter(client).start().press("find", q="Westby Cross")
    addresses = re.findall(r'<image href="(/tiles/raster/[^"]+)"', reporter.page)
    assert 1 <= len(addresses) <= 9
    assert {client.get(address).status_code for address in addresses} == {200}
    assert 'src="data:image/svg+xml,' in reporter.page  # what is seen where a tile does not come
    assert "© The Map Company" in reporter.text
    assert service.url not in reporter.page


def test_the_moving_map_is_told_of_the_service(client: Client, country: Any, service: MapService) -> None:
    from tests.public_map.releases import make_release

    make_release()
    raster = client.get("/map/ground.json").json()["raster"]
    assert raster == {"url": "/tiles/raster/{z}/{x}/{y}", "maxZoom": 16, "attribution": "© The Map Company"}


@pytest.mark.parametrize(
    "text", ["https://example.org/tiles", "http://example.org/{z}/{x}/{y}", "https://e.org/{z}/{x}/{y}{q}"]
)
def test_a_service_set_up_wrongly_is_refused_by_name(text: str) -> None:
    with mock.patch.dict(os.environ, {"RASTER_URL": text}), pytest.raises(ImproperlyConfigured, match="RASTER_URL"):
        environment.address_with("RASTER_URL", "z", "x", "y", may_have="key")
