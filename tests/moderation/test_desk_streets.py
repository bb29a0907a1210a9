"""The desk's map shows the streets about a place, where the operator has a basemap of them."""

from typing import Any

import pytest
from django.template.loader import render_to_string

from reports.basemap import archive
from reports.geography import hexgrid
from reports.geography.models import Area
from reports.moderation.svg_map import picture_of_group
from tests import factories
from tests.basemap.archives import ATTRIBUTION, TOWN, make_basemap


@pytest.fixture
def drawn(country: dict[str, Area], settings: Any) -> str:
    """The map of a group of one report at the crossing, as the page has it."""
    make_basemap(archive.file_in_use())
    return desk_map()


def desk_map() -> str:
    """The desk's map of one report at the crossing."""
    report = factories.make_report(at=TOWN)
    picture = picture_of_group(hexgrid.parent(report.cell, 9), {report.cell: 1}, [report.council_id])
    return render_to_string("moderation/_map.html", {"picture": picture, "title": "Here"})


def test_a_moderator_sees_the_streets_and_whose_they_are(drawn: str) -> None:
    assert "app-desk-map__streets" in drawn
    assert ">Long Street</text>" in drawn
    assert ATTRIBUTION in drawn


def test_streets_lie_beneath_what_is_decided_about(drawn: str) -> None:
    assert drawn.index("app-desk-map__streets") < drawn.index("app-desk-map__hexagon")


def test_without_a_basemap_the_map_is_as_it_was(country: dict[str, Area]) -> None:
    drawn = desk_map()
    assert "app-desk-map__hexagon" in drawn
    assert "app-desk-map__streets" not in drawn
    assert ATTRIBUTION not in drawn
