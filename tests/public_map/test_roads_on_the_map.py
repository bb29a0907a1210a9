"""The first picture of an area has its roads, where streets are loaded, and its page stays small."""

import gzip
import re

import numpy as np
import pytest
import shapely
from django.test import Client

from reports.basemap import archive
from reports.basemap.writer import Part
from reports.geography import hexgrid
from tests.basemap.archives import ATTRIBUTION, column, make_basemap
from tests.factories import EASTBY, WESTBY
from tests.public_map.pages import page
from tests.public_map.releases import WESTBY_CELL, make_release

pytestmark = pytest.mark.usefixtures("country")
ROADS = re.compile(r'<g class="app-map__roads" aria-hidden="true"><path d="([^"]*)"[^>]*/><path d="([^"]*)"')


@pytest.mark.parametrize("address", [f"/map?area={WESTBY}", f"/cy/map?area={WESTBY}", f"/map/embed?area={WESTBY}"])
def test_the_picture_shows_roads_as_soon_as_streets_are_loaded(client: Client, address: str) -> None:
    make_release(leaves={WESTBY_CELL: 12})
    before = page(client, address)
    assert ("app-map__roads" in before, ATTRIBUTION in before) == (False, False)
    make_basemap(archive.file_in_use())
    html = page(client, address)
    found = ROADS.search(html)
    assert found is not None
    assert (found[1], found[2].startswith("M")) == ("", True)
    assert '<path class="app-map__water" d="M' in html
    assert ATTRIBUTION in html
    # Over the fill, so that they are seen, and under names and numbers, so that these are read.
    order = [html.index(f'class="app-map__{part}"') for part in ("water", "hexagons", "roads", "names")]
    assert order == sorted(order)


@pytest.mark.parametrize("count", [40, 400, 2_000])
def test_however_dense_streets_and_hexagons_are_the_page_stays_under_fourteen_kilobytes(
    client: Client, count: int
) -> None:
    drawn = np.random.default_rng(5)
    ends = drawn.uniform((-2.9, 51.2), (-2.2, 51.7), (4_000, 2))
    lines = shapely.linestrings(np.stack([ends, ends + drawn.normal(0, 0.01, (4_000, 2))], axis=1))
    ranks = column(*(["primary", "secondary"] * 2_000))
    make_basemap(archive.file_in_use(), [Part("roads", 8, 14, np.array(lines), {"class": ranks})])
    cells = hexgrid.neighbours(WESTBY_CELL, 26)[:count]
    numbers = [(index * 7919) % 61 for index in range(count)]
    make_release(leaves={cell: 6 + number for cell, number in zip(cells, numbers, strict=True)})
    content = client.get(f"/cy/map?area={WESTBY}", HTTP_ACCEPT_ENCODING="identity").content
    assert (ROADS.search(content.decode()) is not None) == (count < 2_000)
    assert len(gzip.compress(content, 6)) <= 14_000


def test_a_picture_of_the_country_has_none(client: Client) -> None:
    make_release(leaves={WESTBY_CELL: 12})
    make_release(EASTBY)
    make_basemap(archive.file_in_use())
    assert "app-map__roads" in page(client, f"/map?area={WESTBY}")
    assert "app-map__roads" not in page(client, "/map")
