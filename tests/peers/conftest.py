"""A release's folder as somebody downloads it, by its public addresses."""

from pathlib import Path

import pytest
from django.test import Client

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.publication import files
from tests.factories import WESTBY
from tests.public_map.releases import QUARTER, WESTBY_CELL, make_release


@pytest.fixture(params=["some hexagons", "no hexagon"])
def downloaded(request: pytest.FixtureRequest, country: dict[str, Area], client: Client, tmp_path: Path) -> Path:
    """Every file of a release with nine hexagons of two sizes, one of them hot; and of one with none."""
    ring = hexgrid.neighbours(WESTBY_CELL, 2)
    wide = hexgrid.parent(hexgrid.neighbours(WESTBY_CELL, 12)[-1], 7)
    values = dict(zip(ring[:8], (6, 9, 17, 44, 6, 7, 21, 90), strict=True)) | {wide: 12}
    make_release(leaves=values if request.param == "some hexagons" else {}, hot=ring[:1], mix={(2, 4): 57})
    folder = tmp_path / "downloaded"
    folder.mkdir()
    for name in (*files.MEDIA_TYPES, *files.BESIDE):
        (folder / name).write_bytes(client.get(f"/releases/{WESTBY}-{QUARTER}/{name}").content)
    return folder
