"""Streets in pictures the server draws: what is there, what fits, and how it is read."""

import math
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from django.utils import translation

from reports.basemap import archive, street_svg
from reports.basemap.street_svg import BY_DAY, OF_THE_PAGE, streets_in, svg_of
from reports.basemap.writer import Part
from tests.basemap.archives import ATTRIBUTION, column, make_basemap, street_parts

CROSSING = (-2.56, 51.45, -2.54, 51.46)  # the two streets cross at its very middle
SIZE = {"width": 320, "height": 256}


@pytest.fixture
def archive_file(settings: Any) -> Path:
    """The crossing's archive, in use."""
    return make_basemap(archive.file_in_use())


def ends_of(path: str) -> list[tuple[int, int]]:
    """The first and the last point of each line of a path in relative steps."""
    ends = []
    for line in path.removeprefix("M").split("M"):
        start, steps = line.removesuffix("z").split("l")
        first = np.array(re.findall(r"-?\d+", start), dtype=int)
        moves = np.array(re.findall(r"-?\d+", steps), dtype=int).reshape(-1, 2)
        ends += [tuple(first), tuple(first + moves.sum(axis=0))]
    return ends


@pytest.mark.usefixtures("archive_file")
def test_streets_lie_where_they_are() -> None:
    streets = streets_in(CROSSING, **SIZE, budget=5_000)
    assert streets is not None
    assert set(streets.paths) == {"main", "minor"}  # the lake lies farther west
    main, minor = np.array(ends_of(streets.paths["main"])), np.array(ends_of(streets.paths["minor"]))
    assert np.abs(main[:, 1] - 128).max() <= 1  # Long Street, from edge to edge through the middle
    assert (main[:, 0].min(), main[:, 0].max()) == (pytest.approx(-4, abs=1), pytest.approx(324, abs=1))
    assert np.abs(minor[:, 0] - 160).max() <= 1  # Cross Lane, from top to bottom
    assert (minor[:, 1].min(), minor[:, 1].max()) == (pytest.approx(-4, abs=1), pytest.approx(260, abs=1))


@pytest.mark.usefixtures("archive_file")
def test_names_stand_on_their_streets_and_never_upside_down() -> None:
    streets = streets_in(CROSSING, **SIZE, budget=5_000)
    assert streets is not None
    names = {name.text: name for name in streets.names}
    assert names["Long Street"].slope == 0
    assert abs(names["Long Street"].y - 128) <= 1
    assert all(-90 <= name.slope < 90 for name in streets.names)


@pytest.mark.usefixtures("archive_file")
def test_water_and_its_holes_are_filled() -> None:
    streets = streets_in((-2.595, 51.45, -2.565, 51.47), **SIZE, budget=5_000)
    assert streets is not None
    assert streets.paths["water"].endswith("z")


@pytest.mark.usefixtures("archive_file")
@pytest.mark.parametrize("budget", [0, 10, 20, 40, 80, 5_000])
def test_the_budget_holds_and_main_roads_come_first(budget: int) -> None:
    streets = streets_in(CROSSING, **SIZE, budget=budget)
    length = sum(map(len, streets.paths.values())) if streets else 0
    assert length <= budget
    assert streets is None or "main" in streets.paths


@pytest.mark.usefixtures("archive_file")
@pytest.mark.parametrize(
    "bounds",
    [(-0.5, 52.0, -0.48, 52.01), (-2.8, 51.3, -2.3, 51.6)],
    ids=["where the archive ends", "too wide for streets"],
)
def test_where_there_are_no_streets_to_show_there_is_no_picture(bounds: street_svg.Bounds) -> None:
    assert streets_in(bounds, **SIZE, budget=5_000) is None
    assert street_svg.attribution_in(bounds) == ""


def test_without_an_archive_there_is_no_picture() -> None:
    assert streets_in(CROSSING, **SIZE, budget=5_000) is None
    assert street_svg.attribution_in(CROSSING) == ""


@pytest.mark.usefixtures("archive_file")
def test_whose_streets_they_are_is_told() -> None:
    assert street_svg.attribution_in(CROSSING) == ATTRIBUTION


@pytest.mark.usefixtures("archive_file")
@pytest.mark.parametrize("ink", [BY_DAY, OF_THE_PAGE])
def test_the_svg_is_well_formed_and_keeps_to_the_policy(ink: street_svg.Ink) -> None:
    streets = streets_in(CROSSING, **SIZE, budget=5_000)
    assert streets is not None
    drawn = ElementTree.fromstring(f"<svg>{svg_of(streets, ink)}</svg>")  # noqa: S314 - our own
    assert {"Long Street"} <= {text.text for text in drawn.iter("text")}
    assert not [one for one in drawn.iter() if {"style", "onclick"} & set(one.attrib)]


def test_a_name_out_of_the_archive_is_text_and_never_markup(settings: Any) -> None:
    roads = street_parts()[1]
    evil = Part(
        "roads", 8, 14, roads.shapes, {"name": column("<script>&", None), "class": column("primary", "primary")}
    )
    make_basemap(archive.file_in_use(), [evil])
    streets = streets_in(CROSSING, **SIZE, budget=5_000)
    assert streets is not None
    assert "&lt;script&gt;&amp;" in svg_of(streets)


def test_streets_have_their_welsh_names_on_welsh_pages(settings: Any) -> None:
    roads = street_parts()[1]
    names = {
        "name": column("High Street", "Mill"),
        "name_cy": column("Stryd Fawr", None),
        "class": column("trunk", "trunk"),
    }
    make_basemap(archive.file_in_use(), [Part("roads", 8, 14, roads.shapes, names)])
    with translation.override("cy"):
        streets = streets_in(CROSSING, **SIZE, budget=5_000)
    assert streets is not None
    assert {name.text for name in streets.names} == {"Stryd Fawr", "Mill"}


@pytest.mark.usefixtures("archive_file")
@pytest.mark.parametrize(("clear", "count"), [(24, 2), (400, 0)])
def test_no_name_comes_near_the_crosshair(clear: int, count: int) -> None:
    streets = streets_in(CROSSING, **SIZE, budget=5_000, clear=clear)
    assert streets is not None
    assert len(streets.names) == count
    assert all(math.dist((name.x, name.y), (160, 128)) > clear for name in streets.names)
