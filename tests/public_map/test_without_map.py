"""A council without a hexagon to show: what is said in place of an empty shape."""

import pytest
from django.test import Client

from reports.geography.models import Area
from tests.factories import EASTBY, WESTBY
from tests.public_map.releases import EARLIER, EASTBY_CELL, QUARTER, make_release

pytestmark = pytest.mark.usefixtures("country")


def page(client: Client, address: str) -> str:
    """The page's text, its spaces made single."""
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_council_without_a_map_says_what_is_known(client: Client) -> None:
    """All reports so far, when the next map comes at the latest, the maps beside it, and how to report; no shape."""
    make_release(quarter=EARLIER, map_from="", total=61)
    make_release(map_from="", total=12)
    make_release(EASTBY, leaves={EASTBY_CELL: 9})
    content = page(client, f"/map?area={WESTBY}")
    assert "Why there is no map here yet" in content
    assert "All reports so far: about 60 reports or more (April to September 2026)." in content
    assert "We will draw the next map on 20 April 2027 at the latest" in content
    force = Area.objects.get(code=WESTBY).parent
    assert force is not None
    links = content.split("Maps close by:")[1].split("</p>")[0]
    assert f'href="/map?area={EASTBY}">Eastby</a>' in links
    assert f'href="/map?area={force.code}">{force.name}</a>' in links
    assert ">Report a place here</a>" in content
    assert "app-map__picture" not in content
    assert "scripts/map.js" not in content
    assert "Reports over time" in content


def test_a_map_that_shows_nothing_is_none(client: Client) -> None:
    """The next comes within four quarters after it; once there is a hexagon the map is drawn."""
    make_release(quarter=EARLIER, leaves={EASTBY_CELL: 3})
    content = page(client, f"/map?area={WESTBY}")
    assert "Why there is no map here yet" in content
    assert "We will draw the next map on 20 July 2027 at the latest" in content
    make_release(quarter=QUARTER)
    content = page(client, f"/map?area={WESTBY}")
    assert "Why there is no map here yet" not in content
    assert "app-map__picture" in content
    assert "Why there is no map here yet" in page(client, f"/map?area={WESTBY}&period={EARLIER}")
